import { scaleLinear, type ScaleContinuousNumeric } from 'd3-scale';
import { label, svg } from '../elements/dom.ts';
import { below } from '../elements/picture.ts';
import { rove } from '../elements/roving.ts';
import { clip, nameWidth, textWidth } from './names.ts';
import { scroller } from './scroller.ts';
import { elementAt } from '../../src/core/text/elements.ts';

/** A value with its interval. */
export interface Mark {
  readonly kind: 'now' | 'optimum' | 'other' | 'plain' | 'tick';
  readonly value: number;
  /** null: no interval is known. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface MarkRow {
  /** A language to go to; null: the row is none. */
  readonly code: string | null;
  readonly name: string;
  readonly strong: boolean;
  readonly marks: readonly Mark[];
  /** Right-hand columns, as many as the chart has headers. */
  readonly columns: readonly string[];
  /** What a screen reader says of the row. */
  readonly spoken: string;
}

export interface MarkChart {
  readonly rows: readonly MarkRow[];
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  /** What the axis counts; null: nothing, a prior's losses have no unit. */
  readonly unit: string | null;
  readonly summary: string;
}

const rowHeight = 22;
/** Names of columns, and the axis under them. */
const headHeight = 34;
const bottom = 4;

interface Tick {
  readonly value: number;
  readonly text: string;
}

interface Layout {
  readonly left: number;
  readonly right: number;
  readonly x: ScaleContinuousNumeric<number, number>;
  readonly ticks: readonly Tick[];
  /** Right edge of each column. */
  readonly edges: readonly number[];
}

function layoutOf({ rows, columns }: MarkChart, width: number): Layout {
  const room = width - columns.reduce((sum, column) => sum + column.width, 0) - 8;
  // Names give way to the marks where there is little room.
  const left = Math.min(
    nameWidth(
      rows.map(({ name }) => name),
      width,
    ),
    Math.max(48, room - 60),
  );
  const right = Math.max(left + 40, room);
  const ends = rows.flatMap(({ marks }) =>
    marks.flatMap(({ value, low, high }) => [value, low, high].filter((v) => v !== null)),
  );
  const x = scaleLinear()
    .domain([Math.min(...ends), Math.max(...ends)])
    .range([left + 5, right - 5]);
  const edges = columns.map(
    (_, k) => right + 8 + columns.slice(0, k + 1).reduce((sum, c) => sum + c.width, 0),
  );
  return { left, right, x, ticks: readableTicks(x), edges };
}

/** As many ticks as have room for their labels; on an axis too short for a row of them its two ends, since one number alone is no scale. */
function readableTicks(x: ScaleContinuousNumeric<number, number>): Tick[] {
  for (let most = 6; most > 1; most--) {
    const ticks = ticksOf(x, most);
    if (ticks.length > 1 && haveRoom(ticks, x)) return ticks;
  }
  const format = x.tickFormat(6);
  const ends = x.domain().map((value) => ({ value, text: format(value) }));
  return haveRoom(ends, x) ? ends : ends.slice(0, 1);
}

function ticksOf(x: ScaleContinuousNumeric<number, number>, most: number): Tick[] {
  const format = x.tickFormat(most);
  return x.ticks(most).map((value) => ({ value, text: format(value) }));
}

const haveRoom = (ticks: readonly Tick[], x: ScaleContinuousNumeric<number, number>): boolean =>
  ticks.every((tick, i) => {
    const before = ticks[i - 1];
    return (
      before === undefined ||
      (textWidth(before.text) + textWidth(tick.text)) / 2 + 10 <= x(tick.value) - x(before.value)
    );
  });

/** Values as marks on one axis, intervals as lines through them; the head stays in view while the rows scroll. */
export function scrollingMarks(
  chart: MarkChart,
  width: number,
  act: (code: string) => void,
): { readonly element: HTMLElement; readonly rows: SVGSVGElement } {
  const rows = drawRows(chart, width, act);
  return { element: scroller(drawHead(chart, width), rows, chart.rows.length), rows };
}

/** The whole chart as one picture. */
export const marksPicture = (chart: MarkChart, width: number): SVGSVGElement =>
  below(
    width,
    0,
    drawHead(chart, width),
    drawRows(chart, width, () => undefined),
  );

/** Names of columns and the axis. */
function drawHead(chart: MarkChart, width: number): SVGSVGElement {
  const { left, x, ticks, edges } = layoutOf(chart, width);
  const height = chart.unit === null ? 4 : headHeight;
  const root = svg('svg', { class: 'chart', width, height, 'aria-hidden': 'true' });
  if (chart.unit === null) return root;
  root.append(label(left, 11, chart.unit, { class: 'muted' }));
  for (const { value, text } of ticks) {
    root.append(
      label(x(value), height - 7, text, { class: 'muted middle' }),
      svg('path', { class: 'grid', d: `M${x(value)} ${height - 4}v4` }),
    );
  }
  chart.columns.forEach(({ title, width: room }, k) =>
    root.append(label(elementAt(edges, k), 11, clip(title, room - 4), { class: 'muted end' })),
  );
  return root;
}

/** The file's marks above, the optimum's below. */
function drawRows(chart: MarkChart, width: number, act: (code: string) => void): SVGSVGElement {
  const { rows, unit, summary } = chart;
  const { left, x, ticks, edges } = layoutOf(chart, width);
  const height = rows.length * rowHeight + bottom;
  const root = svg('svg', { class: 'chart', width, height, role: 'group', 'aria-label': summary });
  for (const { value } of unit === null ? [] : ticks)
    root.append(svg('path', { class: 'grid', d: `M${x(value)} 0V${height - bottom}` }));
  const texts = svg('g', { class: 'texts', 'aria-hidden': 'true' });
  rows.forEach((row, i) => {
    const y = i * rowHeight + rowHeight / 2;
    const line = svg(
      'g',
      {
        class: 'row',
        role: row.code === null ? 'img' : 'button',
        tabindex: i === 0 ? 0 : -1,
        'aria-label': row.spoken,
        'data-code': row.code,
      },
      svg('title', {}, row.spoken),
      svg('rect', {
        class: 'hit',
        x: 0.5,
        y: y - rowHeight / 2 + 0.5,
        width: width - 1,
        height: rowHeight - 1,
      }),
    );
    const lanes = row.marks.filter(({ kind }) => kind !== 'tick').length;
    for (const mark of row.marks) {
      drawMark(line, mark, mark.kind === 'tick' || lanes < 2 ? y : mark.kind === 'now' ? y - 4 : y + 4);
    }
    root.append(line);
    texts.append(
      label(2, y + 4, clip(row.name, left - 6, row.strong), { class: row.strong ? 'strong' : '' }),
    );
    row.columns.forEach((text, k) => texts.append(label(elementAt(edges, k), y + 4, text, { class: 'end' })));
  });
  root.append(texts);
  rove(root, '.row', (i) => {
    const code = rows[i]?.code ?? null;
    if (code !== null) act(code);
  });
  return root;

  function drawMark(line: SVGGElement, { kind, value, low, high }: Mark, y: number): void {
    const at = x(value);
    if (kind === 'tick') {
      line.append(svg('path', { class: 'tick', d: `M${at} ${y - 7}V${y + 7}` }));
      return;
    }
    if (low !== null && high !== null)
      line.append(svg('path', { class: 'interval', d: `M${x(low)} ${y}H${x(high)}` }));
    line.append(
      kind === 'other'
        ? svg('path', { class: 'diamond', d: `M${at - 4} ${y}l4 -4l4 4l-4 4z` })
        : svg('circle', { class: kind, cx: at, cy: y, r: 3.5 }),
    );
  }
}
