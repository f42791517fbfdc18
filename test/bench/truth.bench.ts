import { totalVariation } from '../../src/core/climb/dense/vectors.ts';
import { fit } from '../../src/core/climb/fit/fit.ts';
import { tokenEquivalents } from '../../src/core/climb/model/equivalent.ts';
import { evaluateAllocation } from '../../src/core/climb/model/evaluate.ts';
import { effectiveJacobian } from '../../src/core/climb/model/interactions.ts';
import type { Model } from '../../src/core/climb/model/model.ts';
import { solve } from '../../src/core/climb/optimum/solve.ts';
import { strategies } from '../../src/core/climb/optimum/strategies.ts';
import { resolveCode } from '../../src/core/language/codes.ts';
import { relationOf, type ResolvedLanguage } from '../../src/core/language/relatedness.ts';
import { gainOf } from '../../src/core/evidence/gain.ts';
import { rankCorrelation } from '../rank-correlation.ts';
import { equivalentTokens, runsAlone } from './alone.ts';
import { difference, mean, readCluster, type Cluster, type Trained } from './clusters.ts';
import { median } from './medians.ts';
import type { Row } from './row.ts';

/** Where these figures stand. */
export const page = 'docs/model.md';

/** Largest mean error of predicted differences at the proxy budget that is good enough, nats. */
const tables: Readonly<Record<string, number>> = {
  'hub-and-scarce': 0.0015,
  'two-hubs': 0.0015,
  'cluster-and-isolates': 0.0015,
  'two-hubs-neural': 0.004,
  'cluster-and-isolates-neural': 0.004,
};
const proxyBudget = 600_000;
const budgets = [proxyBudget, 2_400_000];
/** Mixtures nearer than this (half the sum of absolute differences of shares) count as the same. */
const same = 0.01;

/**
 * What is predicted from proxy runs against what was *trained*: the figures of docs/model.md, "The truth". Each table's planned runs
 * are fitted as `climb fit` does, the strategies' mixtures judged by the fit and by their trainings.
 */
export function* run({ root }: { root: string }): Generator<Row> {
  for (const [name, target] of Object.entries(tables)) {
    const cluster = readCluster(root, name);
    const model = fitPlanned(cluster);
    for (const tokens of budgets) yield* judgeStrategies(cluster, model, tokens, target);
    yield* judgeOwnShares(cluster, model);
    if (name === 'cluster-and-isolates') yield* judgeEquivalents(root, cluster, model);
    yield judgeRelatives(cluster, model);
  }
}

function fitPlanned({ planned }: Cluster): Model {
  return fit(planned, { law: 'auto' });
}

/** Predicted and trained differences to uniform shares, or where these were not trained to what comes nearest to them. */
function* judgeStrategies(cluster: Cluster, model: Model, tokens: number, target: number): Generator<Row> {
  const problem = cluster.problem(tokens);
  const at = `${cluster.name}, ${tokens / 1e6} MB`;
  const trained = cluster.trained.filter((mixture) => mixture.tokens === tokens && isStrategy(mixture));
  const uniform = strategies(model, problem).find(({ name }) => name === 'uniform')!.allocation!;
  const reference = nearest(trained, uniform.ratio);
  const predict = (ratio: readonly number[]): number => evaluateAllocation(model, problem, ratio).objective;
  const base = evaluateAllocation(model, problem, reference.ratio);
  const judged = trained
    .filter((mixture) => mixture !== reference)
    .map((mixture) => {
      const { mean: truth, error } = difference(mixture, reference);
      const predicted = predict(mixture.ratio) - base.objective;
      const { low, high } = gainOf(model, problem, reference.ratio, mixture.ratio, false);
      const halfWidth = low === null || high === null ? NaN : ((high - low) / 2) * base.objective;
      return { mixture, truth, error, predicted, halfWidth };
    })
    .sort((a, b) => a.truth - b.truth);
  for (const { mixture, truth, error, predicted } of judged)
    yield {
      name: `${at}: ${mixture.strategy} against ${reference.strategy}`,
      measured: `predicted ${signed(predicted)}, trained ${signed(truth)} ± ${error.toFixed(4)} (${mixture.loss.size} seeds)`,
    };
  const errors = judged.map(({ predicted, truth }) => Math.abs(predicted - truth));
  const meanError = mean(errors);
  const isProxy = tokens === proxyBudget;
  yield {
    name: `${at}: mean error of predicted differences`,
    measured: `${meanError.toFixed(4)} nats over ${errors.length} mixtures, median ${median(errors).toFixed(4)}`,
    ...(isProxy ? { target: `≤ ${target}`, met: meanError <= target } : {}),
  };
  const covered = judged.filter(
    ({ predicted, truth, error, halfWidth }) =>
      Math.abs(predicted - truth) <= Math.hypot(halfWidth, 1.645 * error),
  );
  yield {
    name: `${at}: 90 % intervals of the difference that hold the trained one`,
    measured: `${covered.length} of ${judged.length}, median half width ${median(judged.map(({ halfWidth }) => halfWidth)).toFixed(4)}`,
    ...(isProxy ? { target: '≥ 85 %', met: covered.length >= 0.85 * judged.length } : {}),
  };
  const { joint } = solve(model, problem);
  const least = Math.min(...trained.map(({ ratio }) => predict(ratio)));
  const near = judged.filter(({ mixture }) => totalVariation(mixture.ratio, joint.ratio) <= same);
  yield {
    name: `${at}: the optimum solved afresh`,
    measured: [
      `predicted ${signed(joint.objective - base.objective)} to ${reference.strategy}`,
      ...near.map(
        ({ mixture, truth, error }) =>
          `trained as ${mixture.strategy} ${signed(truth)} ± ${error.toFixed(4)}`,
      ),
      `trained best: ${judged[0]!.mixture.strategy} ${signed(judged[0]!.truth)}`,
    ].join('; '),
    target: 'predicted no worse than any',
    met: joint.objective <= least + 1e-9,
  };
}

/** The laws of other methods, fitted anew to the same runs, beside what such mixtures were trained to. */
function* judgeOwnShares(cluster: Cluster, model: Model): Generator<Row> {
  const problem = cluster.problem(proxyBudget);
  const trainedAs = { isolated: 'ownfit', msl: 'mslfam' } as const;
  const all = strategies(model, problem);
  for (const name of ['isolated', 'msl'] as const) {
    const { ratio, objective } = all.find((one) => one.name === name)!.allocation!;
    const optimum = all.find((one) => one.name === 'optimum')!.allocation!;
    const twin = cluster.trained.find(
      ({ strategy, tokens }) => tokens === proxyBudget && strategy === trainedAs[name],
    );
    yield {
      name: `${cluster.name}, ${name} solved afresh`,
      measured: [
        `predicted ${signed(objective - optimum.objective)} to the optimum`,
        ...(twin === undefined
          ? []
          : [
              `${(100 * totalVariation(ratio, twin.ratio)).toFixed(1)} % of the tokens from ${twin.strategy} as trained`,
            ]),
      ].join('; '),
    };
  }
}

function nearest(trained: readonly Trained[], ratio: readonly number[]): Trained {
  return trained.reduce((a, b) => (totalVariation(b.ratio, ratio) < totalVariation(a.ratio, ratio) ? b : a));
}

/** Mixtures for another importance of the languages, and pairs to be told apart, are no answers to the same question. */
function isStrategy({ strategy }: Trained): boolean {
  return !/^(t0|pair)/.test(strategy);
}

/**
 * Effective shares as fitted, against measured ones: the tokens of the language alone that reach the loss of a random mixture that
 * the fit did not see. The scale of an effective share is free, so one common factor is taken out.
 */
function* judgeEquivalents(root: string, cluster: Cluster, model: Model): Generator<Row> {
  const { languages, random, problem } = cluster;
  const equivalent = equivalentTokens(root);
  const pairs = random.flatMap((run) => {
    const { effective } = evaluateAllocation(model, problem(run.tokens!), run.ratio);
    return languages.flatMap((language, t): [number, number][] => {
      const tokens = equivalent(language, run.loss[t]!);
      return tokens === null ? [] : [[effective[t]!, tokens / run.tokens!]];
    });
  });
  const rank = rankCorrelation(pairs);
  yield {
    name: 'effective shares against measured equivalents: rank correlation',
    measured: `${rank.toFixed(3)} over ${pairs.length} pairs of a mixture and a language`,
    target: '≥ 0.97',
    met: rank >= 0.97,
  };
  yield* judgeTokenEquivalents(root, cluster);
  const logs = pairs.map(([fitted, measured]) => Math.log(fitted / measured));
  const factor = median(logs);
  const spread = mean(logs.map((log) => Math.abs(log - factor)));
  yield {
    name: 'effective shares against measured equivalents: mean |log ratio|',
    measured: `${spread.toFixed(3)}, a common factor of ${Math.exp(factor).toFixed(2)} taken out`,
    target: '≤ 0.15',
    met: spread <= 0.15,
  };
}

/** Token equivalents by the law, where the fit saw every language alone too: nothing is taken out. */
function* judgeTokenEquivalents(
  root: string,
  { planned, random, languages, problem }: Cluster,
): Generator<Row> {
  const equivalent = equivalentTokens(root);
  const alone = runsAlone(root, languages);
  const model = fit({ ...planned, runs: [...planned.runs, ...alone] }, { law: 'auto' });
  const logs = random.flatMap((run) => {
    const asked = problem(run.tokens!);
    const { loss } = evaluateAllocation(model, asked, run.ratio);
    return tokenEquivalents(model, asked, loss).flatMap((found, t) => {
      const measured = equivalent(languages[t]!, run.loss[t]!);
      return found === null || measured === null ? [] : [Math.log(found / measured)];
    });
  });
  const spread = mean(logs.map(Math.abs));
  yield {
    name: 'token equivalents against measured ones, with one-language runs in the fit: mean |log ratio|',
    measured: `${spread.toFixed(3)} over ${logs.length} pairs, nothing taken out`,
    target: '≤ 0.15',
    met: spread <= 0.15,
  };
}

/** How well interactions at uniform shares tell relatives from others, as they are reported and with nothing shrunk. */
function judgeRelatives(cluster: Cluster, model: Model): Row {
  const { auc, related, unrelated } = tellRelatives(cluster, model);
  // Without an ensemble no error is known, and nothing is shrunk.
  const unshrunk = tellRelatives(cluster, { ...model, ensemble: null });
  return {
    name: `${cluster.name}: interactions of relatives above those of others (AUC)`,
    measured: `${auc.toFixed(3)} (${unshrunk.auc.toFixed(3)} if interference is not shrunk), medians ${related.toFixed(3)} and ${unrelated.toFixed(3)}`,
    ...(cluster.name === 'cluster-and-isolates' ? { target: '≥ 0.98', met: auc >= 0.98 } : {}),
  };
}

/** How often a pair of one genus has a greater interaction than a pair of two: the area under the curve; and the medians of both. */
function tellRelatives(cluster: Cluster, model: Model): Record<'auc' | 'related' | 'unrelated', number> {
  const { languages } = cluster;
  const uniform = languages.map(() => 1 / languages.length);
  const { net } = effectiveJacobian(model, cluster.problem(proxyBudget), uniform);
  const related: number[] = [];
  const unrelated: number[] = [];
  languages.forEach((source, s) =>
    languages.forEach((target, t) => {
      if (s === t) return;
      const { kinship } = relationOf(resolved(source), resolved(target));
      (kinship === 'genus' || kinship === 'same language' ? related : unrelated).push(net[s]![t]!);
    }),
  );
  const wins = related.flatMap((a) => unrelated.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  return { auc: mean(wins), related: median(related), unrelated: median(unrelated) };
}

function resolved(code: string): ResolvedLanguage {
  const meaning = resolveCode(code);
  return meaning?.kind === 'language' ? meaning : { iso639_3: null, script: null };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
