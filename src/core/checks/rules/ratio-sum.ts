import { sumOf } from '../../climb/dense/vectors.ts';
import type { Fix } from '../../problem.ts';
import { writeRatios } from '../../edits/apply-ratios.ts';
import type { ParsedMixture } from '../../mixture/parse.ts';
import { usesFileRatios } from '../../mixture/stages.ts';
import { shareTolerance, writtenRatios } from '../../mixture/shares.ts';
import { entryOf } from '../../mixture/source.ts';
import { isAmbiguous } from '../given.ts';
import type { Rule } from './rule.ts';
import { elementAt } from '../../text/elements.ts';
import { lineEndOf } from '../../text/line-index.ts';

/** How far a sum may be from 100 for the ratios to be taken for per cent. */
const percentTolerance = 0.5;

/** Whether ratios are obviously relative weights: those above 0 are all 1 or more, and several are. */
export function lookLikeWeights(ratios: readonly number[]): boolean {
  const counted = ratios.filter((ratio) => ratio > 0);
  return counted.length > 1 && counted.every((ratio) => ratio >= 1);
}

/** Whether ratios are obviously per cent without the sign: none is a fraction of 1 that matters, and they sum to 100. */
export function lookLikePercent(ratios: readonly number[]): boolean {
  return Math.abs(sumOf(ratios) - 100) <= percentTolerance;
}

export const ratioSum: Rule = {
  code: 'ratio.sum',
  level: 'error',
  *check({ mixture, parsed }) {
    const ratios = writtenRatios(mixture);
    if (ratios === null || mixture.weights || !usesFileRatios(mixture) || mixture.languagesRange === null)
      return;
    const sum = sumOf(ratios);
    const off = sum - 1;
    if (Math.abs(off) <= shareTolerance * ratios.length) return;
    if (isAmbiguous(entryOf(parsed.root, 'languages')?.value)) return;
    const percent = lookLikePercent(ratios);
    const weights = !percent && lookLikeWeights(ratios);
    // One ratio that is too large is told by `ratio.above-one`, at its place.
    if (!percent && !weights && ratios.some((ratio) => ratio > 1)) return;
    const what = percent
      ? 'they look like percentages'
      : weights
        ? 'they look like relative weights'
        : `${readable(Math.abs(off))} too ${off > 0 ? 'much' : 'little'}`;
    yield {
      message: `The ratios sum to ${readable(sum)}: ${what}. Ratios are shares that sum to 1.`,
      range: mixture.languagesRange,
      fixes: fixes(parsed, ratios, sum, percent),
    };
  },
};

function readable(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function fixes(parsed: ParsedMixture, ratios: readonly number[], sum: number, percent: boolean): Fix[] {
  const found: Fix[] = [];
  const offer = (title: string, target: readonly number[], preferred = false) => {
    found.push({
      title,
      edits: writeRatios(parsed, parsed.mixture.languages, target),
      ...(preferred ? { preferred } : {}),
    });
  };
  if (sum > 0) {
    const normalised = ratios.map((ratio) => ratio / sum);
    offer(percent ? 'Convert percentages to shares' : 'Normalise the ratios to sum to 1', normalised, true);
  } else {
    offer(
      'Give every language the same share',
      ratios.map(() => 1 / ratios.length),
      true,
    );
  }
  const top = Math.max(...ratios);
  const largest = ratios.indexOf(top);
  const name = elementAt(parsed.mixture.languages, largest).code;
  const others = sum - top;
  if (sum > 0 && !percent && others > 0 && others < 1) {
    offer(
      `Let \`${name}\`, the largest, take the difference`,
      ratios.map((ratio, i) => (i === largest ? 1 - others : ratio)),
    );
  }
  if (sum > 0 && !percent && others > 0 && top < 1) {
    offer(
      `Keep \`${name}\`, the largest, and rescale the others`,
      ratios.map((ratio, i) => (i === largest ? top : (ratio * (1 - top)) / others)),
    );
  }
  if (sum > 0) found.push(readAsWeights(parsed));
  return found;
}

function readAsWeights({ root, text, json }: ParsedMixture): Fix {
  const title = 'Read the ratios as weights (`ratios: weights`)';
  const old = entryOf(root, 'ratios');
  if (old !== undefined) {
    return { title, edits: [{ range: old.value.range, newText: json ? '"weights"' : 'weights' }] };
  }
  const start = entryOf(root, 'languages')?.keyRange.start ?? 0;
  const flow = root?.kind === 'map' && root.flow;
  const newText = flow ? '"ratios": "weights", ' : `ratios: weights${lineEndOf(text)}`;
  return { title, edits: [{ range: { start, end: start }, newText }] };
}
