import { neverCancelled, type IsCancelled } from '../../cancel.ts';
import type { Allocation, AllocationProblem, ShareGroup, Solution } from '../model/allocation.ts';
import { judgeOf } from '../model/evaluate.ts';
import { feasibleMixtures, gather, spread, type Feasible } from './feasible.ts';
import { ownShareModel, type Model } from '../model/model.ts';
import { nearestMixture } from './nearest.ts';
import { exactGap } from './settings.ts';
import { jointOptimum, solve } from './solve.ts';

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
  readonly isCancelled: IsCancelled;
}

/** α of temperature sampling as in mT5 (Xue et al. 2021, arXiv 2010.11934). */
export const temperature = 0.3;
/** N of UniMax where the mixture limits no epochs; Chung et al. 2023 (arXiv 2304.09151) try 1, 5 and 10; repeating costs little up to 4. */
const unimaxEpochs = 4;
/** What the shares of a family may miss its total by. */
const slack = 1e-7;
const leastWeight = 1e-12;

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
  const judge = judgeOf(model, problem);
  if (mixtures.kind === 'infeasible')
    return strategyNames.map((name) =>
      name === 'current' && current !== null
        ? { name, allocation: judge(current), missing: null }
        : { name, allocation: null, missing: mixtures.reason },
    );

  const found = (name: StrategyName, shares: ArrayLike<number>): Strategy => ({
    name,
    allocation: judge(shares),
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

  /** The optimum by a law of the own share, which is then judged by the full model like all others. */
  const byOwnShare = (name: 'isolated' | 'msl'): Strategy => {
    const law = ownShareModel(model, name === 'msl' ? 'families' : 'isolated');
    if (law === null) return { name, allocation: null, missing: ownShareMissing(model) };
    const shares = jointOptimum(law, problem, Array.from(mixtures.ratio), exactGap, isCancelled)!;
    return found(name, name === 'msl' ? equalWithinFamilies(law, problem, shares) : shares);
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
    byOwnShare('isolated'),
    byOwnShare('msl'),
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
    return found(
      'unimax',
      nearestTo(
        limited,
        model.languages.map(() => 1),
      ),
    );
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
function nearestTo(mixtures: Feasible & { kind: 'feasible' }, weight: readonly number[]): Float64Array {
  if (mixtures.columns.length === 0) return mixtures.ratio;
  return spread(mixtures, nearestMixture(mixtures.polytope, gather(mixtures, weight)));
}

/** The law says nothing of how a family's share is split; He et al. leave it to sizes or equal parts. Equal, as far as the limits allow. */
function equalWithinFamilies(
  { transfer, languages }: Model,
  problem: AllocationProblem,
  shares: readonly number[],
): Float64Array {
  const groups: ShareGroup[] = [];
  const weight = Array.from(shares);
  const placed = new Set<number>();
  languages.forEach((name, t) => {
    if (placed.has(t)) return;
    const members = languages.flatMap((_, s) => (s === t || transfer[s]![t] === 1 ? [s] : []));
    for (const s of members) placed.add(s);
    if (members.length < 2) return;
    const total = members.reduce((sum, s) => sum + shares[s]!, 0);
    for (const s of members) weight[s] = Math.max(total / members.length, leastWeight);
    groups.push({ name, members, min: Math.max(total - slack, 0), max: Math.min(total + slack, 1) });
  });
  const mixtures = feasibleMixtures({ ...problem, groups: [...problem.groups, ...groups] }, languages);
  return mixtures.kind === 'infeasible' ? Float64Array.from(shares) : nearestTo(mixtures, weight);
}

function ownShareMissing({ origin, priorLanguages }: Model): string {
  if (origin === 'fit' && priorLanguages !== undefined)
    return `There are no proxy runs of ${priorLanguages.slice(0, 3).join(', ')} to fit a law of its own to.`;
  return 'There are no proxy runs to fit a law of its own to.';
}

function missingText(unknown: readonly string[], n: number): string {
  const named = unknown.length === n ? 'any language' : unknown.slice(0, 3).join(', ');
  const more = unknown.length < n && unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
  return `\`available\` is not given for ${named}${more}.`;
}
