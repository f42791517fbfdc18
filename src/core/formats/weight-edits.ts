import type { TextEdit } from '../text/range.ts';
import type { Blend } from './adapter.ts';
import { decimal } from '../text/decimal.ts';

/**
 * Edits that give each source the weight at its index. A weight that is the same already keeps its digits, a source that has
 * none keeps none.
 */
export function weightEdits(blend: Blend, weights: readonly number[], text: string): readonly TextEdit[] {
  if (blend.editWeights !== undefined) return blend.editWeights(weights);
  return blend.sources.flatMap(({ weight, times = 1 }, index): readonly TextEdit[] => {
    const wanted = weights[index];
    if (weight === null || wanted === undefined || isSameWeight(weight.value, wanted)) return [];
    const { start, end } = weight.range;
    const quote = /^["']/.exec(text.slice(start, end))?.[0] ?? '';
    return [{ range: weight.range, newText: `${quote}${decimal(wanted / times)}${quote}` }];
  });
}

export function isSameWeight(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
