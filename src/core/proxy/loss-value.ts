import { isAbsent, isNotFinite, notationTold, numberOf, type Notation } from '../runs/numbers.ts';
import { doubtMessage, leastGrouped, shown } from '../runs/row-reader.ts';
import { besideLanguage, meaningOfAffixes, type AffixMeaning, type Measure } from '../runs/names.ts';

/** What a name says beside the language in it: `ppl` may be a language as well. */
const meaningOf = (name: string, language: string): AffixMeaning =>
  meaningOfAffixes(...(besideLanguage(name, language) ?? ([name, ''] as const)));

/** What a name says its number is. */
export const measureOf = (name: string, language: string): Measure => meaningOf(name, language).measure;

/** The unit that a name tells; null: it tells none. */
export function unitOf(name: string, language: string): string | null {
  const { loss, lossUnit } = meaningOf(name, language);
  return loss === 3 ? lossUnit : null;
}

/** A value as it stands in a result. */
export interface Written {
  readonly name: string;
  readonly value: unknown;
  readonly notation: Notation;
}

/** How JSON and all who write for programs write numbers. */
export const plain: Notation = { decimalComma: false };

/** A loss in nats; null: none, as a training that diverged writes it; or what is wrong with the value, in a sentence. */
export type ReadLoss = number | null | { readonly fault: string };

/** Reads a value as tables of runs are read: what is no number is not taken for a loss that is not finite. */
export function readLoss(
  { value, notation }: Omit<Written, 'name'>,
  measure: Measure,
  language: string,
): ReadLoss {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === null || (typeof text === 'string' && (isAbsent(text) || isNotFinite(text)))) return null;
  const number = typeof text === 'string' ? numberOf(text, notation) : text;
  if (typeof number !== 'number')
    return {
      fault: `The loss of ${language} is not a number: ${shown(typeof text === 'string' ? text : JSON.stringify(text))}.`,
    };
  // JSON knows numbers that are too large for a double.
  if (!Number.isFinite(number)) return null;
  if (
    typeof text === 'string' &&
    measure === 'loss' &&
    number >= leastGrouped &&
    notationTold(text) === 'either'
  )
    return { fault: doubtMessage(language, text) };
  const loss = measure === 'loss' ? number : Math.log(number);
  if (loss >= 0) return loss;
  return {
    fault:
      measure === 'loss'
        ? `The loss of ${language} is negative (${number}).`
        : `The perplexity of ${language} is below 1 (${number}).`,
  };
}
