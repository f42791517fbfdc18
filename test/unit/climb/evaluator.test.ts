import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/climb/model/compiled.ts';
import { Evaluator } from '../../../src/core/climb/model/evaluator.ts';
import { discountRepetition, repetitionDecay } from '../../../src/core/climb/model/repetition.ts';
import { anyShape, random, randomCase, randomMixture, type Shape } from './models.ts';

function evaluatorOf(n: number, seed: number, shape: Shape): Evaluator {
  const { model, problem } = randomCase(n, seed, shape);
  const all = Array.from({ length: n }, (_, s) => s);
  return new Evaluator(compile(model, problem, { targets: all, variables: all, ratio: new Float64Array(n) }));
}

const seeds = fc.integer({ min: 1, max: 1e6 });

describe('the evaluator', () => {
  it('has log r̃ concave along every line, whatever the signs of interference', () => {
    fc.assert(
      fc.property(seeds, anyShape, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (seed, shape, w) => {
        const n = 5;
        const evaluator = evaluatorOf(n, seed, shape);
        const next = random(seed + 1);
        const a = randomMixture(n, next);
        const b = randomMixture(n, next);
        const at = (r: Float64Array): Float64Array => {
          evaluator.value(r);
          return Float64Array.from(evaluator.logEffective);
        };
        const [za, zb, zm] = [at(a), at(b), at(a.map((x, s) => w * x + (1 - w) * b[s]!))];
        for (let t = 0; t < n; t++)
          expect(zm[t]).toBeGreaterThanOrEqual(w * za[t]! + (1 - w) * zb[t]! - 1e-12);
      }),
      { numRuns: 300 },
    );
  });

  it('has the gradient that finite differences give', () => {
    fc.assert(
      fc.property(seeds, anyShape, (seed, shape) => {
        const n = 5;
        const evaluator = evaluatorOf(n, seed, shape);
        const r = randomMixture(n, random(seed + 1));
        const gradient = new Float64Array(n);
        evaluator.valueAndGradient(r, gradient);
        for (let s = 0; s < n; s++) {
          const h = 1e-6 * r[s]!;
          const at = (x: number): number => evaluator.value(r.map((v, j) => (j === s ? v + x : v)));
          const slope = (at(h) - at(-h)) / (2 * h);
          // Of two values so close, rounding leaves this much of their difference: some units in the last place.
          const rounding = (10 * Number.EPSILON * Math.abs(at(0))) / h;
          expect(Math.abs(gradient[s]! - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)) + rounding);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has the curvature of log r̃ that finite differences of its slopes give', () => {
    fc.assert(
      fc.property(seeds, anyShape, (seed, shape) => {
        const n = 4;
        const evaluator = evaluatorOf(n, seed, shape);
        const r = randomMixture(n, random(seed + 1));
        evaluator.linearise(r);
        const slopes = Float64Array.from(evaluator.slopes);
        const weight = new Float64Array(n);
        for (let t = 0; t < n; t++) {
          weight.fill(0);
          weight[t] = 1;
          evaluator.linearise(r);
          const bend = new Float64Array(n);
          evaluator.bendDiagonal(weight, bend);
          for (let s = 0; s < n; s++) {
            const h = 1e-6 * r[s]!;
            const at = (x: number): Float64Array => {
              evaluator.linearise(r.map((v, j) => (j === s ? v + x : v)));
              return Float64Array.from(evaluator.slopes);
            };
            const up = at(h);
            const down = at(-h);
            for (let j = 0; j < n; j++) {
              const measured = (up[t * n + j]! - down[t * n + j]!) / (2 * h);
              const analytic =
                -evaluator.pooling[t]! * slopes[t * n + s]! * slopes[t * n + j]! - (s === j ? bend[s]! : 0);
              expect(Math.abs(measured - analytic)).toBeLessThan(1e-4 * (1 + Math.abs(analytic)));
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says infinity, not NaN, where a language has nothing', () => {
    const { model, problem } = randomCase(2, 1, {
      pooling: false,
      saturation: false,
      interference: false,
      repetition: false,
      irreducible: false,
    });
    const bare = {
      ...model,
      floor: null,
      transfer: [
        [0, 0],
        [0, 0],
      ],
    };
    const evaluator = new Evaluator(
      compile(bare, problem, { targets: [0, 1], variables: [0, 1], ratio: [0, 0] }),
    );
    expect(evaluator.value(Float64Array.of(1, 0))).toBe(Infinity);
  });
});

describe('repetition', () => {
  it('counts text in full for one epoch and never beyond 1 + R* epochs', () => {
    const share = Float64Array.of(0.05, 0.1, 0.2, 1);
    const [value, slope, bend] = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];
    discountRepetition(share, new Float64Array(4).fill(0.1), value, slope, bend);
    expect(value[0]).toBe(0.05);
    expect(value[1]).toBe(0.1);
    expect(value[2]).toBeCloseTo(0.1 * (1 + repetitionDecay * (1 - Math.exp(-1 / repetitionDecay))), 12);
    expect(value[3]).toBeLessThan(0.1 * (1 + repetitionDecay));
    expect(slope[1]).toBe(1);
    expect(slope[2]).toBeLessThan(1);
    expect(bend[2]).toBeLessThan(0);
  });

  it.each([1e6, 1e12, 1e17, 1e300])('hardly discounts where R* is as large as %d', (decay) => {
    const [value, slope, bend] = [new Float64Array(1), new Float64Array(1), new Float64Array(1)];
    discountRepetition(Float64Array.of(0.7), Float64Array.of(0.1), value, slope, bend, decay);
    // ρ = r − (r − u)²/(2·u·R*) + …
    expect(Math.abs(value[0]! - (0.7 - 1.8 / decay))).toBeLessThan(1e-15 + 10 / decay ** 2);
    expect(slope[0]).toBeCloseTo(1 - 6 / decay, 9);
    expect(bend[0]).toBeCloseTo(-10 / decay, 9);
  });
});

it('keeps the digits of the slope that a strong saturation leaves', () => {
  const evaluator = new Evaluator({
    rows: 1,
    columns: 2,
    exponent: Float64Array.of(1),
    pooling: Float64Array.of(1),
    gain: Float64Array.of(1),
    offset: 0,
    transfer: Float64Array.of(1, 1),
    saturation: Float64Array.of(0, 1e10),
    interference: null,
    base: Float64Array.of(0),
    interferenceBase: Float64Array.of(0),
    epochShare: Float64Array.of(Infinity, Infinity),
    repetition: null,
  });
  evaluator.linearise(Float64Array.of(1, 30 / 1e10));
  expect(evaluator.slopes[1]! / Math.exp(-30)).toBeCloseTo(1, 8);
});
