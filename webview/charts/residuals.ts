import { scaleLinear } from 'd3-scale';
import { fixed, percent, significant } from '../../src/core/text/words.ts';
import type { TrustRow } from '../../src/core/report/report.ts';
import { label, svg } from '../elements/dom.ts';
import { clip } from './names.ts';
import { elementAt } from '../../src/core/text/elements.ts';

const side = 108;
const gap = 12;
/** The language, then how well it is predicted. */
const head = 30;
const tall = head + side + 18;

/** Predicted (up) against observed (right) losses, one small plot a language on a scale of its own. */
export function drawResiduals(rows: readonly TrustRow[], width: number): SVGSVGElement {
  const perLine = Math.max(1, Math.floor((width + gap) / (side + gap)));
  const root = svg('svg', {
    class: 'chart',
    width,
    height: Math.max(1, Math.ceil(rows.length / perLine)) * tall,
    role: 'img',
    'aria-label':
      'Predicted loss against observed loss, one small plot per language; points on the diagonal are predicted well.',
  });
  rows.forEach((row, i) => {
    root.append(plot(row, (i % perLine) * (side + gap), Math.floor(i / perLine) * tall));
  });
  return root;
}

function plot(row: TrustRow, left: number, top: number): SVGGElement {
  const bad = new Set(row.bad);
  const usual = row.observed.flatMap((observed, i) =>
    bad.has(i) ? [] : [observed, elementAt(row.predicted, i)],
  );
  const all = usual.length > 0 ? usual : [...row.observed, ...row.predicted];
  // A run that no noise explains lies at the edge: its loss must not press all others into a corner.
  const scale = scaleLinear()
    .domain([Math.min(...all), Math.max(...all)])
    .nice(3)
    .clamp(true);
  const x = scale.copy().range([left, left + side]);
  const y = scale.copy().range([top + head + side, top + head]);
  const [low, high] = scale.domain() as [number, number];
  // One path for all points: a thousand runs are one element.
  const points = row.observed
    .map((observed, i) =>
      bad.has(i) ? '' : `M${x(observed).toFixed(1)} ${y(elementAt(row.predicted, i)).toFixed(1)}h0`,
    )
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
    ...row.bad.map((i) =>
      svg('circle', {
        class: 'outlier',
        cx: x(elementAt(row.observed, i)),
        cy: y(elementAt(row.predicted, i)),
        r: 3,
      }),
    ),
    label(left, top + 11, clip(row.code, side, true), { class: 'strong' }),
    label(left, top + 25, `R² ${fixed(row.cvR2, 2)}, ±\u00a0${percent(relativeError(row))}`, {
      class: 'muted',
    }),
    label(left, top + head + side + 12, significant(low), { class: 'muted' }),
    label(left + side, top + head + side + 12, significant(high), { class: 'end muted' }),
  );
}

/** Mean held-out error, relative to the mean loss. */
const relativeError = (row: TrustRow): number =>
  row.cvMae / (row.observed.reduce((sum, loss) => sum + loss, 0) / row.observed.length);
