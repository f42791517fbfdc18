import { expect, test } from 'vitest';
import { mixturesOf, sharesOf } from '../../../src/core/runs/mixtures.ts';
import type { ProxyRun } from '../../../src/core/runs/runs.ts';

let rows = 0;
const run = (id: string, ...ratio: number[]): ProxyRun => {
  const line = rows++;
  return { id, ratio, loss: [1], tokens: 1e9 + line, parameters: null, seed: null, file: 'runs.csv', line };
};
/** Numbers in the order of first appearance. */
const numbered = (keys: readonly string[]): number[] => keys.map((key) => [...new Set(keys)].indexOf(key));

test('All checkpoints of a run are one mixture, however its shares change on the way', () => {
  const runs = [run('a', 0.5, 0.5), run('b', 0.2, 0.8), run('a', 0.6, 0.4), run('c', 0.6001, 0.3999)];
  expect(numbered(mixturesOf(runs))).toEqual([0, 1, 0, 0]);
  expect(numbered(sharesOf(runs))).toEqual([0, 1, 2, 2]);
});

test('Shares that differ by their rounding, or by what a training strays, are one mixture', () => {
  const near = [run('a', 0.5208, 0.1861, 0.2931), run('b', 0.5212, 0.1858, 0.293)];
  expect(numbered(mixturesOf(near))).toEqual([0, 0]);
  // A little of a language is not none of it, nor is it twice as much.
  const apart = [run('a', 1, 0), run('b', 0.9995, 0.0005), run('c', 0.999, 0.001)];
  expect(numbered(mixturesOf(apart))).toEqual([0, 1, 2]);
});

test('Mixtures do not depend on the order of the runs', () => {
  const runs = Array.from({ length: 60 }, (_, i) => {
    const first = 0.3 + 0.4 * ((i * 0.618) % 1) ** 3;
    return run(`r${i % 40}`, first, 1 - first);
  });
  const reversed = [...runs].reverse();
  expect(mixturesOf(reversed).reverse()).toEqual(mixturesOf(runs));
});
