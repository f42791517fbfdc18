import { resolveCode } from '../../language/codes.ts';
import { relationOf } from '../../language/relatedness.ts';
import { mixturesOf, sharesOf } from '../../runs/mixtures.ts';
import type { RunSet } from '../../runs/runs.ts';
import { discountRepetition } from '../model/repetition.ts';
import { median } from '../dense/median.ts';

/** What the fit of one target sees: the runs that measured it, sparse in the sources. */
export interface TargetData {
  /** Index of the target in RunSet.languages. */
  readonly target: number;
  /** Indices of the sources other than the target that at least one of these runs trained on. */
  readonly sources: readonly number[];
  /** 1 where the source and the target are of one genus or one language: relatedness expects more of them. */
  readonly related: Uint8Array;
  /** Index of each row in RunSet.runs. */
  readonly runs: Int32Array;
  /** ρ[t]: the share after discounting repetition; and its logarithm, 0 where there is none. */
  readonly own: Float64Array;
  readonly logOwn: Float64Array;
  /** Sources present in row i: positions `start[i]` to `start[i + 1]` of `source` (index into `sources`) and `share`. */
  readonly start: Int32Array;
  readonly source: Int32Array;
  /** ρ of that source, its logarithm, and r itself, which is what competes for capacity. */
  readonly share: Float64Array;
  readonly logShare: Float64Array;
  readonly tokenShare: Float64Array;
  /** log(D/D0); 0 where the tokens are unknown. */
  readonly logTokens: Float64Array;
  /** log(N/N0); 0 where the parameters are unknown. */
  readonly logParameters: Float64Array;
  readonly logLoss: Float64Array;
  readonly weight: Float64Array;
  /** Number of the mixture of each row, whatever its budget, size or seed. */
  readonly mixture: Int32Array;
}

/** D0 and N0: geometric means over the runs that give them; null where none does. */
export interface Scale {
  readonly tokens: number | null;
  readonly parameters: number | null;
}

export function scaleOf(runs: RunSet): Scale {
  return {
    tokens: geometricMean(runs.runs.map((run) => run.tokens)),
    parameters: geometricMean(runs.runs.map((run) => run.parameters)),
  };
}

function geometricMean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  if (known.every((value) => value === known[0])) return known[0]!;
  return Math.exp(known.reduce((sum, value) => sum + Math.log(value), 0) / known.length);
}

/** Shares below this are zero: such text teaches nothing, and its logarithm would say otherwise. */
const leastShare = 1e-9;

/** Numbers the mixtures of the runs. */
export const mixtureGroups = (runs: RunSet): Int32Array => numbered(mixturesOf(runs.runs));

/** Numbers the repeats: runs of one mixture with the same tokens and parameters, but other seeds. */
export function repeatGroups({ runs }: RunSet): Int32Array {
  const shares = sharesOf(runs);
  return numbered(runs.map(({ tokens, parameters }, i) => `${shares[i]!} ${tokens} ${parameters}`));
}

function numbered(keys: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(keys, (key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

/** Unique tokens by language, where a run does not say; null: unknown. */
export type Available = readonly (number | null)[] | null;

/** Whether any run went through any text more than once: only then does R* matter. */
export function repeatsText(runs: RunSet, available: Available): boolean {
  return runs.runs.some((run) =>
    run.ratio.some((share, s) => {
      const unique = run.available?.[s] ?? available?.[s] ?? null;
      return unique !== null && run.tokens !== null && share * run.tokens > unique;
    }),
  );
}

/** ρ of every run and language, and its logarithm: docs/model.md, "Repetition". */
function discounted(
  runs: RunSet,
  available: Available,
  repetition: number | null,
): Pick<SharedData, 'worth' | 'logWorth'> {
  const worth = runs.runs.map((run) => {
    const n = run.ratio.length;
    const share = Float64Array.from(run.ratio, (value) => (value < leastShare ? 0 : value));
    const epoch = Float64Array.from({ length: n }, (_, s) => {
      const unique = run.available?.[s] ?? available?.[s] ?? null;
      return unique === null || run.tokens === null ? Infinity : unique / run.tokens;
    });
    const value = new Float64Array(n);
    discountRepetition(share, epoch, value, new Float64Array(n), new Float64Array(n), repetition);
    return value;
  });
  return { worth, logWorth: worth.map(logOf) };
}

/** What the fits of all targets of the same runs share. */
interface SharedData {
  readonly scale: Scale;
  /** Of each run: `repeatGroups`, `mixtureGroups`, ρ and log ρ. */
  readonly groups: Int32Array;
  readonly mixtures: Int32Array;
  readonly worth: readonly Float64Array[];
  readonly logWorth: readonly Float64Array[];
}

/** The data of every target under any R*, each made once while one R* is asked for. */
export class TargetDataSource {
  readonly scale: Scale;
  readonly #runs: RunSet;
  readonly #available: Available;
  readonly #groups: Int32Array;
  readonly #mixtures: Int32Array;
  #current: {
    readonly repetition: number | null;
    readonly shared: SharedData;
    readonly made: Map<number, TargetData>;
  } | null = null;

  constructor(runs: RunSet, available: Available) {
    this.#runs = runs;
    this.#available = available;
    this.scale = scaleOf(runs);
    this.#groups = repeatGroups(runs);
    this.#mixtures = mixtureGroups(runs);
  }

  /** @param repetition R*; null: repeated text counts as new */
  of(target: number, repetition: number | null): TargetData {
    if (this.#current?.repetition !== repetition) {
      const worth = discounted(this.#runs, this.#available, repetition);
      const shared = { scale: this.scale, groups: this.#groups, mixtures: this.#mixtures, ...worth };
      this.#current = { repetition, shared, made: new Map() };
    }
    const { made, shared } = this.#current;
    const data = made.get(target) ?? dataOf(this.#runs, target, shared);
    made.set(target, data);
    return data;
  }
}

/** Indices of the runs that measured `target`. */
function measuring(runs: RunSet, target: number): number[] {
  const rows: number[] = [];
  runs.runs.forEach((run, index) => {
    if (run.loss[target] != null) rows.push(index);
  });
  return rows;
}

/** 1 for each language other than `target` that one of these runs trained on at least. */
function presentIn(runs: RunSet, target: number, rows: readonly number[]): Uint8Array {
  const present = new Uint8Array(runs.languages.length);
  for (const row of rows) {
    const { ratio } = runs.runs[row]!;
    for (let s = 0; s < ratio.length; s++) if (ratio[s]! >= leastShare && s !== target) present[s] = 1;
  }
  return present;
}

/** The languages that have losses, each with the indices of the runs that measured it. */
export function measurementsOf(
  runs: RunSet,
): { readonly target: number; readonly rows: readonly number[] }[] {
  return runs.languages
    .map((_, target) => ({ target, rows: measuring(runs, target) }))
    .filter(({ rows }) => rows.length > 0);
}

/** How many sources `targetData` finds in these rows, without making it. */
export function sourceCount(runs: RunSet, target: number, rows: readonly number[]): number {
  return presentIn(runs, target, rows).reduce((count, is) => count + is, 0);
}

/** Every row of the data. */
export function allRows(data: TargetData): Int32Array {
  const rows = new Int32Array(data.own.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  return rows;
}

/** The data of one target; of many, `TargetDataSource` makes them cheaper. */
export function targetData(
  runs: RunSet,
  target: number,
  scale: Scale,
  groups: Int32Array,
  { available = null, repetition = null }: { available?: Available; repetition?: number | null } = {},
): TargetData {
  const worth = discounted(runs, available, repetition);
  return dataOf(runs, target, { scale, groups, mixtures: mixtureGroups(runs), ...worth });
}

/**
 * The rows that measured `target`. Repeats of one mixture share one weight, so that they count as their average. A loss of k times
 * the median counts 1/k²: where a language has hardly any text, losses scatter by a tenth rather than by a hundredth.
 */
function dataOf(
  runs: RunSet,
  target: number,
  { scale, groups, mixtures, worth, logWorth }: SharedData,
): TargetData {
  const rows = measuring(runs, target);
  const repeats = new Map<number, number>();
  for (const row of rows) repeats.set(groups[row]!, (repeats.get(groups[row]!) ?? 0) + 1);
  const present = presentIn(runs, target, rows);
  const sources = runs.languages.flatMap((_, index) => (present[index] === 1 ? index : []));
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    const { ratio } = runs.runs[row]!;
    let count = start[i]!;
    for (const s of sources) if (ratio[s]! >= leastShare) count++;
    start[i + 1] = count;
  });
  const count = start[rows.length]!;
  const source = new Int32Array(count);
  const share = new Float64Array(count);
  const logShare = new Float64Array(count);
  const tokenShare = new Float64Array(count);
  rows.forEach((row, i) => {
    const { ratio } = runs.runs[row]!;
    let p = start[i]!;
    for (let at = 0; at < sources.length; at++) {
      const s = sources[at]!;
      if (ratio[s]! < leastShare) continue;
      source[p] = at;
      share[p] = worth[row]![s]!;
      logShare[p] = logWorth[row]![s]!;
      tokenShare[p] = ratio[s]!;
      p++;
    }
  });
  const own = Float64Array.from(rows, (row) => worth[row]![target]!);
  const losses = Float64Array.from(rows, (row) => runs.runs[row]!.loss[target]!);
  const middle = median(losses);
  const log = (value: number | null, reference: number | null): number =>
    value === null || reference === null ? 0 : Math.log(value / reference);
  return {
    target,
    sources,
    related: Uint8Array.from(sources, (s) =>
      areRelated(runs.languages[s]!, runs.languages[target]!) ? 1 : 0,
    ),
    runs: Int32Array.from(rows),
    own,
    logOwn: Float64Array.from(rows, (row) => logWorth[row]![target]!),
    start,
    source,
    share,
    logShare,
    tokenShare,
    logTokens: Float64Array.from(rows, (row) => log(runs.runs[row]!.tokens, scale.tokens)),
    logParameters: Float64Array.from(rows, (row) => log(runs.runs[row]!.parameters, scale.parameters)),
    logLoss: losses.map(Math.log),
    weight: losses.map((loss, i) => Math.min(1, middle / loss) ** 2 / repeats.get(groups[rows[i]!]!)!),
    mixture: Int32Array.from(rows, (row) => mixtures[row]!),
  };
}

/** Logarithms of shares; 0 where there is none. */
export function logOf(shares: Float64Array): Float64Array {
  return shares.map((share) => (share > 0 ? Math.log(share) : 0));
}

/** Whether two codes mean one language or languages of one genus; what is no language (a domain, code) has no kin. */
function areRelated(a: string, b: string): boolean {
  const [left, right] = [resolveCode(a), resolveCode(b)];
  if (left?.kind !== 'language' || right?.kind !== 'language') return false;
  const { kinship } = relationOf(left, right);
  return kinship === 'same language' || kinship === 'genus';
}
