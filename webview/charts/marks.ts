import { scaleLinear } from 'd3-scale';
import { label, svg } from '../elements/dom.ts';
import { rove } from '../elements/roving.ts';
import { clip, nameWidth } from './names.ts';

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
  /** Whether the axis has a unit; a prior's losses have none. */
  readonly scaled: boolean;
  readonly summary: string;
}

const rowHeight = 22;
const bottom = 18;

/** Values as marks on one axis, intervals as lines through them; the file's above, the optimum's below. */
export function drawMarks(
  { rows, columns, scaled, summary }: MarkChart,
  width: number,
  act: (code: string) => void,
): SVGSVGElement {
  const top = columns.some(({ title }) => title !== '') ? 18 : 0;
  const left = nameWidth(
    rows.map(({ name }) => name),
    width,
  );
  const right = Math.max(left + 40, width - columns.reduce((sum, column) => sum + column.width, 0) - 8);
  const height = top + rows.length * rowHeight + (scaled ? bottom : 4);
  const ends = rows.flatMap(({ marks }) =>
    marks.flatMap(({ value, low, high }) => [value, low, high].filter((v) => v !== null)),
  );
  const x = scaleLinear()
    .domain([Math.min(...ends), Math.max(...ends)])
    .nice(4)
    .range([left + 5, right - 5]);
  const root = svg('svg', { class: 'chart', width, height, role: 'group', 'aria-label': summary });
  const ticks = x.ticks(Math.max(2, Math.floor((right - left) / 64)));
  for (const tick of scaled ? ticks : []) {
    root.append(
      svg('path', { class: 'grid', d: `M${x(tick)} ${top}V${height - bottom}` }),
      label(x(tick), height - 5, x.tickFormat(ticks.length)(tick), {
        class: 'muted middle',
        'aria-hidden': 'true',
      }),
    );
  }
  const edges = columns.map(
    (_, k) => right + 8 + columns.slice(0, k + 1).reduce((sum, c) => sum + c.width, 0),
  );
  columns.forEach(({ title }, k) =>
    root.append(label(edges[k]!, 11, title, { class: 'muted end', 'aria-hidden': 'true' })),
  );
  const texts = svg('g', { class: 'texts', 'aria-hidden': 'true' });
  rows.forEach((row, i) => {
    const y = top + i * rowHeight + rowHeight / 2;
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
    row.columns.forEach((text, k) => texts.append(label(edges[k]!, y + 4, text, { class: 'end' })));
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
        ? svg('path', { class: 'now', d: `M${at - 4} ${y}l4 -4l4 4l-4 4z` })
        : svg('circle', { class: kind, cx: at, cy: y, r: 3.5 }),
    );
  }
}
