import { yamlText } from '../text/yaml-text.ts';
import { roundShares, toPercent, type RoundOptions } from '../text/decimal.ts';
import { lineEndOf, lineStartOf } from '../text/line-index.ts';
import { insert, type Located, type TextEdit, type TextRange } from '../text/range.ts';
import type { LanguageEntry, Stage } from '../mixture/mixture.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { entryOf, type SourceNode } from '../mixture/source.ts';
import { spreadOverParts } from '../mixture/stage-flows.ts';
import { partsOf } from '../mixture/stages.ts';
import { elementAt } from '../text/elements.ts';

/** Shares closer than this are the same: their text stays. */
const sameShare = 1e-9;
/** A stage does not name languages for less. */
const worthAnEntry = 1e-6;

/**
 * Edits that make `ratios` (shares of all training tokens, in the order of the file's languages, summing to 1 within rounding) the shares of the
 * file: in a file with stages, the ratios of the free ones, changed as little as gives these shares over all stages (`spreadOverParts`).
 * Throws a RangeError when the count does not match.
 */
export function applyRatios(
  parsed: ParsedMixture,
  ratios: readonly number[],
  options: RoundOptions = {},
): TextEdit[] {
  const { languages, stages } = parsed.mixture;
  if (ratios.length !== languages.length) {
    throw new RangeError(`${ratios.length} ratios for ${languages.length} languages`);
  }
  if (stages.length === 0) return writeRatios(parsed, languages, ratios, options);
  const parts = partsOf(parsed.mixture);
  return spreadOverParts(parts, ratios).flatMap((shares, k) => {
    const part = parts[k];
    if (part?.fixed !== null) return [];
    if (part.stage === null) return writeRatios(parsed, languages, shares, options);
    return writeStageRatios(parsed, part.stage, shares, options);
  });
}

/**
 * Edits that give a stage ratios of its own, written as by `writeRatios`; languages that it does not name and that get some are added to it.
 *
 * @param shares of the stage's tokens, in the order of the file's languages
 */
export function writeStageRatios(
  parsed: ParsedMixture,
  stage: Stage,
  shares: readonly number[],
  options: RoundOptions = {},
): TextEdit[] {
  const { root, text, json, mixture } = parsed;
  const stages = entryOf(root, 'stages')?.value;
  const node = stages?.kind === 'list' ? stages.items[mixture.stages.indexOf(stage)] : undefined;
  const map = entryOf(node, 'languages')?.value;
  const named = new Set(stage.languages.map(({ code }) => code));
  // In the order of the entries, so that rounding sums to 1 over those that are there and those that come.
  const byCode = new Map(mixture.languages.map(({ code }, i) => [code, shares[i] ?? 0]));
  const added = mixture.languages.filter(
    ({ code }, i) => !named.has(code) && (shares[i] ?? 0) > worthAnEntry,
  );
  const values = [...stage.languages, ...added].map(({ code }) => byCode.get(code) ?? 0);
  const entries = [...stage.languages, ...added.map((language) => ({ ...language, ratio: null }))];
  const { receives = () => true, places } = options;
  const index = new Map(mixture.languages.map(({ code }, i) => [code, i]));
  const decimals = decimalsOf(parsed, entries, values, {
    ...(places === undefined ? {} : { places }),
    receives: (i) => {
      const at = index.get(entries[i]?.code ?? '');
      return at !== undefined && receives(at);
    },
  });
  const edits = entries.flatMap((entry, i) => {
    const decimal = decimals[i];
    return decimal == null || i >= stage.languages.length ? [] : [setRatio(parsed, entry, decimal, map)];
  });
  const last = map?.kind === 'map' ? map.entries.findLast(({ merged }) => !merged) : undefined;
  if (map?.kind !== 'map' || last === undefined) return edits;
  const { start } = last.keyRange;
  const between = map.flow
    ? ', '
    : lineEndOf(text) + text.slice(lineStartOf(text, start), start).replace(/\S/g, ' ');
  const newText = added
    .map(
      ({ code }, i) =>
        `${between}${json ? JSON.stringify(code) : yamlText(code)}: ${decimals[stage.languages.length + i] ?? '0'}`,
    )
    .join('');
  const { end } = last.range;
  return newText === '' ? edits : [...edits, { range: { start: end, end }, newText }];
}

/**
 * Edits that give entries ratios: short decimals (`roundShares`), per cent where the author wrote per cent. Nothing else changes:
 * comments, key order, flow style and the digits of unchanged ratios stay.
 *
 * @param ratios in the order of the entries
 */
export function writeRatios(
  parsed: ParsedMixture,
  entries: readonly LanguageEntry[],
  ratios: readonly number[],
  options: RoundOptions = {},
): TextEdit[] {
  const decimals = decimalsOf(parsed, entries, ratios, options);
  return entries.flatMap((entry, i) => {
    const decimal = decimals[i];
    return decimal == null ? [] : [setRatio(parsed, entry, decimal)];
  });
}

/** An entry that has, or may have, a ratio. */
type RatioEntry = Pick<LanguageEntry, 'code' | 'codeRange' | 'range' | 'ratio'>;

/** What to write for each entry; null: it stays. */
function decimalsOf(
  { text }: ParsedMixture,
  entries: readonly RatioEntry[],
  ratios: readonly number[],
  options: RoundOptions,
): (string | null)[] {
  const same = entries.map(
    ({ ratio }, i) => ratio !== null && Math.abs(ratio.value - elementAt(ratios, i)) <= sameShare,
  );
  // A ratio that comes from an anchor changes with it, so it stays only if the anchor's own language does.
  const moved = new Set(
    entries.flatMap((entry, i) => (isOwn(entry) && !same[i] ? [entry.ratio.range.start] : [])),
  );
  const keep = (i: number) => {
    const start = entries[i]?.ratio?.range.start;
    if (start === undefined || same[i] !== true) return false;
    return !moved.has(start) && !(moved.size > 0 && text[start] === '*');
  };
  return roundShares(ratios, { keep, ...options }).map((decimal, i) => (keep(i) ? null : decimal));
}

/** Whether the entry has a ratio, written in itself rather than at an anchor elsewhere. */
function isOwn(entry: RatioEntry): entry is RatioEntry & { readonly ratio: Located<number> } {
  const { ratio, range } = entry;
  return ratio !== null && ratio.range.start >= range.start && ratio.range.end <= range.end;
}

/** The edit that writes one ratio (a decimal) where the entry has its own, or adds one where it has none. */
export function setRatio(
  { text, root, json }: ParsedMixture,
  language: RatioEntry,
  decimal: string,
  languages: SourceNode | undefined = entryOf(root, 'languages')?.value,
): TextEdit {
  const { ratio, codeRange } = language;
  const key = json ? '"ratio"' : 'ratio';
  if (ratio !== null && isOwn(language)) {
    return { range: ratio.range, newText: inStyle(text.slice(ratio.range.start, ratio.range.end), decimal) };
  }
  const value = entryOf(languages, language.code)?.value;
  if (value?.kind === 'map' && text[value.range.start] === '*') {
    // The entry stands at an anchor that others share: override only the ratio.
    const alias = text.slice(value.range.start, value.range.end);
    return { range: value.range, newText: `{ <<: ${alias}, ratio: ${decimal} }` };
  }
  const begun = entryOf(value, 'ratio');
  if (begun?.merged === false) return setValue(text, begun.keyRange, begun.value.range, decimal);
  const first = value?.kind === 'map' ? value.entries.find(({ merged }) => !merged) : undefined;
  if (value?.kind === 'map' && !value.flow) {
    const { start } = first?.keyRange ?? value.range;
    const indent = text.slice(lineStartOf(text, start), start);
    return {
      range: { start, end: start },
      newText: `${key}: ${decimal}${lineEndOf(text)}${indent.replace(/\S/g, ' ')}`,
    };
  }
  if (value?.kind === 'map') {
    const start = value.range.start + 1;
    const rest = value.entries.length === 0 && first === undefined ? ' ' : ',';
    return { range: { start, end: start }, newText: ` ${key}: ${decimal}${rest}` };
  }
  return setValue(text, codeRange, value?.range ?? codeRange, decimal);
}

/** The edit that gives a key a value: in place of the one it has, or where nothing is written (in `{ en }`, not even the colon). */
function setValue(text: string, key: TextRange, value: TextRange, decimal: string): TextEdit {
  if (value.start < value.end) return { range: value, newText: decimal };
  const colon = /^\s*:/.exec(text.slice(key.end))?.[0];
  return insert(key.end + (colon?.length ?? 0), colon === undefined ? `: ${decimal}` : ` ${decimal}`);
}

function inStyle(old: string, decimal: string): string {
  if (!old.includes('%')) return decimal;
  const quote = /^["']/.exec(old)?.[0] ?? '';
  return `${quote}${toPercent(decimal)}%${quote}`;
}
