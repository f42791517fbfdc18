import { scaleLinear } from 'd3-scale';
import { label, svg } from '../elements/dom.ts';
import { rove } from '../elements/roving.ts';

/** A predicted value with its interval, on a line of its own. */
export interface PointRow {
  readonly name: string;
  readonly strong: boolean;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly text: string;
  readonly spoken: string;
}

const rowHeight = 20;

/** Values as dots on one axis, intervals as lines through them. */
export function drawPoints(rows: readonly PointRow[], width: number): SVGSVGElement {
  const left = width >= 480 ? 136 : 108;
  const right = width - 62;
  const height = rows.length * rowHeight + 18;
  const ends = rows.flatMap(({ value, low, high }) => [value, low, high].filter((v) => v !== null));
  const x = scaleLinear()
    .domain([Math.min(...ends), Math.max(...ends)])
    .nice(4)
    .range([left, right]);
  const root = svg('svg', {
    class: 'chart',
    width,
    height,
    role: 'group',
    'aria-label': 'Predicted objective of each strategy, lowest first, with 90 % intervals.',
  });
  for (const tick of x.ticks(width >= 480 ? 5 : 3)) {
    root.append(
      svg('path', { class: 'grid', d: `M${x(tick)} 0V${height - 18}` }),
      label(x(tick), height - 5, x.tickFormat(4)(tick), { class: 'muted middle', 'aria-hidden': 'true' }),
    );
  }
  const lines = rows.map((row, i) => {
    const y = i * rowHeight + rowHeight / 2;
    const line = svg(
      'g',
      { class: 'row', role: 'img', tabindex: i === 0 ? 0 : -1, 'aria-label': row.spoken },
      svg('rect', { class: 'hit', x: 0.5, y: y - 9.5, width: width - 1, height: 19 }),
      label(2, y + 4, row.name, { class: row.strong ? 'strong' : '' }),
      label(width - 2, y + 4, row.text, { class: 'end' }),
    );
    if (row.low !== null && row.high !== null) {
      line.append(svg('path', { class: 'interval', d: `M${x(row.low)} ${y}H${x(row.high)}` }));
    }
    if (row.value !== null) {
      line.append(svg('circle', { class: row.strong ? 'optimum' : 'now', cx: x(row.value), cy: y, r: 4 }));
    }
    return line;
  });
  root.append(...lines);
  rove(root, '.row', () => undefined);
  return root;
}
