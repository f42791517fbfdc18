import type { TextEdit, TextRange } from '../text/range.ts';
import type { Blend, WeightEdits } from './adapter.ts';
import { decimal } from '../text/decimal.ts';
import { isUnreadable } from './reading/reader.ts';

/**
 * Edits that give each source the weight at its index, or why there are none. A weight that is the same already keeps its digits, a
 * source that has none keeps none.
 *
 * @param isShared whether a number counts for others as well; a source that inherits it then gets one of its own
 */
export function weightEdits(
  blend: Blend,
  weights: readonly number[],
  text: string,
  isShared: (place: TextRange) => boolean = () => true,
): WeightEdits | string {
  for (const { name, weight } of blend.sources)
    if (isUnreadable(weight)) return `\`${name}\`: ${weight.fixed}`;
  if (blend.editWeights !== undefined) return blend.editWeights(weights);
  const edits: TextEdit[] = [];
  /** What numbers will be where they stand, by their place. */
  const coming = new Map<number, number>();
  const heirs: (() => readonly TextEdit[])[] = [];
  for (const [index, { name, weight, times = 1 }] of blend.sources.entries()) {
    const wanted = weights[index];
    if (weight === null || wanted === undefined) continue;
    const { value, range, override, fixed } = weight;
    if (override !== undefined && isShared(range)) {
      heirs.push(() =>
        isSameWeight(coming.get(range.start) ?? value, wanted) ? [] : override(decimal(wanted / times)),
      );
      continue;
    }
    coming.set(range.start, wanted);
    if (isSameWeight(value, wanted)) continue;
    if (fixed !== undefined) return `\`${name}\`: ${fixed}`;
    edits.push(weightEdit(range, wanted / times, text));
  }
  return { edits: [...edits, ...heirs.flatMap((edit) => edit())], notes: [] };
}

/** One number in place of another, in its quotes. */
export function weightEdit(range: TextRange, weight: number, text: string): TextEdit {
  const quote = /^["']/.exec(text.slice(range.start, range.end))?.[0] ?? '';
  return { range, newText: `${quote}${decimal(weight)}${quote}` };
}

/** Weights that differ by no more than this part of them are the same. */
export const sameWeight = 1e-9;

export function isSameWeight(a: number, b: number): boolean {
  return Math.abs(a - b) <= sameWeight * Math.max(Math.abs(a), Math.abs(b));
}
