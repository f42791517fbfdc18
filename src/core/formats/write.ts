import { sumOf } from '../climb/dense/vectors.ts';
import type { Problem } from '../problem.ts';
import { allSteps } from '../steps.ts';
import { applyEdits, type TextEdit, type TextRange } from '../text/range.ts';
import type { Adapter, Blend, Source, TrainingConfig } from './adapter.ts';
import { comparedShares, differs } from './agreement.ts';
import type { RecognisedConfig } from './check.ts';
import type { ConfigDocument } from './reading/document.ts';
import type { Anchor } from './reading/tree.ts';
import { precisePercent, quotedNames } from '../text/words.ts';
import { compatible } from './edits.ts';
import { normalised, sampledShares, totalWeight, weightsOf } from './shares.ts';
import { mappedSteps, type Mapped, type SourceNames } from './mapped-sources.ts';
import { assignSteps, type Languages } from './source-language.ts';
import { isSameWeight, weightEdits } from './weight-edits.ts';
import { elementAt, lastOf, placesBy, valueFor } from '../text/elements.ts';

export interface WriteOptions {
  /** The mixture's `targets.map`. */
  readonly map?: SourceNames;
  readonly languages: Languages;
  /** Tokens of what `map` names. A language of which all are known is split by them, another as its sources stand to each other now. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** Which blend to write, where the run has stages; absent: the first that is trained on. */
  readonly stage?: StageName | null;
  /** Writes the shares to their last digit also where those of the text are the same but for rounding. */
  readonly exact?: boolean;
}

/** What one blend is to be written for. */
export type WriteRequest = Omit<WriteOptions, 'languages'> & {
  /** By language code, any positive scale. */
  readonly shares: ReadonlyMap<string, number>;
};

export interface WriteResult {
  /** Those that bring what was asked for, all together; none of a blend that cannot be written as a whole. */
  readonly edits: readonly TextEdit[];
  /** What the reader must know: what could not be written, and where the realised mixture differs from the requested one. */
  readonly notes: readonly string[];
  /** Something that was asked for cannot be written. */
  readonly refused: boolean;
  /** Blends that nobody asked for and that the edits change as well. */
  readonly changed: readonly string[];
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
export function writeSteps(
  recognised: RecognisedConfig,
  shares: ReadonlyMap<string, number>,
  { languages, ...options }: WriteOptions,
): Generator<undefined, WriteResult> {
  return writeAllSteps(recognised, [{ ...options, shares }], languages);
}

/**
 * The same for several blends of one config, each of which is written once, as it is first asked for. Stages may share what is
 * written, so that only all of them together can be looked at again: a text that would not be read as what was asked for is not
 * written.
 */
export function* writeAllSteps(
  recognised: RecognisedConfig,
  requests: readonly WriteRequest[],
  languages: Languages,
): Generator<undefined, WriteResult> {
  const { adapter, config, document } = recognised;
  const plans: Plan[] = [];
  const refused: { readonly blend: Blend | null; readonly why: string }[] = [];
  for (const request of requests) {
    const blend = trainingBlend(config, request.stage);
    if (blend !== null && plans.some((plan) => plan.blend === blend)) continue;
    const plan = yield* planFor(blend, recognised, { ...request, languages });
    yield;
    if (typeof plan === 'string') refused.push({ blend, why: plan });
    else plans.push(plan);
  }
  const nothing = (reason = couldNot(plans, document, adapter)): WriteResult => ({
    edits: [],
    notes: [...refused.map(({ why }) => why), reason].map((why) => `Nothing was written: ${why}`),
    refused: true,
    changed: [],
  });
  const edits = compatible(plans.flatMap((plan) => plan.edits));
  if (edits === null) return nothing();
  const after =
    edits.length === 0
      ? { config, document }
      : yield* readAnew(adapter, document.renewed(applyEdits(document.text, edits)));
  yield;
  if (after === null) return nothing();
  const now = (blend: Blend): Blend | undefined => after.config.blends[config.blends.indexOf(blend)];
  if (
    faultsOf(adapter, after.document).length > faultsOf(adapter, document).length ||
    !plans.every((plan) => isReadAs(plan, now(plan.blend)))
  )
    return nothing();
  const broken = newError(config, after.config);
  if (broken !== null) return nothing(`the text would then have an error: ${broken.message}`);
  const notes = [
    ...refused.map(({ blend, why }) =>
      edits.length === 0 || blend === null
        ? `Nothing was written: ${why}`
        : `\`${blend.label}\` was not written: ${why}`,
    ),
    ...plans.flatMap((plan) => plan.notes),
  ];
  const others = config.blends.filter((blend) => !plans.some((plan) => plan.blend === blend));
  const changed = others.filter((blend) => !isSameBlend(blend, now(blend)));
  if (changed.length > 0)
    notes.push(
      `${labels(changed)} ${changed.length === 1 ? 'changes' : 'change'} as well: the weights are the same ones${behind(edits, document, adapter)}.`,
    );
  const left = others.filter((blend) => !blend.evaluation && !changed.includes(blend));
  const [only, ...further] = plans;
  if (edits.length > 0 && only !== undefined && further.length === 0 && only.anyStage && left.length > 0)
    notes.push(
      `Only \`${only.blend.label}\` was written; ${labels(left)} ${left.length === 1 ? 'is' : 'are'} unchanged.`,
    );
  for (const plan of plans) {
    if (edits.length > 0 || notes.length > 0)
      notes.push(...differences(plan, now(plan.blend), adapter.framework));
    const { unit } = plan.blend;
    if (unit === 'documents' || unit === 'examples' || unit === 'samples')
      notes.push(
        `${adapter.framework} counts ${unit}: the shares of tokens are the mixture's only if ${unit} are equally long in all languages.`,
      );
  }
  return {
    edits,
    notes: [...new Set(notes)],
    refused: refused.length > 0,
    changed: changed.map(({ label }) => label),
  };
}

interface Read {
  readonly config: TrainingConfig;
  readonly document: ConfigDocument;
}

/**
 * An error that a text has more often than it had before. One at a weight is about the share that was asked for, which is told as a
 * difference, unless the framework rejects what it makes of that share.
 */
function newError(before: TrainingConfig, after: TrainingConfig): Problem | null {
  const errorsOf = ({ blends, problems }: TrainingConfig): readonly Problem[] => {
    const weights = new Set(
      blends
        .filter(({ acceptsZero }) => acceptsZero)
        .flatMap(({ sources }) => sources.map(({ weight }) => weight?.range.start)),
    );
    return problems.filter(({ severity, range }) => severity === 'error' && !weights.has(range.start));
  };
  const known = placesBy(errorsOf(before).map(({ code }) => code));
  const now = errorsOf(after);
  const grown = [...placesBy(now.map(({ code }) => code))].find(
    ([code, places]) => places.length > (known.get(code)?.length ?? 0),
  );
  return grown === undefined ? null : elementAt(now, lastOf(grown[1]));
}

/** A script is no YAML, though it can be read as such: that takes long, and says nothing. */
function faultsOf({ plainText = false }: Adapter, document: ConfigDocument): ConfigDocument['faults'] {
  return plainText ? [] : document.faults;
}

function* readAnew(adapter: Adapter, document: ConfigDocument): Generator<undefined, Read | null> {
  if (adapter.plainText !== true) yield* document.parse();
  if (adapter.isScript === true) yield* document.parseScript();
  yield;
  const config = adapter.read(document);
  return config === null ? null : { config, document };
}

/** What is to be written to one blend. */
interface Plan extends Edits {
  readonly blend: Blend;
  /** No stage was named, so it is the first. */
  readonly anyStage: boolean;
  /** By source; sum to 1. */
  readonly shares: readonly number[];
  readonly notes: readonly string[];
}

/** What is to be written to a blend, or why nothing is. */
function* planFor(
  blend: Blend | null,
  recognised: RecognisedConfig,
  options: WriteRequest & Pick<WriteOptions, 'languages'>,
): Generator<undefined, Plan | string> {
  if (blend === null && stagesOf(recognised.config).length > 0)
    return `there is no stage \`${options.stage}\`.`;
  if (blend !== null && blend.overridden !== null) return `${blend.overridden}.`;
  if (blend === null || blend.sources.length === 0) return 'there are no sources to write to.';
  const request = yield* requestedBySource(blend, options.shares, options);
  yield;
  if (typeof request === 'string') return request;
  const edits = editsFor(blend, request, recognised);
  if (typeof edits === 'string') return edits;
  return {
    ...edits,
    blend,
    anyStage: (options.stage ?? null) === null,
    shares: request.shares,
    notes: [...request.notes, ...edits.notes],
  };
}

/** Whether the text with its edits is read as what was planned, but for rounding: what that changes is told as a difference. */
function isReadAs(plan: Plan, now: Blend | undefined): boolean {
  if (now === undefined) return false;
  const { weights, left } = plan;
  const places = staying(plan);
  const read = weightsOf(now);
  if (read.length !== places.length) return false;
  // What somebody must remove by hand keeps its weight until then.
  const byHand = new Set(left);
  const pairs = places
    .map((index, position) => ({ index, wanted: elementAt(weights, index), read: read[position] ?? NaN }))
    .filter(({ index }) => !byHand.has(index));
  const wanted = sumOf(pairs.map((pair) => pair.wanted));
  const present = sumOf(pairs.map((pair) => pair.read));
  return pairs.every(
    (pair) => Math.abs(pair.wanted / wanted - pair.read / present) <= 1e-9 + 1e-3 * (pair.wanted / wanted),
  );
}

/** The sources that are not taken out, by index and in order. */
function staying({ weights, removed }: Plan): readonly number[] {
  const gone = new Set(removed);
  return weights.map((_, index) => index).filter((index) => !gone.has(index));
}

function isSameBlend(before: Blend, after: Blend | undefined): boolean {
  if (after?.sources.length !== before.sources.length) return false;
  const now = weightsOf(after);
  return weightsOf(before).every((weight, index) => Object.is(weight, now[index]));
}

/** Why edits that each are right do not go together. */
function couldNot(plans: readonly Plan[], document: ConfigDocument, adapter: Adapter): string {
  const all = plans.flatMap(({ edits }) => edits);
  const anchor = behind(all, document, adapter);
  const shared = sharing(plans.flatMap(({ blend }) => blend.sources));
  if (anchor === '' && shared.length === 0) return 'the text would not be read as these shares afterwards.';
  const who =
    plans.length > 1
      ? labels(plans.map(({ blend }) => blend))
      : shared.length > 0
        ? quotedNames(shared)
        : 'some sources';
  return `${who} take weights from the same place${anchor}, so they cannot have different ones. Give each its own.`;
}

/** The sources whose numbers stand where those of others do. */
function sharing(sources: readonly Source[]): string[] {
  const places = placesBy(sources.map(({ weight }) => weight?.range.start ?? null));
  return sources.flatMap(({ name, weight }) =>
    weight !== null && (places.get(weight.range.start)?.length ?? 0) > 1 ? [name] : [],
  );
}

/** In brackets: the anchors behind which edits stand, the nearest of each. */
function behind(edits: readonly TextEdit[], document: ConfigDocument, adapter: Adapter): string {
  const anchors = anchorsOf(adapter, document);
  const names = edits.flatMap(({ range: { start, end } }) => {
    const around = anchors.filter(({ range }) => range.start <= start && end <= range.end);
    const [nearest] = around.sort((a, b) => a.range.end - a.range.start - (b.range.end - b.range.start));
    return nearest === undefined ? [] : [`\`&${nearest.name}\``];
  });
  return names.length === 0 ? '' : ` (${[...new Set(names)].slice(0, 3).join(', ')})`;
}

const labels = (blends: readonly Blend[]): string => quotedNames(blends.map(({ label }) => label));

interface Requested {
  /** By source; sums to 1. */
  readonly shares: readonly number[];
  /** They are those of the text, but for rounding. */
  readonly present: boolean;
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
  const present = normalised(weightsOf(blend));

  const unmapped = blend.sources.filter((_, index) => assigned[index] === null);
  if (unmapped.length > 0 && present === null) {
    return `${list(unmapped)} ${unmapped.length === 1 ? 'belongs' : 'belong'} to no language of the mixture, and ${unmapped.length === 1 ? 'its' : 'their'} share is not known. Name them in \`map\`.`;
  }
  const kept = (present ?? []).reduce(
    (sum, share, index) => (assigned[index] === null ? sum + share : sum),
    0,
  );
  if (unmapped.length > 0) {
    notes.push(
      `${list(unmapped)} ${unmapped.length === 1 ? 'belongs to no language of the mixture and keeps its' : 'belong to no language of the mixture and keep their'} share (${percent(kept)}).`,
    );
  }

  const served = placesBy(assigned);
  const written = codes.filter((code) => served.has(code));
  const missing = codes.filter((code) => !served.has(code) && valueFor(shares, code) > 0);
  const sum = written.reduce((running, code) => running + Math.max(0, valueFor(shares, code)), 0);
  if (written.length === 0 || !(sum > 0)) {
    return 'no source belongs to a language of the mixture that has a share. Name them in `map`.';
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
  const same =
    present !== null &&
    options.exact !== true &&
    result.every((share, index) => !differs(share, elementAt(present, index))) &&
    comparedShares(assigned, present, shares)?.every((each) => !differs(each.requested, each.present)) ===
      true;
  return { shares: same ? present : result, present: same, notes };
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
  /** By source, on the scale of the text. */
  readonly weights: readonly number[];
  /** Sources, by index, that the edits take out. */
  readonly removed: readonly number[];
  /** Sources, by index, that should be taken out, and are left to the reader. */
  readonly left: readonly number[];
  readonly notes: readonly string[];
}

/** The edits of one blend, or why there are none. */
function editsFor(
  blend: Blend,
  { shares, present: inSync }: Requested,
  { adapter, config, document }: RecognisedConfig,
): Edits | string {
  if (blend.unit === 'epochs') return 'these weights count epochs, which shares alone do not give.';
  const present = totalWeight(blend);
  const fits =
    present !== null && (blend.sumTolerance === null || Math.abs(present - 1) <= blend.sumTolerance);
  const scale = fits ? present : 1;
  const weights = shares.map((share) =>
    blend.wholeNumbers === true ? Math.round(share * scale) : share * scale,
  );
  const plan = { weights, removed: [], left: [], notes: [] };
  if (inSync && (fits || blend.sumTolerance === null)) return { ...plan, edits: [] };
  const without = blend.sources.filter(({ weight }) => weight === null);
  if (without.length === blend.sources.length) {
    if (blend.insertWeights === null) return 'there are no weights to change.';
    return { ...plan, edits: blend.insertWeights(weights) };
  }
  if (without.length > 0 && blend.editWeights === undefined)
    return `${list(without)} ${without.length === 1 ? 'has' : 'have'} no weight, and the others alone do not make the mixture. Give each source one.`;
  const zero = weights.flatMap((weight, index) => {
    const now = blend.sources[index]?.weight ?? null;
    const goes = now !== null && weight === 0 && !blend.acceptsZero && !isSameWeight(now.value, weight);
    return goes ? [index] : [];
  });
  const wanted = weightEdits(blend, weights, document.text, sharedIn({ adapter, config, document }));
  if (typeof wanted === 'string') return `${wanted}.`;
  const gone = new Set(zero.map((index) => blend.sources[index]?.weight?.range.start));
  const edits = wanted.edits.filter(({ range }) => !gone.has(range.start));
  const { notes } = wanted;
  if (zero.length === 0) return { ...plan, edits, notes };
  const names = list(zero.map((index) => elementAt(blend.sources, index)));
  return blend.removeSources === null
    ? {
        ...plan,
        edits,
        left: zero,
        notes: [...notes, `A share of 0 is rejected here; remove ${names} by hand.`],
      }
    : {
        ...plan,
        edits: [...edits, ...blend.removeSources(zero)],
        removed: zero,
        notes: [
          ...notes,
          `A weight of 0 is rejected here, so ${names} ${zero.length === 1 ? 'was' : 'were'} taken out.`,
        ],
      };
}

/** Whether more than one source of a config has the number at a place, or more than one alias leads there. */
function sharedIn({ adapter, config, document }: RecognisedConfig): (place: TextRange) => boolean {
  const anchors = anchorsOf(adapter, document).filter(({ aliases }) => aliases > 1);
  const places = placesBy(
    config.blends.flatMap(({ sources }) => sources.map(({ weight }) => weight?.range.start ?? null)),
  );
  return ({ start, end }) =>
    (places.get(start)?.length ?? 0) > 1 ||
    anchors.some(({ range }) => range.start <= start && end <= range.end);
}

/** A script is no YAML, though it can be read as such. */
function anchorsOf({ plainText = false }: Adapter, document: ConfigDocument): readonly Anchor[] {
  return plainText ? [] : document.anchors;
}

/** What the framework will sample differently from what was requested. */
function differences(plan: Plan, written: Blend | undefined, framework: string): string[] {
  const { blend, shares: requested } = plan;
  const realised = written === undefined ? null : sampledShares(written);
  if (realised === null) return [];
  // By their order, not by name: two sources of one name are two.
  const now = new Map(staying(plan).map((index, position) => [index, realised[position]]));
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

const list = (sources: readonly Source[]): string => quotedNames(sources.map(({ name }) => name));

const percent = (share: number): string => precisePercent(share, 3);
