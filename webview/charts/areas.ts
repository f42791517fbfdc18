import { scaleLinear, scaleLog } from 'd3-scale';
import { area } from 'd3-shape';
import { count, list, percent } from '../../src/core/text/words.ts';
import { label, svg } from '../elements/dom.ts';

/** The optimal mixture at one budget. */
export interface At {
  readonly tokens: number;
  readonly ratio: readonly number[];
}

export interface AreaChart {
  readonly codes: readonly string[];
  readonly points: readonly At[];
  readonly low: number;
  readonly high: number;
  /** The file's budget, and the one to mark. */
  readonly own: number;
  readonly marked: number;
  /** Budgets that runs were made with; null: unknown. */
  readonly measured: readonly [number, number] | null;
}

/** Half a slider's thumb: the axis begins and ends where the middle of the thumb does. */
export const inset = 8;
/** Room for names at the right. */
export const nameRoom = 40;

const height = 190;
const foot = 22;
/** Bands that are told apart; the smallest share one. */
const mostBands = 12;
/** A band must be this tall to hold its name. */
const namedFrom = 12;

/** Shares as bands over the token budget, on a log axis. */
export function drawAreas(chart: AreaChart, width: number): SVGSVGElement {
  const { codes, points, low, high, own, marked, measured } = chart;
  const root = svg('svg', { class: 'chart', width, height, role: 'img' });
  const right = width - nameRoom;
  const x = scaleLog()
    .domain([low, high])
    .range([inset, right - inset])
    .clamp(true);
  const y = scaleLinear()
    .domain([0, 1])
    .range([height - foot, 4]);
  const bands = bandsOf(codes, points);
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
    if (last >= 0 && y(floor[last]!) - y(ceiling[last]!) >= namedFrom) {
      root.append(label(x(points[last]!.tokens) + 5, y((floor[last]! + ceiling[last]!) / 2) + 4, band.name));
    }
    below = ceiling;
  });
  if (measured !== null)
    root.append(
      svg(
        'path',
        { class: 'measured', d: `M${x(measured[0]) - 1} ${height - foot + 2}H${x(measured[1]) + 1}` },
        svg('title', {}, `The runs have ${count(measured[0])} to ${count(measured[1])} tokens.`),
      ),
    );
  for (const tick of [low, own, high]) {
    const anchor = tick === low ? '' : tick === high ? 'end' : 'middle';
    root.append(label(x(tick), height - 4, count(tick), { class: `muted ${anchor}` }));
  }
  root.append(svg('path', { class: 'marker', d: `M${x(marked)} 0V${height - foot}` }));
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

interface Band {
  readonly name: string;
  readonly share: (at: At) => number;
}

function bandsOf(codes: readonly string[], points: readonly At[]): Band[] {
  const largest = codes
    .map((_, i) => ({ i, share: Math.max(0, ...points.map(({ ratio }) => ratio[i] ?? 0)) }))
    .sort((a, b) => b.share - a.share);
  const shown = largest
    .slice(0, mostBands)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
  const bands = shown.map((i): Band => ({ name: codes[i]!, share: ({ ratio }) => ratio[i] ?? 0 }));
  if (shown.length < codes.length) {
    const named = new Set(shown);
    bands.push({
      name: 'others',
      share: ({ ratio }) => ratio.reduce((sum, share, i) => (named.has(i) ? sum : sum + share), 0),
    });
  }
  return bands;
}
