import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fit } from '../../src/core/climb/fit/fit.ts';
import { mulberry32 } from '../../src/core/climb/fit/folds.ts';
import { readRuns } from '../../src/core/runs/read-runs.ts';
import type { RunSet } from '../../src/core/runs/runs.ts';
import { median } from './medians.ts';
import type { Row } from './row.ts';

/** What one process fits: the example, or so many languages and runs that were planted. */
export type Fitted = 'six' | `${number}x${number}`;

/** Seconds of processor time, of all threads of the engine, and on the clock. */
interface Took {
  readonly busy: number;
  readonly waited: number;
}

/** Whole fits as `climb fit` makes them, ensemble and all, each the first of a process of its own, on one thread. */
export function* run({ root }: { root: string }): Generator<Row> {
  const took = (what: Fitted): Took => {
    const program = `import(${JSON.stringify(import.meta.url)}).then(({ alone }) => alone(${JSON.stringify(what)}))`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--eval', program], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Took;
  };
  const seconds = (what: Fitted): number => took(what).busy;
  const before = seconds('six');
  const large = seconds('60x300');
  const six = median([before, seconds('six'), seconds('six')]);
  yield {
    name: 'whole fit, 60 languages x 300 runs, over six languages x 174 runs',
    measured: `${(large / six).toFixed(1)} x (${large.toFixed(1)} s over ${six.toFixed(2)} s)`,
    target: '<= 25 x',
    met: large / six <= 25,
  };
  const [fifteen, thirty] = [seconds('15x300'), seconds('30x300')];
  const exponent = Math.log(large / fifteen) / Math.log(4);
  yield {
    name: 'whole fit, 15, 30 and 60 languages x 300 runs: growth with languages',
    measured: `languages^${exponent.toFixed(2)} (${[fifteen, thirty, large].map((time) => `${time.toFixed(1)} s`).join(', ')})`,
    target: '<= languages^2',
    met: exponent <= 2,
  };
  const thousand = [1, 2, 3, 4, 5].map(() => took('17x1000'));
  const waited = median(thousand.map((one) => one.waited));
  yield {
    name: 'whole fit, 17 languages x 1000 runs',
    measured: `${waited.toFixed(2)} s, ${median(thousand.map(({ busy }) => busy)).toFixed(2)} s of processor time with what the engine compiles`,
    target: '<= 2 s',
    met: waited <= 2,
  };
  yield {
    name: '`climb fit`, 17 languages x 1000 runs, from start to end',
    measured: `${median([1, 2, 3].map(() => secondsOfFit(root, planted(17, 1000)))).toFixed(1)} s on ${availableParallelism()} processors`,
  };
}

/** What somebody waits for the built command line to read a table, fit it and print the fit, with nothing kept of it. */
function secondsOfFit(root: string, { languages, runs }: RunSet): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'climb-bench-'));
  const table = path.join(folder, 'runs.csv');
  const lines = runs.map(({ id, tokens, ratio, loss }) => [id, tokens, ...ratio, ...loss].join(','));
  const header = [
    'run_id,tokens',
    ...languages.map((code) => `ratio_${code}`),
    ...languages.map((code) => `loss_${code}`),
  ].join(',');
  writeFileSync(table, [header, ...lines].join('\n'));
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'dist/climb.cjs'), 'fit', table, '--out', path.join(folder, 'out.model.json')],
    { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: folder } },
  );
  const waited = (performance.now() - began) / 1000;
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(stderr);
  return waited;
}

/** Prints what one fit takes, in a process of its own. */
export function alone(what: Fitted): void {
  const runs = what === 'six' ? example() : planted(...(what.split('x').map(Number) as [number, number]));
  const before = process.cpuUsage();
  const began = performance.now();
  fit(runs, { law: 'auto' });
  const waited = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ busy: (user + system) / 1e6, waited } satisfies Took));
}

function example(): RunSet {
  const file = 'examples/six-languages/runs/six-languages.csv';
  return readRuns([{ path: file, text: readFileSync(file, 'utf8') }]);
}

/** Losses of a power law with saturating transfers and noise of 1 %, at mixtures from even to nearly of one language. */
export function planted(languages: number, count: number): RunSet {
  const next = mulberry32(1);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const codes = Array.from({ length: languages }, (_, i) => `l${i}`);
  const transfer = codes.map(() => codes.map(() => Math.exp(normal() - 3.5)));
  const coefficient = codes.map(() => 2 + next());
  const exponent = codes.map(() => 0.08 + 0.1 * next());
  const runs = Array.from({ length: count }, (_, line) => {
    const even = 0.3 + 0.7 * next();
    const weight = codes.map(() => (-Math.log(1 - next())) ** (1 / even));
    const sum = weight.reduce((a, b) => a + b, 0);
    const ratio = weight.map((value) => value / sum);
    const loss = codes.map((_, t) => {
      const helped = ratio.map((share, s) =>
        s === t || share === 0 ? 0 : (transfer[s]![t]! * (1 - Math.exp(-5 * share))) / 5,
      );
      const effective = 1e-3 + ratio[t]! + helped.reduce((a, b) => a + b, 0);
      return coefficient[t]! * effective ** -exponent[t]! * Math.exp(0.01 * normal());
    });
    return { id: `r${line}`, ratio, loss, tokens: 1e9, parameters: null, seed: line, file: 'planted', line };
  });
  return { languages: codes, runs, problems: [] };
}
