import { count, epochs, percent } from '../../report/format.ts';
import type { Mixture } from '../mixture.ts';
import { sharesOf } from '../shares.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** Tokens and epochs behind each ratio; the share too where ratios are weights. */
export function inlayHints(mixture: Mixture): InlayHint[] {
  const shares = sharesOf(mixture);
  if (shares === null) return [];
  return mixture.languages.flatMap(({ ratio, available, displayName }, i) => {
    if (ratio === null) return [];
    const tokens = mixture.tokens === null ? null : shares[i]! * mixture.tokens.value;
    const parts = [
      ...(mixture.weights ? [percent(shares[i]!)] : []),
      ...(tokens === null ? [] : [count(tokens)]),
      ...(tokens === null || available === null ? [] : [`${epochs(tokens / available.value)} ep`]),
    ];
    if (parts.length === 0) return [];
    const read = available === null ? '' : `, read ${parts.at(-1)!.replace(' ep', '')} times`;
    const tooltip = tokens === null ? `Share of ${displayName}` : `Training tokens of ${displayName}${read}`;
    return [{ offset: ratio.range.end, label: parts.join(' · '), tooltip }];
  });
}
