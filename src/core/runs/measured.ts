import type { Position } from '../text/line-index.ts';
import type { RunProblems } from './run-problems.ts';
import type { ProxyRun } from './runs.ts';
import { nameOf, sumOf, type Point, type Shares, type Training } from './training.ts';

/** Runs, and what was done to their shares. */
export interface Measured {
  readonly runs: readonly ProxyRun[];
  /** Losses left empty or written as NaN while others of the row were measured, by language index. */
  readonly unmeasured: ReadonlyMap<number, number>;
  /** By the file that their shares stand in: how many runs it has, and in how many of them a language, by index, is given no share. */
  readonly unshared: ReadonlyMap<
    string,
    { readonly runs: number; readonly without: ReadonlyMap<number, number> }
  >;
  readonly percent: boolean;
  readonly weights: boolean;
  /** Rows whose shares missed 1 only by rounding. */
  readonly scaled: number;
  /** Where no column has the budget: what the languages of a run were trained on together. */
  readonly summedTokens: boolean;
}

/** Below this a sum of token counts is one in a unit that nobody tells, or of no tokens at all. */
const leastTokens = 1e5;

/** The runs of points whose shares sum to a whole; the others are problems. */
export function measuredRuns(
  points: readonly Point[],
  declaredOf: (training: Training) => Training | null,
  languages: readonly string[],
  problems: RunProblems,
): Measured {
  const whole = wholeOf(points);
  const { percent, weights } = whole;
  const unmeasured = new Map<number, number>();
  const unshared = new Map<string, { runs: number; readonly without: Map<number, number> }>();
  const targets = new Set(points.flatMap(({ losses }) => [...losses.keys()]));
  const runs: ProxyRun[] = [];
  const placeName = placeNames();
  let scaled = 0;
  let summedTokens = false;
  for (const point of points) {
    const { training, shares, place } = point;
    if (shares === null) continue;
    const declared = declaredOf(training);
    const sum = sumOf(shares);
    const miss = missOf(shares, whole);
    if (miss === null) {
      const shownSum = Number((sum / (percent ? 100 : 1)).toPrecision(6));
      const { table, row, column } = shares.place;
      problems.add(
        'sum',
        table.file,
        table.place(row, column),
        `The shares of this run sum to ${shownSum}, not to 1; the row is left out.`,
      );
      continue;
    }
    if (miss > 1e-9) scaled++;
    const ratio = new Array<number>(languages.length).fill(0);
    for (const [language, share] of shares.values) ratio[language] = share / sum;
    const { file } = shares.place.table;
    const own = unshared.get(file) ?? { runs: 0, without: new Map<number, number>() };
    unshared.set(file, own);
    own.runs++;
    for (const language of ratio.keys())
      if (!shares.values.has(language)) own.without.set(language, (own.without.get(language) ?? 0) + 1);
    const loss = new Array<number | null>(languages.length).fill(null);
    for (const [language, value] of point.losses) loss[language] = value;
    if (point.losses.size > 0)
      for (const target of targets)
        if (!point.losses.has(target)) unmeasured.set(target, (unmeasured.get(target) ?? 0) + 1);
    const told = point.tokens ?? training.tokens ?? declared?.tokens ?? null;
    const summed = told === null && weights ? sumOfTokens(shares) : null;
    summedTokens ||= summed !== null;
    const stock = training.available ?? declared?.available ?? null;
    const { table, row, column } = place;
    const start = table.place(row, column);
    const { line } = start;
    runs.push({
      id: declared?.id ?? nameOf(training) ?? placeName(training, table.file, start),
      ratio,
      loss,
      tokens: told ?? summed,
      parameters: training.parameters ?? declared?.parameters ?? null,
      seed: training.seed ?? declared?.seed ?? null,
      ...(stock === null ? {} : { available: languages.map((_, language) => stock.get(language) ?? null) }),
      file: table.file,
      line,
    });
  }
  return { runs, unmeasured, unshared, percent, weights, scaled, summedTokens };
}

/** Names runs without one by where they stand: by their lines, and by columns too where a JSON text has several in one line. */
function placeNames(): (training: Training, file: string, start: Position) => string {
  const owners = new Map<string, Training>();
  return (training, file, { line, column }) => {
    const name = `${file}:${line + 1}`;
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, training);
    return owner === undefined || owner === training ? name : `${name}:${column + 1}`;
  };
}

/** What the shares of a run make together: 1, 100, or with weights and counts anything. */
interface Whole {
  readonly percent: boolean;
  readonly weights: boolean;
  /** The most that any share is written with. */
  readonly decimals: number;
}

function wholeOf(points: readonly Point[]): Whole {
  const sums = points.map(({ shares }) => sumOf(shares));
  const most = (holds: (sum: number) => boolean): boolean =>
    sums.filter(holds).length >= 0.8 * Math.max(sums.length, 1);
  const percent = !most((sum) => Math.abs(sum - 1) <= 0.1) && most((sum) => Math.abs(sum - 100) <= 5);
  const weights = !percent && most((sum) => sum > 1.5);
  const decimals = points.reduce((largest, { shares }) => Math.max(largest, shares?.decimals ?? 0), 0);
  return { percent, weights, decimals };
}

/** How far shares miss the whole; null: farther than rounding takes them. */
function missOf(shares: Shares, { percent, weights, decimals }: Whole): number | null {
  const sum = sumOf(shares);
  if (!(sum > 0)) return null;
  if (weights) return 0;
  const miss = Math.abs(sum / (percent ? 100 : 1) - 1);
  return miss > sumTolerance(shares.values.size, percent && !shares.percent ? decimals + 2 : decimals)
    ? null
    : miss;
}

/**
 * How far shares may miss 1 before a row counts as wrong: 1e-3, or what rounding can do to as many shares written with at least two
 * decimals (RegMix: 17 shares of three decimals miss by up to 4e-3), at most 0.05. They are then scaled to 1.
 */
function sumTolerance(count: number, decimals: number): number {
  const rounding = decimals < 2 ? 0 : count * 0.5 * 10 ** -decimals;
  return Math.max(1e-3, Math.min(rounding, 0.05)) + 1e-9;
}

/** The tokens of all languages, where the columns of the shares count tokens; null: they do not. */
function sumOfTokens(shares: Shares): number | null {
  const { table, column } = shares.place;
  const sum = sumOf(shares);
  return namesTokens(table.columns[column] ?? '') && sum >= leastTokens ? sum : null;
}

export const namesTokens = (name: string): boolean => /tok(?:en)?s?(?![a-z])/i.test(name);
