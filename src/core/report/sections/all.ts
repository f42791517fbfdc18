import { allocationText } from './allocation.ts';
import { benefitsText } from './benefits.ts';
import { compareText } from './compare.ts';
import { interactionsText } from './interactions.ts';
import { lossesText } from './losses.ts';
import { scaleText } from './scale.ts';
import type { SectionText } from './section.ts';
import { trustText } from './trust.ts';

/** The sections of a written report, in the order in which they are read. */
export const reportSections: readonly SectionText[] = [
  allocationText,
  benefitsText,
  interactionsText,
  lossesText,
  compareText,
  scaleText,
  trustText,
];
