import { applyEdits, type TextEdit } from '../text/range.ts';
import { validateMixture, type ValidateOptions } from './validate.ts';

/** More rounds than a file has problems that fixes could uncover; a bound against fixes that undo each other. */
const maxRounds = 100;

/**
 * The preferred fixes of all errors and warnings, one after the other until none is left, as one edit of the text. What
 * depends on the last solve is left alone: it belongs to the text before the fixes.
 */
export function fixAll(text: string, options: ValidateOptions = {}): TextEdit[] {
  let fixed = text;
  const withoutAnalysis = { ...options, analysis: null };
  for (let round = 0; round < maxRounds; round++) {
    const fix = validateMixture(fixed, withoutAnalysis)
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .flatMap(({ fixes = [] }) => fixes)
      .find(({ preferred, edits }) => preferred === true && edits.length > 0);
    if (fix === undefined) break;
    fixed = applyEdits(fixed, fix.edits);
  }
  return changeBetween(text, fixed);
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
