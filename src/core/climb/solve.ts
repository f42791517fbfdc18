import { Cancelled, neverCancelled, type IsCancelled } from '../cancel.ts';
import type { AllocationProblem, Solution, SolveStatus } from './allocation.ts';
import { directionAt, logEffectiveAt } from './direction.ts';
import { evaluateAllocation } from './evaluate.ts';
import { Evaluator, normalisedImportance, targetsOf } from './evaluator.ts';
import { feasibleMixtures, type Feasible } from './feasible.ts';
import { interiorPoint } from './interior.ts';
import type { Model } from './model.ts';

export interface SolveOptions {
  /** The mixture in use, to compare with; null: none. */
  readonly current: readonly number[] | null;
  /** Largest gap that counts as optimal, in the objective's unit; 1e-9 when absent. */
  readonly tolerance: number | null;
  readonly isCancelled: IsCancelled;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

const defaultTolerance = 1e-9;

/**
 * Both optimisers: the two steps (equal marginal benefits along a direction, then the largest magnitude) and the minimiser of F
 * itself, with the certificate. Never throws for a well-formed model and problem: `status` and `reason` say what happened.
 */
export function solve(
  model: Model,
  problem: AllocationProblem,
  options: Partial<SolveOptions> = {},
): Solution {
  const now = options.now ?? (() => 0);
  const started = now();
  const tolerance = options.tolerance ?? defaultTolerance;
  const isCancelled = options.isCancelled ?? neverCancelled;
  const current = options.current == null ? null : evaluateAllocation(model, problem, options.current);
  const mixtures = feasibleMixtures(problem, model.languages);

  const finish = (answer: Answer): Solution => {
    const allocation = evaluateAllocation(model, problem, answer.ratio);
    const joint = evaluateAllocation(model, problem, answer.joint);
    return {
      status: answer.status,
      reason: answer.reason,
      languages: model.languages,
      tokens: problem.tokens,
      ...allocation,
      direction: answer.direction,
      magnitude: answer.magnitude,
      current,
      joint: { ...joint, gap: answer.gap },
      iterations: answer.iterations,
      milliseconds: now() - started,
      conflict: answer.conflict,
    };
  };
  const unsolved = (status: SolveStatus, reason: string, ratio: Float64Array): Answer => ({
    status,
    reason,
    ratio,
    joint: ratio,
    gap: Infinity,
    direction: model.languages.map((_, t) => (model.coefficient[t] == null ? null : 0)),
    magnitude: 0,
    iterations: { fixedPoint: 0, magnitude: 0, joint: 0 },
    conflict: null,
  });

  if (mixtures.kind === 'infeasible') {
    const n = model.languages.length;
    const ratio = Float64Array.from(options.current ?? new Array<number>(n).fill(1 / n));
    return finish({
      ...unsolved('infeasible', mixtures.reason, ratio),
      conflict: mixtures.conflict,
    });
  }
  try {
    return finish(optimise(model, problem, mixtures, tolerance, isCancelled));
  } catch (error) {
    if (error instanceof Cancelled)
      return finish(unsolved('cancelled', 'The computation was cancelled.', mixtures.ratio));
    throw error;
  }
}

interface Answer {
  readonly status: SolveStatus;
  readonly reason: string | null;
  readonly ratio: Float64Array;
  readonly joint: Float64Array;
  readonly gap: number;
  readonly direction: readonly (number | null)[];
  readonly magnitude: number;
  readonly iterations: Solution['iterations'];
  readonly conflict: readonly string[] | null;
}

function optimise(
  model: Model,
  problem: AllocationProblem,
  mixtures: Feasible & { kind: 'feasible' },
  tolerance: number,
  isCancelled: IsCancelled,
): Answer {
  const weight = normalisedImportance(model, problem);
  const targets = targetsOf(model).filter((t) => weight[t]! > 0 && model.exponent[t]! > 0);
  const { variables, polytope, ratio } = mixtures;
  const evaluator = new Evaluator(model, problem, { targets, variables, ratio });
  const { gain, exponent, rows } = evaluator;
  const spread = (shares: Float64Array): Float64Array => {
    const all = Float64Array.from(ratio);
    variables.forEach((s, j) => (all[s] = shares[j]!));
    return all;
  };
  const direction: (number | null)[] = model.languages.map((_, t) =>
    model.coefficient[t] == null ? null : 0,
  );
  if (rows === 0)
    return {
      status: 'optimal',
      reason: 'No language has importance and a loss that text can lower: every mixture is as good.',
      ratio,
      joint: ratio,
      gap: 0,
      direction,
      magnitude: 0,
      iterations: { fixedPoint: 0, magnitude: 0, joint: 0 },
      conflict: null,
    };

  // The fixed point of both steps is the mixture whose largest marginal benefit is least: r̃ >= e(λ) for the smallest λ that
  // can be had is step 2 along step 1's direction, with S = σ. Its rows are log m[t] = log(ω·γ·C) − (γ + 1)·log r̃[t].
  const ceiling = {
    offset: exponent.map((gamma, i) => Math.log(gain[i]! * gamma)),
    rate: exponent.map((gamma) => gamma + 1),
  };
  let level: number;
  let steps = polytope.interior;
  let levelGap = 0;
  let iterations = { fixedPoint: 1, magnitude: 0, joint: 0 };
  let joint = polytope.interior;
  let gap = 0;
  if (variables.length > 0) {
    const two = interiorPoint(evaluator, polytope, polytope.interior, ceiling, tolerance, isCancelled);
    const one = interiorPoint(evaluator, polytope, polytope.interior, null, tolerance / 10, isCancelled);
    steps = two.ratio;
    level = two.level;
    levelGap = two.levelGap;
    joint = one.ratio;
    gap = one.gap;
    iterations = { fixedPoint: 1, magnitude: two.iterations, joint: one.iterations };
  } else {
    evaluator.value(new Float64Array(0));
    level = -Infinity;
    for (let i = 0; i < rows; i++)
      level = Math.max(level, ceiling.offset[i]! - ceiling.rate[i]! * evaluator.logEffective[i]!);
  }
  const magnitude = logEffectiveAt(level, gain, exponent).reduce((sum, x) => sum + Math.exp(x), 0);
  directionAt(magnitude, gain, exponent).direction.forEach((p, i) => (direction[targets[i]!] = p));
  const converged = gap <= tolerance && levelGap <= 1e-7;
  return {
    status: converged ? 'optimal' : 'stalled',
    reason: converged
      ? null
      : `The optimum is known only to within ${Math.max(gap, levelGap).toExponential(1)}, not to ${tolerance.toExponential(0)}.`,
    ratio: spread(steps),
    joint: spread(joint),
    gap,
    direction,
    magnitude,
    iterations,
    conflict: null,
  };
}
