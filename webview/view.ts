import type { AllocationProblem } from '../src/core/climb/model/allocation.ts';
import type { Model } from '../src/core/climb/model/model.ts';
import type { ComparedMixture } from '../src/core/report/comparison.ts';
import type { SectionText, Told } from '../src/core/report/sections/section.ts';
import type { Pair } from '../src/core/report/sections/section.ts';
import type { Report, ReportLanguage } from '../src/core/report/report.ts';
import type { Arrangement, Sorting } from './arranged.ts';
import type { PanelHost } from './host.ts';
import { elementAt } from '../src/core/text/elements.ts';

/** What was asked of the solver and the model that it was asked by, both in the order of the mixture's languages. */
export interface SolvedModel {
  readonly model: Model;
  readonly problem: AllocationProblem;
}

/** What the host told of the last solve. */
export interface LastResult {
  /** Null: there was none. */
  readonly report: Report | null;
  /** What other shares and budgets can be tried with; null: nothing. */
  readonly solved: SolvedModel | null;
  readonly compared: readonly ComparedMixture[];
}

/** What every section draws from; the languages are in the order that the user chose. */
export interface View extends Told {
  readonly solved: LastResult['solved'];
  readonly pair: Pair;
  /** Commits of the file's history that are still to be solved. */
  readonly left: number;
  /** All languages of the order are drawn, however many: somebody looked for them, or a page is made of them. */
  readonly whole: boolean;
}

/** What a section can ask for. */
export interface Context {
  readonly host: PanelHost;
  readonly arrangement: Arrangement;
  /** Draws everything again, after the user rearranged something that several sections share. */
  readonly redraw: () => void;
  /** Compares every section with shares that were tried, in place of the file. */
  readonly pin: (ratio: readonly number[]) => void;
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

export interface SectionParts extends Pick<SectionText, 'id' | 'title' | 'applies'> {
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
export function ordered({ languages }: Report, { base, choice }: Pair, sort: Sorting): number[] {
  const [from, to] = [base?.allocation.ratio ?? null, choice.allocation.ratio];
  const indices = languages.map((_, i) => i);
  const of = (i: number): ReportLanguage => elementAt(languages, i);
  const share = (i: number): number => elementAt(from ?? to, i);
  const by = (key: (i: number) => number): number[] => indices.sort((a, b) => key(b) - key(a) || a - b);
  switch (sort) {
    case 'file':
      return indices;
    case 'name':
      return indices.sort((a, b) => of(a).name.localeCompare(of(b).name));
    case 'share':
      return by(share);
    case 'change':
      return by((i) => Math.abs(elementAt(to, i) - (from?.[i] ?? 0)));
    case 'family': {
      // Families by what they have together, their languages by share.
      const together = new Map<string | null, number>();
      for (const i of indices) {
        const { family } = of(i);
        together.set(family, (together.get(family) ?? 0) + share(i));
      }
      const whole = (i: number): number => together.get(of(i).family) ?? 0;
      const family = (i: number): string => of(i).family ?? '';
      return indices.sort(
        (a, b) => whole(b) - whole(a) || family(a).localeCompare(family(b)) || share(b) - share(a) || a - b,
      );
    }
  }
}

/** Whether a language answers to what somebody types to find it: by code, name or family. */
export const answers = ({ code, name, family }: Report['languages'][number], wanted: string): boolean =>
  [code, name, family ?? ''].some((text) => text.toLowerCase().includes(wanted));
