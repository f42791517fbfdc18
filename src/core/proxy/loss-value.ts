import { labelKey, meaningOfAffixes, splitsOf, type Measure } from '../runs/names.ts';

/** What a name says its number is, beside the language in it: `ppl` may be a language as well. */
export function measureOf(name: string, language: string): Measure {
  const own = splitsOf(name).find(({ label }) => labelKey(label) === labelKey(language));
  return own === undefined
    ? meaningOfAffixes(name, '').measure
    : meaningOfAffixes(own.prefix, own.suffix).measure;
}

/** What was measured as a loss, in nats. */
export const asLoss = (value: number | null, measure: Measure): number | null =>
  value === null || measure === 'loss' ? value : Math.log(value);
