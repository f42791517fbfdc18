import { allSteps } from '../steps.ts';
import { applyEdits, type TextEdit } from '../text/range.ts';
import type { Adapter, Blend, Source, TrainingConfig } from './adapter.ts';
import type { RecognisedConfig } from './check.ts';
import { ConfigDocument } from './reading/document.ts';
import { precisePercent } from '../text/words.ts';
import { sampledShares, totalWeight } from './shares.ts';
import { mappedSteps, type Mapped, type SourceNames } from './mapped-sources.ts';
import { assignSteps, type Languages } from './source-language.ts';
import { isSameWeight, weightEdits } from './weight-edits.ts';
import { elementAt, placesBy, valueFor } from '../text/elements.ts';

export interface WriteOptions {
  /** The mixture's `targets.map`. */
  readonly map?: SourceNames;
  readonly languages: Languages;
  /** Tokens of what `map` names. A language of which all are known is split by them, another as its sources stand to each other now. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** Which blend to write, where the run has stages; absent: the first that is trained on. */
  readonly stage?: StageName | null;
}

export interface WriteResult {
  readonly edits: readonly TextEdit[];
  /** What the reader must know: what could not be written, and where the realised mixture differs from the requested one. */
  readonly notes: readonly string[];
}

/** A stage by its name, or by its place among them, the first being 0. */
export type StageName = string | number;

/** What is trained on, in order; several where the run has stages. */
export function stagesOf({ blends }: TrainingConfig): readonly Blend[] {
  return blends.filter(({ evaluation }) => !evaluation);
}

/**
 * The blend that the mixture is for: the first that is trained on, or the stage of that name. Where there is one blend alone, it is
 * every stage's. Null: the config has none.
 */
export function trainingBlend(config: TrainingConfig, stage?: StageName | null): Blend | null {
  const stages = stagesOf(config);
  const [first, ...more] = stages;
  if (first === undefined) return null;
  if (stage === undefined || stage === null || more.length === 0) return first;
  return stages.find(({ label }, index) => index === stage || label === stage) ?? null;
}

/**
 * Minimal edits that make a training config sample languages in these shares. `shares`: by language code, any positive
 * scale. Sources of no language keep their share. Weights whose value does not change keep their digits.
 */
export function writeShares(
  recognised: RecognisedConfig,
  shares: ReadonlyMap<string, number>,
  options: WriteOptions,
): WriteResult {
  return allSteps(writeSteps(recognised, shares, options));
}

/** The same step by step. */
export function* writeSteps(
  recognised: RecognisedConfig,
  shares: ReadonlyMap<string, number>,
  options: WriteOptions,
): Generator<undefined, WriteResult> {
  const { adapter, config, document } = recognised;
  const blend = trainingBlend(config, options.stage);
  if (blend === null && stagesOf(config).length > 0)
    return refuse(`Nothing was written: there is no stage \`${options.stage}\`.`);
  if (blend === null || blend.sources.length === 0) return refuse('There are no sources to write to.');
  if (blend.overridden !== null) return refuse(`Nothing was written: ${blend.overridden}.`);
  const request = yield* requestedBySource(blend, shares, options);
  yield;
  if (typeof request === 'string') return refuse(request);
  const notes = [...request.notes];
  const others = stagesOf(config).filter((other) => other !== blend);
  if (others.length > 0 && (options.stage ?? null) === null) {
    notes.push(
      `Only \`${blend.label}\` was written; ${others.map(({ label }) => `\`${label}\``).join(', ')} ${others.length === 1 ? 'is' : 'are'} unchanged.`,
    );
  }
  const { edits, removed } = editsFor(blend, request.shares, document.text, notes);
  if (edits.length > 0 || notes.length > 0) {
    yield;
    const written = edits.length === 0 ? config : yield* readAnew(adapter, applyEdits(document.text, edits));
    yield;
    const realised = written === null ? null : trainingBlend(written, options.stage);
    notes.push(...differences(blend, request.shares, realised, removed, adapter.framework));
  }
  if (blend.unit === 'documents' || blend.unit === 'examples' || blend.unit === 'samples') {
    notes.push(
      `${adapter.framework} counts ${blend.unit}: the shares of tokens are the mixture's only if ${blend.unit} are equally long in all languages.`,
    );
  }
  return { edits, notes };
}

function* readAnew(adapter: Adapter, text: string): Generator<undefined, TrainingConfig | null> {
  const document = new ConfigDocument(text);
  if (adapter.plainText !== true) yield* document.parse();
  if (adapter.isScript === true) yield* document.parseScript();
  yield;
  return adapter.read(document);
}

function refuse(note: string): WriteResult {
  return { edits: [], notes: [note] };
}

interface Requested {
  /** By source; sums to 1. */
  readonly shares: readonly number[];
  readonly notes: readonly string[];
}

/** Shares by source, or why there are none. */
function* requestedBySource(
  blend: Blend,
  shares: ReadonlyMap<string, number>,
  options: WriteOptions,
): Generator<undefined, Requested | string> {
  const codes = [...shares.keys()];
  const map: SourceNames = options.map ?? new Map();
  const assigned = yield* assignSteps(blend.sources, codes, map, options.languages);
  const mapped = yield* mappedSteps(blend.sources, map);
  yield;
  const notes: string[] = [];
  const total = totalWeight(blend);
  const present = total === null ? null : blend.sources.map(({ weight }) => (weight?.value ?? 0) / total);

  const unmapped = blend.sources.filter((_, index) => assigned[index] === null);
  if (unmapped.length > 0 && present === null) {
    return `Nothing was written: ${list(unmapped)} belong to no language of the mixture, and their share is not known. Name them in \`map\`.`;
  }
  const kept = (present ?? []).reduce(
    (sum, share, index) => (assigned[index] === null ? sum + share : sum),
    0,
  );
  if (unmapped.length > 0) {
    notes.push(
      `${list(unmapped)} belong to no language of the mixture and keep their share (${percent(kept)}).`,
    );
  }

  const served = placesBy(assigned);
  const written = codes.filter((code) => served.has(code));
  const missing = codes.filter((code) => !served.has(code) && valueFor(shares, code) > 0);
  const sum = written.reduce((running, code) => running + Math.max(0, valueFor(shares, code)), 0);
  if (written.length === 0 || !(sum > 0)) {
    return 'Nothing was written: no source belongs to a language of the mixture that has a share. Name them in `map`.';
  }
  if (missing.length > 0) {
    notes.push(
      `No source belongs to ${missing.map((code) => `\`${code}\``).join(', ')}; the others were scaled up to fill the gap.`,
    );
  }

  const result = blend.sources.map((_, index) => present?.[index] ?? 0);
  for (const code of written) {
    const members = valueFor(served, code);
    const parts = split(mapped, members, present, options.sizes);
    const share = ((1 - kept) * Math.max(0, valueFor(shares, code))) / sum;
    members.forEach((index, position) => (result[index] = share * elementAt(parts, position)));
  }
  return { shares: result, notes };
}

/**
 * How one language's share goes to its sources; sums to 1. Sources behind one name of the map share its tokens as they stand
 * to each other now.
 */
function split(
  mapped: readonly (Mapped | null)[],
  members: readonly number[],
  present: readonly number[] | null,
  sizes: WriteOptions['sizes'],
): number[] {
  const names = members.map((index) => mapped[index]?.name);
  const tokens = names.map((name) => (name === undefined ? undefined : sizes?.get(name)));
  const now = members.map((index) => present?.[index] ?? 0);
  if (!tokens.every((size) => size !== undefined)) return proportions(now);
  const within = placesBy(names);
  const parts = new Array<number>(members.length);
  for (const positions of within.values()) {
    const inGroup = proportions(positions.map((position) => elementAt(now, position)));
    positions.forEach(
      (position, place) => (parts[position] = elementAt(tokens, position) * elementAt(inGroup, place)),
    );
  }
  return proportions(parts);
}

/** Scaled to sum to 1; equal where there is nothing to go by. */
function proportions(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => (total > 0 ? value / total : 1 / values.length));
}

interface Edits {
  readonly edits: readonly TextEdit[];
  /** Sources, by index, that the edits take out. */
  readonly removed: readonly number[];
}

const none: Edits = { edits: [], removed: [] };

function editsFor(blend: Blend, shares: readonly number[], text: string, notes: string[]): Edits {
  if (blend.unit === 'epochs') {
    notes.push('Nothing was written: these weights count epochs, which shares alone do not give.');
    return none;
  }
  const present = totalWeight(blend);
  const fits =
    present !== null && (blend.sumTolerance === null || Math.abs(present - 1) <= blend.sumTolerance);
  const scale = fits ? present : 1;
  const weights = shares.map((share) =>
    blend.wholeNumbers === true ? Math.round(share * scale) : share * scale,
  );
  if (blend.sources.every(({ weight }) => weight === null)) {
    if (blend.insertWeights === null) {
      notes.push('Nothing was written: there are no weights to change.');
      return none;
    }
    return { edits: blend.insertWeights(weights), removed: [] };
  }
  const removed = weights.flatMap((weight, index) => {
    const now = blend.sources[index]?.weight ?? null;
    const goes = now !== null && weight === 0 && !blend.acceptsZero && !isSameWeight(now.value, weight);
    return goes ? [index] : [];
  });
  const gone = new Set(removed.map((index) => blend.sources[index]?.weight?.range.start));
  const edits = weightEdits(blend, weights, text).filter(({ range }) => !gone.has(range.start));
  if (removed.length > 0) {
    const names = list(removed.map((index) => elementAt(blend.sources, index)));
    if (blend.removeSources === null) notes.push(`A share of 0 is rejected here; remove ${names} by hand.`);
    else {
      edits.push(...blend.removeSources(removed));
      notes.push(`A weight of 0 is rejected here, so ${names} was taken out.`);
    }
  }
  return { edits, removed: blend.removeSources === null ? [] : removed };
}

/** What the framework will sample differently from what was requested. */
function differences(
  blend: Blend,
  requested: readonly number[],
  written: Blend | null,
  removed: readonly number[],
  framework: string,
): string[] {
  const realised = written === null ? null : sampledShares(written);
  if (realised === null) return [];
  // By their order, not by name: two sources of one name are two.
  const gone = new Set(removed);
  const kept = blend.sources.map((_, index) => index).filter((index) => !gone.has(index));
  const now = new Map(kept.map((index, position) => [index, realised[position]]));
  const off = blend.sources
    .map(({ name }, index) => ({
      name,
      requested: elementAt(requested, index),
      realised: now.get(index) ?? 0,
    }))
    .filter(
      (source) => Math.abs(source.realised - source.requested) > Math.max(1e-7, 2e-3 * source.requested),
    );
  if (off.length === 0) return [];
  const shown = off
    .sort((a, b) => Math.abs(b.realised - b.requested) - Math.abs(a.realised - a.requested))
    .slice(0, 5)
    .map(
      (source) =>
        `\`${source.name}\` gets ${percent(source.realised)} instead of ${percent(source.requested)}`,
    );
  const more = off.length > shown.length ? `, and ${off.length - shown.length} more` : '';
  const finer = blend.finer === undefined ? '' : ` ${blend.finer}`;
  return [`${framework} will not sample exactly this: ${shown.join(', ')}${more}.${finer}`];
}

function list(sources: readonly Source[]): string {
  const shown = sources.slice(0, 3).map(({ name }) => `\`${name}\``);
  const more = sources.length > shown.length ? ` and ${sources.length - shown.length} more` : '';
  return `${shown.join(', ')}${more}`;
}

const percent = (share: number): string => precisePercent(share, 3);
