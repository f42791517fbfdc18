import { allocationText } from './allocation.ts';
import { benefitsText } from './benefits.ts';
import { compareText } from './compare.ts';
import { historyText } from './history.ts';
import { interactionsText } from './interactions.ts';
import { lossesText } from './losses.ts';
import { scaleText } from './scale.ts';
import type { SectionText } from './section.ts';
import { stagesText } from './stages.ts';
import { trustText } from './trust.ts';

/** The sections of a written report, in the order in which they are read. */
export const reportSections: readonly SectionText[] = [
  allocationText,
  stagesText,
  benefitsText,
  interactionsText,
  lossesText,
  compareText,
  historyText,
  scaleText,
  trustText,
];
