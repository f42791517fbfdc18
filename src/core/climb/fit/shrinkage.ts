import type { TargetFit } from './target-fit.ts';
import type { Shrinkage } from '../model/terms.ts';
import type { TargetData } from './target-data.ts';

export type { Shrinkage };

/** Next to no pull: it decides only what the runs leave open altogether. */
export const unshrunk: Shrinkage = {
  width: 10,
  transfer: [Math.log(0.05), Math.log(0.05)],
  exponent: null,
  pooling: { mean: 1, deviation: 1 },
  saturation: { mean: Math.log(10), deviation: Math.SQRT1_2 },
};

/** Where the means start: what fits of public runs gave. */
const classMeans: Shrinkage['transfer'] = [Math.log(0.05), Math.log(0.3)];
/** How many pairs of languages the starting means count as. */
const pseudoPairs = 10;
/** A transfer below this is none; its logarithm may be anything. */
const leastTransfer = Math.log(1e-3);

export function initialShrinkage(width: number): Shrinkage {
  return {
    width,
    transfer: classMeans,
    exponent: null,
    pooling: { mean: 0.9, deviation: 0.15 },
    saturation: { mean: Math.log(10), deviation: 1 },
  };
}

/** The same with means estimated from all targets: of the classes by the mean over pairs, of γ by the median. */
export function updated(
  { width, pooling, saturation }: Shrinkage,
  fits: readonly { readonly data: TargetData; readonly fit: TargetFit }[],
): Shrinkage {
  const sums = [0, 1].map((related) => ({ sum: pseudoPairs * classMeans[related]!, count: pseudoPairs }));
  const exponents: number[] = [];
  for (const { data, fit } of fits) {
    const { layout, theta } = fit;
    exponents.push(theta[layout.exponent]!);
    data.sources.forEach((_, s) => {
      const of = sums[data.related[s]!]!;
      of.sum += Math.max(theta[layout.transfer + s]!, leastTransfer);
      of.count++;
    });
  }
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
  return {
    width,
    transfer: [sums[0]!.sum / sums[0]!.count, sums[1]!.sum / sums[1]!.count],
    exponent: exponents.length < 2 ? null : { mean: middle(exponents), deviation: 0.1 },
    pooling,
    saturation,
  };
}
