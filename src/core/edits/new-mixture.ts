import { resolveCode } from '../language/codes.ts';
import { displayName } from '../language/display-name.ts';
import { readDelimited } from '../runs/delimited.ts';
import { RunProblems } from '../runs/run-problems.ts';
import { plainDecimal, roundShares } from '../text/decimal.ts';
import { parseQuantity } from '../mixture/quantity.ts';
import { surpriseOf } from '../text/yaml11.ts';

export interface NewMixture {
  readonly name: string | null;
  /** D, tokens; null: none is given yet. */
  readonly tokens: number | null;
  /** Said in a comment at the top: where the shares come from. */
  readonly origin: string | null;
  readonly languages: readonly NewLanguage[];
}

export interface NewLanguage {
  readonly code: string;
  /** Any scale. */
  readonly weight: number;
  /** Unique tokens; null: not known. */
  readonly available: number | null;
}

/** The text of a new mixture file that has no errors and shows where to go on. */
export function newMixtureText({ name, tokens, origin, languages }: NewMixture): string {
  const sum = languages.reduce((total, { weight }) => total + weight, 0);
  const shares = roundShares(
    languages.map(({ weight }) => (sum > 0 ? weight / sum : 1 / languages.length)),
    { places: 4 },
  );
  const lines = [
    '# How much of each language to pretrain on. Hover over a key for its meaning.',
    ...(origin === null ? [] : [`# ${origin.replace(/\s+/g, ' ')}`]),
    'climb: 1',
    ...(name === null ? [] : [`name: ${yamlText(name)}`]),
    ...(tokens === null ? ['# budget: { tokens: 100B }'] : ['budget:', `  tokens: ${quantity(tokens)}`]),
    'languages:',
    ...languages.map(({ code, available }, i) => {
      const value =
        available === null ? shares[i]! : `{ ratio: ${shares[i]!}, available: ${quantity(available)} }`;
      const written = displayName(code);
      return `  ${yamlText(code)}: ${value}${written === code ? '' : ` # ${written}`}`;
    }),
    'interactions:',
    '  prior: relatedness # nothing is measured yet; with proxy runs: `runs: runs/*.csv`',
  ];
  return `${lines.join('\n')}\n`;
}

function yamlText(text: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N} _.-]*$/u.test(text) && text.trim() === text;
  const surprising = surpriseOf(text) !== null || /^(?:true|false|null|nan)$/i.test(text);
  return plain && !surprising ? text : JSON.stringify(text);
}

/** `640B` where that is the number to three digits, else all its digits. */
function quantity(value: number): string {
  for (const [size, suffix] of [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
  ] as const) {
    if (value >= size) return `${plainDecimal(value / size, 4)}${suffix}`;
  }
  return plainDecimal(value);
}

export type TokenCounts =
  { readonly languages: readonly NewLanguage[]; readonly skipped: number } | { readonly reason: string };

const codeColumns = /^(?:lang(?:uage)?|code|subset|config|name|iso.*)$/i;
const countColumns = /^(?:(?:n_|num_|unique_)?tokens?(?:_count)?|count|available|total)$/i;

/**
 * Languages with their token counts from a CSV or TSV table: a column of codes and one of counts (`640B` as well as plain
 * numbers), shares in proportion. Rows without a count above zero are skipped and counted.
 */
export function readTokenCounts(text: string): TokenCounts {
  const table = readDelimited('', text.replace(/^\ufeff/, ''), new RunProblems());
  if (table === null || table.rowCount === 0) return { reason: 'The table has no rows.' };
  const names = table.columns;
  const first = 0;
  const cell = (row: number, column: number) => table.text(row, column);
  const isCode = (column: number) => resolveCode(cell(first, column)) !== null;
  const isCount = (column: number) => numberOf(cell(first, column)) !== null;
  const columns = names.map((_, i) => i);
  const code = columns.find((i) => codeColumns.test(names[i]!)) ?? columns.find(isCode);
  const counts =
    columns.find((i) => countColumns.test(names[i]!)) ?? columns.find((i) => i !== code && isCount(i));
  if (code === undefined || counts === undefined) {
    return {
      reason: 'The table needs a column of language codes (`language`) and one of token counts (`tokens`).',
    };
  }
  const byCode = new Map<string, number>();
  let skipped = table.rowCount;
  for (let row = 0; row < table.rowCount; row++) {
    const name = cell(row, code);
    const count = numberOf(cell(row, counts));
    if (name === '' || count === null || !(count > 0)) continue;
    byCode.set(name, (byCode.get(name) ?? 0) + count);
    skipped--;
  }
  if (byCode.size === 0) return { reason: `No row of the column \`${names[counts]!}\` holds a count.` };
  const languages = [...byCode].map(([name, count]) => ({ code: name, weight: count, available: count }));
  return { languages, skipped };
}

function numberOf(text: string): number | null {
  const result = parseQuantity(text);
  return 'value' in result ? result.value : null;
}
