import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { effectiveJacobian } from '../../../src/core/climb/model/interactions.ts';
import { anyShape, fullShape, random, randomCase, randomMixture } from './models.ts';

describe('the interaction ∂r̃/∂r', () => {
  it('agrees with finite differences and is the sum of its parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), anyShape, (seed, shape) => {
        const n = 4;
        const { model, problem } = randomCase(n, seed, shape);
        const r = randomMixture(n, random(seed + 1));
        const { net, transfer, interference } = effectiveJacobian(model, problem, r);
        for (let s = 0; s < n; s++) {
          const h = 1e-6 * r[s]!;
          const at = (move: number): readonly (number | null)[] =>
            evaluateAllocation(
              model,
              problem,
              r.map((share, j) => (j === s ? share + move : share)),
            ).effective;
          const up = at(h);
          const down = at(-h);
          for (let t = 0; t < n; t++) {
            const slope = (up[t]! - down[t]!) / (2 * h);
            expect(Math.abs(net[s]![t]! - slope)).toBeLessThan(1e-4 * (1 + Math.abs(slope)));
            expect(transfer[s]![t]! + interference[s]![t]!).toBeCloseTo(net[s]![t]!, 12);
            expect(transfer[s]![t]).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is finite where pooling makes the slope at a zero share infinite', () => {
    const { model, problem } = randomCase(3, 4, fullShape);
    const { net } = effectiveJacobian(model, problem, [0.5, 0.5, 0]);
    for (const row of net) for (const value of row) expect(Number.isFinite(value)).toBe(true);
  });
});
