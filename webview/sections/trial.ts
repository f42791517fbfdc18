import type { AllocationProblem } from '../../src/core/climb/model/allocation.ts';
import { solve } from '../../src/core/climb/optimum/solve.ts';
import { nats, percent, points } from '../../src/core/text/words.ts';
import { recommendedOf, type Report } from '../../src/core/report/report.ts';
import { trialSentence, tryMixture, withShare } from '../../src/core/report/trial.ts';
import type { Ground } from '../../src/protocol/panel.ts';
import { drawBars, linear, markRow, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import { button, dropdown } from '../toolkit.ts';
import type { SectionParts, View } from '../view.ts';

type Follow = 'rescale' | 'optimise';

const columns = [
  { title: 'trial %', width: 54 },
  { title: 'change', width: 54 },
];

/** Tries shares without writing them: drag a bar, or use the arrow keys on it; the predictions follow. */
export function trialSection(): SectionParts {
  let of: Ground | null = null;
  let ratio: readonly number[] = [];
  let follow: Follow = 'rescale';
  let highlighted: string | null = null;

  /** What was tried lasts as long as the result it was tried on. */
  const startFrom = ({ report, ground }: View): void => {
    if (of === ground) return;
    of = ground;
    ratio = (report.current ?? recommendedOf(report)).ratio;
  };

  return {
    id: 'trial',
    title: 'What if',
    summary: ({ ground }) =>
      ground === null
        ? 'Nothing can be tried for this result.'
        : 'Drag a bar, or use the left and right arrow keys on it (with Shift in finer steps). Nothing is written until it is applied.',

    draw(view, width, { host }) {
      startFrom(view);
      const { report, order, ground } = view;
      if (ground === null) return { chart: html('div', {}), picture: () => null };
      const place = html('div', { class: order.length > 40 ? 'scroller tall' : 'scroller' });
      const predicted = html('p', { class: 'predicted', role: 'status' });
      const base = report.current ?? recommendedOf(report);
      // Wide enough to drag beyond every bar, and fixed while dragging.
      const top = Math.min(1, 1.3 * Math.max(0.2, ...base.ratio, ...recommendedOf(report).ratio));

      const set = (i: number, wanted: number): void => {
        const share = Math.max(0, Math.min(1, wanted));
        ratio =
          follow === 'rescale'
            ? withShare(ratio, i, share)
            : (optimumWith(ground, i, share, report.recommended) ?? withShare(ratio, i, share));
        redraw();
      };
      const chartOf = (): SVGSVGElement =>
        drawBars(
          {
            rows: order.map((i) => rowOf(report, i, ratio[i] ?? 0)),
            columns,
            baseline: 0,
            scale: linear(0, top),
            tick: (value) => percent(value),
            adjust: {
              value: (row) => ratio[order[row]!] ?? 0,
              change: (row, value) => set(order[row]!, value),
            },
          },
          width,
          (code) => host.post({ type: 'reveal', code }),
        );
      const redraw = (): void => {
        const focused = place.querySelector(':focus')?.getAttribute('data-code') ?? null;
        const chart = chartOf();
        markRow(chart, highlighted);
        place.replaceChildren(chart);
        if (focused !== null)
          place.querySelector<SVGElement>(`[data-code="${CSS.escape(focused)}"]`)?.focus();
        predicted.textContent = trialSentence(report, tryMixture(ground.model, ground.problem, ratio));
      };
      const actions = html(
        'div',
        { class: 'actions' },
        dropdown(
          'How the other shares follow',
          [
            ['rescale', 'Others keep proportions'],
            ['optimise', 'Others are optimised'],
          ],
          follow,
          (chosen) => {
            follow = chosen;
          },
        ),
        button('Apply Trial', () => host.post({ type: 'apply-shares', version: report.version, ratio }), {
          title: 'Write these shares to the file, as one undoable edit',
        }),
        button('Reset', () => {
          ratio = base.ratio;
          redraw();
        }),
      );
      redraw();
      return {
        chart: html('div', {}, predicted, actions, place, key(['now', 'file'], ['optimum', 'trial'])),
        picture: chartOf,
        highlight: (code) => {
          highlighted = code;
          const chart = place.querySelector('svg');
          if (chart !== null) markRow(chart, code);
        },
      };
    },

    table(view) {
      startFrom(view);
      const { report, order, ground } = view;
      const loss = ground === null ? null : tryMixture(ground.model, ground.problem, ratio).loss;
      return {
        header: ['Language', 'Share', 'Trial', 'Predicted loss'],
        rows: order.map((i) => {
          const value = loss?.[i]?.value ?? null;
          const now = report.current?.ratio[i] ?? null;
          return [
            report.languages[i]!.code,
            now === null ? '–' : percent(now, 2),
            percent(ratio[i] ?? 0, 2),
            value === null || report.origin === 'prior' ? '–' : nats(value),
          ];
        }),
      };
    },
  };
}

function rowOf({ languages, current }: Report, i: number, share: number): BarRow {
  const { code, name, origin, limitedBy, maxShare } = languages[i]!;
  const now = current?.ratio[i] ?? null;
  return {
    code,
    name,
    prior: origin === 'prior',
    now: now === null ? null : { value: now, reach: null },
    optimum: { value: share, reach: null },
    band: null,
    limit: limitedBy === null ? null : maxShare,
    columns: [(share * 100).toFixed(1), now === null ? '–' : points(share - now)],
    spoken: `${name}, share to try`,
  };
}

/** The optimum that gives one language exactly this share; null: the limits do not allow it. */
function optimumWith(
  { model, problem }: Ground,
  i: number,
  share: number,
  recommended: Report['recommended'],
): readonly number[] | null {
  const fixed = (values: AllocationProblem['min']): number[] =>
    values.map((value, k) => (k === i ? share : value));
  const solution = solve(model, { ...problem, min: fixed(problem.min), max: fixed(problem.max) });
  if (solution.status === 'infeasible' || solution.status === 'cancelled') return null;
  return (recommended === 'optimum' ? solution.joint : solution.twoSteps).ratio;
}
