import { parseSteps, type ParsedMixture } from '../mixture/parse.ts';
import { applyEdits, type TextEdit } from '../text/range.ts';
import { checkSteps, type ValidateOptions } from './validate.ts';

/** More rounds than a file has problems that fixes could uncover; a bound against fixes that undo each other. */
const maxRounds = 100;
/** Characters of a text that is worth reading anew after each fix, and of all these together. */
const most = { text: 60_000, together: 200_000 };

/**
 * The preferred fixes of all errors and warnings, one after the other until none is left, as one edit of the text. What
 * depends on the last solve is left alone: it belongs to the text before the fixes. Step by step, as `checkSteps`.
 */
export function* fixSteps(
  parsed: ParsedMixture,
  options: ValidateOptions = {},
): Generator<undefined, TextEdit[]> {
  const withoutAnalysis = { ...options, analysis: null };
  let fixed = parsed.text;
  const { length } = parsed.text;
  const rounds =
    length > most.text ? 1 : Math.min(maxRounds, 1 + Math.floor(most.together / Math.max(length, 1)));
  for (let round = 0; round < rounds; round++) {
    const now = round === 0 ? parsed : yield* parseSteps(fixed, options);
    const problems = yield* checkSteps(now, withoutAnalysis);
    const fix = problems
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .flatMap(({ fixes = [] }) => fixes)
      .find(({ preferred, edits }) => preferred === true && edits.length > 0);
    if (fix === undefined) break;
    fixed = applyEdits(fixed, fix.edits);
    yield;
  }
  return changeBetween(parsed.text, fixed);
}

/** What differs between two texts, as one edit. */
function changeBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return [{ range: { start, end: before.length - end }, newText: after.slice(start, after.length - end) }];
}
