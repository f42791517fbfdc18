import { openProblem, type AllocationProblem } from '../src/core/climb/model/allocation.ts';
import { evaluateAllocation } from '../src/core/climb/model/evaluate.ts';
import { mulberry32 } from '../src/core/climb/fit/folds.ts';
import type { Model } from '../src/core/climb/model/model.ts';
import { noTerms } from '../src/core/climb/model/terms.ts';
import { resolveCode } from '../src/core/language/codes.ts';
import { relationOf, type ResolvedLanguage } from '../src/core/language/relatedness.ts';
import type { ProxyRun, RunSet } from '../src/core/runs/runs.ts';

/** Languages of several families, relatives beside each other. */
const codes =
  'en de nl sv da nb fr es it pt ro ca ru uk pl cs bg sr fi et hu tr az kk ar he hi bn ur mr'.split(' ');

/** What a simulation plants and how its runs are drawn. */
export interface Simulation {
  readonly languages: number;
  readonly runs: number;
  /** A: linear transfers alone. B: saturation, pooling and interference too. */
  readonly law: 'A' | 'B';
  /** Relative noise of a loss; half of its variance is common to all losses of a run. */
  readonly noise?: number;
  /** Part of the runs whose losses are off by a tenth to a half. */
  readonly outliers?: number;
  /** Transfers that have nothing to do with relatedness. */
  readonly wrongClasses?: boolean;
  /** Neighbouring languages always come in equal shares. */
  readonly tied?: boolean;
}

/** A known truth, runs that measured it, and more that nobody sees. */
export interface Simulated {
  readonly truth: Model;
  readonly problem: AllocationProblem;
  readonly runs: RunSet;
  readonly unseen: readonly ProxyRun[];
  /** A mixture in use: uneven, within what the runs cover. */
  readonly file: readonly number[];
}

const unseenRuns = 20;

export function simulate(simulation: Simulation, seed: number): Simulated {
  const random = mulberry32(seed * 7919 + 17);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const { languages: n, noise = 0.0075, outliers = 0.04 } = simulation;
  const languages = codes.slice(0, n);
  const truth = plant(simulation, languages, random, normal);
  const problem = openProblem(languages, 1);
  /** Dirichlet(1), which leaves many a share small, or evener. */
  const draw = (even: number): number[] => {
    const weights = languages.map(() => {
      let sum = 0;
      for (let k = 0; k < even; k++) sum -= Math.log(1 - random());
      return sum;
    });
    const tied = simulation.tied === true ? weights.map((_, i) => weights[i - (i % 2)]!) : weights;
    const total = tied.reduce((sum, weight) => sum + weight, 0);
    return tied.map((weight) => weight / total);
  };
  const run = (id: string, line: number, spoiled: boolean): ProxyRun => {
    const ratio = draw(1);
    const common = normal();
    const off = spoiled ? 0.1 + 0.3 * random() : 0;
    const loss = lossesOf(truth, problem, ratio).map((value) =>
      value === null ? null : value * Math.exp((noise * (common + normal())) / Math.SQRT2 + off),
    );
    return { id, ratio, loss, tokens: null, parameters: null, seed: null, file: 'simulated.csv', line };
  };
  const runs = Array.from({ length: simulation.runs }, (_, line) =>
    run(`r${line}`, line, random() < outliers),
  );
  return {
    truth,
    problem,
    runs: { languages, runs, problems: [] },
    unseen: Array.from({ length: unseenRuns }, (_, line) => run(`u${line}`, line, false)),
    file: draw(2),
  };
}

export const lossesOf = (
  model: Model,
  problem: AllocationProblem,
  ratio: readonly number[],
): readonly (number | null)[] => evaluateAllocation(model, problem, ratio).loss;

/** How much lower the true objective is at `to` than at `from`, relative. */
export function trueGain(
  { truth, problem }: Simulated,
  from: readonly number[],
  to: readonly number[],
): number {
  const before = evaluateAllocation(truth, problem, from).objective;
  return (before - evaluateAllocation(truth, problem, to).objective) / before;
}

function plant(
  { law, wrongClasses = false }: Simulation,
  languages: readonly string[],
  random: () => number,
  normal: () => number,
): Model {
  const n = languages.length;
  const each = <T>(value: (index: number) => T): T[] => Array.from({ length: n }, (_, i) => value(i));
  const kin = languages.map((code): ResolvedLanguage => {
    const resolved = resolveCode(code);
    if (resolved?.kind !== 'language') throw new Error(`${code} is no language`);
    return { iso639_3: resolved.iso639_3, script: resolved.script };
  });
  const strength = (s: number, t: number): number => {
    const related = wrongClasses ? random() < 0.25 : relationOf(kin[s]!, kin[t]!).kinship !== 'none';
    return (related ? 0.3 : 0.05) * Math.exp(0.5 * normal());
  };
  const pairs = (value: (s: number, t: number) => number): number[][] =>
    each((s) => each((t) => (s === t ? 0 : value(s, t))));
  const rich = law === 'B';
  return {
    climbModel: 1,
    languages,
    law: 'power',
    ...noTerms,
    scale: { tokens: 1, parameters: null },
    coefficient: each(() => 1.2 + random()),
    exponent: each(() => 0.08 + 0.1 * random()),
    floor: each(() => 1e-3),
    transfer: pairs(strength),
    saturation: rich ? pairs(() => 5 + 10 * random()) : null,
    pooling: rich ? each(() => 0.7 + 0.25 * random()) : null,
    interference: rich ? pairs(() => 0.1 * normal()) : null,
    standardError: null,
    identified: null,
    quality: null,
    origin: 'given',
  };
}
