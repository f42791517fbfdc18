import { ofLanguage } from '../../climb/model/model.ts';
import { noGain } from '../../evidence/thresholds.ts';
import { fixed, inUnit, percent } from '../../text/words.ts';
import { objectiveUnit } from '../report.ts';
import { codesOf, revisionName, type HistoryEntry } from '../history.ts';
import type { SectionText } from './section.ts';

/** How the mixture, what is predicted of it and its fit changed over commits. */
export const historyText: SectionText = {
  id: 'history',
  title: 'History',

  summary: ({ report, history }) => {
    if (history === undefined) return 'How the mixture and its fit changed over the commits of its file.';
    const [newest, ...older] = history;
    if (newest === undefined || older.length === 0) return 'No commit contains this file yet.';
    const oldest = older.at(-1) ?? newest;
    return [
      `${older.length} ${older.length === 1 ? 'commit' : 'commits'}${oldest.date === null ? '' : `, the oldest of ${oldest.date}`}.`,
      ...changeOf(oldest, newest),
      ...fitOf(oldest, newest, report.lossUnit),
      'Predictions at the time use the runs of the time; only those by today’s runs can be compared.',
    ].join(' ');
  },

  table: ({ report, history = [] }) => {
    const unit = objectiveUnit(report);
    const codes = codesOf(history);
    const number = (value: number | null, digits: number): string =>
      value === null ? '–' : fixed(value, digits);
    return {
      header: [
        'Revision',
        'Date',
        inUnit('By today’s runs', unit),
        inUnit('Predicted at the time', unit),
        inUnit('Optimum at the time', unit),
        'Runs',
        'Held-out R²',
        inUnit('Held-out error', report.lossUnit),
        ...codes,
        'Subject',
      ],
      rows: history.map((entry) => [
        revisionName(entry),
        entry.date ?? '–',
        number(entry.objectiveNow, 4),
        number(entry.objective, 4),
        number(entry.optimum, 4),
        entry.runs === null ? '–' : String(entry.runs),
        number(entry.heldOutR2, 3),
        number(entry.heldOutError, 4),
        ...codes.map((code) => {
          const share = entry.ratio === null ? undefined : ofLanguage(entry.ratio, code);
          return share === undefined ? '–' : percent(share, 2);
        }),
        entry.reason === null ? entry.subject : `${entry.subject}: ${entry.reason}`,
      ]),
    };
  },
};

/** What the changes since did to the prediction, judged by one model. */
function changeOf(oldest: HistoryEntry, newest: HistoryEntry): string[] {
  const [from, to] = [oldest.objectiveNow, newest.objectiveNow];
  if (from === null || to === null) return [];
  const change = (to - from) / Math.abs(from);
  if (Math.abs(change) < noGain) return ['By today’s runs the mixture is as good as it was then.'];
  return [
    `By today’s runs the current mixture is ${percent(Math.abs(change))} ${change < 0 ? 'better' : 'worse'} than the one at that time.`,
  ];
}

function fitOf(oldest: HistoryEntry, newest: HistoryEntry, unit: string): string[] {
  if (oldest.runs === null || newest.runs === null) return [];
  const error =
    oldest.heldOutError === null || newest.heldOutError === null
      ? ''
      : `, and its mean held-out error from ${oldest.heldOutError.toFixed(4)} to ${newest.heldOutError.toFixed(4)} ${unit}`;
  return oldest.runs === newest.runs && oldest.heldOutError === newest.heldOutError
    ? [`The fit is of the same ${newest.runs} runs.`]
    : [`Its fit went from ${oldest.runs} to ${newest.runs} runs${error}.`];
}
