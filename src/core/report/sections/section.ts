import type { ComparedMixture } from '../comparison.ts';
import type { Report } from '../report.ts';
import type { Table } from '../table.ts';

/** What is told of: a solved mixture and those compared with it. */
export interface Told {
  readonly report: Report;
  /** Indices of the report's languages, in the order in which they are shown. */
  readonly order: readonly number[];
  readonly compared: readonly ComparedMixture[];
}

/** A section in words and numbers, the same in the panel and in the written report; the panel draws it as well. */
export interface SectionText {
  readonly id: string;
  readonly title: string;
  /** What the section's picture says, in a sentence or two. */
  readonly summary: (told: Told) => string;
  /** The numbers behind the picture. */
  readonly table: (told: Told) => Table;
}
