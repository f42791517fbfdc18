import { scaleLinear, type ScaleContinuousNumeric } from 'd3-scale';
import { afterPaint } from '../elements/after-paint.ts';
import { label, svg } from '../elements/dom.ts';
import { rove } from '../elements/roving.ts';
import { makeAdjustable, type Adjustment } from './adjust.ts';
import { clip, codeWidth } from './names.ts';

/** One language's line in a chart of paired bars: the file's value hollow above, the optimum's filled below. */
export interface BarRow {
  readonly code: string;
  readonly name: string;
  /** The law is a guess: a mark says so. */
  readonly prior: boolean;
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
  /** Makes the rows sliders: dragging and the left and right arrow keys change their value. */
  readonly adjust?: Adjustment;
}

/** More rows than a screen holds; those beyond are drawn once these are seen. */
const screenful = 48;

/** Room for names beside the codes, where the chart is wide enough. */
const longNames = 98;

const rowHeight = 26;
const top = 18;
const bottom = 18;

/**
 * Draws paired bars for a width in pixels; rows are one tab stop, walked with the arrow keys.
 *
 * @param gradually on the page, rows beyond the first screenful are drawn after it is seen; a picture has all at once
 */
export function drawBars(
  chart: BarChart,
  width: number,
  act: (code: string) => void,
  gradually = false,
): SVGSVGElement {
  const { rows, columns } = chart;
  const wide = width >= 480;
  // Names that only repeat the codes need no room.
  const named = wide && rows.some((row) => row.name !== row.code);
  const codes = codeWidth(rows.map(({ code }) => code));
  const names = codes + (named ? longNames : 0);
  const columnsWidth = columns.reduce((sum, column) => sum + column.width, 0);
  const left = names;
  const right = Math.max(left + 40, width - columnsWidth - 12);
  const height = top + rows.length * rowHeight + bottom;
  const x = chart.scale.copy().range([left, right]).clamp(true);
  const zero = x(chart.baseline);
  const root = svg('svg', { class: 'chart', width, height, role: 'group' });

  const ticks = thin(x.ticks(wide ? 5 : 3), wide ? 6 : 4);
  for (const tick of ticks) {
    const at = Math.round(x(tick)) + 0.5;
    root.append(
      svg('path', { class: 'grid', d: `M${at} ${top}V${height - bottom}` }),
      label(at, height - 5, chart.tick(tick), { class: 'muted middle', 'aria-hidden': 'true' }),
    );
  }
  let end = right + 8;
  for (const column of columns) {
    end += column.width;
    root.append(label(end, 11, column.title, { class: 'muted end', 'aria-hidden': 'true' }));
  }

  const grid = svg('path', { class: 'axis', d: `M${zero} ${top}V${height - bottom}` });
  root.append(grid);
  const first = gradually ? screenful : rows.length;
  drawRows(0, first);
  if (first < rows.length) afterPaint(() => drawRows(first, rows.length));
  // A drag ends in a click, which must not also act.
  rove(root, '.row', chart.adjust === undefined ? (i) => act(rows[i]!.code) : () => undefined);
  return root;

  /** Text lies on a layer of its own: a row says itself by its label, in words and not in columns. */
  function drawRows(from: number, to: number): void {
    const lines = svg('g');
    const texts = svg('g', { class: 'texts', 'aria-hidden': 'true' });
    rows.slice(from, to).forEach((row, k) => {
      const line = drawRow(row, from + k, texts);
      if (chart.adjust !== undefined)
        makeAdjustable(root, line, from + k, chart.adjust, (at) => x.invert(at));
      lines.append(line);
    });
    grid.before(lines, texts);
  }

  function drawRow(row: BarRow, i: number, texts: SVGGElement): SVGGElement {
    const y = top + i * rowHeight;
    const current = root.getAttribute(currentCode) === row.code;
    const line = svg(
      'g',
      {
        class: current ? 'row current' : 'row',
        role: 'button',
        tabindex: i === 0 ? 0 : -1,
        'aria-label': row.spoken,
        'data-code': row.code,
      },
      svg('title', {}, row.spoken),
      svg('rect', { class: 'hit', x: 0.5, y: y + 0.5, width: width - 1, height: rowHeight - 1 }),
    );
    texts.append(label(2, y + 17, row.code, { class: 'strong' }));
    if (named)
      texts.append(
        label(codes, y + 17, clip(row.name, longNames - (row.prior ? 18 : 6)), { class: 'muted' }),
      );
    if (row.prior) texts.append(svg('circle', { class: 'dots', cx: names - 8, cy: y + 13, r: 2 }));
    bar(line, 'now', row.now, y + 5);
    bar(line, 'optimum', row.optimum, y + 14);
    if (row.band !== null) {
      const [low, high] = row.band;
      line.append(svg('path', { class: 'interval', d: `M${x(low)} ${y + 22.5}H${x(high)}` }));
    }
    if (chart.adjust !== undefined && row.optimum !== null)
      line.append(svg('circle', { class: 'handle', cx: x(row.optimum.value), cy: y + 17, r: 4.5 }));
    if (row.limit !== null && row.limit <= x.domain()[1]!) {
      const at = x(row.limit);
      line.append(svg('path', { class: 'limit', d: `M${at} ${y + 2}V${y + rowHeight - 2}` }));
    }
    let edge = right + 8;
    row.columns.forEach((text, k) => {
      edge += columns[k]!.width;
      texts.append(label(edge, y + 17, text, { class: 'end' }));
    });
    return line;
  }

  function bar(line: SVGGElement, kind: 'now' | 'optimum', value: Bar | null, y: number): void {
    if (value === null) return;
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
    if (value.reach === null) return;
    const at = x(value.reach);
    line.append(
      svg('path', { class: `reach ${kind}`, d: `M${to} ${y + 3}H${at}` }),
      svg('path', { class: kind, d: `M${at - 3} ${y + 3}l3 -3l3 3l-3 3z` }),
    );
  }
}

/** A log axis offers a tick a digit; keeps at most `most`, evenly. */
const thin = (ticks: readonly number[], most: number): number[] => {
  const every = Math.ceil(ticks.length / most);
  return ticks.filter((_, i) => i % every === 0);
};

export const linear = (low: number, high: number): ScaleContinuousNumeric<number, number> =>
  scaleLinear().domain([low, high]).nice(4);

const currentCode = 'data-current';

/** Marks the row of one language, also where it is drawn later. */
export function markRow(chart: Element, code: string | null): void {
  if (code === null) chart.removeAttribute(currentCode);
  else chart.setAttribute(currentCode, code);
  for (const row of chart.querySelectorAll('.row')) {
    row.classList.toggle('current', code !== null && row.getAttribute('data-code') === code);
  }
}
