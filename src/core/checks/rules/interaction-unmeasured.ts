import { unmeasuredPairs, unmeasuredTransfers } from '../../evidence/doubts.ts';
import { modelOf } from './analysis.ts';
import type { Rule } from './rule.ts';

const shownPairs = 4;

export const interactionUnmeasured: Rule = {
  code: 'interaction.unmeasured',
  level: 'info',
  *check({ mixture, analysis }) {
    const model = modelOf(mixture, analysis);
    if (model === null || mixture.interactions === null) return;
    const pairs = unmeasuredPairs(model);
    if (pairs.length === 0) return;
    const shown = pairs
      .slice(0, shownPairs)
      .map(({ source, target }) => `${source} → ${target}`)
      .join(', ');
    const more = pairs.length > shownPairs ? ` and ${pairs.length - shownPairs} more` : '';
    yield {
      message: `${unmeasuredTransfers(pairs.length)} (${shown}${more}). Plan proxy runs that tell more.`,
      range: mixture.interactions.range,
    };
  },
};
