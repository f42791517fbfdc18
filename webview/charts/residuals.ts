import { scaleLinear } from 'd3-scale';
import { percent, significant } from '../../src/core/text/words.ts';
import type { TrustRow } from '../../src/core/report/report.ts';
import { label, svg } from '../elements/dom.ts';

const side = 96;
const gap = 12;
const tall = side + 34;

/** Predicted (up) against observed (right) losses, one small plot a language on a scale of its own. */
export function drawResiduals(rows: readonly TrustRow[], width: number): SVGSVGElement {
  const perLine = Math.max(1, Math.floor((width + gap) / (side + gap)));
  const root = svg('svg', {
    class: 'chart',
    width,
    height: Math.max(1, Math.ceil(rows.length / perLine)) * tall,
    role: 'img',
    'aria-label':
      'Predicted loss against observed loss, one small plot a language; points on the diagonal are predicted well.',
  });
  rows.forEach((row, i) => {
    root.append(plot(row, (i % perLine) * (side + gap), Math.floor(i / perLine) * tall));
  });
  return root;
}

function plot(row: TrustRow, left: number, top: number): SVGGElement {
  const all = [...row.observed, ...row.predicted];
  const scale = scaleLinear()
    .domain([Math.min(...all), Math.max(...all)])
    .nice(3);
  const x = scale.copy().range([left, left + side]);
  const y = scale.copy().range([top + 16 + side, top + 16]);
  const [low, high] = scale.domain() as [number, number];
  // One path for all points: a thousand runs are one element.
  const points = row.observed
    .map((observed, i) => `M${x(observed).toFixed(1)} ${y(row.predicted[i]!).toFixed(1)}h0`)
    .join('');
  return svg(
    'g',
    {},
    svg('path', { class: 'axis', d: `M${x(low)} ${y(high)}V${y(low)}H${x(high)}` }),
    svg('path', {
      class: 'axis',
      d: `M${x(low)} ${y(low)}L${x(high)} ${y(high)}`,
      'stroke-dasharray': '2 3',
    }),
    svg('path', { class: 'point', d: points }),
    label(left, top + 11, row.code, { class: 'strong' }),
    label(left + side, top + 11, `R² ${row.cvR2.toFixed(2)}`, { class: 'end muted' }),
    label(left, top + side + 28, significant(low), { class: 'muted' }),
    label(left + side, top + side + 28, significant(high), { class: 'end muted' }),
    label(left + side - 2, top + side + 10, `± ${percent(relativeError(row))}`, { class: 'end muted' }),
  );
}

/** Mean error on unseen runs, relative to the mean loss. */
const relativeError = (row: TrustRow): number =>
  row.cvMae / (row.observed.reduce((sum, loss) => sum + loss, 0) / row.observed.length);
