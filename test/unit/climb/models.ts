import fc from 'fast-check';
import {
  openProblem as unbounded,
  type AllocationProblem,
} from '../../../src/core/climb/model/allocation.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { noTerms } from '../../../src/core/climb/model/terms.ts';

const namesOf = (n: number): string[] => Array.from({ length: n }, (_, t) => `l${t}`);

/** A model of `n` alike languages without transfer: c = 1.5 nats, γ = 0.13, ε = 0. */
export function plainModel(n: number, change: Partial<Model> = {}): Model {
  const all = (value: number): number[] => new Array<number>(n).fill(value);
  return {
    climbModel: 1,
    languages: namesOf(n),
    law: 'power',
    ...noTerms,
    scale: { tokens: 1e9, parameters: null },
    coefficient: all(1.5),
    exponent: all(0.13),
    transfer: all(0).map(() => all(0)),
    standardError: null,
    identified: null,
    quality: null,
    origin: 'given',
    ...change,
  };
}

/** All languages equally important, no bounds. */
export function openProblem(n: number, change: Partial<AllocationProblem> = {}): AllocationProblem {
  return { ...unbounded(namesOf(n), 1e9), ...change };
}

/** Small deterministic generator (mulberry32), so that a failing case is named by its seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Shape {
  readonly pooling: boolean;
  readonly saturation: boolean;
  readonly interference: boolean;
  readonly repetition: boolean;
  readonly irreducible: boolean;
}

export const plainShape: Shape = {
  pooling: false,
  saturation: false,
  interference: false,
  repetition: false,
  irreducible: false,
};

export const fullShape: Shape = {
  pooling: true,
  saturation: true,
  interference: true,
  repetition: true,
  irreducible: true,
};

/** A model and a problem of the kind that real fits give; everything drawn from the seed. */
export function randomCase(
  n: number,
  seed: number,
  shape: Shape,
): { model: Model; problem: AllocationProblem } {
  const next = random(seed);
  const draw = (low: number, high: number): number => low + (high - low) * next();
  const vector = (low: number, high: number): number[] => Array.from({ length: n }, () => draw(low, high));
  const matrix = (entry: () => number): number[][] =>
    Array.from({ length: n }, (_, s) => Array.from({ length: n }, (_, t) => (s === t ? 0 : entry())));
  const reach = Math.min(1, 6 / n);
  const model = plainModel(n, {
    coefficient: vector(1, 2.5),
    exponent: vector(0.08, 0.3),
    floor: vector(1e-4, 2e-3),
    transfer: matrix(() => (next() < 0.5 ? draw(0, 0.6) * reach : 0)),
    law: shape.irreducible ? 'irreducible' : 'power',
    irreducible: shape.irreducible ? vector(0.1, 0.6) : null,
    pooling: shape.pooling ? vector(0.6, 1) : null,
    saturation: shape.saturation ? matrix(() => (next() < 0.7 ? draw(0, 40) : 0)) : null,
    interference: shape.interference ? matrix(() => draw(-0.3, 0.6)) : null,
    transferScaleExponent: shape.saturation ? vector(0, 0.5) : null,
  });
  const problem = openProblem(n, {
    tokens: 2e9,
    importance: vector(0.2, 1),
    available: shape.repetition ? vector(0, 2).map((x) => (2e9 / n) * 10 ** (x - 1.5)) : null,
  });
  return { model, problem };
}

/** A seed and which parts of the model are in use. */
export const anyShape: fc.Arbitrary<Shape> = fc.record({
  pooling: fc.boolean(),
  saturation: fc.boolean(),
  interference: fc.boolean(),
  repetition: fc.boolean(),
  irreducible: fc.boolean(),
});

/** A point of the simplex, every share positive. */
export function randomMixture(n: number, next: () => number): Float64Array {
  const draws = Float64Array.from({ length: n }, () => -Math.log(1 - next()) + 1e-6);
  const sum = draws.reduce((a, b) => a + b, 0);
  return draws.map((x) => x / sum);
}
