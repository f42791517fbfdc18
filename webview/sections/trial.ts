import type { AllocationProblem } from '../../src/core/climb/model/allocation.ts';
import { solve } from '../../src/core/climb/optimum/solve.ts';
import { gainOf, type Gain } from '../../src/core/evidence/gain.ts';
import { capital, inUnit, lossNumber, percent, points } from '../../src/core/text/words.ts';
import type { Report, ReportAllocation } from '../../src/core/report/report.ts';
import { named } from '../../src/core/report/sections/allocation.ts';
import { withInterval } from '../../src/core/report/sections/losses.ts';
import { trialSentence, tryMixture, withShare } from '../../src/core/report/trial.ts';
import type { Table } from '../../src/core/report/table.ts';
import { barPicture, markRow, scrollingBars, upTo, type BarChart, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import { groupOf, shownOf } from '../shown.ts';
import { revealer } from './rows.ts';
import { button, dropdown } from '../toolkit.ts';
import type { Context, Drawing, SectionParts, SolvedModel, View } from '../view.ts';
import { elementAt } from '../../src/core/text/elements.ts';

type Follow = 'rescale' | 'optimise';

/** Tries shares without writing them: drag a bar, or use the arrow keys on it; the predictions follow. */
export function trialSection(): SectionParts {
  const trial = new Trial();
  return {
    id: 'trial',
    title: 'What if',
    summary: ({ solved }) =>
      solved === null
        ? 'Nothing can be tried for this result.'
        : 'Drag a bar, or use the left and right arrow keys on it (with Shift for finer steps). Nothing is written until you apply it.',

    draw(view, width, context) {
      trial.startFrom(view);
      return view.solved === null
        ? { chart: html('div', {}), picture: () => null }
        : drawTrial(trial, view, view.solved, width, context);
    },

    table(view) {
      trial.startFrom(view);
      return tableOf(view, trial.ratio);
    },
  };
}

/** The shares that are tried, and how those of the other languages follow the one that is changed. */
class Trial {
  ratio: readonly number[] = [];
  follow: Follow = 'rescale';
  highlighted: string | null = null;
  #of: SolvedModel | null = null;

  /** What was tried lasts as long as the result it was tried on. */
  startFrom(view: View): void {
    if (this.#of === view.solved) return;
    this.#of = view.solved;
    this.ratio = startOf(view);
  }

  /** Gives a language a share. */
  give(i: number, wanted: number, solved: SolvedModel, recommended: Report['recommended']): void {
    const share = Math.max(0, Math.min(1, wanted));
    this.ratio =
      this.follow === 'rescale'
        ? withShare(this.ratio, i, share)
        : (optimumWith(solved, i, share, recommended) ?? withShare(this.ratio, i, share));
  }
}

const startOf = ({ report, pair }: View): readonly number[] =>
  (report.current ?? pair.choice.allocation).ratio;

function drawTrial(trial: Trial, view: View, solved: SolvedModel, width: number, context: Context): Drawing {
  const { report, pair } = view;
  const { order, rest } = shownOf('trial', view, context);
  const place = html('div', {});
  const predicted = html('p', { class: 'predicted', role: 'status' });
  const end = axisEnd(view, order);
  const judged = (): ReportAllocation => tryMixture(solved.model, solved.problem, trial.ratio);
  const chartOf = (tried: ReportAllocation): BarChart => ({
    rows: order.map((i) => ({
      ...rowOf(view, i, tried, width),
      ...groupOf(elementAt(report.languages, i), context),
    })),
    columns: columnsOf(view, width),
    baseline: 0,
    scale: upTo(end),
    tick: (value) => percent(value),
    summary: 'The shares to try.',
    adjust: {
      value: (row) => trial.ratio[elementAt(order, row)] ?? 0,
      change: (row, value) => {
        trial.give(elementAt(order, row), value, solved, report.recommended);
        redraw();
      },
    },
  });
  const redraw = (): void => {
    const tried = judged();
    const drawn = scrollingBars(chartOf(tried), width, revealer(context));
    markRow(drawn.rows, trial.highlighted);
    replaceBars(place, drawn.element);
    predicted.textContent = trialSentence(report, pair, tried, gainOfTrial(view, solved, trial.ratio));
  };
  const actions = actionsOf(trial, view, context, redraw);
  redraw();
  const shown = key(...(pair.base === null ? [] : [['now', pair.base.title] as const]), ['optimum', 'trial']);
  return {
    chart: html('div', {}, predicted, actions, place, rest, shown),
    picture: () => barPicture(chartOf(judged()), width),
    highlight: (code) => {
      trial.highlighted = code;
      const chart = place.querySelector('svg[role=group]');
      if (chart !== null) markRow(chart, code);
    },
  };
}

/** Wide enough to drag beyond every bar, and fixed while dragging. */
function axisEnd(view: View, order: readonly number[]): number {
  const [start, choice] = [startOf(view), view.pair.choice.allocation.ratio];
  return Math.min(
    1,
    1.3 * Math.max(0.1, ...order.flatMap((i) => [elementAt(start, i), elementAt(choice, i)])),
  );
}

/** Puts bars in the place of earlier ones; the focus and what is scrolled to stay. */
function replaceBars(place: HTMLElement, bars: HTMLElement): void {
  const focused = place.querySelector(':focus')?.getAttribute('data-code') ?? null;
  const scrolled = place.querySelector('.scroller')?.scrollTop ?? 0;
  place.replaceChildren(bars);
  bars.scrollTop = scrolled;
  if (focused !== null)
    place.querySelector<SVGElement>(`[data-code="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Null: there is nothing to gain over, or a prior's losses have no scale. */
function gainOfTrial(
  { report, pair }: View,
  { model, problem }: SolvedModel,
  ratio: readonly number[],
): Gain | null {
  const from = pair.base?.allocation.ratio ?? null;
  return from === null || report.origin === 'prior' ? null : gainOf(model, problem, from, ratio, false);
}

function actionsOf(trial: Trial, view: View, { host, pin }: Context, redraw: () => void): HTMLElement {
  const { version } = view.report;
  return html(
    'div',
    { class: 'actions' },
    dropdown(
      'How the other shares follow',
      [
        ['rescale', 'Others keep proportions'],
        ['optimise', 'Others are optimised'],
      ],
      trial.follow,
      (chosen) => {
        trial.follow = chosen;
      },
    ),
    button('Apply Trial', () => host.post({ type: 'apply-shares', version, ratio: trial.ratio }), {
      title: 'Write these shares to the file, as one undoable edit',
    }),
    button('Pin', () => pin(trial.ratio), {
      title: 'Compare every section with these shares instead of the file',
    }),
    button('Reset', () => {
      trial.ratio = startOf(view);
      redraw();
    }),
  );
}

function tableOf(view: View, ratio: readonly number[]): Table {
  const { report, order, solved, pair } = view;
  const { base } = pair;
  const tried = solved === null ? null : tryMixture(solved.model, solved.problem, ratio);
  return {
    header: [
      'Language',
      capital(base?.title ?? 'file'),
      'Trial',
      inUnit('Loss', report.lossUnit),
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
    loss: loss === null ? '–' : lossNumber(loss),
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
