import { neverCancelled, type IsCancelled } from '../../cancel.ts';
import type { Allocation, AllocationProblem, Solution } from '../model/allocation.ts';
import { evaluateAllocation } from '../model/evaluate.ts';
import { feasibleMixtures, type Feasible } from './feasible.ts';
import type { Model } from '../model/model.ts';
import { nearestMixture } from './nearest.ts';
import { solve } from './solve.ts';

export const strategyNames = [
  'current',
  'uniform',
  'natural',
  'temperature',
  'unimax',
  'isolated',
  'msl',
  'two-steps',
  'optimum',
] as const;

export type StrategyName = (typeof strategyNames)[number];

/** A mixture by some rule, and what the full model predicts of it; or why the rule has nothing to say. */
export type Strategy =
  | { readonly name: StrategyName; readonly allocation: Allocation; readonly missing: null }
  | { readonly name: StrategyName; readonly allocation: null; readonly missing: string };

export interface StrategyOptions {
  /** Of the same model and problem; solved here when absent. */
  readonly solution: Solution | null;
  /** The mixture in use. It is shown as it is, even where it breaks a bound. */
  readonly current: readonly number[] | null;
  /** A model fitted without interaction, for `isolated` and `msl`; null: the given model with its interaction taken out. */
  readonly isolatedModel: Model | null;
  readonly isCancelled: IsCancelled;
}

/** α of temperature sampling as in mT5 (Xue et al. 2021, arXiv 2010.11934). */
const temperature = 0.3;
/** N of UniMax where the mixture limits no epochs; Chung et al. 2023 (arXiv 2304.09151) try 1, 5 and 10; repeating costs little up to 4. */
const unimaxEpochs = 4;

/**
 * The strategies that people use, under the problem's constraints, each judged by the full model whatever it assumed
 * (docs/model.md, "Strategies").
 *
 * @throws Cancelled
 */
export function strategies(
  model: Model,
  problem: AllocationProblem,
  options: Partial<StrategyOptions> = {},
): Strategy[] {
  const isCancelled = options.isCancelled ?? neverCancelled;
  const current = options.current ?? null;
  const solution = options.solution ?? solve(model, problem, { current, isCancelled });
  const mixtures = feasibleMixtures(problem, model.languages);
  if (mixtures.kind === 'infeasible')
    return strategyNames.map((name) =>
      name === 'current' && current !== null
        ? { name, allocation: evaluateAllocation(model, problem, current), missing: null }
        : { name, allocation: null, missing: mixtures.reason },
    );

  const found = (name: StrategyName, shares: ArrayLike<number>): Strategy => ({
    name,
    allocation: evaluateAllocation(model, problem, shares),
    missing: null,
  });
  const inProportion = (name: StrategyName, weight: readonly number[]): Strategy =>
    found(name, nearestTo(mixtures, weight));
  const available = problem.available;
  const unknown = model.languages.filter((_, s) => available?.[s] == null);
  const fromAvailable = (name: StrategyName, weight: (u: number) => number): Strategy =>
    unknown.length > 0
      ? { name, allocation: null, missing: missingText(unknown, model.languages.length) }
      : inProportion(
          name,
          available!.map((u) => weight(u!)),
        );

  const alone = options.isolatedModel ?? withoutInteraction(model);
  const optimised = (name: StrategyName, pick: (s: Solution) => Allocation): Strategy => {
    const answer = solve(alone, problem, { isCancelled });
    return found(name, pick(answer).ratio);
  };

  return [
    current === null
      ? { name: 'current', allocation: null, missing: 'The mixture has no ratios yet.' }
      : found('current', current),
    inProportion(
      'uniform',
      model.languages.map(() => 1),
    ),
    fromAvailable('natural', (u) => u),
    fromAvailable('temperature', (u) => u ** temperature),
    unimax(),
    optimised('isolated', (answer) => answer.twoSteps),
    optimised('msl', (answer) => answer.joint),
    found('two-steps', solution.twoSteps.ratio),
    found('optimum', solution.joint.ratio),
  ];

  /** Chung et al. 2023, algorithm 1: equal shares, none beyond N epochs; what is left goes to the others. */
  function unimax(): Strategy {
    if (unknown.length > 0)
      return { name: 'unimax', allocation: null, missing: missingText(unknown, model.languages.length) };
    const cap = available!.map((u, s) => ((problem.maxEpochs[s] ?? unimaxEpochs) * u!) / problem.tokens);
    const capped = problem.max.map((most, s) => Math.max(problem.min[s]!, Math.min(most, cap[s]!)));
    const limited = feasibleMixtures({ ...problem, max: capped }, model.languages);
    // Too little text for the budget at N epochs: every language is read equally often instead.
    if (limited.kind === 'infeasible') return inProportion('unimax', cap);
    const all = Float64Array.from(limited.ratio);
    if (limited.variables.length > 0) {
      const near = nearestMixture(limited.polytope, new Float64Array(limited.variables.length).fill(1));
      limited.variables.forEach((s, j) => (all[s] = near[j]!));
    }
    return found('unimax', all);
  }
}

/** Equal shares, or what comes nearest within the limits; null: no mixture is allowed. */
export function uniformMixture(
  problem: AllocationProblem,
  languages: readonly string[],
): readonly number[] | null {
  const mixtures = feasibleMixtures(problem, languages);
  return mixtures.kind === 'infeasible'
    ? null
    : Array.from(
        nearestTo(
          mixtures,
          languages.map(() => 1),
        ),
      );
}

/** The allowed mixture that is nearest to shares in proportion to `weight`. */
function nearestTo(
  { variables, polytope, ratio }: Feasible & { kind: 'feasible' },
  weight: readonly number[],
): Float64Array {
  const all = Float64Array.from(ratio);
  if (variables.length > 0) {
    const near = nearestMixture(
      polytope,
      Float64Array.from(variables, (s) => weight[s]!),
    );
    variables.forEach((s, j) => (all[s] = near[j]!));
  }
  return all;
}

/** The same laws with τ = 0, χ = 0 and q = 1: what each language would make of its own share. */
export function withoutInteraction(model: Model): Model {
  return {
    ...model,
    transfer: model.transfer.map((row) => row.map((tau) => (tau === null ? null : 0))),
    saturation: null,
    interference: null,
    pooling: null,
  };
}

function missingText(unknown: readonly string[], n: number): string {
  const named = unknown.length === n ? 'any language' : unknown.slice(0, 3).join(', ');
  const more = unknown.length < n && unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
  return `It needs \`available\`, which is not given for ${named}${more}.`;
}
