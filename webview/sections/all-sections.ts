import { allocation } from './allocation.ts';
import { benefits } from './benefits.ts';
import { compare } from './compare.ts';
import { historySection } from './history.ts';
import { interactions } from './interactions.ts';
import { losses } from './losses.ts';
import { scaleSection } from './scale.ts';
import { stages } from './stages.ts';
import { trialSection } from './trial.ts';
import { trust } from './trust.ts';
import type { SectionParts } from '../view.ts';

/** All sections, from above. */
export const sectionParts = (): readonly SectionParts[] => [
  allocation,
  stages,
  benefits,
  interactions,
  losses,
  compare,
  historySection,
  scaleSection(),
  trialSection(),
  trust,
];
