import { sumOf } from '../climb/dense/vectors.ts';
import { languageId } from '../language/codes.ts';
import { displayName } from '../language/display-name.ts';
import { codeMeant } from '../language/named.ts';
import { isLongShare, isStatistic } from '../runs/names.ts';
import { notationsOf } from '../runs/notations.ts';
import { countIn } from '../runs/numbers.ts';
import { tablesIn } from '../runs/open-tables.ts';
import { unitIn } from '../runs/run-columns.ts';
import { RunProblems } from '../runs/run-problems.ts';
import { wholeOf } from '../runs/templates.ts';
import { roundShares } from '../text/decimal.ts';
import { writtenQuantity } from '../mixture/quantity.ts';
import { yamlText } from '../text/yaml-text.ts';
import { count } from '../text/words.ts';
import { elementAt } from '../text/elements.ts';
import { allSteps } from '../steps.ts';

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

/** Up to four epochs, repeated text is worth about what new text is (Muennighoff et al. 2023, arXiv 2305.16264). */
const epochsLimit =
  'objective: { max_epochs: 4 } # a default: no text is read more than four times; change or remove it';

/** The text of a new mixture file that has no errors and shows where to go on. */
export function newMixtureText({ name, tokens, origin, languages }: NewMixture): string {
  const shares = sharesOf(languages);
  const lines = [
    '# How much of each language to pretrain on. Hover over a key for its meaning.',
    ...(origin === null ? [] : [`# ${origin.replace(/\s+/g, ' ')}`]),
    'climb: 1',
    ...(name === null ? [] : [`name: ${yamlText(name)}`]),
    ...(tokens === null
      ? ['# budget: { tokens: 100B }']
      : ['budget:', `  tokens: ${writtenQuantity(tokens, 4)}`]),
    'languages:',
    ...languages.map(({ code, available }, i) => {
      const share = elementAt(shares, i);
      const value =
        available === null ? share : `{ ratio: ${share}, available: ${writtenQuantity(available, 4)} }`;
      const written = displayName(code);
      return `  ${yamlText(code)}: ${value}${written === code ? '' : ` # ${written}`}`;
    }),
    ...(languages.some(({ available }) => available !== null) ? [epochsLimit] : []),
    'interactions:',
    '  prior: relatedness # nothing has been measured yet; with proxy runs: `runs: runs/*.csv`',
  ];
  return `${lines.join('\n')}\n`;
}

/** Decimals that sum to 1; equal shares that no decimals can give exactly are fractions: `1/12`. */
function sharesOf(languages: readonly NewLanguage[]): string[] {
  const places = 4;
  const { length } = languages;
  const weights = languages.map(({ weight }) => weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const areEqual = weights.every((weight) => weight === weights[0]);
  if (areEqual && 10 ** places % length !== 0) return weights.map(() => `1/${length}`);
  return roundShares(
    weights.map((weight) => (sum > 0 ? weight / sum : 1 / length)),
    { places },
  );
}

export type TokenCounts =
  | {
      readonly languages: readonly NewLanguage[];
      /** Rows without a count. */
      readonly skipped: number;
      /** The column that was taken, and whether it counts tokens: else `available` is not known. */
      readonly column: string;
      readonly areTokens: boolean;
    }
  | { readonly reason: string }
  /** Several columns hold numbers, and none says that it counts tokens. */
  | { readonly columns: readonly { readonly name: string; readonly example: string }[] };

const codeColumns = /^(?:lang(?:uage)?|code|subset|config|name|iso.*)$/i;
const tokenColumns = /^(?:(?:n|num|unique|total|available) )?tok(?:en)?s?(?: (?:count|total))?$/;
const countsTokens = (name: string): boolean => tokenColumns.test(unitIn(name).words.join(' '));
/** What is counted instead of tokens, where the name says so. */
const otherUnits =
  /(?:^|[_ .-])(?:bytes?|[kmgt]i?b|chars?|characters?|docs?|documents?|words?|lines?|rows?|pages?|sentences?|examples?|samples?|files?|size|hours?)(?:$|[_ .-])/i;

/** Rows of a table of token counts that one step reads: a few milliseconds, most of it for languages. */
const rowsAStep = 500;

/**
 * Languages with their counts from a table as those of runs are written: a column of codes or names and one of counts (`640B`,
 * `1,200`, or in the unit that its name tells: `tokens (M)`), shares in proportion. Rows without a count above zero are skipped and
 * counted; rows of one language are added up.
 *
 * @param column the one of counts; null: the one whose name or content says so
 */
export function readTokenCounts(text: string, column: string | null = null): TokenCounts {
  return allSteps(tokenCountSteps(text, column));
}

/** The same step by step; the first splits all of the text. */
export function* tokenCountSteps(
  text: string,
  column: string | null = null,
): Generator<undefined, TokenCounts> {
  const problems = new RunProblems();
  const table = tablesIn({ path: '', text }, null, problems)[0];
  if (table === undefined || table.rowCount === 0)
    return { reason: (text.trim() === '' ? null : problems.list()[0]?.message) ?? 'The table has no rows.' };
  const names = table.columns;
  const nameOf = (at: number): string => elementAt(names, at);
  const first = 0;
  const cell = (row: number, at: number) => table.text(row, at);
  const [notations = []] = notationsOf([[table]]);
  const countAt = (row: number, at: number): number | null =>
    countIn(cell(row, at), elementAt(notations, at), unitIn(nameOf(at)).unit);
  const columns = names.map((_, i) => i);
  const code =
    columns.find((i) => codeColumns.test(nameOf(i))) ??
    columns.find((i) => codeMeant(cell(first, i)) !== null);
  // The first rows tell: later ones may lack a count.
  const rows = Array.from({ length: Math.min(table.rowCount, 20) }, (_, row) => row);
  const isCount = (i: number): boolean => i !== code && rows.some((row) => countAt(row, i) !== null);
  const numeric = columns.filter(isCount);
  const named = columns.filter((i) => countsTokens(nameOf(i)));
  const plain = column === null ? (named.length > 0 ? named : numeric) : [names.indexOf(column)];
  const [counts] = plain;
  if (counts !== undefined && counts < 0) {
    return {
      reason: `It has no column \`${column}\`, only ${names.map((name) => `\`${name}\``).join(', ')}.`,
    };
  }
  if (code === undefined || counts === undefined) {
    return {
      reason: 'The table needs a column of language codes (`language`) and one of token counts (`tokens`).',
    };
  }
  if (plain.length > 1) return { columns: plain.map((i) => ({ name: nameOf(i), example: cell(first, i) })) };
  const byId = new Map<string, { code: string; weight: number }>();
  let skipped = 0;
  let percent = false;
  for (let row = 0; row < table.rowCount; row++) {
    if (row % rowsAStep === 0) yield;
    const name = cell(row, code);
    if (isStatistic(name)) continue;
    const counted = countAt(row, counts);
    if (name === '' || counted === null || !(counted > 0)) {
      skipped++;
      continue;
    }
    percent ||= cell(row, counts).endsWith('%');
    const own = codeMeant(name) ?? name;
    const id = languageId(own);
    const known = byId.get(id);
    byId.set(id, { code: known?.code ?? own, weight: (known?.weight ?? 0) + counted });
  }
  if (byId.size === 0) return { reason: `No row of the column \`${nameOf(counts)}\` contains a count.` };
  const sum = sumOf([...byId.values()].map(({ weight }) => weight));
  const areShares = percent || isLongShare(nameOf(counts)) || ['one', 'hundred'].includes(wholeOf(sum) ?? '');
  const areTokens = !otherUnits.test(nameOf(counts)) && !areShares;
  const languages = [...byId.values()].map(({ code, weight }) => ({
    code,
    weight,
    available: areTokens ? weight : null,
  }));
  return { languages, skipped, column: nameOf(counts), areTokens };
}

/** The mixture of a table's counts, with where they come from. */
export function mixtureOfCounts(
  { languages, column, areTokens }: Extract<TokenCounts, { readonly languages: unknown }>,
  file: string,
): NewMixture {
  const largest = languages.reduce((a, b) => (b.weight > a.weight ? b : a));
  const what = areTokens ? 'tokens' : `\`${column}\``;
  const unknown = areTokens ? '' : ' How many tokens that is, `available`, is not known.';
  // A share is no count to be told.
  const most = largest.weight < 1 ? '' : `, ${count(largest.weight)}`;
  const origin = `In proportion to the ${what} in ${file} (most: ${displayName(largest.code)}${most}).${unknown}`;
  return { name: null, tokens: null, origin, languages };
}

/** Languages with equal shares. */
export const equalMixture = (codes: readonly string[]): NewMixture => ({
  name: null,
  tokens: null,
  origin: null,
  languages: codes.map((code) => ({ code, weight: 1, available: null })),
});
