import type { ComparedMixture } from '../comparison.ts';
import type { HistoryEntry } from '../history.ts';
import { mixtureNames, recommendedOf, type Report, type ReportAllocation } from '../report.ts';
import type { Table } from '../table.ts';

/** What is told of: a solved mixture and those compared with it. */
export interface Told {
  readonly report: Report;
  /** Indices of the report's languages, in the order in which they are shown. */
  readonly order: readonly number[];
  readonly compared: readonly ComparedMixture[];
  /** The file as it is and as commits left it, newest first; absent: nobody has asked for it. */
  readonly history?: readonly HistoryEntry[];
  /** The two mixtures that every section sets side by side; absent: the file and what is recommended. */
  readonly pair?: Pair;
}

/** A mixture by its name, in the middle of a sentence: `the optimum`, `UniMax`. */
export interface Named {
  readonly name: string;
  /** The heading of its column. */
  readonly title: string;
  readonly allocation: ReportAllocation;
}

export interface Pair {
  /** What is compared with; null: the file gives no shares. */
  readonly base: Named | null;
  readonly choice: Named;
}

/** The file against what is recommended. */
export function usualPair(report: Report): Pair {
  return {
    base: report.current === null ? null : { name: 'the file', title: 'file', allocation: report.current },
    choice: { ...mixtureNames[report.recommended], allocation: recommendedOf(report) },
  };
}

/** What must be known before numbers that carry no advice are read; empty where they carry it. */
export const reservation = ({ verdict: { kind } }: Report): string =>
  kind === 'prior'
    ? 'Based on relatedness only: an order, not a measurement. '
    : kind === 'untold'
      ? 'This is not advice, only the output of the model. '
      : '';

export const pairOf = ({ report, pair }: Told): Pair => pair ?? usualPair(report);

/** A section in words and numbers, the same in the panel and in the written report; the panel draws it as well. */
export interface SectionText {
  readonly id: string;
  readonly title: string;
  /** Whether there is anything to show of a report; absent: always. */
  readonly applies?: (report: Report) => boolean;
  /** What the section's picture says, in a sentence or two. */
  readonly summary: (told: Told) => string;
  /** The numbers behind the picture. */
  readonly table: (told: Told) => Table;
}
