import { describe, expect, it } from 'vitest';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { strategies, type Strategy, type StrategyName } from '../../../src/core/climb/optimum/strategies.ts';
import { fullShape, openProblem, plainModel, randomCase } from './models.ts';

const ratioOf = (all: readonly Strategy[], name: StrategyName): readonly number[] | undefined =>
  all.find((strategy) => strategy.name === name)?.allocation?.ratio;

describe('strategies', () => {
  const available = [8e8, 1e8, 1e8];

  it('shares in proportion to the text for natural, to its power 0.3 for temperature', () => {
    const all = strategies(plainModel(3), openProblem(3, { available }));
    [0.8, 0.1, 0.1].forEach((r, s) => expect(ratioOf(all, 'natural')![s]).toBeCloseTo(r, 12));
    const powers = available.map((u) => u ** 0.3);
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((w, s) => expect(ratioOf(all, 'temperature')![s]).toBeCloseTo(w / sum, 12));
  });

  it('keeps a floor and shares the rest in proportion (water-filling)', () => {
    const all = strategies(plainModel(3), openProblem(3, { available, min: [0, 0.4, 0] }));
    const natural = ratioOf(all, 'natural')!;
    expect(natural[1]).toBeCloseTo(0.4, 12);
    expect(natural[0]! / natural[2]!).toBeCloseTo(8, 9);
  });

  it('caps unimax at N epochs and shares the rest equally', () => {
    const all = strategies(
      plainModel(3),
      openProblem(3, { available: [1e9, 1e9, 2e7], maxEpochs: [null, null, 5] }),
    );
    [0.45, 0.45, 0.1].forEach((r, s) => expect(ratioOf(all, 'unimax')![s]).toBeCloseTo(r, 12));
  });

  it('says what is missing where text on disk is unknown', () => {
    const natural = strategies(plainModel(2), openProblem(2)).find(({ name }) => name === 'natural')!;
    expect(natural.missing).toBe('`available` is not given for any language.');
  });

  it('has no strategy better than joint, and predicts all with the full model', () => {
    const { model, problem } = randomCase(6, 5, fullShape);
    const all = strategies(model, problem, { current: [0.5, 0.1, 0.1, 0.1, 0.1, 0.1] });
    const { joint } = solve(model, problem);
    const told = all.flatMap(({ name, allocation }) => (allocation === null ? [] : [{ name, allocation }]));
    expect(told.map(({ name }) => name)).toEqual(expect.arrayContaining(['optimum', 'two-steps', 'uniform']));
    for (const { allocation } of told)
      expect(allocation.objective).toBeGreaterThanOrEqual(joint.objective - joint.gap);
  });

  it('has no isolated and no msl without runs to fit their laws to', () => {
    const { model, problem } = randomCase(5, 9, fullShape);
    for (const name of ['isolated', 'msl'] as const)
      expect(strategies(model, problem).find((one) => one.name === name)!.missing).toBe(
        'There are no proxy runs to fit a law of its own to.',
      );
  });
});
