import { list, significant } from '../../src/core/text/words.ts';
import type { Report } from '../../src/core/report/report.ts';
import { fittedRows, trustText } from '../../src/core/report/sections/trust.ts';
import { drawResiduals } from '../charts/residuals.ts';
import { html } from '../elements/dom.ts';
import type { PanelHost } from '../host.ts';
import type { SectionParts } from '../view.ts';

const shownAtMost = 24;
const namedPairs = 5;
const mostRuns = 12;

export const trust: SectionParts = {
  ...trustText,

  draw({ report }, width, { host }) {
    const rows = fittedRows(report);
    const shown = rows.slice(0, shownAtMost);
    const picture = (): SVGSVGElement | null => (shown.length === 0 ? null : drawResiduals(shown, width));
    const notes: string[] = [];
    if (shown.length > 0) {
      const which =
        rows.length > shown.length ? `; the ${shown.length} least well predicted of ${rows.length}` : '';
      notes.push(
        `Fitted (up) against observed (right) loss in ${report.lossUnit}${which}. R² and ± (mean error) are for held-out runs.`,
      );
    }
    const { setAside, unmeasured, leaning, badRuns, read } = report.trust;
    if (read.length > 0) notes.push(`Read: ${read.join(' ')}`);
    if (setAside !== null && setAside > 0)
      notes.push(
        `${setAside} ${setAside === 1 ? 'run was' : 'runs were'} set aside (diverged or unreadable).`,
      );
    if (leaning.length > 0) notes.push(`Relying on relatedness: ${pairsOf(leaning)}.`);
    if (unmeasured.length > 0) notes.push(`Unmeasured: ${pairsOf(unmeasured)}.`);
    notes.push(solverLine(report));
    return {
      chart: html(
        'div',
        {},
        picture(),
        badRuns.length === 0 ? null : badRunsOf(badRuns, host),
        html('div', { class: 'note' }, ...notes.map((text) => html('p', {}, text))),
      ),
      picture,
    };
  },
};

/** Runs that no noise explains, each with a link to its row. */
function badRunsOf(runs: Report['trust']['badRuns'], host: PanelHost): HTMLElement {
  const rest = runs.length - mostRuns;
  return html(
    'div',
    { class: 'bad-runs' },
    html('h3', { class: 'under' }, 'Runs that noise cannot explain; errors are given without them'),
    html(
      'ul',
      {},
      ...runs.slice(0, mostRuns).map(({ id, file, line, message }) => {
        const link = html('button', { type: 'button', class: 'link' }, `${file}:${line + 1}`);
        link.addEventListener('click', () => host.post({ type: 'reveal-row', file, line }));
        return html('li', {}, `${id} (`, link, `): ${message}`);
      }),
      rest > 0 ? html('li', {}, `${rest} more.`) : null,
    ),
  );
}

const pairsOf = (all: Report['trust']['leaning']): string => {
  const pairs = all.slice(0, namedPairs).map(({ source, target }) => `${source} → ${target}`);
  const more = all.length - pairs.length;
  return list(more > 0 ? [...pairs, `${more} more`] : pairs);
};

function solverLine({ trust: { gap, iterations, milliseconds, fitMilliseconds }, verdict }: Report): string {
  const seconds = (ms: number): string =>
    ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
  const fit = fitMilliseconds === null ? '' : `, fit ${seconds(fitMilliseconds)}`;
  return `Solver: ${verdict.status}, gap ${significant(gap)}, ${iterations} iterations, ${seconds(milliseconds)}${fit}.`;
}
