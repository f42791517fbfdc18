import { scaleLinear, scaleLog } from 'd3-scale';
import { area } from 'd3-shape';
import { solve } from '../../src/core/climb/solve.ts';
import { sweepBudgets } from '../../src/core/climb/sweep.ts';
import type { Solution } from '../../src/core/climb/allocation.ts';
import { count, list, percent } from '../../src/core/report/format.ts';
import type { Report } from '../../src/core/report/report.ts';
import type { Ground } from '../../src/protocol/panel.ts';
import { html, label, svg } from '../elements/dom.ts';
import type { SectionParts } from './section.ts';
import { button } from '../toolkit.ts';

/** Budgets from a 32nd of the file's to 32 times it, two a doubling. */
const steps = Array.from({ length: 21 }, (_, k) => 2 ** ((k - 10) / 2));
/** A panel must not freeze: where one solution takes longer, the sweep waits to be asked for. */
const quick = 150;
/** Bands that are told apart; the smallest share one. */
const mostBands = 12;
const height = 190;
const foot = 20;

interface Sweep {
  readonly ground: Ground;
  readonly solutions: Solution[];
  stopped: boolean;
}

/** The optimal mixture along the token budget, and at the one that the slider stands at. */
export function scaleSection(): SectionParts {
  let sweep: Sweep | null = null;

  /** Solves one budget a frame, so that the panel stays alive; the next sweep stops this one. */
  const start = (ground: Ground, whenMore: () => void): void => {
    if (sweep !== null) sweep.stopped = true;
    const mine: Sweep = { ground, solutions: [], stopped: false };
    sweep = mine;
    const budgets = steps.map((step) => ground.problem.tokens * step);
    const all = sweepBudgets(ground.model, ground.problem, budgets);
    const next = (): void => {
      if (mine.stopped) return;
      const { value, done } = all.next();
      if (done === true) return;
      mine.solutions.push(value);
      whenMore();
      window.setTimeout(next);
    };
    window.setTimeout(next);
  };

  return {
    id: 'scale',
    title: 'Scale',

    draw({ report, ground }, width) {
      const holder = html('div', {});
      const ratioOf = (solution: Solution): readonly number[] =>
        report.method === 'joint' ? solution.joint.ratio : solution.ratio;
      const readout = html('div', { class: 'readout', role: 'status' });
      const place = html('div', {});
      let at = report.tokens;

      const redraw = (): void => {
        if (sweep === null) return;
        const { solutions } = sweep;
        place.replaceChildren(
          draw(
            report,
            solutions.map((s) => ({ tokens: s.tokens, ratio: ratioOf(s) })),
            width,
            at,
          ),
        );
        holder.setAttribute('aria-busy', String(solutions.length < steps.length));
      };
      const say = (): void => {
        if (ground === null) return;
        const solution = solve(ground.model, { ...ground.problem, tokens: at });
        const ratio = ratioOf(solution);
        const largest = ratio.map((share, i) => ({ share, i })).sort((a, b) => b.share - a.share);
        const named = largest
          .slice(0, 8)
          .map(({ share, i }) => `${report.languages[i]?.code ?? ''} ${percent(share, 1)}`);
        readout.textContent = `${count(at)} tokens (${solution.status}): ${named.join(', ')}${largest.length > 8 ? ', …' : ''}.`;
      };
      const slider = html('input', {
        type: 'range',
        min: 0,
        max: steps.length - 1,
        step: 0.25,
        value: (steps.length - 1) / 2,
        'aria-label': 'Token budget to solve for',
      });
      const moved = (): void => {
        at = report.tokens * 2 ** ((Number(slider.value) - (steps.length - 1) / 2) / 2);
        slider.setAttribute('aria-valuetext', `${count(at)} tokens`);
        redraw();
        say();
      };
      slider.addEventListener('input', moved);
      slider.setAttribute('aria-valuetext', `${count(at)} tokens`);

      if (ground === null) {
        holder.append(html('p', { class: 'note' }, 'No budgets can be tried for this result.'));
      } else {
        holder.append(place, slider, readout);
        const run = (): void => {
          start(ground, redraw);
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
      }
      return {
        summary:
          'The optimal mixture along the token budget; the dashed line is the budget the slider stands at.',
        chart: holder,
        picture: () =>
          draw(
            report,
            (sweep?.solutions ?? []).map((s) => ({ tokens: s.tokens, ratio: ratioOf(s) })),
            width,
            at,
          ),
      };
    },

    table: ({ report }) => ({
      header: ['Tokens', ...report.languages.map(({ code }) => code), 'Status'],
      rows: (sweep?.solutions ?? []).map((solution) => [
        count(solution.tokens),
        ...(report.method === 'joint' ? solution.joint.ratio : solution.ratio).map((share) =>
          percent(share, 1),
        ),
        solution.status,
      ]),
    }),
  };
}

interface At {
  readonly tokens: number;
  readonly ratio: readonly number[];
}

function draw(report: Report, points: readonly At[], width: number, at: number): SVGSVGElement {
  const root = svg('svg', { class: 'chart', width, height, role: 'img' });
  const right = width - 40;
  const low = report.tokens * steps[0]!;
  const high = report.tokens * steps.at(-1)!;
  const x = scaleLog().domain([low, high]).range([2, right]);
  const y = scaleLinear()
    .domain([0, 1])
    .range([height - foot, 4]);
  const largest = report.languages
    .map((_, i) => ({ i, share: Math.max(0, ...points.map(({ ratio }) => ratio[i] ?? 0)) }))
    .sort((a, b) => b.share - a.share);
  const shown = largest
    .slice(0, mostBands)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
  const bands = shown.map((i) => ({ name: report.languages[i]!.code, share: (p: At) => p.ratio[i] ?? 0 }));
  if (shown.length < report.languages.length) {
    const named = new Set(shown);
    bands.push({
      name: 'others',
      share: (p) => p.ratio.reduce((sum, share, i) => (named.has(i) ? sum : sum + share), 0),
    });
  }
  let below = points.map(() => 0);
  bands.forEach((band, k) => {
    const floor = below;
    const ceiling = floor.map((value, j) => value + band.share(points[j]!));
    const shape = area<At>()
      .x((p) => x(p.tokens))
      .y0((_, j) => y(floor[j]!))
      .y1((_, j) => y(ceiling[j]!));
    root.append(svg('path', { class: `band band-${k % 4}`, d: shape([...points]) ?? '' }));
    const last = points.length - 1;
    if (last >= 0 && ceiling[last]! - floor[last]! > 0.05) {
      root.append(
        label(
          Math.min(right, x(points[last]!.tokens)) + 4,
          y((floor[last]! + ceiling[last]!) / 2) + 4,
          band.name,
        ),
      );
    }
    below = ceiling;
  });
  for (const tick of [low, report.tokens, high]) {
    const anchor = tick === low ? '' : tick === high ? 'end' : 'middle';
    root.append(label(x(tick), height - 5, count(tick), { class: `muted ${anchor}` }));
  }
  root.append(svg('path', { class: 'marker', d: `M${x(at)} 0V${height - foot}` }));
  const ends = [points[0], points.at(-1)].filter((p) => p !== undefined);
  root.setAttribute(
    'aria-label',
    `Optimal shares against the token budget. ${ends
      .map(
        (p) =>
          `At ${count(p.tokens)}: ${list(bands.slice(0, 4).map((b) => `${b.name} ${percent(b.share(p))}`))}.`,
      )
      .join(' ')}`,
  );
  return root;
}
