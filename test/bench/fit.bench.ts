import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fitTarget, predictRows } from '../../src/core/climb/fit/fit-target.ts';
import { layoutOf, type Form } from '../../src/core/climb/fit/form.ts';
import { boxOf, startOf, starts } from '../../src/core/climb/fit/start.ts';
import { repeatGroups, scaleOf, targetData, type TargetData } from '../../src/core/climb/fit/target-data.ts';
import { readRuns } from '../../src/core/runs/read-runs.ts';

/** One line of the table: medians in milliseconds, and how much worse or better ours fits (root-mean-square residuals). */
export interface FitBenchRow {
  readonly name: string;
  readonly ours: number;
  /** null: SciPy is not here. */
  readonly scipy: number | null;
  readonly ratio: number | null;
  readonly residualOursOverScipy: number | null;
}

const sets = [
  { name: 'fit, six languages, 174 runs', path: '../../examples/six-languages/runs/six-languages.csv' },
  { name: 'fit, RegMix, 512 runs', path: '../fixtures/runs/regmix-1m.csv' },
];

/**
 * The power law with saturating transfers fitted to all targets, ours against SciPy's least_squares (trust region
 * reflective, same residuals, Jacobian, bounds, starts and soft-L1 loss), each in its own process; no cross-validation.
 */
export function benchFit(repeats = 7): FitBenchRow[] {
  return sets.map(({ name, path }) => {
    const text = readFileSync(new URL(path, import.meta.url), 'utf8');
    const runs = readRuns([{ path, text }]);
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
      const began = performance.now();
      residual = targets.map((data) => rootMeanSquare(data, form));
      if (repeat >= 0) times.push(performance.now() - began);
    }
    const ours = median(times);
    const theirs = scipy(targets, form, Math.min(repeats, 3));
    return {
      name,
      ours,
      scipy: theirs?.milliseconds ?? null,
      ratio: theirs && theirs.milliseconds / ours,
      residualOursOverScipy: theirs && mean(residual) / mean(theirs.rms),
    };
  });
}

function rootMeanSquare(data: TargetData, form: Form): number {
  const rows = Int32Array.from(data.own.keys());
  const predicted = predictRows(data, fitTarget(data, form, rows), rows);
  return Math.sqrt(
    mean(Array.from(predicted, (loss, i) => data.weight[i]! * (Math.log(loss) - data.logLoss[i]!) ** 2)),
  );
}

function scipy(
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
  const script = new URL('fit_scipy.py', import.meta.url).pathname;
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
