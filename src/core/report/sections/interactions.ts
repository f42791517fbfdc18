import { tooRough } from '../../evidence/doubts.ts';
import { ninety } from '../../evidence/thresholds.ts';
import { list, significant } from '../../text/words.ts';
import { recommendedName, type CellOrigin, type Interactions, type Report } from '../report.ts';
import type { SectionText } from './section.ts';
import { elementAt } from '../../text/elements.ts';

/** What a share of one language adds to the effective share of another, pair by pair. */
export const interactionsText: SectionText = {
  id: 'interactions',
  title: 'Interactions',

  applies: ({ interactions }) => interactions.net.length > 0,

  summary({ report }) {
    const { net, at, origin } = report.interactions;
    const pairs = report.languages.flatMap((source, s) =>
      report.languages.flatMap((target, t) => {
        const value = s === t ? null : cell(net, s, t);
        // The value of what is unmeasured has no meaning, however large it is.
        return value === null || originAt(origin, s, t) === 'unmeasured'
          ? []
          : [{ value, words: `${source.name} → ${target.name} (${hundredfold(value)})` }];
      }),
    );
    pairs.sort((a, b) => b.value - a.value);
    const [first, last] = [pairs[0], pairs.at(-1)];
    if (first === undefined || last === undefined) return 'No interactions are known.';
    const said = [
      ...(first.value > 0 ? [`most help: ${first.words}`] : []),
      ...(last.value < 0 ? [`most competition: ${last.words}`] : []),
    ];
    const meaning = `1 point more of a row’s language acts like so many hundredths of a point more of a column’s, at ${
      at === 'file' ? 'the file’s mixture' : recommendedName(report)
    }`;
    return said.length === 0 ? `${meaning}.` : `${meaning}; ${list(said)}.`;
  },

  table: ({ report, order }) => {
    const { net, origin } = report.interactions;
    const codeOf = (i: number): string => elementAt(report.languages, i).code;
    return {
      header: ['Source \\ target (hundredths)', ...order.map(codeOf), 'Gives'],
      rows: [
        ...order.map((s) => [
          codeOf(s),
          ...order.map((t) => cellText(cell(net, s, t), originAt(origin, s, t))),
          hundredfold(given(report, s)),
        ]),
        ['Gets', ...order.map((t) => hundredfold(received(report, t))), ''],
      ],
    };
  },
};

/** Null: nothing is known of the pair. */
const cell = (values: Interactions['net'], s: number, t: number): number | null => values[s]?.[t] ?? null;
const originAt = (origin: Interactions['origin'], s: number, t: number): CellOrigin =>
  elementAt(elementAt(origin, s), t);

/** What a language gives to all others together, and what it gets from them; effective share a share. */
export const given = ({ interactions, languages }: Report, s: number): number =>
  languages.reduce((sum, _, t) => (s === t ? sum : sum + (cell(interactions.net, s, t) ?? 0)), 0);
export const received = ({ interactions, languages }: Report, t: number): number =>
  languages.reduce((sum, _, s) => (s === t ? sum : sum + (cell(interactions.net, s, t) ?? 0)), 0);

const hundredfold = (value: number): string => significant(value * 100);

const cellText = (value: number | null, origin: CellOrigin): string =>
  value === null
    ? '–'
    : `${hundredfold(value)}${origin === 'measured' || origin === 'given' ? '' : ` (${origin})`}`;

/** `+0.0069`: points of a target that one point of a source acts like. */
const worth = (value: number): string => `${value > 0 ? '+' : ''}${significant(value)}`;

/** Whether an effect is beyond its own uncertainty (90 %); null: none is known of it. */
export function isSure({ interactions }: Report, s: number, t: number): boolean | null {
  const value = cell(interactions.net, s, t);
  const error = interactions.standardError?.[s]?.[t] ?? null;
  return value === null || error === null ? null : Math.abs(value) > ninety * error;
}

/** One cell in words, with its parts and its uncertainty. */
export function describePair(report: Report, s: number, t: number): string {
  const { net, transfer, interference, standardError, origin } = report.interactions;
  const source = elementAt(report.languages, s).name;
  const target = elementAt(report.languages, t).name;
  const value = cell(net, s, t);
  const from = originAt(origin, s, t);
  if (value === null) return `${source} → ${target}: nothing is predicted.`;
  const acts = `1 point more acts like ${significant(Math.abs(value))} points ${value < 0 ? 'less' : 'more'}`;
  if (s === t) return `${source} for itself: ${acts}.`;
  const error = standardError?.[s]?.[t] ?? null;
  const parts = `transfer ${worth(cell(transfer, s, t) ?? 0)}, interference ${worth(cell(interference, s, t) ?? 0)}`;
  const doubt =
    from === 'unmeasured'
      ? `unmeasured: ${tooRough('it')}`
      : from === 'prior'
        ? 'prior from relatedness, not measured'
        : error === null
          ? 'no uncertainty known'
          : `±\u00a0${significant(error)} (transfer, one standard error)${isSure(report, s, t) === false ? ', so possibly zero' : ''}`;
  const leans = from === 'leaning' ? ', relying on relatedness' : '';
  return `${source} → ${target}: ${acts} (${parts}); ${doubt}${leans}.`;
}
