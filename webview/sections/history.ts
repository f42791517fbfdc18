import { ofLanguage } from '../../src/core/climb/model/model.ts';
import { codesOf, revisionName, type HistoryEntry } from '../../src/core/report/history.ts';
import { objectiveUnit } from '../../src/core/report/report.ts';
import { historyText } from '../../src/core/report/sections/history.ts';
import { fixed, inUnit, lossNumber } from '../../src/core/text/words.ts';
import { key } from '../charts/key.ts';
import { marksPicture, scrollingMarks, type Mark, type MarkChart } from '../charts/marks.ts';
import { drawShares } from '../charts/shares.ts';
import { html } from '../elements/dom.ts';
import { icon } from '../elements/icons.ts';
import { below } from '../elements/picture.ts';
import { button, iconButton } from '../toolkit.ts';
import type { SectionParts } from '../view.ts';

/** The file's commits: their predictions, the fits they rest on, and their shares, newest first. */
export const historySection: SectionParts = {
  ...historyText,

  controls: ({ host }) => [
    iconButton(icon('history'), 'Read the history of the file', () =>
      host.post({ type: 'command', command: 'showHistory' }),
    ),
  ],

  draw(view, width, { host }) {
    const { report, history, left } = view;
    if (history === undefined)
      return {
        chart: html(
          'div',
          {},
          button('Show how it changed', () => host.post({ type: 'command', command: 'showHistory' })),
        ),
        picture: () => null,
      };
    const predictions = predictionsOf(history, width, objectiveUnit(report) ?? '');
    const fits = fitsOf(history, width, report.lossUnit);
    const shares = (): SVGSVGElement | null => sharesOf(history, width);
    const waiting =
      left === 0
        ? null
        : html(
            'p',
            { class: 'note', role: 'status' },
            `${left} more ${left === 1 ? 'commit is' : 'commits are'} being solved…`,
          );
    const table = shares();
    return {
      chart: html(
        'div',
        {},
        ...(predictions === null
          ? []
          : [
              html('h3', { class: 'under' }, inUnit('Predicted objective', objectiveUnit(report))),
              scrollingMarks(predictions, width, () => undefined).element,
              key(
                ['optimum-dot', 'by today’s runs'],
                ['file-dot', 'by the runs at the time'],
                ['tick', 'optimum at the time'],
              ),
            ]),
        ...(fits === null
          ? []
          : [
              html('h3', { class: 'under' }, inUnit('Held-out error of the fit', report.lossUnit)),
              scrollingMarks(fits, width, () => undefined).element,
            ]),
        ...(table === null ? [] : [html('h3', { class: 'under' }, 'Shares (%)'), table]),
        waiting,
        subjects(history),
      ),
      picture: () => {
        const pictures = [
          ...[predictions, fits].flatMap((chart) => (chart === null ? [] : [marksPicture(chart, width)])),
          shares() ?? [],
        ].flat();
        return pictures.length === 0 ? null : below(width, 12, ...pictures);
      },
    };
  },
};

const mark = (kind: Mark['kind'], value: number | null): Mark[] =>
  value === null ? [] : [{ kind, value, low: null, high: null }];

/** What was predicted then, and what is by the runs of today; null: nothing of any. */
function predictionsOf(history: readonly HistoryEntry[], width: number, unit: string): MarkChart | null {
  const wide = width >= 420;
  const rows = history.flatMap((entry): MarkChart['rows'][number][] => {
    const { objective, optimum, objectiveNow, revision } = entry;
    const marks = [...mark('tick', optimum), ...mark('now', objective), ...mark('optimum', objectiveNow)];
    if (marks.length === 0) return [];
    return [
      {
        code: null,
        name: nameOf(entry, wide),
        strong: revision === null,
        marks,
        columns: [...(wide ? [number(objective)] : []), number(objectiveNow)],
        spoken: `${nameOf(entry, true)}, ${entry.subject}: ${objectiveNow === null ? 'not judged' : lossNumber(objectiveNow)} by today’s runs, ${objective === null ? 'nothing' : lossNumber(objective)} predicted then, ${optimum === null ? 'no optimum' : `optimum ${lossNumber(optimum)}`} then`,
      },
    ];
  });
  if (rows.length === 0) return null;
  const columns = [...(wide ? [{ title: 'then', width: 60 }] : []), { title: 'today', width: 60 }];
  return { rows, columns, unit, summary: 'Predictions for the mixture, commit by commit.' };
}

/** How well the fits of then predict held-out runs; null: there were none. */
function fitsOf(history: readonly HistoryEntry[], width: number, unit: string): MarkChart | null {
  const wide = width >= 420;
  const rows = history.flatMap((entry): MarkChart['rows'][number][] => {
    const { heldOutError, heldOutR2, runs, revision } = entry;
    if (heldOutError === null) return [];
    const r2 = heldOutR2 === null ? '–' : fixed(heldOutR2, 3);
    return [
      {
        code: null,
        name: nameOf(entry, wide),
        strong: revision === null,
        marks: mark('plain', heldOutError),
        columns: [...(wide ? [number(heldOutError)] : []), r2, String(runs)],
        spoken: `${nameOf(entry, true)}, ${entry.subject}: a fit of ${runs} runs, R² ${r2} and a mean held-out error of ${heldOutError.toFixed(4)} ${unit}`,
      },
    ];
  });
  if (rows.length === 0) return null;
  const columns = [
    ...(wide ? [{ title: 'error', width: 60 }] : []),
    { title: 'R²', width: 48 },
    { title: 'runs', width: 40 },
  ];
  return {
    rows,
    columns,
    unit,
    summary: 'How well the fits predict held-out runs, commit by commit.',
  };
}

function sharesOf(history: readonly HistoryEntry[], width: number): SVGSVGElement | null {
  const codes = codesOf(history);
  const rows = history.flatMap((entry) => {
    const { ratio, revision } = entry;
    if (ratio === null) return [];
    const own = codes.map((code) => ofLanguage(ratio, code) ?? 0);
    return [{ name: nameOf(entry, width >= 420), strong: revision === null, ratio: own }];
  });
  return rows.length === 0 ? null : drawShares(rows, codes, width);
}

/** What the commits say of themselves, and why some have no numbers. */
const subjects = (history: readonly HistoryEntry[]): HTMLElement =>
  html(
    'ul',
    { class: 'compared' },
    ...history.map((entry) =>
      html(
        'li',
        {},
        html(
          'span',
          { class: 'text' },
          html('strong', {}, nameOf(entry, true)),
          ` ${entry.subject}`,
          entry.reason === null ? null : html('span', { class: 'doubt' }, icon('warning'), entry.reason),
        ),
      ),
    ),
  );

const nameOf = (entry: HistoryEntry, wide: boolean): string =>
  wide && entry.date !== null ? `${revisionName(entry)} ${entry.date}` : revisionName(entry);

const number = (value: number | null): string => value?.toFixed(4) ?? '–';
