import { count, epochs, percent, points } from '../../src/core/report/format.ts';
import type { Report } from '../../src/core/report/report.ts';
import { sortings } from '../arranged.ts';
import { drawBars, linear, markRow, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import type { SectionParts } from './section.ts';
import { dropdown } from '../toolkit.ts';
import { optimumOf } from '../view.ts';

const sortNames = { file: 'File order', share: 'By share', change: 'By change', name: 'By name' } as const;

/** The file's shares and the optimal ones, with what each is worth once transfer is counted. */
export const allocation: SectionParts = {
  id: 'allocation',
  title: 'Allocation',

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

  draw({ report, order }, width, { host }) {
    const { current, languages } = report;
    const best = optimumOf(report);
    const reaches = [current, best].flatMap((a) => (a === null ? [] : [...a.ratio, ...a.effective]));
    const top = Math.max(0.01, ...reaches.filter((value) => value !== null));
    const columns = [
      { title: 'now', width: 44 },
      { title: 'optimum', width: 60 },
      ...(width >= 560 ? [{ title: 'change', width: 50 }] : []),
      ...(width >= 640
        ? [
            { title: 'tokens', width: 62 },
            { title: 'epochs', width: 52 },
          ]
        : []),
    ];
    const rows = order.map((i): BarRow => {
      const language = languages[i]!;
      const now = current?.ratio[i] ?? null;
      const optimum = best.ratio[i]!;
      const times = best.epochs[i] ?? null;
      const texts = [
        now === null ? '–' : (now * 100).toFixed(1),
        `${(optimum * 100).toFixed(1)} %`,
        now === null ? '–' : points(optimum - now),
        count(best.tokens[i]!),
        times === null ? '–' : `${epochs(times)}${atEpochLimit(report, i) ? ' ┊' : ''}`,
      ];
      return {
        code: language.code,
        name: language.name,
        prior: language.origin === 'prior',
        now: now === null ? null : { value: now, reach: current?.effective[i] ?? null },
        optimum: { value: optimum, reach: best.effective[i] ?? null },
        limit: language.limitedBy === null ? null : language.maxShare,
        columns: texts.slice(0, columns.length),
        spoken: `${language.name}: ${now === null ? 'no share' : percent(now, 1)} now, ${percent(optimum, 1)} at the optimum${
          times === null ? '' : `, ${epochs(times)} epochs`
        }`,
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
      `${summary(report)} Arrow keys walk the languages, Enter shows one in the file.`,
    );
    return {
      summary: summary(report),
      chart: html(
        'div',
        {},
        html('div', { class: rows.length > 40 ? 'scroller tall' : 'scroller' }, chart),
        key(
          ['now', 'file'],
          ['optimum', 'optimum'],
          ['effective', 'effective share'],
          ...(rows.some((row) => row.limit !== null) ? [['limit', 'limit'] as const] : []),
        ),
      ),
      picture,
      highlight: (code) => markRow(chart, code),
    };
  },

  table: ({ report, order }) => ({
    header: [
      'Language',
      'Share',
      'Effective',
      'Optimum',
      'Optimum effective',
      'Change',
      'Tokens',
      'Epochs',
      'Most epochs',
    ],
    rows: order.map((i) => {
      const language = report.languages[i]!;
      const best = optimumOf(report);
      const now = report.current?.ratio[i] ?? null;
      const share = (value: number | null | undefined): string =>
        value === null || value === undefined ? '–' : percent(value, 2);
      return [
        `${language.code} ${language.name}`,
        share(now),
        share(report.current?.effective[i]),
        share(best.ratio[i]),
        share(best.effective[i]),
        now === null ? '–' : points(best.ratio[i]! - now),
        count(best.tokens[i]!),
        best.epochs[i] === null ? '–' : epochs(best.epochs[i]!),
        language.maxEpochs === null ? '–' : String(language.maxEpochs),
      ];
    }),
  }),
};

/** The optimum stands at the language's epoch limit. */
const atEpochLimit = (report: Report, i: number): boolean => {
  const language = report.languages[i]!;
  return language.limitedBy === 'epochs' && optimumOf(report).ratio[i]! >= language.maxShare - 1e-6;
};

function summary(report: Report): string {
  const best = optimumOf(report);
  const { languages, current } = report;
  const n = `${languages.length} languages, ${count(report.tokens)} tokens`;
  if (current === null) return `${n}; the file gives no shares yet.`;
  const changes = languages.map((_, i) => best.ratio[i]! - current.ratio[i]!);
  const largest = changes.reduce((at, change, i) => (Math.abs(change) > Math.abs(changes[at]!) ? i : at), 0);
  if (languages.length === 0 || Math.abs(changes[largest]!) < 5e-4)
    return `${n}; the optimum is where the file is.`;
  return `${n}. Largest change: ${languages[largest]!.name}, ${percent(current.ratio[largest]!, 1)} → ${percent(best.ratio[largest]!, 1)}.`;
}
