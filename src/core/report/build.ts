import type { Allocation, AllocationProblem } from '../climb/model/allocation.ts';
import { tokenEquivalents } from '../climb/model/equivalent.ts';
import { tokenBenefits } from '../climb/model/benefit.ts';
import { lossUnitOf, namesBudget, type Model } from '../climb/model/model.ts';
import { resolveCode } from '../language/codes.ts';
import { lineageOf } from '../language/relatedness.ts';
import { interactionsAt } from './interactions.ts';
import type { ReportInput } from './input.ts';
import {
  recommendedBy,
  recommendedOf,
  type Report,
  type ReportAllocation,
  type ReportLanguage,
} from './report.ts';
import { relativeBenefits } from './relative-benefit.ts';
import { epochLimit } from '../climb/optimum/limits.ts';
import { spreadOf, withInterval } from '../evidence/interval.ts';
import { carriesAdvice } from '../evidence/verdict.ts';
import { stagesOf } from './stages.ts';
import { trustOf } from './trust.ts';
import { verdictOf } from './verdict.ts';
import { elementAt } from '../text/elements.ts';

/** Puts numbers, sentences and doubts of one solved mixture together. */
export function buildReport(input: ReportInput): Report {
  const { mixture, model, problem, solution } = input;
  const languages = mixture.languages.map((_, i) => languageOf(i, input));
  const allocation = reporterOf(model, problem);
  const current = solution.current === null ? null : allocation(solution.current);
  const mixtures = {
    current,
    optimum: allocation(solution.joint),
    twoSteps: allocation(solution.twoSteps),
    recommended: recommendedBy(solution.method),
  };
  const trust = trustOf(input);
  const verdict = verdictOf({ ...mixtures, languages, trust, input });
  // What nobody can vouch for has no range of shares that are as good.
  const told = carriesAdvice(verdict);
  const tokens = input.tokensAssumed && !namesBudget(model) ? null : problem.tokens;
  return {
    fileName: input.fileName,
    version: input.version,
    languages,
    tokens,
    tokensAssumed: input.tokensAssumed,
    knowsBudgets: model.origin !== 'prior' && namesBudget(model),
    loss: problem.loss,
    lossUnit: lossUnitOf(model),
    origin: model.origin,
    verdict,
    ...mixtures,
    stages: stagesOf(mixture, tokens, solution.joint.ratio, solution.twoSteps.ratio),
    near: told ? (input.near ?? null) : null,
    strategies: input.strategies.map(({ name, allocation: found, missing }) => ({
      name,
      allocation: found === null ? null : allocation(found),
      missing,
    })),
    interactions: interactionsAt(
      current === null ? 'recommended' : 'file',
      (current ?? recommendedOf(mixtures)).ratio,
      input,
    ),
    trust,
  };
}

function languageOf(i: number, { model, problem, mixture, origins }: ReportInput): ReportLanguage {
  const { code, displayName, codeRange } = elementAt(mixture.languages, i);
  const available = problem.available?.[i] ?? null;
  const max = elementAt(problem.max, i);
  const byEpochs = Math.min(1, epochLimit(problem, i));
  return {
    code,
    name: displayName,
    family: familyOf(code),
    offset: codeRange.start,
    sourceOnly: model.coefficient[i] === null,
    available,
    maxEpochs: problem.maxEpochs[i] ?? null,
    importance: elementAt(problem.importance, i),
    minShare: elementAt(problem.min, i),
    maxShare: Math.min(max, byEpochs),
    limitedBy: byEpochs < max ? 'epochs' : max < 1 ? 'max' : null,
    origin: origins?.[i] ?? model.origin,
  };
}

/** Family and genus as relatedness has them. */
function familyOf(code: string): string | null {
  const resolved = resolveCode(code);
  if (resolved?.kind !== 'language') return null;
  const { family, genus } = lineageOf(resolved.iso639_3);
  return family === null ? null : genus === null ? family : `${family}, ${genus}`;
}

/** Allocations with their intervals. */
export function reporterOf(
  model: Model,
  problem: AllocationProblem,
): (allocation: Allocation) => ReportAllocation {
  const spreadAt = spreadOf(model, problem);
  return (allocation) => {
    const { ratio, effective, marginalBenefit, loss, epochs, objective } = allocation;
    const spread = spreadAt(allocation);
    return {
      ratio,
      effective,
      tokenBenefit: relativeBenefits(tokenBenefits(model, problem, ratio)),
      effectiveBenefit: relativeBenefits(marginalBenefit, (i) => (problem.importance[i] ?? 0) > 0),
      loss: loss.map((value, i) => withInterval(finiteOrNull(value), spread.loss[i] ?? null)),
      tokenEquivalent: tokenEquivalents(model, problem, loss),
      // Nobody trains on one token: that is the unit of a model without a budget.
      tokens: problem.tokens === 1 ? null : ratio.map((share) => share * problem.tokens),
      epochs: epochs ?? ratio.map(() => null),
      objective: withInterval(finiteOrNull(objective), spread.objective),
    };
  };
}

const finiteOrNull = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;
