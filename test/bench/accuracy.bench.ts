import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openProblem } from '../../src/core/climb/model/allocation.ts';
import { usualTokens } from '../../src/core/climb/model/model.ts';
import { evaluateAllocation } from '../../src/core/climb/model/evaluate.ts';
import { fit, type FitOptions } from '../../src/core/climb/fit/fit.ts';
import { foldsOf, mulberry32 } from '../../src/core/climb/fit/folds.ts';
import { mixturesOf } from '../../src/core/runs/mixtures.ts';
import { readRuns } from '../../src/core/runs/read-runs.ts';
import type { ProxyRun, RunSet } from '../../src/core/runs/runs.ts';
import type { Row } from './row.ts';

/** One loss of a run that the fit did not see. */
interface HeldOut {
  readonly run: ProxyRun;
  readonly target: number;
  readonly observed: number;
  readonly predicted: number;
  /** Whether the 90 % interval of the report holds it. */
  readonly covered: boolean;
}

/** How well whole fits, as `climb fit` makes them, predict runs that they have not seen: the figures of docs/model.md. */
export function* run({ root }: { root: string }): Generator<Row> {
  const six = read(path.join(root, 'examples/six-languages/runs/six-languages.csv'));
  const regmix = read(path.join(root, 'test/fixtures/runs/regmix-1m.csv'));
  const [ru, uk] = [six.languages.indexOf('ru'), six.languages.indexOf('uk')];
  for (const law of ['power', 'auto', 'irreducible'] as const) {
    const judged = (name: string, parts: Parameters<typeof heldOut>[1]): Row => ({
      name: `six languages, ${law}: ${name}`,
      measured: describe(heldOut(six, parts, law), six.languages.length),
    });
    yield judged('5 folds', folds(six));
    yield judged('2 M from 0.5 M and 1 M', [(run) => run.tokens === 2e6]);
    yield judged('ru and uk together, from runs with at most 5 % of one', [
      ({ ratio }) => ratio[ru]! > 0.05 && ratio[uk]! > 0.05,
    ]);
  }
  for (const law of ['power', 'auto'] as const)
    yield {
      name: `RegMix, ${law}: 5 folds`,
      measured: describe(heldOut(regmix, folds(regmix), law), regmix.languages.length),
    };
  for (const runs of [20, 23, 24, 32, 48]) {
    const scores = Array.from({ length: draws }, (_, draw) => {
      const drawn = sample(regmix, runs, draw);
      const lists = byTarget(heldOut(regmix, [(run) => !drawn.has(run)], 'auto'), regmix.languages.length);
      return { r2: mean(lists.map(r2)), mae: mean(lists.map(mae)) };
    });
    const [worst, best] = [Math.min, Math.max].map((of) => of(...scores.map((score) => score.r2)));
    yield {
      name: `RegMix, auto: the others from ${runs} runs, ${draws} draws`,
      measured: `R² ${mean(scores.map((score) => score.r2)).toFixed(3)} (${worst!.toFixed(3)} to ${best!.toFixed(3)}), MAE ${mean(scores.map((score) => score.mae)).toFixed(4)}`,
    };
  }
}

/** How often as many runs are drawn. */
const draws = 5;

/** Some of the runs, drawn at random but always the same. */
function sample({ runs }: RunSet, count: number, draw: number): Set<ProxyRun> {
  const random = mulberry32(1000 * count + draw);
  const order = runs.map((run) => ({ run, key: random() })).sort((a, b) => a.key - b.key);
  return new Set(order.slice(0, count).map(({ run }) => run));
}

/** Of the targets with enough losses to say something of. */
function byTarget(all: readonly HeldOut[], targets: number): HeldOut[][] {
  return Array.from({ length: targets }, (_, t) => all.filter(({ target }) => target === t)).filter(
    (list) => list.length > 2,
  );
}

function read(file: string): RunSet {
  return readRuns([{ path: file, text: readFileSync(file, 'utf8') }]);
}

/** By mixture: repeats stay together. */
function folds(set: RunSet): ((run: ProxyRun) => boolean)[] {
  const fold = foldsOf(mixturesOf(set.runs), 5, 0);
  const of = new Map(set.runs.map((run, index) => [run, fold[index]!]));
  return [0, 1, 2, 3, 4].map((k) => (run) => of.get(run) === k);
}

/** Fits all but each part, and predicts that part. */
function heldOut(
  set: RunSet,
  parts: readonly ((run: ProxyRun) => boolean)[],
  law: FitOptions['law'],
): HeldOut[] {
  return parts.flatMap((isHeld) => {
    const model = fit({ ...set, runs: set.runs.filter((run) => !isHeld(run)) }, { law });
    return set.runs.filter(isHeld).flatMap((run) => {
      const problem = openProblem(model.languages, run.tokens ?? usualTokens(model));
      return evaluateAllocation(model, problem, run.ratio).loss.flatMap((predicted, target) => {
        const observed = run.loss[target];
        if (predicted === null || observed == null) return [];
        const spread = model.quality!.cvLogRmse[model.languages[target]!]!;
        const covered = Math.abs(Math.log(predicted / observed)) < 1.645 * spread;
        return [{ run, target, observed, predicted, covered }];
      });
    });
  });
}

/** Means over targets of R² and absolute error, of all losses and of those of mixtures in which every share is positive. */
function describe(all: readonly HeldOut[], targets: number): string {
  const part = (name: string, of: readonly HeldOut[]): string => {
    const lists = byTarget(of, targets);
    if (lists.length === 0) return '';
    const covered = of.filter((one) => one.covered).length / of.length;
    return `${name} R² ${mean(lists.map(r2)).toFixed(3)}, MAE ${mean(lists.map(mae)).toFixed(4)}, 90 % interval holds ${(100 * covered).toFixed(0)} %`;
  };
  const mixed = all.filter(({ run }) => run.ratio.every((share) => share > 0));
  const parts = [part('all:', all), mixed.length > all.length / 10 ? part('every share > 0:', mixed) : ''];
  return parts.filter((text) => text !== '').join('; ');
}

function r2(list: readonly HeldOut[]): number {
  const center = mean(list.map(({ observed }) => observed));
  const square = (difference: (one: HeldOut) => number): number =>
    list.reduce((sum, one) => sum + difference(one) ** 2, 0);
  return 1 - square((one) => one.observed - one.predicted) / square((one) => one.observed - center);
}

function mae(list: readonly HeldOut[]): number {
  return mean(list.map(({ observed, predicted }) => Math.abs(observed - predicted)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
