import { scaleLog } from 'd3-scale';
import { significant } from '../../src/core/report/format.ts';
import type { Report } from '../../src/core/report/report.ts';
import { drawBars, markRow, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import type { SectionParts } from './section.ts';
import { optimumOf } from '../view.ts';

const times = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? '–'
    : `${value >= 9.95 || value < 0.01 ? significant(value) : value.toFixed(2)} ×`;

/** What one more effective share is worth to each language, against the mean: step 1 asks that all be one. */
export const benefits: SectionParts = {
  id: 'benefits',
  title: 'Marginal benefits',

  draw({ report, order }, width, { host }) {
    const best = optimumOf(report);
    const now = report.current?.relativeBenefit ?? [];
    const values = [...now, ...best.relativeBenefit].filter(
      (value) => value !== null && value > 0,
    ) as number[];
    const reach = Math.max(1.5, ...values.map((value) => Math.max(value, Math.min(100, 1 / value))));
    const columns = [
      { title: 'now', width: 52 },
      { title: 'optimum', width: 60 },
    ];
    const rows = order.map((i): BarRow => {
      const language = report.languages[i]!;
      const bar = (value: number | null | undefined): BarRow['now'] =>
        value === null || value === undefined || value <= 0 ? null : { value, reach: null };
      return {
        code: language.code,
        name: language.name,
        prior: language.origin === 'prior',
        now: bar(now[i]),
        optimum: bar(best.relativeBenefit[i]),
        limit: null,
        columns: [times(now[i]), times(best.relativeBenefit[i])],
        spoken: `${language.name}: marginal benefit ${times(now[i])} the mean now, ${times(best.relativeBenefit[i])} at the optimum`,
      };
    });
    const picture = (gradually = false): SVGSVGElement =>
      drawBars(
        {
          rows,
          columns,
          baseline: 1,
          scale: scaleLog()
            .base(2)
            .domain([1 / reach, reach]),
          tick: (value) => (value >= 1 ? `${value}×` : `1/${Math.round(1 / value)}`),
        },
        width,
        (code) => host.post({ type: 'reveal', code }),
        gradually,
      );
    const chart = picture(true);
    chart.setAttribute('aria-label', `${summary(report)} Arrow keys walk the languages.`);
    return {
      summary: summary(report),
      chart: html(
        'div',
        {},
        html('div', { class: rows.length > 40 ? 'scroller tall' : 'scroller' }, chart),
        key(['now', 'file'], ['optimum', 'optimum']),
      ),
      picture,
      highlight: (code) => markRow(chart, code),
    };
  },

  table: ({ report, order }) => ({
    header: ['Language', 'Now, of the mean', 'Optimum, of the mean', 'Importance'],
    rows: order.map((i) => {
      const language = report.languages[i]!;
      return [
        `${language.code} ${language.name}`,
        times(report.current?.relativeBenefit[i]),
        times(optimumOf(report).relativeBenefit[i]),
        significant(language.importance),
      ];
    }),
  }),
};

function summary(report: Report): string {
  const spread = (values: readonly (number | null)[]): number | null => {
    const positive = values.filter((value) => value !== null && value > 0) as number[];
    return positive.length < 2 ? null : Math.max(...positive) / Math.min(...positive);
  };
  const best = spread(optimumOf(report).relativeBenefit);
  const now = report.current === null ? null : spread(report.current.relativeBenefit);
  const meaning = 'What more effective share is worth, against the mean.';
  if (best === null) return meaning;
  return now === null
    ? `${meaning} Largest and smallest differ ${times(best)} at the optimum.`
    : `${meaning} Largest and smallest differ ${times(now)} now, ${times(best)} at the optimum.`;
}
