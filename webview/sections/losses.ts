import { intervalLevel, lossNumber, signedPercent } from '../../src/core/text/words.ts';
import { rankMixtures } from '../../src/core/report/comparison.ts';
import type { Prediction } from '../../src/core/report/report.ts';
import { lossesText } from '../../src/core/report/sections/losses.ts';
import { key } from '../charts/key.ts';
import type { Mark, MarkChart, MarkRow } from '../charts/marks.ts';
import { html } from '../elements/dom.ts';
import { shownOf } from '../shown.ts';
import { drawingOfMarks } from './rows.ts';
import type { SectionParts } from '../view.ts';
import { elementAt } from '../../src/core/text/elements.ts';

export const losses: SectionParts = {
  ...lossesText,

  draw(view, width, context) {
    const { report, compared, pair } = view;
    const { base, choice } = pair;
    const { order, rest } = shownOf('losses', view, context);
    const columns = [
      ...(base === null ? [] : [{ of: 'base', title: base.title, width: 56 } as const]),
      { of: 'choice', title: choice.title, width: 64 },
      ...(width >= 420 && base !== null ? [{ of: 'change', title: 'change', width: 62 } as const] : []),
    ] as const;
    const others = rankMixtures(report, compared).filter(({ kind }) => kind === 'strategy');
    const rows = order.flatMap((i): MarkRow[] => {
      const language = elementAt(report.languages, i);
      const from = base?.allocation.loss[i] ?? null;
      const to = elementAt(choice.allocation.loss, i);
      const marks = [
        ...others.flatMap(({ allocation }) => markOf('tick', elementAt(allocation.loss, i))),
        ...(from === null ? [] : markOf('now', from)),
        ...markOf('optimum', to),
      ];
      if (marks.length === 0 || report.origin === 'prior') return [];
      const change = from?.value == null || to.value === null ? null : to.value / from.value - 1;
      const texts = {
        base: from?.value == null ? '–' : lossNumber(from.value),
        choice: to.value === null ? '–' : lossNumber(to.value),
        change: change === null ? '–' : signedPercent(change),
      };
      return [
        {
          code: language.code,
          name: width >= 480 ? language.name : language.code,
          strong: true,
          marks,
          columns: columns.map(({ of }) => texts[of]),
          spoken: `${language.name}: predicted loss ${from === null ? 'unknown' : spokenPrediction(from)} with ${base?.name ?? 'the file'}, ${spokenPrediction(to)} with ${choice.name}`,
        },
      ];
    });
    if (rows.length === 0) return { chart: html('div', {}), picture: () => null };
    const marks: MarkChart = { rows, columns, unit: report.lossUnit, summary: lossesText.summary(view) };
    const shown = key(
      ...(base === null ? [] : [['file-dot', base.title] as const]),
      ['optimum-dot', choice.title],
      ['tick', 'strategies'],
      ...(rows.some(({ marks: some }) => some.some(({ low }) => low !== null))
        ? [['interval', `${intervalLevel} interval`] as const]
        : []),
    );
    return drawingOfMarks(marks, width, { rest, key: shown }, context);
  },
};

/** A prediction as a mark; none where nothing is predicted. */
export const markOf = (kind: Mark['kind'], { value, low, high }: Prediction): Mark[] =>
  value === null ? [] : [{ kind, value, low, high }];

export const spokenPrediction = ({ value, low, high }: Prediction): string =>
  value === null
    ? 'nothing predicted'
    : low === null || high === null
      ? `${lossNumber(value)}, without an interval`
      : `${lossNumber(value)}, ${intervalLevel} between ${lossNumber(low)} and ${lossNumber(high)}`;
