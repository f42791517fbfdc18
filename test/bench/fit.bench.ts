import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fitTarget, predictRows } from '../../src/core/climb/fit/fit-target.ts';
import { layoutOf, type Form } from '../../src/core/climb/fit/form.ts';
import { boxOf, startOf, starts } from '../../src/core/climb/fit/start.ts';
import { repeatGroups, scaleOf, targetData, type TargetData } from '../../src/core/climb/fit/target-data.ts';
import { readRuns } from '../../src/core/runs/read-runs.ts';
import type { Row } from './solver.bench.ts';

const sets = [
  {
    name: 'fit against SciPy least_squares, six languages, 174 runs',
    file: 'examples/six-languages/runs/six-languages.csv',
  },
  { name: 'fit against SciPy least_squares, RegMix, 512 runs', file: 'test/fixtures/runs/regmix-1m.csv' },
];

const repeats = 7;

/**
 * The power law with saturating transfers fitted to all targets, ours against SciPy's least_squares (trust region
 * reflective, same residuals, Jacobian, bounds, starts and soft-L1 loss), each in its own process, by processor time; no cross-validation.
 */
export function* run({ root }: { root: string }): Generator<Row> {
  for (const { name, file } of sets) {
    const runs = readRuns([{ path: file, text: readFileSync(path.join(root, file), 'utf8') }]);
    const budgets = new Set(runs.runs.map((run) => run.tokens)).size > 1;
    const form: Form = {
      law: 'power',
      transfer: 'saturating',
      pooling: false,
      interference: null,
      budget: budgets,
      size: false,
      scaling: budgets,
    };
    const [scale, groups] = [scaleOf(runs), repeatGroups(runs)];
    const targets = runs.languages
      .map((_, t) => targetData(runs, t, scale, groups))
      .filter((data) => data.own.length > 0);
    const times: number[] = [];
    let residual: number[] = [];
    for (let repeat = -1; repeat < repeats; repeat++) {
      const began = process.cpuUsage();
      residual = targets.map((data) => rootMeanSquare(data, form));
      const { user, system } = process.cpuUsage(began);
      if (repeat >= 0) times.push((user + system) / 1e3);
    }
    const ours = median(times);
    const theirs = scipy(path.join(root, 'test/bench/fit_scipy.py'), targets, form, 3);
    if (theirs === null) {
      yield { name, measured: '', skipped: 'skipped: python3 with scipy is not installed' };
      continue;
    }
    const factor = theirs.milliseconds / ours;
    const worse = mean(residual) / mean(theirs.rms) - 1;
    yield {
      name,
      measured: `${factor.toFixed(1)} x (${ours.toFixed(0)} ms; residuals ${worse <= 0 ? 'smaller' : 'larger'} by ${(100 * Math.abs(worse)).toFixed(1)} %)`,
      target: '>= 5 x',
      met: factor >= 5,
    };
  }
}

function rootMeanSquare(data: TargetData, form: Form): number {
  const rows = Int32Array.from(data.own.keys());
  const predicted = predictRows(data, fitTarget(data, form, rows), rows);
  return Math.sqrt(
    mean(Array.from(predicted, (loss, i) => data.weight[i]! * (Math.log(loss) - data.logLoss[i]!) ** 2)),
  );
}

function scipy(
  script: string,
  targets: readonly TargetData[],
  form: Form,
  repeats: number,
): { milliseconds: number; rms: number[] } | null {
  const request = {
    repeats,
    targets: targets.map((data) => {
      const rows = Int32Array.from(data.own.keys());
      const layout = layoutOf(form, data.sources.length);
      const share = Array.from(rows, (i) => {
        const dense = new Array<number>(data.sources.length).fill(0);
        for (let p = data.start[i]!; p < data.start[i + 1]!; p++) dense[data.source[p]!] = data.share[p]!;
        return dense;
      });
      const { lower, upper } = boxOf(data, layout, rows);
      return {
        own: [...data.own],
        share,
        logTokens: [...data.logTokens],
        logLoss: [...data.logLoss],
        rootWeight: Array.from(data.weight, Math.sqrt),
        budget: form.budget,
        lower: [...lower],
        upper: [...upper],
        starts: Array.from({ length: starts }, (_, variant) => [...startOf(data, layout, rows, variant)]),
      };
    }),
  };
  const { status, stdout } = spawnSync('python3', [script], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
  });
  if (status !== 0) return null;
  const answer = JSON.parse(stdout) as { seconds: number[]; rms: number[] };
  return { milliseconds: 1000 * median(answer.seconds), rms: answer.rms };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
