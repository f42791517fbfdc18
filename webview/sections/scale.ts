import type { Allocation, Solution } from '../../src/core/climb/model/allocation.ts';
import { solve } from '../../src/core/climb/optimum/solve.ts';
import { extrapolationsOf } from '../../src/core/evidence/extrapolation.ts';
import { gainOf, type Gain } from '../../src/core/evidence/gain.ts';
import { worstTold } from '../../src/core/evidence/thresholds.ts';
import { count, percent, points } from '../../src/core/text/words.ts';
import { recommendedName, type Report } from '../../src/core/report/report.ts';
import type { Table } from '../../src/core/report/table.ts';
import { scaleText } from '../../src/core/report/sections/scale.ts';
import { drawAreas, nameRoom, type AreaChart } from '../charts/areas.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import { button } from '../toolkit.ts';
import type { Drawing, SectionParts, SolvedModel, View } from '../view.ts';
import { steps, Sweep } from './sweep.ts';
import { elementAt, lastOf } from '../../src/core/text/elements.ts';

/** A panel must not freeze: where one solution takes longer, in milliseconds, the sweep waits to be asked for. */
const quick = 60;
const middle = (steps.length - 1) / 2;
const named = 8;

/** The recommended mixture along the token budget, and at the one that the slider stands at. */
export function scaleSection(): SectionParts {
  const sweeps = new Sweeps();
  return {
    ...scaleText,
    settled: () => sweeps.ended,
    finish: (view) => {
      const scaled = scaledOf(view);
      return scaled === null
        ? Promise.resolve()
        : (sweeps.of(scaled.solved) ?? sweeps.start(scaled.solved)).ended;
    },

    draw: (view, width) => {
      const scaled = scaledOf(view);
      return scaled === null
        ? { chart: html('div', {}), picture: () => null }
        : drawScale(sweeps, scaled, width);
    },

    table: ({ report, solved }) => tableOf(report, solved === null ? [] : sweeps.budgets(report, solved)),
  };
}

/** The sweep over the budgets of the newest result that one was asked for of. */
class Sweeps {
  /** Draws what there is so far; set by the chart on show. */
  whenMore = (): void => undefined;
  #newest: Sweep | null = null;

  /** Resolves once nothing more is being solved. */
  get ended(): Promise<void> {
    return this.#newest?.ended ?? Promise.resolve();
  }

  /** The sweep of a model; null: there is none, or it gave way to another model's. */
  of(solved: SolvedModel): Sweep | null {
    return this.#newest?.solved === solved ? this.#newest : null;
  }

  start(solved: SolvedModel): Sweep {
    this.#newest?.stop();
    this.#newest = new Sweep(solved, () => this.whenMore());
    return this.#newest;
  }

  /** What is still being solved; null: nothing. */
  get unfinished(): Sweep | null {
    return this.#newest?.complete === false ? this.#newest : null;
  }

  /** What is solved so far, from the smallest budget. */
  budgets(report: Report, solved: SolvedModel): Budget[] {
    return this.of(solved)?.solutions.map((solution) => atBudget(report, solved, solution)) ?? [];
  }
}

/** A result whose budget is known, in tokens. */
interface Scaled {
  readonly report: Report;
  readonly solved: SolvedModel;
  readonly own: number;
}

/** null: nothing is known of other budgets, where bands would be flat lines that look like knowledge. */
const scaledOf = ({ report, solved }: View): Scaled | null =>
  solved === null || report.tokens === null || !report.knowsBudgets
    ? null
    : { report, solved, own: report.tokens };

function drawScale(sweeps: Sweeps, scaled: Scaled, width: number): Drawing {
  const { report, solved, own } = scaled;
  const place = html('div', {});
  const progress = html('p', { class: 'note' });
  const readout = html('div', { class: 'readout', role: 'status' });
  let at = own;
  const measured = solved.model.quality?.range.tokens ?? null;
  const picture = (): SVGSVGElement | null => {
    const points = sweeps.budgets(report, solved);
    return points.length === 0 ? null : drawAreas(areasOf(scaled, points, at, measured), width);
  };
  const redraw = (): void => {
    const chart = picture();
    if (chart !== null) place.replaceChildren(chart);
    const solving = sweeps.unfinished;
    place.setAttribute('aria-busy', String(solving !== null));
    progress.textContent =
      solving === null ? '' : `Solving ${solving.solutions.length} of ${steps.length} budgets…`;
  };
  sweeps.whenMore = redraw;
  const say = onceATask(() => {
    const solution = solve(solved.model, { ...solved.problem, tokens: at });
    readout.textContent = readoutOf(report, atBudget(report, solved, solution));
  });
  const slider = budgetSlider(scaled, width, (tokens) => {
    at = tokens;
    redraw();
    say();
  });
  const run = (): void => {
    sweeps.start(solved);
    say();
  };
  if (sweeps.of(solved) !== null) {
    redraw();
    say();
  } else if (report.trust.milliseconds <= quick) run();
  else place.append(askToSolve(report.trust.milliseconds, run));
  return {
    chart: html('div', {}, place, slider, progress, readout, ...(measured === null ? [] : [measuredKey()])),
    picture,
  };
}

const areasOf = (
  { report, own }: Scaled,
  points: readonly Budget[],
  marked: number,
  measured: AreaChart['measured'],
): AreaChart => ({
  of: recommendedName(report),
  codes: report.languages.map(({ code }) => code),
  points: vouchedFor(points),
  low: own * elementAt(steps, 0),
  high: own * lastOf(steps),
  own,
  marked,
  measured,
});

/** Does something in a task of its own, once however often it is asked for until then. */
function onceATask(work: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    window.setTimeout(() => {
      waiting = false;
      work();
    });
  };
}

/** As wide as the chart without the names at its right. */
function budgetSlider({ report, own }: Scaled, width: number, move: (tokens: number) => void): HTMLElement {
  const slider = html('input', {
    type: 'range',
    min: 0,
    max: steps.length - 1,
    step: 0.25,
    value: middle,
    'aria-label': 'Token budget to solve for',
    'aria-valuetext': `${count(own)} tokens`,
  });
  const codes = report.languages.map(({ code }) => code);
  slider.style.width = `${width - nameRoom(codes, width)}px`;
  slider.addEventListener('input', () => {
    const tokens = own * 2 ** ((Number(slider.value) - middle) / 2);
    slider.setAttribute('aria-valuetext', `${count(tokens)} tokens`);
    move(tokens);
  });
  return slider;
}

/** A button that goes once it was pressed. */
function askToSolve(milliseconds: number, run: () => void): HTMLElement {
  const seconds = (milliseconds * steps.length) / 1000;
  const ask = button(`Solve ${steps.length} budgets (about ${seconds.toFixed(0)} s)`, () => {
    ask.remove();
    run();
  });
  return ask;
}

const measuredKey = (): HTMLElement =>
  key([
    'measured',
    'budgets of the runs; elsewhere extrapolated and pale, and empty where the model is unreliable',
  ]);

const tableOf = (report: Report, budgets: readonly Budget[]): Table => ({
  header: [
    'Tokens',
    ...report.languages.map(({ code }) => code),
    `Gain over ${overOf(report)} (%)`,
    'Status',
  ],
  rows: budgets.map((at) => [
    count(at.tokens),
    ...at.ratio.map((share) => percent(share, 1)),
    gainText(at.gain),
    at.vouched ? at.status : 'unreliable',
  ]),
});

/** What is known of the recommended mixture at one budget. */
interface Budget {
  readonly tokens: number;
  readonly ratio: readonly number[];
  readonly status: string;
  /** Over the file, or equal shares; null: a prior's losses have no scale. */
  readonly gain: Gain | null;
  /** Runs had this budget, or the interval of the gain says that following the advice does no harm worth naming. */
  readonly vouched: boolean;
}

const chosen = (report: Report, solution: Solution): Allocation =>
  report.recommended === 'optimum' ? solution.joint : solution.twoSteps;

const budgets = new WeakMap<Solution, Budget>();

/** Judged once: the chart is drawn anew with every budget that is solved and every move of the slider. */
function atBudget(report: Report, solved: SolvedModel, solution: Solution): Budget {
  const known = budgets.get(solution);
  if (known !== undefined) return known;
  const judged = judgeBudget(report, solved, solution);
  budgets.set(solution, judged);
  return judged;
}

function judgeBudget(report: Report, { model, problem }: SolvedModel, solution: Solution): Budget {
  const { ratio } = chosen(report, solution);
  const { tokens, status } = solution;
  if (model.origin !== 'fit') return { tokens, ratio, status, gain: null, vouched: true };
  const from = report.current?.ratio ?? ratio.map(() => 1 / ratio.length);
  const gain = gainOf(model, { ...problem, tokens }, from, ratio, false);
  const measured = extrapolationsOf(model, { tokens, parameters: null }, []).tokens === null;
  return { tokens, ratio, status, gain, vouched: measured || (gain.low !== null && gain.low > worstTold) };
}

/** The longest stretch of budgets that can be vouched for: beyond one that cannot, none is shown. */
function vouchedFor(budgets: readonly Budget[]): Budget[] {
  let longest: Budget[] = [];
  let stretch: Budget[] = [];
  for (const budget of budgets) {
    stretch = budget.vouched ? [...stretch, budget] : [];
    if (stretch.length > longest.length) longest = stretch;
  }
  return longest;
}

const overOf = (report: Report): string => (report.current === null ? 'equal shares' : 'the file');

const gainText = (gain: Gain | null): string =>
  gain === null
    ? '–'
    : gain.low === null || gain.high === null
      ? `${points(gain.value)} (uncertainty unknown)`
      : `${points(gain.value)} (${points(gain.low)} to ${points(gain.high)})`;

/** The mixture at a budget in words, its largest shares first. */
function readoutOf(report: Report, { tokens, status, ratio, gain, vouched }: Budget): string {
  const largest = ratio.map((share, i) => ({ share, i })).sort((a, b) => b.share - a.share);
  const said = largest
    .slice(0, named)
    .map(({ share, i }) => `${report.languages[i]?.code ?? ''} ${percent(share, 1)}`);
  const others = largest.slice(named).reduce((sum, { share }) => sum + share, 0);
  const more = largest.length > named ? `, others ${percent(others, 1)}` : '';
  const gained = gain === null ? '' : ` Gain over ${overOf(report)}, in per cent: ${gainText(gain)}.`;
  const doubt = vouched ? '' : ' Too far from the budgets of the runs to be reliable.';
  return `${count(tokens)} tokens (${status}): ${said.join(', ')}${more}.${gained}${doubt}`;
}
