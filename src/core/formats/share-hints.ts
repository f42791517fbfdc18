import { asCode } from '../text/foreign.ts';
import type { TrainingConfig } from './adapter.ts';
import { everywhere, type TextRange } from '../text/range.ts';
import { precisePercent } from '../text/words.ts';
import { sampledShares } from './shares.ts';
import { elementAt } from '../text/elements.ts';

export interface ShareHint {
  /** In the text, behind the weight; behind the source's name where it has none. */
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/**
 * What each weight comes to, where that is not what is written: missing weights, raw counts, rounding, blocks; and always
 * where a weight draws something else than tokens.
 *
 * @param within only hints that stand there
 */
export function shareHints(config: TrainingConfig, within: TextRange = everywhere): ShareHint[] {
  return config.blends.flatMap((blend) => {
    const shares = sampledShares(blend);
    if (shares === null) return [];
    return blend.sources.flatMap(({ name, weight, range }, index): ShareHint[] => {
      const offset = (weight?.range ?? range).end;
      if (offset < within.start || offset > within.end) return [];
      const share = elementAt(shares, index);
      const asWritten = weight !== null && Math.abs(weight.value - share) <= 1e-3 * share;
      if (asWritten && blend.unit === 'tokens') return [];
      const percent = precisePercent(share, 3);
      const label = blend.unit === 'tokens' ? `= ${percent}` : `= ${percent} of ${blend.unit}`;
      const expected =
        config.sequences === null || blend.evaluation
          ? ''
          : ` About ${Math.round(share * config.sequences).toLocaleString('en')} sequences over the run.`;
      const tooltip = `${asCode(name)} is ${percent} of the ${blend.unit} of ${asCode(blend.label)}.${expected}`;
      return [{ offset, label, tooltip }];
    });
  });
}
