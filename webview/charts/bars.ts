import { scaleLinear, type ScaleContinuousNumeric } from 'd3-scale';
import { afterPaint } from '../elements/after-paint.ts';
import { label, svg } from '../elements/dom.ts';
import { below } from '../elements/picture.ts';
import { rove } from '../elements/roving.ts';
import { makeAdjustable, type Adjustment } from './adjust.ts';
import { clip, codeWidth, textWidth } from './names.ts';
import { scroller } from './scroller.ts';
import { elementAt, lastOf } from '../../src/core/text/elements.ts';

/** One language's line in a chart of paired bars: the file's value hollow above, the optimum's filled below. */
export interface BarRow {
  readonly code: string;
  readonly name: string;
  /** The law is a guess: a mark says so. */
  readonly prior: boolean;
  /** What it is one of, where rows are grouped: said above the first of each group. */
  readonly group?: string;
  readonly now: Bar | null;
  readonly optimum: Bar | null;
  /** Where the share may not go beyond. */
  readonly limit: number | null;
  /** Where the optimum's value may lie as well, for as much as anybody can tell; null: not known. */
  readonly band: readonly [low: number, high: number] | null;
  /** Right-hand columns, as many as the chart has headers. */
  readonly columns: readonly string[];
  /** What a screen reader says of the row. */
  readonly spoken: string;
}

export interface Bar {
  readonly value: number;
  /** A second value on the same line, drawn as a diamond at the end of a thin line. */
  readonly reach: number | null;
}

export interface BarChart {
  readonly rows: readonly BarRow[];
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  /** Where bars start. */
  readonly baseline: number;
  readonly scale: ScaleContinuousNumeric<number, number>;
  readonly tick: (value: number) => string;
  /** What a screen reader says of the whole. */
  readonly summary: string;
  /** Makes the rows sliders: dragging and the left and right arrow keys change their value. */
  readonly adjust?: Adjustment;
}

/** More rows than a screen holds; those beyond are drawn once these are seen. */
const screenful = 48;

/** Room for names beside the codes, where the chart is wide enough. */
const longNames = 98;

const rowHeight = 26;
const groupHeight = 20;
/** Names of columns, and the axis under them. */
const headHeight = 22;
const bottom = 4;

/** Where everything of a chart lies. */
interface Layout {
  /** Names that only repeat the codes need no room. */
  readonly named: boolean;
  readonly codes: number;
  readonly left: number;
  readonly right: number;
  readonly x: ScaleContinuousNumeric<number, number>;
  readonly ticks: readonly number[];
  /** Upper edge of each row. */
  readonly tops: readonly number[];
  readonly height: number;
}

function layoutOf({ rows, columns, scale, tick }: BarChart, width: number): Layout {
  const wide = width >= 480;
  const named = wide && rows.some((row) => row.name !== row.code);
  const codes = codeWidth(
    rows.map(({ code }) => code),
    width,
  );
  const left = codes + (named ? longNames : 0);
  const columnsWidth = columns.reduce((sum, column) => sum + column.width, 0);
  const right = Math.max(left + 40, width - columnsWidth - 12);
  const x = scale.copy().range([left, right]).clamp(true);
  const offered = x.ticks(wide ? 5 : 3);
  const widest = Math.max(0, ...offered.map((value) => textWidth(tick(value))));
  const ticks = thin(offered, Math.max(2, Math.floor((right - left + widest) / (widest + 12))));
  let y = 0;
  const tops = rows.map((_, i) => {
    if (groupBegun(rows, i) !== null) y += groupHeight;
    const top = y;
    y += rowHeight;
    return top;
  });
  return { named, codes, left, right, x, ticks, tops, height: y + bottom };
}

/** What a row's group is called where it is the first of it; null: it is not. */
const groupBegun = (rows: readonly BarRow[], i: number): string | null => {
  const group = rows[i]?.group;
  return group === undefined || group === rows[i - 1]?.group ? null : group;
};

/** The chart on a page: its head stays in view while the rows scroll. Rows beyond the first screenful are drawn after it is seen. */
export function scrollingBars(
  chart: BarChart,
  width: number,
  act: (code: string) => void,
): { readonly element: HTMLElement; readonly rows: SVGSVGElement } {
  const rows = drawRows(chart, width, act, true);
  return { element: scroller(drawHead(chart, width), rows, chart.rows.length), rows };
}

/** The whole chart as one picture. */
export const barPicture = (chart: BarChart, width: number): SVGSVGElement =>
  below(
    width,
    0,
    drawHead(chart, width),
    drawRows(chart, width, () => undefined, false),
  );

/** Names of columns and the axis. */
function drawHead(chart: BarChart, width: number): SVGSVGElement {
  const { x, ticks, right } = layoutOf(chart, width);
  const root = svg('svg', { class: 'chart', width, height: headHeight, 'aria-hidden': 'true' });
  // What is left of the axis for its labels: the first title may reach into it.
  let [end, free] = [right + 8, Infinity];
  for (const column of chart.columns) {
    end += column.width;
    const title = clip(column.title, column.width - 4);
    free = Math.min(free, end - textWidth(title) - 12);
    root.append(label(end, headHeight - 7, title, { class: 'muted end' }));
  }
  for (const tick of ticks) {
    const [at, text] = [Math.round(x(tick)) + 0.5, chart.tick(tick)];
    root.append(svg('path', { class: 'grid', d: `M${at} ${headHeight - 4}v4` }));
    if (at + textWidth(text) / 2 <= free)
      root.append(label(at, headHeight - 7, text, { class: 'muted middle' }));
  }
  return root;
}

/** Paired bars for a width in pixels; rows are one tab stop, walked with the arrow keys. */
function drawRows(
  chart: BarChart,
  width: number,
  act: (code: string) => void,
  gradually: boolean,
): SVGSVGElement {
  const { rows, adjust } = chart;
  const drawing = new Rows(chart, width);
  const first = gradually ? screenful : rows.length;
  drawing.add(0, first);
  if (first < rows.length) afterPaint(() => drawing.add(first, rows.length));
  // A drag ends in a click, which must not also act.
  rove(drawing.root, '.row', adjust === undefined ? (i) => act(elementAt(rows, i).code) : () => undefined);
  return drawing.root;
}

/** The rows of a chart over its grid. */
class Rows {
  readonly root: SVGSVGElement;
  readonly #chart: BarChart;
  readonly #width: number;
  readonly #layout: Layout;
  /** Where bars begin. */
  readonly #zero: number;
  readonly #axis: SVGPathElement;

  constructor(chart: BarChart, width: number) {
    this.#chart = chart;
    this.#width = width;
    this.#layout = layoutOf(chart, width);
    const { x, ticks, height } = this.#layout;
    this.#zero = x(chart.baseline);
    this.root = svg('svg', { class: 'chart', width, height, role: 'group', 'aria-label': chart.summary });
    for (const tick of ticks) {
      const at = Math.round(x(tick)) + 0.5;
      this.root.append(svg('path', { class: 'grid', d: `M${at} 0V${height - bottom}` }));
    }
    this.#axis = svg('path', { class: 'axis', d: `M${this.#zero} 0V${height - bottom}` });
    this.root.append(this.#axis);
  }

  /** Text lies on a layer of its own: a row says itself by its label, in words and not in columns. */
  add(from: number, to: number): void {
    const { rows, adjust } = this.#chart;
    const lines = svg('g');
    const texts = svg('g', { class: 'texts', 'aria-hidden': 'true' });
    rows.slice(from, to).forEach((row, k) => {
      const i = from + k;
      const line = this.#line(row, i);
      this.#write(row, i, texts);
      this.#drawBars(row, elementAt(this.#layout.tops, i), line);
      if (adjust !== undefined) makeAdjustable(this.root, line, i, adjust, (at) => this.#layout.x.invert(at));
      lines.append(line);
    });
    this.#axis.before(lines, texts);
  }

  #line(row: BarRow, i: number): SVGGElement {
    const y = elementAt(this.#layout.tops, i);
    const current = this.root.getAttribute(currentCode) === row.code;
    return svg(
      'g',
      {
        class: current ? 'row current' : 'row',
        role: 'button',
        tabindex: i === 0 ? 0 : -1,
        'aria-label': row.spoken,
        'data-code': row.code,
      },
      svg('title', {}, row.spoken),
      svg('rect', { class: 'hit', x: 0.5, y: y + 0.5, width: this.#width - 1, height: rowHeight - 1 }),
    );
  }

  /** Group, code, name and columns. */
  #write(row: BarRow, i: number, texts: SVGGElement): void {
    const { named, codes, left, right, tops } = this.#layout;
    const y = elementAt(tops, i);
    const group = groupBegun(this.#chart.rows, i);
    if (group !== null) texts.append(label(2, y - 6, clip(group, this.#width - 4), { class: 'muted' }));
    texts.append(label(2, y + 17, clip(row.code, codes - 6, true), { class: 'strong' }));
    if (named)
      texts.append(
        label(codes, y + 17, clip(row.name, longNames - (row.prior ? 18 : 6)), { class: 'muted' }),
      );
    if (row.prior) texts.append(svg('circle', { class: 'dots', cx: left - 8, cy: y + 13, r: 2 }));
    let edge = right + 8;
    row.columns.forEach((text, k) => {
      edge += elementAt(this.#chart.columns, k).width;
      texts.append(label(edge, y + 17, text, { class: 'end' }));
    });
  }

  /** Both bars with what belongs to them: interval, handle and limit. */
  #drawBars(row: BarRow, y: number, line: SVGGElement): void {
    const { x } = this.#layout;
    this.#drawBar(line, 'now', row.now, y + 5);
    this.#drawBar(line, 'optimum', row.optimum, y + 14);
    if (row.band !== null) {
      const [low, high] = row.band;
      line.append(svg('path', { class: 'interval', d: `M${x(low)} ${y + 22.5}H${x(high)}` }));
    }
    if (this.#chart.adjust !== undefined && row.optimum !== null)
      line.append(svg('circle', { class: 'handle', cx: x(row.optimum.value), cy: y + 17, r: 4.5 }));
    if (row.limit !== null && row.limit <= lastOf(x.domain())) {
      const at = x(row.limit);
      line.append(svg('path', { class: 'limit', d: `M${at} ${y + 2}V${y + rowHeight - 2}` }));
    }
  }

  #drawBar(line: SVGGElement, kind: 'now' | 'optimum', value: Bar | null, y: number): void {
    if (value === null) return;
    const { x } = this.#layout;
    const zero = this.#zero;
    const to = x(value.value);
    line.append(
      svg('rect', {
        class: kind,
        x: Math.min(zero, to),
        y,
        width: Math.max(0.5, Math.abs(to - zero)),
        height: 6,
      }),
    );
    // A bar that is longer than the axis is broken near its end.
    if (value.value > lastOf(x.domain()))
      line.append(svg('path', { class: 'break', d: `M${to - 9} ${y + 8}l4 -10M${to - 5} ${y + 8}l4 -10` }));
    if (value.reach === null) return;
    const at = x(value.reach);
    line.append(
      svg('path', { class: `reach ${kind}`, d: `M${to} ${y + 3}H${at}` }),
      svg('path', { class: 'diamond', d: `M${at - 3.5} ${y + 3}l3.5 -3.5l3.5 3.5l-3.5 3.5z` }),
    );
  }
}

/** A log axis offers a tick a digit; keeps at most `most`, evenly. */
const thin = (ticks: readonly number[], most: number): number[] => {
  const every = Math.ceil(ticks.length / most);
  return ticks.filter((_, i) => i % every === 0);
};

/** An axis from zero. */
export const upTo = (high: number): ScaleContinuousNumeric<number, number> => scaleLinear().domain([0, high]);

/**
 * How far an axis must reach: a little beyond the largest value, but where one row in ten at most is several times as long as all
 * others, only beyond these; its bars are broken then.
 */
export function reachOf(values: readonly number[]): number {
  const falling = [...values].sort((a, b) => b - a);
  const most = falling[0] ?? 0;
  const usual = falling[Math.floor(falling.length / 10)] ?? most;
  return Math.max(0.01, most > 3 * usual ? 1.5 * usual : 1.04 * most);
}

const currentCode = 'data-current';

/** Marks the row of one language, also where it is drawn later. */
export function markRow(chart: Element, code: string | null): void {
  if (code === null) chart.removeAttribute(currentCode);
  else chart.setAttribute(currentCode, code);
  for (const row of chart.querySelectorAll('.row')) {
    row.classList.toggle('current', code !== null && row.getAttribute('data-code') === code);
  }
}
