import { capital, inUnit, lossNumber, signedPercent } from '../../text/words.ts';
import type { Prediction } from '../report.ts';
import { rankMixtures, withoutTwins } from '../comparison.ts';
import { named } from './allocation.ts';
import { pairOf, type SectionText } from './section.ts';
import { noGain } from '../../evidence/thresholds.ts';
import { elementAt } from '../../text/elements.ts';

/** What the optimum gives and takes, language by language, and what every strategy would. */
export const lossesText: SectionText = {
  id: 'losses',
  title: 'Losses',

  summary(told) {
    const { report } = told;
    const { base, choice } = pairOf(told);
    if (report.origin === 'prior') return 'A prior predicts no losses. Add proxy runs to see them.';
    if (base === null) return `Predicted loss of each language with ${choice.name}, in ${report.lossUnit}.`;
    const changes = report.languages.flatMap((language, i) => {
      const [from, to] = [base.allocation.loss[i]?.value ?? null, choice.allocation.loss[i]?.value ?? null];
      return from === null || to === null ? [] : [{ language, change: (to - from) / from }];
    });
    const fall = changes.filter(({ change }) => change <= -noGain).length;
    const worst = changes.reduce<(typeof changes)[number] | null>(
      (most, one) => (most === null || one.change > most.change ? one : most),
      null,
    );
    const price =
      worst === null || worst.change < noGain
        ? ''
        : ` Most is lost by ${worst.language.name}: ${signedPercent(worst.change)}.`;
    return `With ${choice.name}, the predicted loss falls against ${base.name} for ${fall} of ${changes.length} languages.${price}`;
  },

  table: ({ report, order, compared }) => {
    const ranked = withoutTwins(rankMixtures(report, compared));
    const prior = report.origin === 'prior';
    return {
      header: [inUnit('Loss', report.lossUnit), ...ranked.map(({ name }) => capital(name))],
      rows: prior
        ? []
        : [
            ['Objective', ...ranked.map(({ allocation }) => withInterval(allocation.objective))],
            ...order.map((i) => [
              named(elementAt(report.languages, i)),
              ...ranked.map(({ allocation }) => withInterval(elementAt(allocation.loss, i))),
            ]),
          ],
    };
  },
};

export const withInterval = ({ value, low, high }: Prediction): string =>
  value === null
    ? '–'
    : low === null || high === null
      ? lossNumber(value)
      : `${lossNumber(value)} (${lossNumber(low)}–${lossNumber(high)})`;
