import { list, percent, significant } from '../../src/core/report/format.ts';
import type { Report, TrustRow } from '../../src/core/report/report.ts';
import { scaleLinear } from 'd3-scale';
import { html, label, svg } from '../elements/dom.ts';
import type { SectionParts } from './section.ts';

const side = 96;
const shownAtMost = 24;

/** How sure the numbers are: predicted against observed for every language, and what the solver says of itself. */
export const trust: SectionParts = {
  id: 'trust',
  title: 'Trust',

  draw({ report }, width) {
    const rows = fitted(report);
    const shown = rows.slice(0, shownAtMost);
    const perLine = Math.max(1, Math.floor((width + 8) / (side + 8)));
    const picture = (): SVGSVGElement => {
      const root = svg('svg', {
        class: 'chart',
        width,
        height: Math.max(1, Math.ceil(shown.length / perLine)) * (side + 26),
        role: 'img',
        'aria-label':
          'Predicted loss against observed loss, one small plot a language; points on the diagonal are predicted well.',
      });
      shown.forEach((row, i) => {
        root.append(residualPlot(row, (i % perLine) * (side + 8), Math.floor(i / perLine) * (side + 26)));
      });
      return root;
    };
    const notes = html('div', { class: 'note' });
    const say = (text: string): void => notes.append(html('p', {}, text));
    if (shown.length > 0) {
      say(
        `Predicted (up) against observed (right), in nats${rows.length > shown.length ? `; the ${shown.length} least well predicted of ${rows.length}` : ''}.`,
      );
    }
    const { setAside, unmeasured } = report.trust;
    if (setAside !== null && setAside > 0)
      say(`${setAside} ${setAside === 1 ? 'run was' : 'runs were'} set aside (diverged or unreadable).`);
    if (unmeasured.length > 0) {
      const named = unmeasured.slice(0, 5).map(({ source, target }) => `${source} → ${target}`);
      say(
        `Unmeasured: ${list(unmeasured.length > 5 ? [...named, `${unmeasured.length - 5} more`] : named)}.`,
      );
    }
    say(solverLine(report));
    return {
      summary: report.trust.summary,
      chart: html('div', {}, ...(shown.length > 0 ? [picture()] : []), notes),
      picture,
    };
  },

  table: ({ report }) => ({
    header: [
      'Language',
      'R² unseen',
      'R² fitted',
      'Error unseen (nats)',
      'Error fitted (nats)',
      'Runs',
      'Converged',
    ],
    rows: fitted(report).map((row) => [
      row.code,
      row.cvR2.toFixed(3),
      row.r2.toFixed(3),
      row.cvMae.toFixed(4),
      row.mae.toFixed(4),
      String(row.observed.length),
      row.converged ? 'yes' : 'no',
    ]),
  }),
};

/** Least well predicted first. */
const fitted = (report: Report): TrustRow[] =>
  report.trust.quality.filter((row) => row !== null).sort((a, b) => a.cvR2 - b.cvR2);

function solverLine({ trust, verdict }: Report): string {
  const seconds = (ms: number): string =>
    ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
  const fit = trust.fitMilliseconds === null ? '' : `, fit ${seconds(trust.fitMilliseconds)}`;
  return `Solver: ${verdict.status}, gap ${significant(trust.gap)}, ${trust.iterations} iterations, ${seconds(trust.milliseconds)}${fit}.`;
}

function residualPlot(row: TrustRow, left: number, top: number): SVGGElement {
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
    label(left + 3, top + 26, significant(high), { class: 'muted small' }),
    label(left + side, top + side + 13, percentSpread(row), { class: 'end muted small' }),
  );
}

/** Mean error on unseen runs, relative to the mean loss. */
const percentSpread = (row: TrustRow): string => {
  const mean = row.observed.reduce((sum, loss) => sum + loss, 0) / row.observed.length;
  return `± ${percent(row.cvMae / mean)}`;
};
