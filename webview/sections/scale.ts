import type { Allocation, Solution } from '../../src/core/climb/model/allocation.ts';
import { namesBudget } from '../../src/core/climb/model/model.ts';
import { solve } from '../../src/core/climb/optimum/solve.ts';
import { count, percent } from '../../src/core/text/words.ts';
import type { Report } from '../../src/core/report/report.ts';
import { scaleText } from '../../src/core/report/sections/scale.ts';
import type { Ground } from '../../src/protocol/panel.ts';
import { drawAreas, nameRoom } from '../charts/areas.ts';
import { key } from '../charts/key.ts';
import { html } from '../elements/dom.ts';
import { button } from '../toolkit.ts';
import type { SectionParts } from '../view.ts';
import { steps, Sweep } from './sweep.ts';

/** A panel must not freeze: where one solution takes longer, in milliseconds, the sweep waits to be asked for. */
const quick = 60;
const middle = (steps.length - 1) / 2;
const named = 8;

/** The optimal mixture along the token budget, and at the one that the slider stands at. */
export function scaleSection(): SectionParts {
  let sweep: Sweep | null = null;
  /** Draws what there is so far; set by the chart on show. */
  let drawMore = (): void => undefined;
  const start = (ground: Ground): void => {
    sweep?.stop();
    sweep = new Sweep(ground, () => drawMore());
  };
  const chosen = (report: Report, solution: Solution): Allocation =>
    report.recommended === 'optimum' ? solution.joint : solution.twoSteps;

  return {
    ...scaleText,
    settled: () => sweep?.ended ?? Promise.resolve(),
    finish: ({ report, ground }) => {
      if (ground === null || report.tokens === null) return Promise.resolve();
      if (sweep?.ground !== ground) start(ground);
      return sweep!.ended;
    },

    draw({ report, ground }, width) {
      const { tokens } = report;
      if (ground === null || tokens === null) return { chart: html('div', {}), picture: () => null };
      const place = html('div', {});
      const progress = html('p', { class: 'note' });
      const readout = html('div', { class: 'readout', role: 'status' });
      let at = tokens;
      const measured =
        ground.model.quality !== null && namesBudget(ground.model) ? ground.model.quality.range.tokens : null;

      const picture = (): SVGSVGElement | null =>
        sweep?.ground !== ground || sweep.solutions.length === 0
          ? null
          : drawAreas(
              {
                codes: report.languages.map(({ code }) => code),
                points: sweep.solutions.map((solution) => ({
                  tokens: solution.tokens,
                  ratio: chosen(report, solution).ratio,
                })),
                low: tokens * steps[0]!,
                high: tokens * steps.at(-1)!,
                own: tokens,
                marked: at,
                measured,
              },
              width,
            );
      const redraw = (): void => {
        const chart = picture();
        if (chart !== null) place.replaceChildren(chart);
        const busy = sweep !== null && !sweep.complete;
        place.setAttribute('aria-busy', String(busy));
        progress.textContent = busy ? `Solving ${sweep!.solutions.length} of ${steps.length} budgets…` : '';
      };
      drawMore = redraw;
      let waiting = false;
      /** Solves for the slider's budget; while it moves, only for where it is by then. */
      const say = (): void => {
        if (waiting) return;
        waiting = true;
        window.setTimeout(() => {
          waiting = false;
          const solution = solve(ground.model, { ...ground.problem, tokens: at });
          readout.textContent = readoutOf(report, at, solution.status, chosen(report, solution).ratio);
        });
      };
      const slider = html('input', {
        type: 'range',
        min: 0,
        max: steps.length - 1,
        step: 0.25,
        value: middle,
        'aria-label': 'Token budget to solve for',
        'aria-valuetext': `${count(at)} tokens`,
      });
      slider.style.width = `${width - nameRoom}px`;
      slider.addEventListener('input', () => {
        at = tokens * 2 ** ((Number(slider.value) - middle) / 2);
        slider.setAttribute('aria-valuetext', `${count(at)} tokens`);
        redraw();
        say();
      });
      const run = (): void => {
        start(ground);
        say();
      };
      if (sweep?.ground === ground) {
        redraw();
        say();
      } else if (report.trust.milliseconds <= quick) run();
      else {
        const seconds = (report.trust.milliseconds * steps.length) / 1000;
        const ask = button(`Solve ${steps.length} budgets (about ${seconds.toFixed(0)} s)`, () => {
          ask.remove();
          run();
        });
        place.append(ask);
      }
      return {
        chart: html(
          'div',
          {},
          place,
          slider,
          progress,
          readout,
          ...(measured === null ? [] : [key(['measured', 'budgets of the runs; elsewhere extrapolated'])]),
        ),
        picture,
      };
    },

    table: ({ report, ground }) => ({
      header: ['Tokens', ...report.languages.map(({ code }) => code), 'Status'],
      rows: (sweep?.ground === ground ? sweep.solutions : []).map((solution) => [
        count(solution.tokens),
        ...chosen(report, solution).ratio.map((share) => percent(share, 1)),
        solution.status,
      ]),
    }),
  };
}

/** The mixture at a budget in words, its largest shares first. */
function readoutOf(report: Report, tokens: number, status: string, ratio: readonly number[]): string {
  const largest = ratio.map((share, i) => ({ share, i })).sort((a, b) => b.share - a.share);
  const said = largest
    .slice(0, named)
    .map(({ share, i }) => `${report.languages[i]?.code ?? ''} ${percent(share, 1)}`);
  return `${count(tokens)} tokens (${status}): ${said.join(', ')}${largest.length > named ? ', …' : ''}.`;
}
