import { roundShares, toPercent, type RoundOptions } from '../text/decimal.ts';
import { lineStartOf } from '../text/line-index.ts';
import type { TextEdit } from '../text/range.ts';
import type { LanguageEntry } from '../mixture/mixture.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { entryOf } from '../mixture/source.ts';

/** Shares closer than this are the same: their text stays. */
const sameShare = 1e-9;

/**
 * Edits that make `ratios` (shares, in the order of the file's languages, summing to 1 within rounding) the ratios of the
 * file: shortest decimals that sum to exactly 1, per cent where the author wrote per cent. Nothing else changes: comments,
 * key order, flow style and the digits of unchanged ratios stay. Throws a RangeError when the count does not match.
 */
export function applyRatios(
  parsed: ParsedMixture,
  ratios: readonly number[],
  options: RoundOptions = {},
): TextEdit[] {
  const { languages } = parsed.mixture;
  if (ratios.length !== languages.length) {
    throw new RangeError(`${ratios.length} ratios for ${languages.length} languages`);
  }
  const same = (i: number) => {
    const ratio = languages[i]!.ratio;
    return ratio !== null && Math.abs(ratio.value - ratios[i]!) <= sameShare;
  };
  // A ratio that comes from an anchor changes with it, so it stays only if the anchor's own language does.
  const moved = new Set(
    languages.flatMap((language, i) => (isOwn(language) && !same(i) ? [language.ratio!.range.start] : [])),
  );
  const keep = (i: number) => {
    if (!same(i)) return false;
    const { start } = languages[i]!.ratio!.range;
    return !moved.has(start) && !(moved.size > 0 && parsed.text[start] === '*');
  };
  const decimals = roundShares(ratios, { keep, ...options });
  return languages.flatMap((language, i) => (keep(i) ? [] : [setRatio(parsed, language, decimals[i]!)]));
}

/** Whether the entry has a ratio, written in itself rather than at an anchor elsewhere. */
function isOwn({ ratio, range }: LanguageEntry): boolean {
  return ratio !== null && ratio.range.start >= range.start && ratio.range.end <= range.end;
}

/** The edit that writes one ratio (a decimal) where the entry has its own, or adds one where it has none. */
export function setRatio(
  { text, root, json }: ParsedMixture,
  language: LanguageEntry,
  decimal: string,
): TextEdit {
  const { ratio, codeRange } = language;
  const key = json ? '"ratio"' : 'ratio';
  if (ratio !== null && isOwn(language)) {
    return { range: ratio.range, newText: inStyle(text.slice(ratio.range.start, ratio.range.end), decimal) };
  }
  const value = entryOf(entryOf(root, 'languages')?.value, language.code)?.value;
  if (value?.kind === 'map' && text[value.range.start] === '*') {
    // The entry stands at an anchor that others share: override only the ratio.
    const alias = text.slice(value.range.start, value.range.end);
    return { range: value.range, newText: `{ <<: ${alias}, ratio: ${decimal} }` };
  }
  const first = value?.kind === 'map' ? value.entries.find(({ merged }) => !merged) : undefined;
  if (value?.kind === 'map' && !value.flow) {
    const { start } = first?.keyRange ?? value.range;
    const indent = text.slice(lineStartOf(text, start), start);
    const lineEnd = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
    return {
      range: { start, end: start },
      newText: `${key}: ${decimal}${lineEnd}${indent.replace(/\S/g, ' ')}`,
    };
  }
  if (value?.kind === 'map') {
    const start = value.range.start + 1;
    const rest = value.entries.length === 0 && first === undefined ? ' ' : ',';
    return { range: { start, end: start }, newText: ` ${key}: ${decimal}${rest}` };
  }
  // Nothing is written behind the colon (or in `{ en }`, not even the colon).
  const written = value !== undefined && value.range.start < value.range.end ? value.range : null;
  if (written !== null) return { range: written, newText: decimal };
  const colon = /^\s*:/.exec(text.slice(codeRange.end))?.[0];
  const start = codeRange.end + (colon?.length ?? 0);
  return { range: { start, end: start }, newText: colon === undefined ? `: ${decimal}` : ` ${decimal}` };
}

function inStyle(old: string, decimal: string): string {
  if (!old.includes('%')) return decimal;
  const quote = /^["']/.exec(old)?.[0] ?? '';
  return `${quote}${toPercent(decimal)}%${quote}`;
}
