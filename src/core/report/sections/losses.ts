import { nats, percent } from '../../text/words.ts';
import { recommendedOf, type Prediction } from '../report.ts';
import { rankMixtures } from '../comparison.ts';
import { named } from './allocation.ts';
import type { SectionText } from './section.ts';

/** What the optimum gives and takes, language by language, and what every strategy would. */
export const lossesText: SectionText = {
  id: 'losses',
  title: 'Losses',

  summary({ report }) {
    if (report.origin === 'prior') return 'A prior predicts no losses. Name proxy runs to see them.';
    const { current, languages } = report;
    if (current === null) return 'Predicted loss of each language at the optimum, in nats.';
    const best = recommendedOf(report);
    const changes = languages.flatMap((language, i) => {
      const [from, to] = [current.loss[i]?.value ?? null, best.loss[i]?.value ?? null];
      return from === null || to === null ? [] : [{ language, change: (to - from) / from }];
    });
    const fall = changes.filter(({ change }) => change < -0.0005).length;
    const worst = changes.reduce<(typeof changes)[number] | null>(
      (most, one) => (most === null || one.change > most.change ? one : most),
      null,
    );
    const price =
      worst === null || worst.change < 0.0005
        ? ''
        : ` Most is lost by ${worst.language.name}: +${percent(worst.change, 1)}.`;
    return `Predicted loss in nats; at the optimum it falls for ${fall} of ${changes.length} languages.${price}`;
  },

  table: ({ report, order, compared }) => {
    const ranked = rankMixtures(report, compared);
    const prior = report.origin === 'prior';
    return {
      header: ['Loss (nats)', ...ranked.map(({ name }) => name)],
      rows: prior
        ? []
        : [
            ['Objective', ...ranked.map(({ allocation }) => withInterval(allocation.objective))],
            ...order.map((i) => [
              named(report.languages[i]!),
              ...ranked.map(({ allocation }) => withInterval(allocation.loss[i]!)),
            ]),
          ],
    };
  },
};

export const withInterval = ({ value, low, high }: Prediction): string =>
  value === null
    ? '–'
    : low === null || high === null
      ? nats(value)
      : `${nats(value)} (${nats(low)}–${nats(high)})`;
