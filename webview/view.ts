import type { Report } from '../src/core/report/report.ts';
import type { Ground } from '../src/protocol/panel.ts';
import type { Arrangement, Sorting } from './arranged.ts';
import type { PanelHost } from './host.ts';

/** What every section draws from. */
export interface View {
  readonly report: Report;
  /** Indices of the report's languages, sorted as the user chose. */
  readonly order: readonly number[];
  /** What other shares and budgets can be tried with; null: nothing. */
  readonly ground: Ground | null;
}

/** What a section can ask for. */
export interface Context {
  readonly host: PanelHost;
  readonly arrangement: Arrangement;
  /** Draws everything again, after the user rearranged something that several sections share. */
  readonly redraw: () => void;
}

export const optimumOf = (report: Report): Report['climb'] =>
  report.method === 'joint' ? report.joint : report.climb;

/** The order in which languages are shown; ties keep the file's order. */
export function ordered(report: Report, sort: Sorting): number[] {
  const best = optimumOf(report);
  const indices = report.languages.map((_, i) => i);
  const by = (key: (i: number) => number): number[] => indices.sort((a, b) => key(b) - key(a) || a - b);
  switch (sort) {
    case 'file':
      return indices;
    case 'name':
      return indices.sort((a, b) => report.languages[a]!.name.localeCompare(report.languages[b]!.name));
    case 'share':
      return by((i) => (report.current ?? best).ratio[i]!);
    case 'change':
      return by((i) => Math.abs(best.ratio[i]! - (report.current?.ratio[i] ?? 0)));
  }
}
