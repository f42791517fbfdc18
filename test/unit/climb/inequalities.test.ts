import { describe, expect, it } from 'vitest';
import { Inequalities } from '../../../src/core/climb/optimum/inequalities.ts';

function block(slack: readonly number[], slackStep: readonly number[]): Inequalities {
  const made = new Inequalities(slack.length);
  made.slack.set(slack);
  made.slackStep.set(slackStep);
  return made;
}

describe('a block of inequalities', () => {
  it('lets a step come close to a limit, never to it', () => {
    expect(block([1, 0.5], [2, -1]).lengthInside(1)).toBeCloseTo(0.4975, 12);
    expect(block([1, 0.5], [2, -0.1]).lengthInside(1)).toBe(1);
  });

  it('steps multipliers to the central path where slacks stay', () => {
    const still = block([2, 4], [0, 0]);
    still.multiplier.set([1, 1]);
    expect(still.stepMultipliers(8, 1)).toBe(1);
    still.moveMultipliers(1);
    expect([...still.multiplier]).toEqual([4, 2]);
  });

  it('keeps multipliers positive', () => {
    const steep = block([1], [10]);
    steep.multiplier.set([1]);
    const length = steep.stepMultipliers(0.1, 1);
    steep.moveMultipliers(length);
    expect(steep.multiplier[0]).toBeCloseTo(0.005, 12);
  });

  it('brings multipliers that strayed back near the central path', () => {
    const strayed = block([1, 1, 1], [0, 0, 0]);
    strayed.multiplier.set([1e-30, 2, 1e30]);
    const sum = strayed.recentre(1);
    expect([...strayed.multiplier]).toEqual([1e-6, 2, 1e6]);
    expect(sum).toBeCloseTo(1e6 + 2, 5);
  });

  it('sums the logarithms of slacks of any size, and of none that is negative', () => {
    const sizes = [1e-90, 1e-80, 3, 1e90, 1e80, 1e-300, 0.5];
    const logs = sizes.reduce((sum, slack) => sum + Math.log(slack), 0);
    expect(block(sizes, sizes).logs()).toBeCloseTo(logs, 9);
    expect(block([2, -1], [0, 0]).logs()).toBeNaN();
    expect(block([-2, -1], [0, 0]).logs()).toBeNaN();
  });
});
