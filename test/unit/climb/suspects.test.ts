import { describe, expect, it } from 'vitest';
import { risesWithShare, twoLevels } from '../../../src/core/climb/fit/suspects.ts';
import { mulberry32 } from '../../../src/core/climb/fit/folds.ts';

const random = mulberry32(5);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const shares = Array.from({ length: 40 }, () => random());

describe('risesWithShare', () => {
  it('tells accuracies from losses', () => {
    expect(
      risesWithShare(
        shares,
        shares.map((r) => 0.3 + 0.2 * r ** 0.3 + 0.01 * normal()),
      ),
    ).toBe(true);
    expect(
      risesWithShare(
        shares,
        shares.map((r) => 2 * (r + 0.01) ** -0.2 + 0.01 * normal()),
      ),
    ).toBe(false);
  });

  it('takes noise for no accuracy', () => {
    const alarms = Array.from({ length: 200 }, () =>
      risesWithShare(
        shares.slice(0, 12),
        shares.slice(0, 12).map(() => normal()),
      ),
    ).filter(Boolean).length;
    expect(alarms).toBeLessThan(8);
  });
});

describe('twoLevels', () => {
  it('finds the factor between two tokenisers', () => {
    const residual = shares.map((_, i) => (i % 3 === 0 ? Math.log(1.25) : 0) + 0.005 * normal());
    expect(twoLevels(residual)).toBeCloseTo(1.25, 1);
  });

  it('takes noise and one bad row for one level', () => {
    for (let trial = 0; trial < 100; trial++) expect(twoLevels(shares.map(() => 0.05 * normal()))).toBeNull();
    expect(twoLevels(shares.map((_, i) => (i === 3 ? 1.6 : 0.01 * normal())))).toBeNull();
  });
});
