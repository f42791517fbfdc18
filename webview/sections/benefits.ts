import { scaleLog } from 'd3-scale';
import { recommendedOf } from '../../src/core/report/report.ts';
import { benefitsText, multiple } from '../../src/core/report/sections/benefits.ts';
import { drawBars, markRow, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import type { SectionParts } from '../view.ts';

export const benefits: SectionParts = {
  ...benefitsText,

  draw(view, width, { host }) {
    const { report, order } = view;
    const best = recommendedOf(report);
    const now = report.current?.relativeBenefit ?? [];
    const values = [...now, ...best.relativeBenefit].filter(
      (value): value is number => value !== null && value > 0,
    );
    // From a half to the double at least: powers of two are what the axis can name.
    const reach = Math.max(2, ...values.map((value) => Math.max(value, Math.min(100, 1 / value))));
    const columns = [
      { title: 'now', width: 52 },
      { title: 'optimum', width: 64 },
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
        band: null,
        limit: null,
        columns: [multiple(now[i]), multiple(best.relativeBenefit[i])],
        spoken: `${language.name}: marginal benefit ${multiple(now[i])} the mean now, ${multiple(best.relativeBenefit[i])} at the optimum`,
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
    chart.setAttribute('aria-label', `${benefitsText.summary(view)} Arrow keys walk the languages.`);
    return {
      chart: html(
        'div',
        {},
        html('div', { class: rows.length > 40 ? 'scroller tall' : 'scroller' }, chart),
        key(
          ['now', 'file'],
          ['optimum', 'optimum'],
          ...(rows.some((row) => row.prior) ? [['prior', 'prior, not measured'] as const] : []),
        ),
      ),
      picture,
      highlight: (code) => markRow(chart, code),
    };
  },
};
