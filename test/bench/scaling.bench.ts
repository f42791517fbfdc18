import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fit } from '../../src/core/climb/fit/fit.ts';
import { solve } from '../../src/core/climb/optimum/solve.ts';
import type { RunSet } from '../../src/core/runs/runs.ts';
import { plainShape, random, randomCase } from '../unit/climb/models.ts';
import { processorTime } from './medians.ts';
import type { Row } from './row.ts';
import { planted } from './whole-fit.bench.ts';

const sizes = [125, 250, 500, 1000];
/** Languages of a family help each other, and those of others hardly. */
const familySize = 20;

type Case = ReturnType<typeof randomCase>;

/** The kinds of problems that are solved in different ways. */
const kinds: readonly (readonly [name: string, of: (n: number) => Case])[] = [
  ['floors', (n) => randomCase(n, 3, plainShape)],
  ['families', families],
  ['bounds on all shares', (n) => bounded(randomCase(n, 3, plainShape))],
  ['groups', (n) => grouped(randomCase(n, 3, plainShape))],
];

/** How the whole solve grows with languages, a fit with runs and with sources, and what the solve needs of memory. */
export function* run(): Generator<Row> {
  for (const [name, of] of kinds) {
    const points = sizes.map((n) => {
      const { model, problem } = of(n);
      return [n, processorTime(() => solve(model, problem), 3)] as const;
    });
    yield {
      name: `growth of the solve with languages, ${name}, n = 125 to 1000`,
      ...growth('n', points),
      target: '<= n^2.5',
      met: exponentOf(points) <= 2.5,
    };
  }
  const byRuns = [125, 250, 500, 1000].map(
    (count) => [count, processorTime(() => fit(planted(6, count), { law: 'auto' }), 1)] as const,
  );
  yield {
    name: 'growth of a fit with runs, 6 languages x 125 to 1000 runs',
    ...growth('runs', byRuns),
    target: '<= runs^1.2',
    met: exponentOf(byRuns) <= 1.2,
  };
  const bySources = [8, 16, 32, 64].map(
    (count) => [count, processorTime(() => fit(oneTarget(planted(count, 300)), { law: 'auto' }), 1)] as const,
  );
  yield {
    name: 'growth of a fit of one language with its sources, 8 to 64 sources x 300 runs',
    ...growth('sources', bySources),
    target: '<= sources^2',
    met: exponentOf(bySources) <= 2,
  };
  const used =
    Number(spawnSync(process.execPath, [fileURLToPath(import.meta.url)], { encoding: 'utf8' }).stdout) / 1e3;
  yield {
    name: 'memory of a process that solves, n = 1000',
    measured: `${used.toFixed(0)} MB at most`,
    target: '<= 200 MB',
    met: used <= 200,
  };
}

function growth(what: string, points: readonly (readonly [number, number])[]): { readonly measured: string } {
  const times = points.map(([, milliseconds]) => milliseconds.toFixed(0)).join(', ');
  return { measured: `${what}^${exponentOf(points).toFixed(2)} (${times} ms)` };
}

/** The slope of log y over log x by least squares. */
export function exponentOf(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (k: 0 | 1): number => logs.reduce((sum, point) => sum + point[k], 0) / logs.length;
  const [a, b] = [mean(0), mean(1)];
  return (
    logs.reduce((sum, [x, y]) => sum + (x - a) * (y - b), 0) /
    logs.reduce((sum, [x]) => sum + (x - a) ** 2, 0)
  );
}

function families(n: number): Case {
  const { model, problem } = randomCase(n, 3, plainShape);
  const next = random(10);
  const family = (t: number): number => Math.floor(t / familySize);
  const transfer = model.languages.map((_, s) =>
    model.languages.map((__, t) =>
      s === t ? 0 : family(s) === family(t) ? 0.2 + 0.5 * next() : 0.01 * next(),
    ),
  );
  return { model: { ...model, transfer }, problem };
}

function bounded({ model, problem }: Case): Case {
  const n = model.languages.length;
  const next = random(5);
  return {
    model,
    problem: {
      ...problem,
      min: problem.min.map(() => (0.5 * next()) / n),
      max: problem.max.map(() => (1.2 + 3 * next()) / n),
    },
  };
}

function grouped({ model, problem }: Case): Case {
  const first = (part: number): number[] => [...Array(Math.floor(model.languages.length * part)).keys()];
  const groups = [
    { name: 'half', members: first(0.5), min: 0.2, max: 0.45 },
    { name: 'quarter', members: first(0.25), min: 0.15, max: 0.2 },
  ];
  return { model, problem: { ...problem, groups } };
}

/** Only the first language is evaluated. */
function oneTarget(runs: RunSet): RunSet {
  return {
    ...runs,
    runs: runs.runs.map((row) => ({ ...row, loss: row.loss.map((loss, t) => (t === 0 ? loss : null)) })),
  };
}

// Run by itself: the solve alone in a process, whose peak it prints in kB.
if (realpathSync(process.argv[1]!) === fileURLToPath(import.meta.url)) {
  const { model, problem } = randomCase(1000, 3, plainShape);
  solve(model, problem);
  process.stdout.write(String(process.resourceUsage().maxRSS));
}
