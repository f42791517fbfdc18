import type { RunSet } from '../../runs/runs.ts';
import { median } from './median.ts';

/** What the fit of one target sees: the runs that measured it, sparse in the sources. */
export interface TargetData {
  /** Index of the target in RunSet.languages. */
  readonly target: number;
  /** Indices of the sources other than the target that at least one of these runs trained on. */
  readonly sources: readonly number[];
  /** Index of each row in RunSet.runs. */
  readonly runs: Int32Array;
  /** r[t]. */
  readonly own: Float64Array;
  /** Sources present in row i: positions `start[i]` to `start[i + 1]` of `source` (index into `sources`) and `share`. */
  readonly start: Int32Array;
  readonly source: Int32Array;
  readonly share: Float64Array;
  /** log(D/D0); 0 where the tokens are unknown. */
  readonly logTokens: Float64Array;
  /** log(N/N0); 0 where the parameters are unknown. */
  readonly logParameters: Float64Array;
  readonly logLoss: Float64Array;
  readonly weight: Float64Array;
  /** Rows with the same number are repeats of one mixture. */
  readonly group: Int32Array;
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

/**
 * Numbers the mixtures: runs with the same shares (to 1e-6), tokens and parameters are repeats with other seeds and get the
 * same number.
 */
export function repeatGroups(runs: RunSet): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(runs.runs, (run) => {
    const key = `${run.ratio.map((share) => share.toFixed(6)).join(' ')} ${run.tokens} ${run.parameters}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

/**
 * The rows that measured `target`. Repeats of one mixture share one weight, so that they count as their average. A loss of k times
 * the median counts 1/k²: where a language has hardly any text, losses scatter by a tenth rather than by a hundredth.
 */
export function targetData(runs: RunSet, target: number, scale: Scale, groups: Int32Array): TargetData {
  const rows: number[] = [];
  runs.runs.forEach((run, index) => {
    if (run.loss[target] != null) rows.push(index);
  });
  const repeats = new Map<number, number>();
  for (const row of rows) repeats.set(groups[row]!, (repeats.get(groups[row]!) ?? 0) + 1);
  const present = runs.languages.map(() => false);
  for (const row of rows) {
    runs.runs[row]!.ratio.forEach((share, index) => {
      if (share > 0 && index !== target) present[index] = true;
    });
  }
  const sources: number[] = [];
  const position = runs.languages.map((_, index) => (present[index]! ? sources.push(index) - 1 : -1));
  const start = new Int32Array(rows.length + 1);
  const source: number[] = [];
  const share: number[] = [];
  rows.forEach((row, i) => {
    runs.runs[row]!.ratio.forEach((value, index) => {
      if (value > 0 && index !== target) {
        source.push(position[index]!);
        share.push(value);
      }
    });
    start[i + 1] = source.length;
  });
  const losses = Float64Array.from(rows, (row) => runs.runs[row]!.loss[target]!);
  const middle = median(losses);
  const log = (value: number | null, reference: number | null): number =>
    value === null || reference === null ? 0 : Math.log(value / reference);
  return {
    target,
    sources,
    runs: Int32Array.from(rows),
    own: Float64Array.from(rows, (row) => runs.runs[row]!.ratio[target]!),
    start,
    source: Int32Array.from(source),
    share: Float64Array.from(share),
    logTokens: Float64Array.from(rows, (row) => log(runs.runs[row]!.tokens, scale.tokens)),
    logParameters: Float64Array.from(rows, (row) => log(runs.runs[row]!.parameters, scale.parameters)),
    logLoss: losses.map(Math.log),
    weight: losses.map((loss, i) => Math.min(1, middle / loss) ** 2 / repeats.get(groups[rows[i]!]!)!),
    group: Int32Array.from(rows, (row) => groups[row]!),
  };
}
