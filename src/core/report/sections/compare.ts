import { list, percent } from '../../text/words.ts';
import { rankMixtures, unranked } from '../comparison.ts';
import { withInterval } from './losses.ts';
import type { SectionText } from './section.ts';

/** Strategies, other files and earlier revisions side by side, judged by one model. */
export const compareText: SectionText = {
  id: 'compare',
  title: 'Compare',

  summary({ report, compared }) {
    const [first, ...others] = rankMixtures(report, compared);
    if (first === undefined) return 'No mixture can be judged.';
    const judge = `Judged by the model, budget and importance of ${report.fileName}`;
    if (report.origin === 'prior')
      return `${judge}. It is a prior: the order rests on relatedness alone, the losses have no scale.`;
    const lowest = first.allocation.objective.value!;
    const close = others
      .filter(({ allocation }) => allocation.objective.value! < lowest * 1.005)
      .map(({ name }) => name);
    const file = others.find(({ kind }) => kind === 'file');
    const behind =
      file === undefined
        ? ''
        : ` The file lies ${percent((file.allocation.objective.value! - lowest) / lowest, 1)} above it.`;
    const near = close.length === 0 ? '' : ` Within half a per cent: ${list(close)}.`;
    return `${judge}. Lowest objective: ${first.name}.${behind}${near}`;
  },

  table: ({ report, order, compared }) => ({
    header: [
      'Mixture',
      ...(report.origin === 'prior' ? [] : ['Objective (nats)']),
      ...order.map((i) => report.languages[i]!.code),
    ],
    rows: [
      ...rankMixtures(report, compared).map(({ name, detail, allocation }) => [
        detail === '' ? name : `${name} (${detail})`,
        ...(report.origin === 'prior' ? [] : [withInterval(allocation.objective)]),
        ...order.map((i) => percent(allocation.ratio[i]!, 2)),
      ]),
      ...unranked(report, compared).map(({ name, missing }) => [
        `${name}: ${missing}`,
        ...(report.origin === 'prior' ? [] : ['–']),
        ...order.map(() => '–'),
      ]),
    ],
  }),
};
