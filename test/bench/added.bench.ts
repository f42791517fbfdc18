import { fitted, type FitRuns } from '../../src/core/analysis/interactions.ts';
import { solveMixture, type MixtureResult } from '../../src/core/analysis/solve-mixture.ts';
import { neverCancelled } from '../../src/core/cancel.ts';
import { fit } from '../../src/core/climb/fit/fit.ts';
import { evaluateAllocation } from '../../src/core/climb/model/evaluate.ts';
import type { Model } from '../../src/core/climb/model/model.ts';
import { applyRatios } from '../../src/core/edits/apply-ratios.ts';
import { parseMixture } from '../../src/core/mixture/parse.ts';
import { readRuns, type RunFile } from '../../src/core/runs/read-runs.ts';
import type { ProxyRun } from '../../src/core/runs/runs.ts';
import { applyEdits } from '../../src/core/text/range.ts';
import { difference, mean, readCluster, type Cluster } from './clusters.ts';
import type { Row } from './row.ts';

/** Where these figures stand. */
export const page = 'docs/added-languages.md';

const added = ['nl', 'sv'];
const tokens = 600_000;
/** Every third planned run is one of the new ones. */
const every = 3;

/**
 * Two languages are added to ten: the case of docs/added-languages.md. The planned runs of two hubs with scarce relatives are made into
 * old ones, from which nl and sv are taken out, and new ones; what is recommended from both with the old proportions kept is compared
 * with what all runs recommend, and its predictions with what was trained.
 */
export async function* run({ root }: { root: string }): AsyncGenerator<Row> {
  const cluster = readCluster(root, 'two-hubs');
  const { languages } = cluster;
  const newRuns = cluster.planned.runs.filter((_, k) => k % every === every - 1);
  const oldRuns = cluster.planned.runs.filter((run) => !newRuns.includes(run));
  const left = languages.filter((code) => !added.includes(code));
  const old: RunFile = { path: 'old.csv', text: tableOf(oldRuns, languages, left) };
  const fresh: RunFile = { path: 'new.csv', text: tableOf(newRuns, languages, languages) };
  const whole: RunFile = { path: 'all.csv', text: tableOf(cluster.planned.runs, languages, languages) };

  const previousText = mixtureText(cluster, left, ['old.csv'], '');
  const previous = await solved('previous.climb.yaml', previousText, [old]);
  const applied = applyEdits(
    previousText,
    applyRatios(parseMixture(previousText), previous.solution.joint.ratio),
  );
  const keep = `groups: { base: { members: [${left.join(', ')}], keep: { from: previous.climb.yaml } } }\n`;
  const kept = await solved(
    'two-hubs.climb.yaml',
    mixtureText(cluster, languages, ['old.csv', 'new.csv'], keep),
    [old, fresh, { path: 'previous.climb.yaml', text: applied }],
  );
  const reused = await solved(
    'two-hubs.climb.yaml',
    mixtureText(cluster, languages, ['old.csv', 'new.csv'], ''),
    [old, fresh],
  );
  const alone = await solved('two-hubs.climb.yaml', mixtureText(cluster, languages, ['new.csv'], ''), [
    fresh,
  ]);
  const all = await solved('two-hubs.climb.yaml', mixtureText(cluster, languages, ['all.csv'], ''), [whole]);

  yield {
    name: 'added: runs of the old languages, of all',
    measured: `${oldRuns.length} old without ${added.join(' and ')}, ${newRuns.length} new; ${cluster.planned.runs.length} planned in all`,
  };
  for (const [name, result] of [
    ['old proportions kept', kept],
    ['old runs too, all free', reused],
    ['new runs alone, all free', alone],
    ['all runs, all free', all],
  ] as const) {
    const { ratio, objective } = result.solution.joint;
    const own = added.map((code) => `${code} ${percent(ratio[languages.indexOf(code)] ?? 0)}`).join(', ');
    const { low, high } = result.report.optimum.objective;
    const interval = low === null || high === null ? 'unknown' : `${low.toFixed(3)} to ${high.toFixed(3)}`;
    yield {
      name: `added: optimum, ${name}`,
      measured: `${own}; predicted ${objective.toFixed(4)} (90 %: ${interval}), by all runs ${judged(all.model, cluster, ratio).toFixed(4)}`,
    };
  }
  // What keeping costs, as the runs of everything tell it.
  const cost = judged(all.model, cluster, kept.solution.joint.ratio) - all.solution.joint.objective;
  yield {
    name: 'added: kept above the optimum of all runs, by these',
    measured: `${cost.toFixed(4)} nats`,
    target: 'at most 0.005',
    met: cost <= 0.005,
  };

  const trained = cluster.trained.filter((mixture) => mixture.tokens === tokens);
  const uniform = trained.find(({ strategy }) => strategy === 'uniform');
  if (uniform === undefined) return;
  const errors: Record<string, number[]> = { kept: [], alone: [], all: [] };
  for (const mixture of trained) {
    if (mixture === uniform) continue;
    const { mean: truth, error } = difference(mixture, uniform);
    const told = (model: Model): number =>
      judged(model, cluster, mixture.ratio) - judged(model, cluster, uniform.ratio);
    const models = { kept: kept.model, alone: alone.model, all: all.model };
    for (const [name, model] of Object.entries(models)) errors[name]?.push(Math.abs(told(model) - truth));
    yield {
      name: `added: ${mixture.strategy} against uniform, trained`,
      measured: `${signed(truth)} ± ${error.toFixed(4)}; predicted ${signed(told(kept.model))} (old and new runs), ${signed(told(alone.model))} (new alone), ${signed(told(all.model))} (all)`,
    };
  }
  const best = trained.reduce((a, b) => (mean([...b.loss.values()]) < mean([...a.loss.values()]) ? b : a));
  const judge = (ratio: readonly number[]): number =>
    judged(all.model, cluster, ratio) - judged(all.model, cluster, uniform.ratio);
  yield {
    name: 'added: the kept optimum against uniform',
    measured: `${signed(judge(kept.solution.joint.ratio))} by all runs; best trained: ${best.strategy} ${signed(difference(best, uniform).mean)}, mean loss ${mean([...best.loss.values()]).toFixed(4)}`,
  };
  const of = (name: string): number => mean(errors[name] ?? []);
  yield {
    name: 'added: mean error of predicted differences between trained mixtures',
    measured: `${of('kept').toFixed(4)} (old and new runs), ${of('alone').toFixed(4)} (new alone), ${of('all').toFixed(4)} (all)`,
    target: 'old runs help',
    met: of('kept') < of('alone'),
  };
}

/** Runs as a table of some of the languages; the tokens of the others are taken out, and with them their shares and losses. */
function tableOf(
  runs: readonly ProxyRun[],
  languages: readonly string[],
  columns: readonly string[],
): string {
  const at = columns.map((code) => languages.indexOf(code));
  const header = [
    'run_id',
    'tokens',
    'seed',
    ...columns.map((c) => `ratio_${c}`),
    ...columns.map((c) => `loss_${c}`),
  ];
  const rows = runs.map(({ id, tokens: budget, seed, ratio, loss }) => {
    const sum = at.reduce((total, i) => total + (ratio[i] ?? 0), 0);
    return [
      id,
      Math.round((budget ?? tokens) * sum),
      seed ?? '',
      ...at.map((i) => (ratio[i] ?? 0) / sum),
      ...at.map((i) => loss[i] ?? ''),
    ];
  });
  return [header, ...rows].map((row) => row.join(',')).join('\n');
}

/** A mixture of the natural shares. */
function mixtureText(
  { languages, available }: Cluster,
  codes: readonly string[],
  runs: readonly string[],
  groups: string,
): string {
  const entries = codes.map((code) => {
    const size = available[languages.indexOf(code)] ?? 0;
    return `  ${code}: { ratio: ${size}, available: ${size} }\n`;
  });
  return `climb: 1\nratios: weights\nbudget: { tokens: ${tokens} }\nlanguages:\n${entries.join('')}${groups}interactions: { runs: [${runs.join(', ')}] }\nobjective: { max_epochs: 4 }\n`;
}

const fitRuns: FitRuns = (files, reading) => {
  const runs = readRuns(files, reading);
  return Promise.resolve(fitted(runs, () => fit(runs, { law: 'auto' })));
};

async function solved(fileName: string, text: string, files: readonly RunFile[]): Promise<MixtureResult> {
  const outcome = await solveMixture(text, files, [], {
    fileName,
    version: 0,
    fitRuns,
    isCancelled: neverCancelled,
    onProgress: () => undefined,
    now: () => 0,
  });
  if (outcome.kind === 'input') throw new Error(`${fileName}: ${outcome.reason}`);
  return outcome.result;
}

/** The mean loss that a model of all languages predicts, nats. */
function judged(model: Model, cluster: Cluster, ratio: readonly number[]): number {
  return evaluateAllocation(model, cluster.problem(tokens), ratio).objective;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const signed = (value: number): string => (value < 0 ? '−' : '+') + Math.abs(value).toFixed(4);
