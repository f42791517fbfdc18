import type { Allocation, AllocationProblem, Solution } from '../climb/allocation.ts';
import type { Model, ModelOrigin } from '../climb/model.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { interactionsAt } from './interactions.ts';
import type { Prediction, Report, ReportAllocation, ReportLanguage } from './report.ts';
import { trustOf } from './trust.ts';
import { verdictOf } from './verdict.ts';

/** Standard deviations of a 90 % interval. */
const ninety = 1.645;

export interface ReportInput {
  readonly fileName: string;
  readonly version: number;
  readonly mixture: Mixture;
  /** The model that was solved, and the problem and the answer in its language order. */
  readonly model: Model;
  readonly problem: AllocationProblem;
  readonly solution: Solution;
  /** For each language of the mixture its index in the model; null: the model does not know it. */
  readonly modelIndex: readonly (number | null)[];
  /** Where each model language's law comes from, when a fit was filled up with a prior; absent: the model's origin for all. */
  readonly origins?: readonly ModelOrigin[];
  /** The file names no budget, so the model's own was taken. */
  readonly tokensAssumed: boolean;
  readonly fitMilliseconds: number | null;
}

/** One language of the report: its place in the mixture file and in the model, either of which may be missing. */
export interface Slot {
  readonly code: string;
  readonly entry: Mixture['languages'][number] | null;
  readonly model: number | null;
}

/** Puts numbers, sentences and doubts of one solved mixture together, in the order in which the file names its languages. */
export function buildReport(input: ReportInput): Report {
  const { mixture, model, problem, solution } = input;
  const slots = slotsOf(input);
  const languages = slots.map((slot) => languageOf(slot, input));
  const spread = slots.map((slot) => spreadOf(slot, model));
  const allocation = (from: Allocation): ReportAllocation => allocationOf(from, slots, spread, problem);
  const current = solution.current === null ? null : allocation(solution.current);
  const climb = allocation(solution);
  const joint = allocation(solution.joint);
  const method = mixture.solver.method;
  const trust = trustOf(slots, input);
  const at = current === null ? 'climb' : 'current';
  return {
    fileName: input.fileName,
    version: input.version,
    languages,
    tokens: problem.tokens,
    tokensAssumed: input.tokensAssumed,
    loss: problem.loss,
    origin: model.origin,
    verdict: verdictOf({ slots, languages, current, climb, joint, method, spread, trust, input }),
    current,
    climb,
    joint,
    method,
    interactions: interactionsAt(at, (solution.current ?? solution).ratio, slots, input),
    trust,
  };
}

function slotsOf({ mixture, model, modelIndex }: ReportInput): Slot[] {
  const known = new Set(modelIndex);
  return [
    ...mixture.languages.map((entry, i) => ({ code: entry.code, entry, model: modelIndex[i] ?? null })),
    ...model.languages.flatMap((code, i) => (known.has(i) ? [] : [{ code, entry: null, model: i }])),
  ];
}

function languageOf(
  { code, entry, model: i }: Slot,
  { model, problem, mixture, origins }: ReportInput,
): ReportLanguage {
  const available = (i === null ? entry?.available?.value : problem.available?.[i]) ?? null;
  const maxEpochs =
    (i === null ? (entry?.maxEpochs?.value ?? mixture.objective.maxEpochs?.value) : problem.maxEpochs[i]) ??
    null;
  const max = (i === null ? entry?.max?.value : problem.max[i]) ?? 1;
  const byEpochs = available === null || maxEpochs === null ? 1 : (maxEpochs * available) / problem.tokens;
  return {
    code,
    name: entry?.displayName ?? code,
    offset: entry?.codeRange.start ?? null,
    sourceOnly: i === null || model.coefficient[i] === null,
    available,
    maxEpochs,
    importance: (i === null ? entry?.importance?.value : problem.importance[i]) ?? 0,
    minShare: (i === null ? entry?.min?.value : problem.min[i]) ?? 0,
    maxShare: Math.min(max, byEpochs),
    limitedBy: byEpochs < max ? 'epochs' : max < 1 ? 'max' : null,
    origin: (i === null ? null : origins?.[i]) ?? model.origin,
  };
}

/** Cross-validated spread of log-loss; null: the model has no quality to tell it from. */
function spreadOf({ model: i }: Slot, model: Model): number | null {
  const code = i === null ? undefined : model.languages[i];
  return (code === undefined ? undefined : model.quality?.cvLogRmse[code]) ?? null;
}

function allocationOf(
  from: Allocation,
  slots: readonly Slot[],
  spread: readonly (number | null)[],
  problem: AllocationProblem,
): ReportAllocation {
  const pick = <T>(values: readonly (T | null)[] | null): (T | null)[] =>
    slots.map(({ model: i }) => (i === null ? null : (values?.[i] ?? null)));
  const ratio = pick(from.ratio).map((share) => share ?? 0);
  const benefit = pick(from.marginalBenefit).map(finiteOrNull);
  const weighed = benefit.filter((m, k): m is number => m !== null && importanceOf(slots[k]!, problem) > 0);
  const mean = weighed.reduce((sum, m) => sum + m, 0) / weighed.length;
  const loss = pick(from.loss).map((value, k) => predict(finiteOrNull(value), spread[k] ?? null));
  return {
    ratio,
    effective: pick(from.effective),
    relativeBenefit: benefit.map((m) => (m === null || !(mean > 0) ? null : m / mean)),
    loss,
    tokens: ratio.map((share) => share * problem.tokens),
    epochs: pick(from.epochs),
    objective: objectiveOf(from.objective, loss, slots, problem),
  };
}

const importanceOf = ({ model: i }: Slot, problem: AllocationProblem): number =>
  i === null ? 0 : (problem.importance[i] ?? 0);

const predict = (value: number | null, spread: number | null): Prediction =>
  value === null || spread === null
    ? { value, low: null, high: null }
    : { value, low: value * Math.exp(-ninety * spread), high: value * Math.exp(ninety * spread) };

/**
 * The objective with its interval. The errors of the languages of one training run go together (seed, schedule), so their
 * intervals are added as if fully correlated: wider than independence would give, never narrower.
 */
function objectiveOf(
  value: number,
  loss: readonly Prediction[],
  slots: readonly Slot[],
  problem: AllocationProblem,
): Prediction {
  if (!Number.isFinite(value)) return { value: null, low: null, high: null };
  let sum = 0;
  let low = 0;
  let high = 0;
  for (const [k, prediction] of loss.entries()) {
    const weight = importanceOf(slots[k]!, problem);
    if (weight === 0 || prediction.value === null) continue;
    if (prediction.low === null || prediction.high === null) return { value, low: null, high: null };
    sum += weight * prediction.value;
    low += weight * prediction.low;
    high += weight * prediction.high;
  }
  return sum > 0
    ? { value, low: (value * low) / sum, high: (value * high) / sum }
    : { value, low: null, high: null };
}

const finiteOrNull = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;
