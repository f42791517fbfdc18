import { nats, percent } from '../../src/core/text/words.ts';
import { rankMixtures } from '../../src/core/report/comparison.ts';
import { recommendedOf, type Prediction } from '../../src/core/report/report.ts';
import { lossesText } from '../../src/core/report/sections/losses.ts';
import { markRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { drawMarks, type Mark, type MarkRow } from '../charts/marks.ts';
import { html } from '../elements/dom.ts';
import type { SectionParts } from '../view.ts';

export const losses: SectionParts = {
  ...lossesText,

  draw(view, width, { host }) {
    const { report, order, compared } = view;
    const best = recommendedOf(report);
    const columns = [
      { title: 'now', width: 48 },
      { title: 'optimum', width: 64 },
      ...(width >= 420 ? [{ title: 'change', width: 62 }] : []),
    ];
    const others = rankMixtures(report, compared).filter(({ kind }) => kind === 'strategy');
    const rows = order.flatMap((i): MarkRow[] => {
      const language = report.languages[i]!;
      const from = report.current?.loss[i] ?? null;
      const to = best.loss[i]!;
      const marks = [
        ...others.flatMap(({ allocation }) => markOf('tick', allocation.loss[i]!)),
        ...(from === null ? [] : markOf('now', from)),
        ...markOf('optimum', to),
      ];
      if (marks.length === 0 || report.origin === 'prior') return [];
      const change = from?.value == null || to.value === null ? null : to.value / from.value - 1;
      const texts: Record<string, string> = {
        now: from?.value == null ? '–' : nats(from.value),
        optimum: to.value === null ? '–' : nats(to.value),
        change: change === null ? '–' : `${change > 0 ? '+' : ''}${percent(change, 1)}`,
      };
      return [
        {
          code: language.code,
          name: width >= 480 ? language.name : language.code,
          strong: true,
          marks,
          columns: columns.map(({ title }) => texts[title]!),
          spoken: `${language.name}: predicted loss ${from === null ? 'unknown' : spokenPrediction(from)} now, ${spokenPrediction(to)} at the optimum`,
        },
      ];
    });
    if (rows.length === 0) return { chart: html('div', {}), picture: () => null };
    const picture = (): SVGSVGElement =>
      drawMarks({ rows, columns, scaled: true, summary: lossesText.summary(view) }, width, (code) =>
        host.post({ type: 'reveal', code }),
      );
    const chart = picture();
    return {
      chart: html(
        'div',
        {},
        html('div', { class: rows.length > 40 ? 'scroller tall' : 'scroller' }, chart),
        key(
          ['file-dot', 'file'],
          ['optimum-dot', 'optimum'],
          ['tick', 'other strategies'],
          ...(rows.some(({ marks }) => marks.some(({ low }) => low !== null))
            ? [['interval', '90 % interval'] as const]
            : []),
        ),
      ),
      picture,
      highlight: (code) => markRow(chart, code),
    };
  },
};

/** A prediction as a mark; none where nothing is predicted. */
export const markOf = (kind: Mark['kind'], { value, low, high }: Prediction): Mark[] =>
  value === null ? [] : [{ kind, value, low, high }];

export const spokenPrediction = ({ value, low, high }: Prediction): string =>
  value === null
    ? 'nothing predicted'
    : low === null || high === null
      ? `${nats(value)}, without an interval`
      : `${nats(value)}, 90 % between ${nats(low)} and ${nats(high)}`;
