import { evaluateAllocation } from '../../src/core/climb/evaluate.ts';
import { solve } from '../../src/core/climb/solve.ts';
import { nats, percent, points } from '../../src/core/report/format.ts';
import { withShare } from '../../src/core/report/trial.ts';
import type { Ground } from '../../src/protocol/panel.ts';
import { drawBars, linear, markRow, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import type { SectionParts } from './section.ts';
import { button, dropdown } from '../toolkit.ts';
import { optimumOf, type View } from '../view.ts';

type Follow = 'rescale' | 'optimise';

/** Tries shares without writing them: drag a bar, or use the arrow keys on it; the predictions follow. */
export function trialSection(): SectionParts {
  let of: Ground | null = null;
  let ratio: readonly number[] = [];
  let follow: Follow = 'rescale';

  const startFrom = ({ report, ground }: View): void => {
    if (of === ground) return;
    of = ground;
    ratio = (report.current ?? optimumOf(report)).ratio;
  };

  return {
    id: 'trial',
    title: 'What if',

    draw(view, width, { host }) {
      startFrom(view);
      const { report, order, ground } = view;
      const place = html('div', {});
      const predicted = html('p', { class: 'predicted', role: 'status' });
      const base = report.current ?? optimumOf(report);
      // Wide enough to drag beyond every bar, and fixed while dragging.
      const top = Math.min(1, 1.3 * Math.max(0.2, ...base.ratio, ...optimumOf(report).ratio));
      const columns = [
        { title: 'trial', width: 52 },
        { title: 'change', width: 50 },
      ];

      const set = (i: number, wanted: number): void => {
        if (ground === null) return;
        const share = Math.max(0, Math.min(1, wanted));
        ratio =
          follow === 'rescale'
            ? withShare(ratio, i, share)
            : (optimumWith(ground, i, share, report.method) ?? withShare(ratio, i, share));
        redraw();
      };
      const chartOf = (): SVGSVGElement =>
        drawBars(
          {
            rows: order.map((i): BarRow => {
              const language = report.languages[i]!;
              const now = report.current?.ratio[i] ?? null;
              const share = ratio[i] ?? 0;
              return {
                code: language.code,
                name: language.name,
                prior: language.origin === 'prior',
                now: now === null ? null : { value: now, reach: null },
                optimum: { value: share, reach: null },
                limit: language.limitedBy === null ? null : language.maxShare,
                columns: [percent(share, 1), now === null ? '–' : points(share - now)],
                spoken: `${language.name}, share to try`,
              };
            }),
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
        place.replaceChildren(chartOf());
        if (focused !== null)
          place.querySelector<SVGElement>(`[data-code="${CSS.escape(focused)}"]`)?.focus();
        predicted.textContent = ground === null ? '' : predictionOf(view, ground, ratio);
      };
      const actions = html(
        'div',
        { class: 'exports' },
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
        button('Apply trial', () => host.post({ type: 'apply-shares', version: report.version, ratio })),
        button('Reset', () => {
          ratio = base.ratio;
          redraw();
        }),
      );
      redraw();
      return {
        summary:
          'Drag a bar, or use the left and right arrow keys on it. Nothing is written until it is applied.',
        chart:
          ground === null
            ? html('p', { class: 'note' }, 'Nothing can be tried for this result.')
            : html('div', {}, predicted, actions, place, key(['now', 'file'], ['optimum', 'trial'])),
        picture: chartOf,
        highlight: (code) => markRow(place, code),
      };
    },

    table(view) {
      startFrom(view);
      const { report, order, ground } = view;
      const loss = ground === null ? null : evaluateAllocation(ground.model, ground.problem, ratio).loss;
      return {
        header: ['Language', 'Share', 'Trial', 'Predicted loss'],
        rows: order.map((i) => {
          const value = loss?.[i] ?? null;
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

/** The optimum that gives one language exactly this share; null: the limits do not allow it. */
function optimumWith(
  { model, problem }: Ground,
  i: number,
  share: number,
  method: 'climb' | 'joint',
): readonly number[] | null {
  const fixed = (values: readonly number[]): number[] => values.map((value, k) => (k === i ? share : value));
  const solution = solve(model, { ...problem, min: fixed(problem.min), max: fixed(problem.max) });
  if (solution.status === 'infeasible' || solution.status === 'cancelled') return null;
  return method === 'joint' ? solution.joint.ratio : solution.ratio;
}

function predictionOf({ report }: View, { model, problem }: Ground, ratio: readonly number[]): string {
  const { objective } = evaluateAllocation(model, problem, ratio);
  const against = (name: string, other: number | null): string[] =>
    other === null || other === 0 ? [] : [`${points((objective - other) / other)}\u00a0% against ${name}`];
  const said = [
    ...against('the file', report.current?.objective.value ?? null),
    ...against('the optimum', optimumOf(report).objective.value),
  ];
  const broken = report.languages
    .filter(
      ({ minShare, maxShare }, i) => (ratio[i] ?? 0) > maxShare + 1e-6 || (ratio[i] ?? 0) < minShare - 1e-6,
    )
    .map(({ code }) => code);
  const limits = broken.length === 0 ? '' : ` Outside its limits: ${broken.join(', ')}.`;
  return `Predicted${report.origin === 'prior' ? ' objective' : ` ${nats(objective)}`}: ${said.join(', ')}.${limits}`;
}
