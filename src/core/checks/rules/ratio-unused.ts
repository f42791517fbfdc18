import { usesFileRatios } from '../../mixture/stages.ts';
import type { Rule } from './rule.ts';

/** Ratios that no stage is trained on. */
export const ratioUnused: Rule = {
  code: 'ratio.unused',
  level: 'info',
  *check({ mixture }) {
    if (usesFileRatios(mixture)) return;
    const first = mixture.languages.find(({ ratio }) => ratio !== null);
    if (first?.ratio == null) return;
    yield {
      message:
        'Every stage has its own ratios, so the ratios under `languages` are not used. Remove them there, or remove the ratios of the stage that should use them.',
      range: first.ratio.range,
    };
  },
};
