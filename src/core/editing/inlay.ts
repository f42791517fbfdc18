import { inMarkdown } from '../text/foreign.ts';
import { everywhere, type TextRange } from '../text/range.ts';
import { count, epochs, intervalLevel, lossNumber, percent, plusMinus } from '../text/words.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { sharesOf } from '../mixture/shares.ts';
import { partsOf } from '../mixture/stages.ts';
import type { MixturePrediction } from './prediction.ts';
import { elementAt } from '../text/elements.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

/**
 * Tokens, epochs and predicted loss behind each ratio; the share too where ratios are weights.
 *
 * @param within only hints that stand there
 */
export function inlayHints(
  mixture: Mixture,
  prediction: MixturePrediction | null = null,
  within: TextRange = everywhere,
): InlayHint[] {
  const isWanted = (offset: number): boolean => within.start <= offset && offset <= within.end;
  const shares = sharesOf(mixture);
  if (shares === null) return stageHints(mixture, isWanted);
  const staged = mixture.stages.length > 0;
  const hints = mixture.languages.flatMap(({ ratio, range, available, displayName }, i) => {
    // With stages the whole stands at the language, which may have no ratio of its own.
    if (ratio === null && !staged) return [];
    const offset = ratio?.range.end ?? range.end;
    if (!isWanted(offset)) return [];
    const share = elementAt(shares, i);
    const labels: string[] = [];
    const words: string[] = [];
    const add = (label: string, meaning: string): void => {
      labels.push(label);
      words.push(meaning);
    };
    if (staged) add(`${percent(share)} of all`, `share of all stages ${percent(share)}`);
    else if (mixture.weights) add(percent(share), `share ${percent(share)}`);
    if (mixture.tokens !== null) {
      const tokens = share * mixture.tokens.value;
      add(count(tokens), `${count(tokens)} training tokens`);
      if (available !== null) {
        const read = epochs(tokens / available.value);
        add(`${read} ep`, `text read ${read} times`);
      }
    }
    const loss = prediction?.loss[i];
    if (prediction !== null && loss?.value != null) {
      const interval =
        loss.low === null || loss.high === null
          ? 'uncertainty unknown'
          : `${intervalLevel}: ${lossNumber(loss.low)} to ${lossNumber(loss.high)}`;
      add(
        `loss ${plusMinus(loss)}`,
        `predicted loss ${lossNumber(loss.value)} ${prediction.lossUnit} (${interval})`,
      );
    }
    if (labels.length === 0) return [];
    return [
      {
        offset,
        label: labels.join(' · '),
        tooltip: `${inMarkdown(displayName)}: ${words.join(', ')}`,
      },
    ];
  });
  return [...hints, ...stageHints(mixture, isWanted)];
}

/** Tokens behind each ratio of a stage. */
function stageHints(mixture: Mixture, isWanted: (offset: number) => boolean): InlayHint[] {
  const { tokens, languages } = mixture;
  if (tokens === null) return [];
  const index = new Map(languages.map(({ code }, i) => [code, i]));
  return partsOf(mixture).flatMap(({ stage, weight, shares }) =>
    stage === null || shares === null
      ? []
      : stage.languages.flatMap(({ code, ratio }) => {
          const share = shares[index.get(code) ?? -1];
          if (ratio === null || share === undefined || !isWanted(ratio.range.end)) return [];
          const own = count(share * weight * tokens.value);
          return [
            {
              offset: ratio.range.end,
              label: own,
              tooltip: `${own} training tokens of ${code} in ${stage.name}`,
            },
          ];
        }),
  );
}
