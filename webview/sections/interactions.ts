import { list, significant } from '../../src/core/report/format.ts';
import type { CellOrigin, Report } from '../../src/core/report/report.ts';
import { fitSize, Heatmap } from '../charts/heatmap.ts';
import { icon } from '../elements/icons.ts';
import type { SectionParts } from './section.ts';
import { iconButton } from '../toolkit.ts';

/** What one more share of a source does for a target's effective share, pair by pair. */
export const interactions: SectionParts = {
  id: 'interactions',
  title: 'Interactions',

  controls: ({ arrangement, redraw }) => {
    const zoomBy = (factor: number) => (): void => {
      const from = arrangement.value.zoom ?? 28;
      arrangement.change({ zoom: Math.round(Math.max(2, Math.min(64, from * factor))) });
      redraw();
    };
    return [
      iconButton(icon('minus'), 'Smaller cells', zoomBy(1 / 1.5)),
      iconButton(icon('plus'), 'Larger cells', zoomBy(1.5)),
      iconButton(icon('fit'), 'Fit cells to the width', () => {
        arrangement.change({ zoom: null });
        redraw();
      }),
    ];
  },

  draw({ report, order }, width, { host, arrangement }) {
    const { net, origin } = report.interactions;
    const heatmap = new Heatmap({
      codes: order.map((i) => report.languages[i]!.code),
      values: order.map((s) => order.map((t) => net[s]![t] ?? null)),
      origins: order.map((s) => order.map((t) => origin[s]![t]!)),
      cell: arrangement.value.zoom ?? fitSize(width, order.length),
      width,
      summary: summary(report),
      describe: (s, t) => describe(report, order[s]!, order[t]!),
      act: (s) => host.post({ type: 'reveal', code: report.languages[order[s]!]!.code }),
    });
    return {
      summary: summary(report),
      chart: heatmap.element,
      picture: () => heatmap.picture(),
      highlight: (code) => heatmap.highlight(code),
    };
  },

  table: ({ report, order }) => ({
    header: ['Source \\ target', ...order.map((i) => report.languages[i]!.code), 'Gives'],
    rows: [
      ...order.map((s) => [
        report.languages[s]!.code,
        ...order.map((t) =>
          cellText(report.interactions.net[s]![t] ?? null, report.interactions.origin[s]![t]!),
        ),
        significant(sum(order.map((t) => (s === t ? null : (report.interactions.net[s]![t] ?? null))))),
      ]),
      [
        'Receives',
        ...order.map((t) =>
          significant(sum(order.map((s) => (s === t ? null : (report.interactions.net[s]![t] ?? null))))),
        ),
        '',
      ],
    ],
  }),
};

const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((all, v) => all + (v ?? 0), 0);

const cellText = (value: number | null, origin: CellOrigin): string =>
  value === null
    ? '–'
    : `${significant(value)}${origin === 'measured' || origin === 'given' ? '' : ` (${origin})`}`;

/** One cell in words, with its parts and its uncertainty. */
export function describe(report: Report, s: number, t: number): string {
  const { net, transfer, interference, standardError, origin } = report.interactions;
  const source = report.languages[s]!.name;
  const target = report.languages[t]!.name;
  const value = net[s]![t] ?? null;
  if (value === null) return `${source} → ${target}: nothing is predicted.`;
  if (s === t) return `${source} for itself: ${signed(value)} effective share a share.`;
  const error = standardError?.[s]?.[t] ?? null;
  const parts = `transfer ${signed(transfer[s]![t] ?? 0)}, competition ${signed(interference[s]![t] ?? 0)}`;
  const doubt =
    origin[s]![t] === 'unmeasured'
      ? 'unmeasured: no run can tell'
      : origin[s]![t] === 'prior'
        ? 'prior from relatedness, not measured'
        : error === null
          ? 'no uncertainty known'
          : `± ${significant(error)} (transfer, one standard error)`;
  return `${source} → ${target}: ${signed(value)} (${parts}); ${doubt}.`;
}

const signed = (value: number): string => (value > 0 ? `+${significant(value)}` : significant(value));

function summary(report: Report): string {
  const { net, at } = report.interactions;
  const pairs = report.languages.flatMap((_, s) =>
    report.languages.flatMap((__, t) => {
      const value = s === t ? null : (net[s]![t] ?? null);
      return value === null ? [] : [{ s, t, value }];
    }),
  );
  if (pairs.length === 0) return 'No interactions are known.';
  const [first] = pairs.sort((a, b) => b.value - a.value);
  const last = pairs.at(-1)!;
  const name = (i: number): string => report.languages[i]!.name;
  const where = at === 'current' ? "the file's mixture" : 'the optimum';
  const said = [`most help: ${name(first!.s)} → ${name(first!.t)} (${signed(first!.value)})`];
  if (last.value < 0)
    said.push(`most competition: ${name(last.s)} → ${name(last.t)} (${signed(last.value)})`);
  return `Effective share gained by a target (column) for one more share of a source (row), at ${where}; ${list(said)}.`;
}
