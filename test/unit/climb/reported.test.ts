import { describe, expect, it } from 'vitest';
import { reported } from '../../../src/core/climb/model/reported.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { effectiveJacobian } from '../../../src/core/climb/model/interactions.ts';
import { openProblem, plainModel } from './models.ts';

/** Interference of every source on every target: the same for all, plus 0.3 from the first on the last. */
const withInterference = (common: number) =>
  plainModel(3, {
    interference: [0, 1, 2].map((s) =>
      [0, 1, 2].map((t) => (s === t ? 0 : common + (s === 0 && t === 2 ? 0.3 : 0))),
    ),
  });

const ratio = [0.5, 0.3, 0.2];
const problem = openProblem(3);

describe('The interference that is reported', () => {
  it('shows no interaction where all sources compete alike', () => {
    const { net } = effectiveJacobian(withInterference(2), problem, ratio);
    expect(net[1]![0]).toBeCloseTo(0, 12);
    expect(evaluateAllocation(withInterference(2), problem, ratio).effective[0]).toBeCloseTo(0.5, 12);
  });

  it('keeps what one source does beyond the others', () => {
    const { net } = effectiveJacobian(withInterference(2), problem, ratio);
    // Of two sources the median is half way between them.
    expect(net[0]![2]).toBeCloseTo(
      -0.15 * evaluateAllocation(withInterference(2), problem, ratio).effective[2]!,
      12,
    );
    expect(net[1]![2]).toBeGreaterThan(0);
  });

  it('is what the fits to parts of the runs agree about', () => {
    // One source of the last language takes from it in every fit, one now and then, three do nothing.
    const interference = (steady: number, fickle: number) =>
      [steady, fickle, 0, 0, 0, 0].map((value) => [0, 0, 0, 0, 0, value]);
    const parts = [0.6, -0.6].map((fickle) => ({
      ...plainModel(6),
      interference: interference(0.5, fickle),
    }));
    const model = plainModel(6, {
      interference: interference(0.5, 0.4),
      ensemble: { fraction: 0.5, members: parts, alternatives: [] },
    });
    const told = reported(model).interference!.map((row) => row[5]!);
    expect(told[0]).toBe(0.5);
    expect(told[1]).toBeGreaterThan(0);
    expect(told[1]).toBeLessThan(0.05);
    expect(told.slice(2)).toEqual([0, 0, 0, 0]);
  });

  it('changes no prediction, and no model without interference', () => {
    const model = withInterference(2);
    const { loss, objective } = evaluateAllocation(model, problem, ratio);
    expect(objective).toBeCloseTo((loss[0]! + loss[1]! + loss[2]!) / 3, 12);
    expect(loss[0]).toBeCloseTo(1.5 * (0.5 * Math.exp(-2 * 0.5)) ** -0.13, 12);
    const plain = plainModel(3);
    expect(reported(plain)).toBe(plain);
  });
});
