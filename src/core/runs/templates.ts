import { isLabel, isTrackerExtra, labelKey, meaningOfAffixes, splitsOf, type AffixMeaning } from './names.ts';
import type { Sample } from './sample.ts';

/** A column of one kind of tables. */
export interface ColumnRef {
  readonly kind: number;
  readonly column: number;
}

/** Columns that are named alike but for a label: `ratio_en` and `ratio_de`. */
export interface Template {
  readonly prefix: string;
  readonly suffix: string;
  readonly meaning: AffixMeaning;
  /** By labelKey, in the order of the columns. */
  readonly labels: ReadonlyMap<string, { readonly label: string; readonly columns: readonly ColumnRef[] }>;
  /** Its columns are their labels: they mean the same only within one kind of tables. */
  readonly bareOf: number | null;
}

interface GrowingTemplate extends Template {
  readonly labels: Map<string, { readonly label: string; readonly columns: ColumnRef[] }>;
}

/** Every way to see the columns as templates; `columns` are those that may be a share or a loss. */
export function templatesOf(columns: readonly (ColumnRef & { readonly name: string })[]): Template[] {
  const found = new Map<string, GrowingTemplate>();
  for (const { name, kind, column } of columns) {
    if (isTrackerExtra(name)) continue;
    for (const { prefix, label, suffix } of splitsOf(name)) {
      if (!isLabel(label)) continue;
      const isBare = prefix === '' && suffix === '';
      const affixes = `${prefix}\0${suffix}`.toLowerCase();
      const key = isBare ? `bare ${kind}` : affixes;
      let template = found.get(key);
      if (template === undefined) {
        const meaning = meaningOfAffixes(prefix, suffix);
        template = { prefix, suffix, meaning, labels: new Map(), bareOf: isBare ? kind : null };
        found.set(key, template);
      }
      const labelled = template.labels.get(labelKey(label));
      if (labelled === undefined)
        template.labels.set(labelKey(label), { label, columns: [{ kind, column }] });
      else labelled.columns.push({ kind, column });
    }
  }
  return [...found.values()];
}

/** How the values of share columns add up in most rows. */
export type SumsTo = 'one' | 'hundred' | 'more';

/** What a sum of shares is; null: nothing in particular. */
export function wholeOf(sum: number): SumsTo | null {
  if (Math.abs(sum - 1) <= 0.02) return 'one';
  if (Math.abs(sum - 100) <= 1) return 'hundred';
  return sum > 1.5 ? 'more' : null;
}

/** What the columns of some labels sum to in each row; null: to nothing in particular. */
export function sumsOf(columns: readonly ColumnRef[], samples: readonly Sample[]): SumsTo | null {
  const byKind = new Map<number, number[]>();
  for (const { kind, column } of columns) {
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [column]);
    else known.push(column);
  }
  let [rows, one, hundred, more] = [0, 0, 0, 0];
  for (const [kind, own] of byKind) {
    const sample = samples[kind];
    if (sample === undefined) continue;
    const sums = new Float64Array(sample.size).fill(NaN);
    for (const column of own) {
      const { values } = sample.column(column);
      for (const [i, value] of values.entries()) {
        if (value < 0) return null;
        if (!Number.isNaN(value)) sums[i] = value + (Number.isNaN(sums[i]) ? 0 : (sums[i] ?? 0));
      }
    }
    for (const sum of sums) {
      if (Number.isNaN(sum)) continue;
      rows++;
      const whole = wholeOf(sum);
      if (whole === 'one') one++;
      else if (whole === 'hundred') hundred++;
      else if (whole === 'more') more++;
    }
  }
  const most = 0.8 * rows;
  if (rows === 0) return null;
  if (one >= most) return 'one';
  if (hundred >= most) return 'hundred';
  return more >= most ? 'more' : null;
}
