import { count, epochs, percent, points, rangeWords } from '../../src/core/text/words.ts';
import { recommendedOf, type Report } from '../../src/core/report/report.ts';
import { allocationText } from '../../src/core/report/sections/allocation.ts';
import { sortings } from '../arranged.ts';
import { drawBars, linear, markRow, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import { dropdown } from '../toolkit.ts';
import type { SectionParts } from '../view.ts';

const sortNames = { file: 'File order', share: 'By share', change: 'By change', name: 'By name' } as const;

export const allocation: SectionParts = {
  ...allocationText,

  controls: ({ arrangement, redraw }) => [
    dropdown(
      'Sort languages',
      sortings.map((sort) => [sort, sortNames[sort]] as const),
      arrangement.value.sort,
      (sort) => {
        arrangement.change({ sort });
        redraw();
      },
    ),
  ],

  draw(view, width, { host }) {
    const { report, order } = view;
    const { current, languages } = report;
    const best = recommendedOf(report);
    const reaches = [current, best].flatMap((a) => (a === null ? [] : [...a.ratio, ...a.effective]));
    const top = Math.max(0.01, ...reaches.filter((value) => value !== null));
    const columns = [
      { title: 'now %', width: 46 },
      { title: 'optimum', width: 64 },
      ...(width >= 420 ? [{ title: 'change', width: 50 }] : []),
      ...(width >= 560 && best.tokens !== null ? [{ title: 'tokens', width: 60 }] : []),
      ...(width >= 560 && best.epochs.some((times) => times !== null)
        ? [{ title: 'epochs', width: 52 }]
        : []),
    ];
    const rows = order.map((i): BarRow => {
      const language = languages[i]!;
      const now = current?.ratio[i] ?? null;
      const optimum = best.ratio[i]!;
      const times = best.epochs[i] ?? null;
      const tokens = best.tokens?.[i] ?? null;
      const texts: Record<string, string> = {
        'now %': now === null ? '–' : (now * 100).toFixed(1),
        optimum: (optimum * 100).toFixed(1),
        change: now === null ? '–' : points(optimum - now),
        tokens: tokens === null ? '–' : count(tokens),
        epochs: times === null ? '–' : `${epochs(times)}${atEpochLimit(report, i) ? ' ┊' : ''}`,
      };
      return {
        code: language.code,
        name: language.name,
        prior: language.origin === 'prior',
        now: now === null ? null : { value: now, reach: current?.effective[i] ?? null },
        optimum: { value: optimum, reach: best.effective[i] ?? null },
        band: report.near?.range[i] ?? null,
        limit: language.limitedBy === null ? null : language.maxShare,
        columns: columns.map(({ title }) => texts[title]!),
        spoken: spokenRow(report, i),
      };
    });
    const picture = (gradually = false): SVGSVGElement =>
      drawBars(
        { rows, columns, baseline: 0, scale: linear(0, top), tick: (value) => percent(value) },
        width,
        (code) => host.post({ type: 'reveal', code }),
        gradually,
      );
    const chart = picture(true);
    chart.setAttribute(
      'aria-label',
      `${allocationText.summary(view)} Arrow keys walk the languages, Enter shows one in the file.`,
    );
    return {
      chart: html(
        'div',
        {},
        html('div', { class: rows.length > 40 ? 'scroller tall' : 'scroller' }, chart),
        key(
          ['now', 'file'],
          ['optimum', 'optimum'],
          ['effective', 'effective: after help and competition'],
          ...(report.near === null
            ? []
            : [['interval', `as good within ${percent(report.near.tolerance)}`] as const]),
          ...(rows.some((row) => row.limit !== null) ? [['limit', 'limit'] as const] : []),
          ...(rows.some((row) => row.prior) ? [['prior', 'prior, not measured'] as const] : []),
        ),
      ),
      picture,
      highlight: (code) => markRow(chart, code),
    };
  },
};

function spokenRow(report: Report, i: number): string {
  const { name } = report.languages[i]!;
  const { current } = report;
  const best = recommendedOf(report);
  const effective = (value: number | null | undefined): string =>
    value == null ? '' : ` (effective ${percent(value, 1)})`;
  const now =
    current === null ? 'no share' : `${percent(current.ratio[i]!, 1)}${effective(current.effective[i])}`;
  const times = best.epochs[i] ?? null;
  const tokens = best.tokens?.[i] ?? null;
  return [
    `${name}: ${now} now, ${percent(best.ratio[i]!, 1)}${effective(best.effective[i])} at the optimum`,
    ...(report.near === null ? [] : [`${rangeWords(report.near.range[i]!)} would be as good`]),
    ...(tokens === null ? [] : [`${count(tokens)} tokens`]),
    ...(times === null
      ? []
      : [`${epochs(times)} epochs${atEpochLimit(report, i) ? ', the most that are allowed' : ''}`]),
  ].join(', ');
}

/** The optimum stands at the language's epoch limit. */
const atEpochLimit = (report: Report, i: number): boolean => {
  const language = report.languages[i]!;
  return language.limitedBy === 'epochs' && recommendedOf(report).ratio[i]! >= language.maxShare - 1e-6;
};
