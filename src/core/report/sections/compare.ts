import { inUnit, list, percent, points } from '../../text/words.ts';
import { coincidingText, rankMixtures, unranked, withoutTwins } from '../comparison.ts';
import { objectiveUnit, type ReportAllocation } from '../report.ts';
import { withInterval } from './losses.ts';
import { pairOf, reservation, type SectionText } from './section.ts';
import { withinReach } from '../../evidence/thresholds.ts';
import { elementAt } from '../../text/elements.ts';

/** Strategies, other files and earlier revisions side by side, judged by one model. */
export const compareText: SectionText = {
  id: 'compare',
  title: 'Compare',

  summary(told) {
    const { report, compared } = told;
    const ranked = withoutTwins(rankMixtures(report, compared));
    const [first, ...others] = ranked;
    if (first === undefined) return 'No mixture can be judged.';
    const judge = `Judged by the model, budget and importance of ${report.fileName}`;
    if (report.origin === 'prior')
      return `${judge}. It is a prior: the order is based on relatedness only, and the losses have no scale.`;
    const { base } = pairOf(told);
    const lowest = first.objective;
    const close = others
      .filter(({ objective }) => objective < lowest * (1 + withinReach))
      .map(({ name }) => name);
    const gain = against(base?.allocation ?? null, first.allocation);
    const lead = gain === null || base === null ? '' : ` (${gain}\u00a0% against ${base.name})`;
    const near = close.length === 0 ? '' : ` Within ${percent(withinReach)}: ${list(close)}.`;
    const same = coincidingText(ranked.map(({ name, allocation }) => ({ name, ratio: allocation.ratio })));
    return `${reservation(report)}${judge}. Lowest objective: ${first.name}${lead}.${near}${same === '' ? '' : ` ${same}`}`;
  },

  table: (told) => {
    const { report, order, compared } = told;
    const { base } = pairOf(told);
    const scaled = report.origin !== 'prior';
    return {
      header: [
        'Mixture',
        ...(scaled
          ? [inUnit('Objective', objectiveUnit(report)), `Against ${base?.name ?? 'the file'} (%)`]
          : []),
        ...order.map((i) => elementAt(report.languages, i).code),
      ],
      rows: [
        ...withoutTwins(rankMixtures(report, compared)).map(({ name, detail, allocation }) => [
          detail === '' ? name : `${name} (${detail})`,
          ...(scaled
            ? [withInterval(allocation.objective), against(base?.allocation ?? null, allocation) ?? '–']
            : []),
          ...order.map((i) => percent(elementAt(allocation.ratio, i), 2)),
        ]),
        ...unranked(report, compared).map(({ name, missing }) => [
          `${name}: ${missing}`,
          ...(scaled ? ['–', '–'] : []),
          ...order.map(() => '–'),
        ]),
      ],
    };
  },
};

/** The change of the objective in per cent, with its sign; null: one of the two is not known. */
export function against(base: ReportAllocation | null, mixture: ReportAllocation): string | null {
  const [from, to] = [base?.objective.value ?? null, mixture.objective.value];
  return from === null || to === null || from === 0 ? null : points((to - from) / Math.abs(from));
}
