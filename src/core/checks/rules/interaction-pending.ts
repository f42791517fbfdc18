import { isOwnTable, nothingCollected } from '../../proxy/section.ts';
import { namedByInteractions } from '../../mixture/paths.ts';
import type { Rule } from './rule.ts';

/** The table of runs is still to come: this mixture's own proxy runs will make it. */
export const interactionPending: Rule = {
  code: 'interaction.pending',
  level: 'info',
  *check({ mixture, unreadable }) {
    if (mixture.interactions === null) return;
    for (const { value, range } of namedByInteractions(mixture.interactions)) {
      if (isOwnTable(mixture, value) && unreadable(value) !== null)
        yield { message: nothingCollected, range };
    }
  },
};
