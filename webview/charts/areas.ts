import { scaleLinear, scaleLog } from 'd3-scale';
import { area } from 'd3-shape';
import { count, list, percent } from '../../src/core/text/words.ts';
import { label, svg } from '../elements/dom.ts';
import { clip, codeWidth } from './names.ts';
import { elementAt } from '../../src/core/text/elements.ts';

/** The recommended mixture at one budget that somebody can vouch for. */
export interface At {
  readonly tokens: number;
  readonly ratio: readonly number[];
}

export interface AreaChart {
  /** What the shares are of: `the optimum`. */
  readonly of: string;
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
const inset = 8;
/** Room for names at the right. */
export const nameRoom = (codes: readonly string[], width: number): number =>
  codeWidth([...codes, others], width) + 4;

const others = 'others';
const height = 200;
const foot = 22;
/** Bands that are told apart; the smallest share one. */
const mostBands = 12;
/** Names stand so far apart. */
const line = 13;
/** Looks of bands, one after another, as many as there are bands with the others (panel.css). */
const shades = mostBands + 1;
export const bandClass = (k: number): string => `band band-${k % shades}`;

type Axis = (value: number) => number;

/** Where tokens and shares lie, and the right edge of the plot. */
interface Plane {
  readonly x: Axis;
  readonly y: Axis;
  readonly right: number;
}

/** Shares as bands over the token budget, on a log axis. */
export function drawAreas(chart: AreaChart, width: number): SVGSVGElement {
  const { codes, low, high, own, marked, measured } = chart;
  const points = widened(chart.points);
  const root = svg('svg', { class: 'chart', width, height, role: 'img' });
  const room = nameRoom(codes, width);
  const right = width - room;
  const x = scaleLog()
    .domain([low, high])
    .range([inset, right - inset])
    .clamp(true);
  const y = scaleLinear()
    .domain([0, 1])
    .range([height - foot, 4]);
  const plane: Plane = { x, y, right };
  const bands = bandsOf(codes, points);
  root.append(...drawBands(bands, points, plane), ...nameBands(bands, points, plane, room));
  if (measured !== null)
    root.append(
      // One budget alone has no stretch to pale.
      ...(chart.points.length < 2 ? [] : veils(measured, points, plane)),
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
  root.setAttribute('aria-label', spoken(chart.of, bands, points));
  return root;
}

/** Each band on those before it, from the bottom. */
function drawBands(bands: readonly Band[], points: readonly At[], { x, y }: Plane): SVGPathElement[] {
  let below = points.map(() => 0);
  return bands.map((band, k) => {
    const edges = points.map((point, j) => {
      const low = elementAt(below, j);
      return { x: x(point.tokens), low, high: low + band.share(point) };
    });
    below = edges.map(({ high }) => high);
    const shape = area<(typeof edges)[number]>()
      .x((edge) => edge.x)
      .y0((edge) => y(edge.low))
      .y1((edge) => y(edge.high));
    return svg('path', { class: bandClass(k), d: shape(edges) ?? '' });
  });
}

/** Every band by its name at the right, as near to its end as the others allow, with a line to it. */
function nameBands(
  bands: readonly Band[],
  points: readonly At[],
  { x, y, right }: Plane,
  room: number,
): SVGElement[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  const ends = middles(bands, last).map(y);
  const edge = x(last.tokens);
  const places = spread(ends, line, 8, height - foot);
  return bands.flatMap(({ name }, k) => {
    const at = elementAt(places, k);
    return [
      svg('path', { class: 'leader', d: `M${edge} ${elementAt(ends, k)}L${right - 2} ${at}` }),
      label(right, at + 4, clip(name, room - 4)),
    ];
  });
}

/** The middle of each band's share in a stack of all. */
export function middles(bands: readonly Band[], at: At): number[] {
  let sum = 0;
  return bands.map((band) => {
    const share = band.share(at);
    sum += share;
    return sum - share / 2;
  });
}

/** Over the budgets that no run has. */
function veils(
  [least, most]: readonly [number, number],
  points: readonly At[],
  { x }: Plane,
): SVGRectElement[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const veil = (from: number, to: number): SVGRectElement[] =>
    to - from < 1
      ? []
      : [svg('rect', { class: 'veil', x: from, y: 4, width: to - from, height: height - foot - 4 })];
  return [
    ...veil(x(first.tokens), Math.min(x(least), x(last.tokens))),
    ...veil(Math.max(x(most), x(first.tokens)), x(last.tokens)),
  ];
}

/** What a screen reader says: the largest shares at both ends. */
function spoken(of: string, bands: readonly Band[], points: readonly At[]): string {
  const ends = [points[0], points.at(-1)].filter((p) => p !== undefined);
  const shares = (p: At): string => list(bands.slice(0, 4).map((b) => `${b.name} ${percent(b.share(p))}`));
  return `Shares of ${of} against the token budget. ${ends.map((p) => `At ${count(p.tokens)}: ${shares(p)}.`).join(' ')}`;
}

/**
 * Places near to those wanted, at least a line apart and within a range; from the lowest band, at the bottom, upwards.
 *
 * @param wanted falling, as y goes downwards
 */
export function spread(wanted: readonly number[], apart: number, top: number, bottom: number): number[] {
  const places: number[] = [];
  for (const at of wanted) places.push(Math.min(at, bottom, (places.at(-1) ?? Infinity) - apart));
  // What was pushed beyond the top comes down again, and pushes the others.
  let least = top;
  return places.reduceRight<number[]>((apartAgain, at) => {
    const place = Math.max(at, least);
    least = place + apart;
    return [place, ...apartAgain];
  }, []);
}

/** One budget alone has no width: it is drawn as a narrow stack. */
function widened(points: readonly At[]): readonly At[] {
  const [only] = points;
  if (only === undefined || points.length > 1) return points;
  return [1 / 1.3, 1.3].map((factor) => ({ ...only, tokens: only.tokens * factor }));
}

export interface Band {
  readonly name: string;
  readonly share: (at: At) => number;
}

export function bandsOf(codes: readonly string[], points: readonly At[]): Band[] {
  const largest = codes
    .map((_, i) => ({ i, share: Math.max(0, ...points.map(({ ratio }) => ratio[i] ?? 0)) }))
    .sort((a, b) => b.share - a.share);
  const shown = largest
    .slice(0, mostBands)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
  const bands = shown.map((i): Band => ({ name: elementAt(codes, i), share: ({ ratio }) => ratio[i] ?? 0 }));
  if (shown.length < codes.length) {
    const named = new Set(shown);
    bands.push({
      name: others,
      share: ({ ratio }) => ratio.reduce((sum, share, i) => (named.has(i) ? sum : sum + share), 0),
    });
  }
  return bands;
}
