import type { AllocationProblem } from '../../src/core/climb/model/allocation.ts';
import { solve } from '../../src/core/climb/optimum/solve.ts';
import { gainOf } from '../../src/core/evidence/gain.ts';
import { nats, percent, points } from '../../src/core/text/words.ts';
import type { Report, ReportAllocation } from '../../src/core/report/report.ts';
import { capital, named } from '../../src/core/report/sections/allocation.ts';
import { withInterval } from '../../src/core/report/sections/losses.ts';
import { trialSentence, tryMixture, withShare } from '../../src/core/report/trial.ts';
import type { SolvedModel } from '../../src/protocol/panel.ts';
import { barPicture, markRow, scrollingBars, upTo, type BarChart, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import { groupOf, shownOf } from '../shown.ts';
import { button, dropdown } from '../toolkit.ts';
import type { SectionParts, View } from '../view.ts';
import { elementAt } from '../../src/core/text/elements.ts';

type Follow = 'rescale' | 'optimise';

/** Tries shares without writing them: drag a bar, or use the arrow keys on it; the predictions follow. */
export function trialSection(): SectionParts {
  let of: SolvedModel | null = null;
  let ratio: readonly number[] = [];
  let follow: Follow = 'rescale';
  let highlighted: string | null = null;

  /** What was tried lasts as long as the result it was tried on. */
  const startFrom = ({ report, solved, pair }: View): void => {
    if (of === solved) return;
    of = solved;
    ratio = (report.current ?? pair.choice.allocation).ratio;
  };

  return {
    id: 'trial',
    title: 'What if',
    summary: ({ solved }) =>
      solved === null
        ? 'Nothing can be tried for this result.'
        : 'Drag a bar, or use the left and right arrow keys on it (with Shift for finer steps). Nothing is written until you apply it.',

    draw(view, width, context) {
      startFrom(view);
      const { host, pin } = context;
      const { report, solved, pair } = view;
      if (solved === null) return { chart: html('div', {}), picture: () => null };
      const { order, rest } = shownOf('trial', view, context);
      const place = html('div', {});
      const predicted = html('p', { class: 'predicted', role: 'status' });
      const start = (report.current ?? pair.choice.allocation).ratio;
      // Wide enough to drag beyond every bar, and fixed while dragging.
      const top = Math.min(
        1,
        1.3 *
          Math.max(
            0.1,
            ...order.flatMap((i) => [elementAt(start, i), elementAt(pair.choice.allocation.ratio, i)]),
          ),
      );

      const set = (i: number, wanted: number): void => {
        const share = Math.max(0, Math.min(1, wanted));
        ratio =
          follow === 'rescale'
            ? withShare(ratio, i, share)
            : (optimumWith(solved, i, share, report.recommended) ?? withShare(ratio, i, share));
        redraw();
      };
      const chartOf = (tried: ReportAllocation): BarChart => ({
        rows: order.map((i) => ({
          ...rowOf(view, i, tried, width),
          ...groupOf(elementAt(report.languages, i), context),
        })),
        columns: columnsOf(view, width),
        baseline: 0,
        scale: upTo(top),
        tick: (value) => percent(value),
        summary: 'The shares to try.',
        adjust: {
          value: (row) => ratio[elementAt(order, row)] ?? 0,
          change: (row, value) => set(elementAt(order, row), value),
        },
      });
      const judged = (): ReportAllocation => tryMixture(solved.model, solved.problem, ratio);
      const redraw = (): void => {
        const focused = place.querySelector(':focus')?.getAttribute('data-code') ?? null;
        const scrolled = place.querySelector('.scroller')?.scrollTop ?? 0;
        const tried = judged();
        const drawn = scrollingBars(chartOf(tried), width, (code) => host.post({ type: 'reveal', code }));
        markRow(drawn.rows, highlighted);
        place.replaceChildren(drawn.element);
        drawn.element.scrollTop = scrolled;
        if (focused !== null)
          place
            .querySelector<SVGElement>(`[data-code="${CSS.escape(focused)}"]`)
            ?.focus({ preventScroll: true });
        const from = pair.base?.allocation.ratio ?? null;
        const gain =
          from === null || report.origin === 'prior'
            ? null
            : gainOf(solved.model, solved.problem, from, ratio, false);
        predicted.textContent = trialSentence(report, pair, tried, gain);
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
        button('Pin', () => pin(ratio), {
          title: 'Compare every section with these shares instead of the file',
        }),
        button('Reset', () => {
          ratio = start;
          redraw();
        }),
      );
      redraw();
      return {
        chart: html(
          'div',
          {},
          predicted,
          actions,
          place,
          rest,
          key(...(pair.base === null ? [] : [['now', pair.base.title] as const]), ['optimum', 'trial']),
        ),
        picture: () => barPicture(chartOf(judged()), width),
        highlight: (code) => {
          highlighted = code;
          const chart = place.querySelector('svg[role=group]');
          if (chart !== null) markRow(chart, code);
        },
      };
    },

    table(view) {
      startFrom(view);
      const { report, order, solved, pair } = view;
      const { base } = pair;
      const tried = solved === null ? null : tryMixture(solved.model, solved.problem, ratio);
      return {
        header: [
          'Language',
          capital(base?.title ?? 'file'),
          'Trial',
          'Loss (nats)',
          `Loss against ${base?.name ?? 'the file'} (%)`,
        ],
        rows: order.map((i) => {
          const loss = tried?.loss[i] ?? null;
          const now = base?.allocation.ratio[i] ?? null;
          return [
            named(elementAt(report.languages, i)),
            now === null ? '–' : percent(now, 2),
            percent(ratio[i] ?? 0, 2),
            loss === null || report.origin === 'prior' ? '–' : withInterval(loss),
            (tried === null ? null : lossChange(view, i, tried)) ?? '–',
          ];
        }),
      };
    },
  };
}

/** How the loss of a language changes against the base, in per cent; null: not known, or a prior's, which has no scale. */
function lossChange({ report, pair }: View, i: number, tried: ReportAllocation): string | null {
  const [from, to] = [pair.base?.allocation.loss[i]?.value ?? null, tried.loss[i]?.value ?? null];
  return report.origin === 'prior' || from === null || to === null ? null : points(to / from - 1);
}

function columnsOf(
  { report, pair }: View,
  width: number,
): { of: 'trial' | 'change' | 'loss' | 'against'; title: string; width: number }[] {
  const losses = report.origin !== 'prior';
  return [
    { of: 'trial', title: 'trial %', width: 54 },
    ...(pair.base !== null && (width >= 420 || !losses)
      ? [{ of: 'change' as const, title: 'change', width: 54 }]
      : []),
    ...(losses && (width >= 420 || pair.base === null)
      ? [{ of: 'loss' as const, title: 'loss', width: 48 }]
      : []),
    ...(losses && pair.base !== null ? [{ of: 'against' as const, title: 'loss %', width: 54 }] : []),
  ];
}

function rowOf(view: View, i: number, tried: ReportAllocation, width: number): BarRow {
  const { report, pair } = view;
  const { code, name, origin, limitedBy, maxShare } = elementAt(report.languages, i);
  const share = tried.ratio[i] ?? 0;
  const now = pair.base?.allocation.ratio[i] ?? null;
  const loss = tried.loss[i]?.value ?? null;
  const against = lossChange(view, i, tried);
  const texts = {
    trial: (share * 100).toFixed(1),
    change: now === null ? '–' : points(share - now),
    loss: loss === null ? '–' : nats(loss),
    against: against ?? '–',
  };
  return {
    code,
    name,
    prior: origin === 'prior',
    now: now === null ? null : { value: now, reach: null },
    optimum: { value: share, reach: null },
    band: null,
    limit: limitedBy === null ? null : maxShare,
    columns: columnsOf(view, width).map(({ of }) => texts[of]),
    spoken: `${name}, share to try${against === null ? '' : `; its loss ${against} per cent against ${pair.base?.name ?? 'the file'}`}`,
  };
}

/** The optimum that gives one language exactly this share; null: the limits do not allow it. */
function optimumWith(
  { model, problem }: SolvedModel,
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
