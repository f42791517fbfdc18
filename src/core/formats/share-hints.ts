import { asCode } from '../text/foreign.ts';
import type { TrainingConfig } from './adapter.ts';
import { decimal } from './reading/scalars.ts';
import { sampledShares } from './shares.ts';

export interface ShareHint {
  /** In the text, behind the weight; behind the source's name where it has none. */
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/**
 * What each weight comes to, where that is not what is written: missing weights, raw counts, rounding, blocks; and always
 * where a weight draws something else than tokens.
 */
export function shareHints(config: TrainingConfig): ShareHint[] {
  return config.blends.flatMap((blend) => {
    const shares = sampledShares(blend);
    if (shares === null) return [];
    return blend.sources.flatMap(({ name, weight, range }, index): ShareHint[] => {
      const share = shares[index]!;
      const asWritten = weight !== null && Math.abs(weight.value - share) <= 1e-3 * share;
      if (asWritten && blend.unit === 'tokens') return [];
      const percent = `${decimal(share * 100, 3)} %`;
      const label = blend.unit === 'tokens' ? `= ${percent}` : `= ${percent} of ${blend.unit}`;
      const expected =
        config.sequences === null || blend.evaluation
          ? ''
          : ` About ${Math.round(share * config.sequences).toLocaleString('en')} sequences over the run.`;
      const tooltip = `${asCode(name)} is ${percent} of the ${blend.unit} of ${asCode(blend.label)}.${expected}`;
      return [{ offset: (weight?.range ?? range).end, label, tooltip }];
    });
  });
}
