import { applyEdits, type TextEdit } from '../text/range.ts';
import type { Blend, Source, TrainingConfig } from './adapter.ts';
import type { RecognisedConfig } from './check.ts';
import { ConfigDocument } from './reading/document.ts';
import { decimal } from './reading/scalars.ts';
import { sampledShares, totalWeight } from './shares.ts';
import { assignSources, mappedSources, type Languages } from './source-language.ts';

export interface WriteOptions {
  /** The mixture's `targets.map`. */
  readonly map?: ReadonlyMap<string, readonly string[]>;
  readonly languages: Languages;
  /** Tokens of what `map` names. A language of which all are known is split by them, another as its sources stand to each other now. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** Label of the blend to write, where the run has stages; absent: the first that is trained on. */
  readonly stage?: string;
}

export interface WriteResult {
  readonly edits: readonly TextEdit[];
  /** What the reader must know: what could not be written, and where the realised mixture differs from the wished one. */
  readonly notes: readonly string[];
}

/** The blend that the mixture is for; null: the config has none. */
export function trainingBlend(config: TrainingConfig, stage?: string): Blend | null {
  return (
    config.blends.find(({ label, evaluation }) => (stage === undefined ? !evaluation : label === stage)) ??
    null
  );
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
  const { adapter, config, document } = recognised;
  const blend = trainingBlend(config, options.stage);
  if (blend === null || blend.sources.length === 0) return refuse('There are no sources to write to.');
  if (blend.overridden !== null) return refuse(`Nothing was written: ${blend.overridden}.`);
  const wish = wishedShares(blend, shares, options);
  if (typeof wish === 'string') return refuse(wish);
  const notes = [...wish.notes];
  const others = config.blends.filter((other) => !other.evaluation && other !== blend);
  if (others.length > 0) {
    notes.push(
      `Only \`${blend.label}\` was written; ${others.map(({ label }) => `\`${label}\``).join(', ')} stayed.`,
    );
  }
  const { edits, removed } = editsFor(blend, wish.shares, document.text, notes);
  if (edits.length > 0 || notes.length > 0) {
    const written = adapter.read(new ConfigDocument(applyEdits(document.text, edits)));
    const realised = written === null ? null : trainingBlend(written, options.stage);
    notes.push(...differences(blend, wish.shares, realised, removed, adapter.framework));
  }
  if (blend.unit === 'documents' || blend.unit === 'examples' || blend.unit === 'samples') {
    notes.push(
      `${adapter.framework} counts ${blend.unit}: the shares of tokens are the mixture's only if ${blend.unit} are equally long in all languages.`,
    );
  }
  return { edits, notes };
}

function refuse(note: string): WriteResult {
  return { edits: [], notes: [note] };
}

interface Wish {
  /** By source; sums to 1. */
  readonly shares: readonly number[];
  readonly notes: readonly string[];
}

/** Shares by source, or why there are none. */
function wishedShares(
  blend: Blend,
  shares: ReadonlyMap<string, number>,
  options: WriteOptions,
): Wish | string {
  const codes = [...shares.keys()];
  const assigned = assignSources(blend.sources, codes, options.map ?? new Map(), options.languages);
  const notes: string[] = [];
  const total = totalWeight(blend);
  const given = blend.sources.every(({ weight }) => weight !== null) && total !== null;
  const present = given ? blend.sources.map(({ weight }) => weight!.value / total) : null;

  const strangers = blend.sources.filter((_, index) => assigned[index] === null);
  if (strangers.length > 0 && present === null) {
    return `Nothing was written: ${list(strangers)} belong to no language of the mixture, and their share is not known. Name them in \`map\`.`;
  }
  let kept = 0;
  blend.sources.forEach((_, index) => {
    if (assigned[index] === null) kept += present![index]!;
  });
  if (strangers.length > 0) {
    notes.push(
      `${list(strangers)} belong to no language of the mixture and keep their share (${percent(kept)}).`,
    );
  }

  const written = codes.filter((code) => assigned.includes(code));
  const missing = codes.filter((code) => !assigned.includes(code) && shares.get(code)! > 0);
  const sum = written.reduce((running, code) => running + Math.max(0, shares.get(code)!), 0);
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
    const members = blend.sources.map((_, index) => index).filter((index) => assigned[index] === code);
    const parts = split(blend.sources, members, present, options);
    const share = ((1 - kept) * Math.max(0, shares.get(code)!)) / sum;
    members.forEach((index, position) => (result[index] = share * parts[position]!));
  }
  return { shares: result, notes };
}

/**
 * How one language's share goes to its sources; sums to 1. Sources behind one name of the map share its tokens as they stand
 * to each other now.
 */
function split(
  sources: readonly Source[],
  members: readonly number[],
  present: readonly number[] | null,
  { map = new Map<string, never[]>(), sizes }: WriteOptions,
): number[] {
  const mapped = mappedSources(sources, map);
  const names = members.map((index) => mapped[index]?.name);
  const tokens = names.map((name) => (name === undefined ? undefined : sizes?.get(name)));
  const now = members.map((index) => present?.[index] ?? 0);
  if (!tokens.every((size) => size !== undefined)) return proportions(now);
  const within = new Map<string | undefined, number[]>();
  names.forEach((name, position) => within.set(name, [...(within.get(name) ?? []), position]));
  const parts = new Array<number>(members.length);
  for (const positions of within.values()) {
    const inGroup = proportions(positions.map((position) => now[position]!));
    positions.forEach((position, place) => (parts[position] = tokens[position]! * inGroup[place]!));
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
  const edits: TextEdit[] = [];
  const removed: number[] = [];
  blend.sources.forEach((source, index) => {
    const weight = weights[index]!;
    if (source.weight === null || isSame(source.weight.value, weight)) return;
    if (weight === 0 && !blend.acceptsZero) {
      removed.push(index);
      return;
    }
    const { start, end } = source.weight.range;
    const quote = /^["']/.exec(text.slice(start, end))?.[0] ?? '';
    edits.push({
      range: source.weight.range,
      newText: `${quote}${decimal(weight / (source.times ?? 1))}${quote}`,
    });
  });
  if (removed.length > 0) {
    const gone = list(removed.map((index) => blend.sources[index]!));
    if (blend.removeSources === null) notes.push(`A share of 0 is rejected here; remove ${gone} by hand.`);
    else {
      edits.push(...blend.removeSources(removed));
      notes.push(`A weight of 0 is rejected here, so ${gone} was taken out.`);
    }
  }
  return { edits, removed: blend.removeSources === null ? [] : removed };
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

/** What the framework will sample differently from what was wished. */
function differences(
  blend: Blend,
  wished: readonly number[],
  written: Blend | null,
  removed: readonly number[],
  framework: string,
): string[] {
  const realised = written === null ? null : sampledShares(written);
  if (realised === null) return [];
  // By their order, not by name: two sources of one name are two.
  const kept = blend.sources.map((_, index) => index).filter((index) => !removed.includes(index));
  const now = new Map(kept.map((index, position) => [index, realised[position]]));
  const off = blend.sources
    .map(({ name }, index) => ({ name, wished: wished[index]!, realised: now.get(index) ?? 0 }))
    .filter((source) => Math.abs(source.realised - source.wished) > Math.max(1e-7, 2e-3 * source.wished));
  if (off.length === 0) return [];
  const shown = off
    .sort((a, b) => Math.abs(b.realised - b.wished) - Math.abs(a.realised - a.wished))
    .slice(0, 5)
    .map(
      (source) => `\`${source.name}\` gets ${percent(source.realised)} instead of ${percent(source.wished)}`,
    );
  const more = off.length > shown.length ? `, and ${off.length - shown.length} more` : '';
  return [`${framework} will not sample exactly this: ${shown.join(', ')}${more}.`];
}

function list(sources: readonly Source[]): string {
  const shown = sources.slice(0, 3).map(({ name }) => `\`${name}\``);
  const more = sources.length > shown.length ? ` and ${sources.length - shown.length} more` : '';
  return `${shown.join(', ')}${more}`;
}

function percent(share: number): string {
  return `${decimal(share * 100, 3)} %`;
}
