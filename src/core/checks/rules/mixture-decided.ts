import { feasibleMixtures } from '../../climb/optimum/feasible.ts';
import { boundsOf, isTooMuchToMove } from '../../edits/redistribute.ts';
import { partsOf } from '../../mixture/stages.ts';
import type { Rule } from './rule.ts';

/** Kept groups and fixed stages leave nothing to choose. */
export const mixtureDecided: Rule = {
  code: 'mixture.decided',
  level: 'info',
  *check({ mixture }) {
    const { languages, groups, languagesRange } = mixture;
    const fixed = partsOf(mixture).every((part) => part.fixed !== null);
    const kept = groups.find(({ keep }) => keep !== null);
    if (languages.length < 2 || languagesRange === null || (!fixed && kept === undefined)) return;
    if (isTooMuchToMove(mixture)) return;
    const mixtures = feasibleMixtures(
      boundsOf(mixture),
      languages.map(({ code }) => code),
    );
    if (mixtures.kind === 'infeasible' || mixtures.columns.length > 0) return;
    yield {
      message: fixed
        ? 'Every stage is fixed, so there is nothing to decide: the mixture can be evaluated but not improved.'
        : `The group \`${kept?.name ?? ''}\` keeps its proportions and nothing else is free, so there is nothing to decide: the mixture can be evaluated but not improved.`,
      range: kept?.keep?.range ?? languagesRange,
    };
  },
};
