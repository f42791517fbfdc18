import { unmeasuredTransfers } from '../../evidence/doubts.ts';
import { modelOf } from './analysis.ts';
import type { Rule } from './rule.ts';
import { elementAt } from '../../text/elements.ts';

const shownPairs = 4;

export const interactionUnmeasured: Rule = {
  code: 'interaction.unmeasured',
  level: 'info',
  *check({ mixture, analysis }) {
    const model = modelOf(mixture, analysis);
    if (model?.identified == null || mixture.interactions === null) return;
    const guessed = new Set(model.priorLanguages ?? []);
    const pairs: string[] = [];
    model.identified.forEach((row, s) => {
      row.forEach((known, t) => {
        const source = elementAt(model.languages, s);
        const target = elementAt(model.languages, t);
        const fitted = model.transfer[s]?.[t] != null && !guessed.has(source) && !guessed.has(target);
        if (s !== t && !known && fitted) pairs.push(`${source} → ${target}`);
      });
    });
    if (pairs.length === 0) return;
    const shown = pairs.slice(0, shownPairs).join(', ');
    const more = pairs.length > shownPairs ? ` and ${pairs.length - shownPairs} more` : '';
    yield {
      message: `${unmeasuredTransfers(pairs.length)} (${shown}${more}). Plan proxy runs that tell more.`,
      range: mixture.interactions.range,
    };
  },
};
