import { count, epochs, nats, percent, plusMinus } from '../text/words.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { sharesOf } from '../mixture/shares.ts';
import type { MixturePrediction } from './prediction.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** Tokens, epochs and predicted loss behind each ratio; the share too where ratios are weights. */
export function inlayHints(mixture: Mixture, prediction: MixturePrediction | null = null): InlayHint[] {
  const shares = sharesOf(mixture);
  if (shares === null) return [];
  return mixture.languages.flatMap(({ ratio, available, displayName }, i) => {
    if (ratio === null) return [];
    const labels: string[] = [];
    const words: string[] = [];
    const add = (label: string, meaning: string): void => {
      labels.push(label);
      words.push(meaning);
    };
    if (mixture.weights) add(percent(shares[i]!), `share ${percent(shares[i]!)}`);
    if (mixture.tokens !== null) {
      const tokens = shares[i]! * mixture.tokens.value;
      add(count(tokens), `${count(tokens)} training tokens`);
      if (available !== null) {
        const read = epochs(tokens / available.value);
        add(`${read} ep`, `its text read ${read} times`);
      }
    }
    const loss = prediction?.loss[i];
    if (loss?.value != null) {
      const interval =
        loss.low === null || loss.high === null
          ? 'how sure, the model cannot tell'
          : `90\u00a0%: ${nats(loss.low)} to ${nats(loss.high)}`;
      add(`loss ${plusMinus(loss)}`, `predicted loss ${nats(loss.value)} nats (${interval})`);
    }
    if (labels.length === 0) return [];
    return [
      { offset: ratio.range.end, label: labels.join(' · '), tooltip: `${displayName}: ${words.join(', ')}` },
    ];
  });
}
