import { totalVariation } from '../../climb/dense/vectors.ts';
import { count, list, percent, points } from '../../text/words.ts';
import { recommendedName, recommendedTitle } from '../report.ts';
import { recommendedInStage } from '../stages.ts';
import { named } from './allocation.ts';
import type { SectionText } from './section.ts';

/** What each stage of the training is trained on, by the file and as is recommended. */
export const stagesText: SectionText = {
  id: 'stages',
  title: 'Stages',

  applies: ({ stages }) => stages.length > 0,

  summary({ report }) {
    const { stages, recommended } = report;
    const fixed = stages.filter((stage) => stage.fixed).map(({ name }) => name);
    const given = fixed.length === 0 ? '' : `, given ${list(fixed)}`;
    const free = stages.flatMap((stage) => {
      const moved = stage.fixed ? null : movedIn(stage.current, recommendedInStage(stage, recommended));
      return moved === null ? [] : [`${percent(moved, 1)} of ${stage.name}`];
    });
    const moves =
      free.length === 0 ? '' : ` The file differs from ${recommendedName(report)} in ${list(free)}${given}.`;
    return `Shares of each stage, with a width in proportion to its tokens.${moves} Their order is not modelled: only the total tokens of each language count.`;
  },

  table: ({ report, order }) => {
    const { stages, languages, recommended } = report;
    const best = recommendedTitle(report);
    const share = (value: number | undefined): string => (value === undefined ? '–' : percent(value, 2));
    return {
      header: [
        'Language',
        ...stages.flatMap(({ name, fixed }) =>
          fixed ? [`${name}, fixed`] : [`${name}, file`, `${name}, ${best}`, `${name}, change (points)`],
        ),
      ],
      rows: [
        [
          'Tokens',
          ...stages.flatMap(({ tokens, weight, fixed }) => {
            const size = tokens === null ? percent(weight) : count(tokens);
            return fixed ? [size] : [size, size, '–'];
          }),
        ],
        ...order.flatMap((i) => {
          const language = languages[i];
          if (language === undefined) return [];
          return [
            [
              named(language),
              ...stages.flatMap((stage) => {
                const now = stage.current?.[i];
                const then = recommendedInStage(stage, recommended)[i];
                if (stage.fixed) return [share(now)];
                const change = now === undefined || then === undefined ? '–' : points(then - now);
                return [share(now), share(then), change];
              }),
            ],
          ];
        }),
      ],
    };
  },
};

/** The part of a stage's tokens that goes to other languages; null: the file does not say what it is trained on. */
function movedIn(current: readonly number[] | null, best: readonly number[]): number | null {
  return current && totalVariation(current, best);
}
