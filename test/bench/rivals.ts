import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { CompiledModel } from '../../src/core/climb/model/compiled.ts';
import type { Polytope } from '../../src/core/climb/optimum/polytope.ts';

/** What rivals.py solves with. */
export type Rival = 'slsqp' | 'ipopt' | 'active-set';

export interface Answer {
  readonly milliseconds: number;
  /** F's reducible part. */
  readonly objective: number;
  /** By how much the mixture breaks the limits at most. */
  readonly broken: number;
}

/** Why a rival cannot be asked on this machine; null: it can. */
export function missingRival(by: Rival): string | null {
  const needed = {
    slsqp: 'import numpy, scipy',
    ipopt: "import ctypes, numpy; ctypes.CDLL('libipopt.so.1')",
    'active-set': 'import numpy',
  };
  if (spawnSync('python3', ['-c', needed[by]]).status === 0) return null;
  return `skipped: python3 with ${by === 'ipopt' ? "numpy and Debian's coinor-libipopt1v5" : by === 'slsqp' ? 'scipy' : 'numpy'} is not installed`;
}

/** The same problem, as rivals.py reads it. */
export function inputOf(compiled: CompiledModel, polytope: Polytope): object {
  const list = (values: Float64Array | null): (number | null)[] | null =>
    values && Array.from(values, (value) => (Number.isFinite(value) ? value : null));
  const { equalities, groups } = polytope;
  return {
    ...compiled,
    transfer: list(compiled.transfer),
    saturation: list(compiled.saturation),
    interference: list(compiled.interference),
    exponent: list(compiled.exponent),
    pooling: list(compiled.pooling),
    gain: list(compiled.gain),
    base: list(compiled.base),
    interferenceBase: list(compiled.interferenceBase),
    epochShare: list(compiled.epochShare),
    lower: list(polytope.lower),
    upper: list(polytope.upper),
    start: list(polytope.interior),
    sums: [
      ...equalities.map(({ members, total }) => ({ members: Array.from(members), min: total, max: total })),
      ...groups.map(({ members, min, max }) => ({ members: Array.from(members), min, max })),
    ],
  };
}

export function ask(root: string, by: Rival, repeats: number, cases: readonly object[]): Answer[] {
  const { stdout, stderr } = spawnSync('python3', [path.join(root, 'test/bench/rivals.py')], {
    input: JSON.stringify({ by, repeats, cases }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // One thread, as ours: the others would wait for their turn and count that as work.
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Answer[];
}
