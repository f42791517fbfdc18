import type { SectionText, Told } from '../src/core/report/sections/section.ts';
import { recommendedOf, type Report } from '../src/core/report/report.ts';
import type { Ground } from '../src/protocol/panel.ts';
import type { Arrangement, Sorting } from './arranged.ts';
import type { PanelHost } from './host.ts';

/** What every section draws from; the languages are in the order that the user chose. */
export interface View extends Told {
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

export interface Drawing {
  readonly chart: HTMLElement;
  /** The chart as one SVG, for export; null: there is nothing to save. */
  readonly picture: () => SVGSVGElement | null;
  /** Marks the language of the cursor's line. */
  readonly highlight?: (code: string | null) => void;
  /** Paints again what style sheets do not reach, after the theme changed. */
  readonly repaint?: () => void;
}

export interface SectionParts extends Pick<SectionText, 'id' | 'title'> {
  readonly summary: (view: View) => string;
  readonly table: (view: View) => ReturnType<SectionText['table']>;
  readonly controls?: (context: Context) => HTMLElement[];
  /** Resolves once nothing more is being worked out for the chart. */
  readonly settled?: () => Promise<void>;
  /** Works out all that the chart can show, also what waits to be asked for. */
  readonly finish?: (view: View) => Promise<void>;
  /** Draws for a width in CSS pixels. */
  readonly draw: (view: View, width: number, context: Context) => Drawing;
}

/** The order in which languages are shown; ties keep the file's order. */
export function ordered(report: Report, sort: Sorting): number[] {
  const best = recommendedOf(report);
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
