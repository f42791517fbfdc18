import { describe, expect, it } from 'vitest';
import type { FitQuality, Model } from '../../../src/core/climb/model/model.ts';
import { extrapolationsOf } from '../../../src/core/evidence/extrapolation.ts';
import { model } from '../report/three-languages.ts';

const range: FitQuality['range'] = {
  tokens: [1e9, 2e9],
  parameters: [1e8, 1e8],
  maxShare: [0.5, 0.5, 0.5],
  minShare: [0.1, 0.1, 0.1],
};
const fitted: Model = { ...model, quality: { range } as FitQuality };

describe('What lies beyond all runs', () => {
  it('is a budget or a size that differs by more than counts are rounded', () => {
    expect(extrapolationsOf(fitted, { tokens: 2.1e9, parameters: 0.95e8 }, [])).toEqual({
      tokens: null,
      parameters: null,
      above: [],
      below: [],
    });
    const { tokens, parameters } = extrapolationsOf(fitted, { tokens: 8e9, parameters: 1e7 }, []);
    expect(tokens).toEqual({ value: 8e9, range: [1e9, 2e9], isAbove: true, factor: 4 });
    expect(parameters).toEqual({ value: 1e7, range: [1e8, 1e8], isAbove: false, factor: 10 });
  });

  it('is a share more than 2 points above the largest or below the smallest of any run, in any of the mixtures', () => {
    const mixtures = [
      [0.53, 0.515, 0.5],
      [0.085, 0.1, 0.07],
    ];
    const { above, below } = extrapolationsOf(fitted, { tokens: null, parameters: null }, mixtures);
    expect(above).toEqual([0]);
    expect(below).toEqual([2]);
  });

  it('is nothing where no runs are known, and no budget where the runs name none', () => {
    const nothing = { tokens: null, parameters: null, above: [], below: [] };
    const far = { tokens: 1e12, parameters: null };
    expect(extrapolationsOf(model, far, [[1, 0, 0]])).toEqual(nothing);
    const unnamed = { ...fitted, scale: { ...model.scale, tokens: null } };
    expect(extrapolationsOf(unnamed, far, [])).toEqual(nothing);
  });
});
