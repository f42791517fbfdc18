import type { Allocation, AllocationProblem } from '../climb/model/allocation.ts';
import { namesBudget, type Model } from '../climb/model/model.ts';
import { interactionsAt } from './interactions.ts';
import type { ReportInput, Slot } from './input.ts';
import type { Report, ReportAllocation, ReportLanguage } from './report.ts';
import { relativeBenefits } from './relative-benefit.ts';
import { objectiveSpread, objectiveWeights, spreadOf, withInterval } from './spread.ts';
import { trustOf } from './trust.ts';
import { verdictOf } from './verdict.ts';

/** Puts numbers, sentences and doubts of one solved mixture together, in the order in which the file names its languages. */
export function buildReport(input: ReportInput): Report {
  const { mixture, model, problem, solution } = input;
  const slots = slotsOf(input);
  const languages = slots.map((slot) => languageOf(slot, input));
  const allocation = (from: Allocation): ReportAllocation => allocationOf(from, slots, model, problem);
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
    tokens: input.tokensAssumed && !namesBudget(model) ? null : problem.tokens,
    tokensAssumed: input.tokensAssumed,
    loss: problem.loss,
    origin: model.origin,
    verdict: verdictOf({ slots, languages, current, climb, joint, method, trust, input }),
    current,
    climb,
    joint,
    method,
    strategies: input.strategies.map(({ name, allocation: found, missing }) => ({
      name,
      allocation: found === null ? null : allocation(found),
      missing,
    })),
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

/** An allocation in the order of `slots`, with intervals. */
export function allocationOf(
  from: Allocation,
  slots: readonly Slot[],
  model: Model,
  problem: AllocationProblem,
): ReportAllocation {
  const pick = <T>(values: readonly (T | null)[] | null): (T | null)[] =>
    slots.map(({ model: i }) => (i === null ? null : (values?.[i] ?? null)));
  const ratio = pick(from.ratio).map((share) => share ?? 0);
  const loss = pick(from.loss).map((value, k) => {
    const i = slots[k]!.model;
    return withInterval(finiteOrNull(value), i === null ? null : spreadOf(model, i));
  });
  return {
    ratio,
    effective: pick(from.effective),
    relativeBenefit: relativeBenefits(
      pick(from.marginalBenefit),
      (k) => importanceOf(slots[k]!, problem) > 0,
    ),
    loss,
    // Nobody trains on one token: that is the unit of a model without a budget.
    tokens: problem.tokens === 1 ? null : ratio.map((share) => share * problem.tokens),
    epochs: pick(from.epochs),
    objective: withInterval(
      finiteOrNull(from.objective),
      objectiveSpread(model, objectiveWeights(from, problem)),
    ),
  };
}

const importanceOf = ({ model: i }: Slot, problem: AllocationProblem): number =>
  i === null ? 0 : (problem.importance[i] ?? 0);

const finiteOrNull = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;
