import { list, significant } from '../../text/words.ts';
import type { CellOrigin, Report } from '../report.ts';
import type { SectionText } from './section.ts';

/** What a share of one language adds to the effective share of another, pair by pair. */
export const interactionsText: SectionText = {
  id: 'interactions',
  title: 'Interactions',

  summary({ report }) {
    const { net, at } = report.interactions;
    const pairs = report.languages.flatMap((_, s) =>
      report.languages.flatMap((__, t) => {
        const value = s === t ? null : (net[s]![t] ?? null);
        return value === null ? [] : [{ s, t, value }];
      }),
    );
    if (pairs.length === 0) return 'No interactions are known.';
    pairs.sort((a, b) => b.value - a.value);
    const [first] = pairs;
    const last = pairs.at(-1)!;
    const name = (i: number): string => report.languages[i]!.name;
    const said = [`most help: ${name(first!.s)} → ${name(first!.t)} (${worth(first!.value)})`];
    if (last.value < 0)
      said.push(`most competition: ${name(last.s)} → ${name(last.t)} (${worth(last.value)})`);
    return `How much of each share added to a row’s language counts for a column’s, in per cent, at ${
      at === 'file' ? 'the file’s mixture' : 'the optimum'
    }; ${list(said)}.`;
  },

  table: ({ report, order }) => {
    const { net, origin } = report.interactions;
    return {
      header: ['Source \\ target (%)', ...order.map((i) => report.languages[i]!.code), 'Gives'],
      rows: [
        ...order.map((s) => [
          report.languages[s]!.code,
          ...order.map((t) => cellText(net[s]![t] ?? null, origin[s]![t]!)),
          hundredfold(given(report, s)),
        ]),
        ['Receives', ...order.map((t) => hundredfold(received(report, t))), ''],
      ],
    };
  },
};

/** What a language gives to all others together, and what it gets from them; effective share a share. */
export const given = ({ interactions, languages }: Report, s: number): number =>
  languages.reduce((sum, _, t) => (s === t ? sum : sum + (interactions.net[s]![t] ?? 0)), 0);
export const received = ({ interactions, languages }: Report, t: number): number =>
  languages.reduce((sum, _, s) => (s === t ? sum : sum + (interactions.net[s]![t] ?? 0)), 0);

const hundredfold = (value: number): string => significant(value * 100);

const cellText = (value: number | null, origin: CellOrigin): string =>
  value === null
    ? '–'
    : `${hundredfold(value)}${origin === 'measured' || origin === 'given' ? '' : ` (${origin})`}`;

/** `+0.69 %`: hundredths of a share that count for another language. */
const worth = (value: number): string => `${value > 0 ? '+' : ''}${hundredfold(value)}\u00a0%`;

/** One cell in words, with its parts and its uncertainty. */
export function describePair(report: Report, s: number, t: number): string {
  const { net, transfer, interference, standardError, origin } = report.interactions;
  const source = report.languages[s]!.name;
  const target = report.languages[t]!.name;
  const value = net[s]![t] ?? null;
  if (value === null) return `${source} → ${target}: nothing is predicted.`;
  if (s === t) return `${source} for itself: ${worth(value)} of each share added.`;
  const error = standardError?.[s]?.[t] ?? null;
  const parts = `transfer ${worth(transfer[s]![t] ?? 0)}, interference ${worth(interference[s]![t] ?? 0)}`;
  const doubt =
    origin[s]![t] === 'unmeasured'
      ? 'unmeasured: no run can tell'
      : origin[s]![t] === 'prior'
        ? 'prior from relatedness, not measured'
        : error === null
          ? 'no uncertainty known'
          : `±\u00a0${hundredfold(error)} (transfer, one standard error)`;
  const leans = origin[s]![t] === 'leaning' ? ', leaning on relatedness' : '';
  return `${source} → ${target}: ${worth(value)} of each share added (${parts}); ${doubt}${leans}.`;
}
