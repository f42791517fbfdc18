import { list, significant } from '../../src/core/text/words.ts';
import type { Report } from '../../src/core/report/report.ts';
import { fittedRows, trustText } from '../../src/core/report/sections/trust.ts';
import { drawResiduals } from '../charts/residuals.ts';
import { html } from '../elements/dom.ts';
import type { SectionParts } from '../view.ts';

const shownAtMost = 24;
const namedPairs = 5;

export const trust: SectionParts = {
  ...trustText,

  draw({ report }, width) {
    const rows = fittedRows(report);
    const shown = rows.slice(0, shownAtMost);
    const picture = (): SVGSVGElement | null => (shown.length === 0 ? null : drawResiduals(shown, width));
    const notes: string[] = [];
    if (shown.length > 0) {
      const which =
        rows.length > shown.length ? `; the ${shown.length} least well predicted of ${rows.length}` : '';
      notes.push(
        `Fitted (up) against observed (right) loss in nats${which}. R² and ± (mean error) are for runs that the fit had not seen.`,
      );
    }
    const { setAside, unmeasured, read } = report.trust;
    if (read.length > 0) notes.push(`Read: ${read.join(' ')}`);
    if (setAside !== null && setAside > 0)
      notes.push(
        `${setAside} ${setAside === 1 ? 'run was' : 'runs were'} set aside (diverged or unreadable).`,
      );
    if (unmeasured.length > 0) {
      const pairs = unmeasured.slice(0, namedPairs).map(({ source, target }) => `${source} → ${target}`);
      const more = unmeasured.length - pairs.length;
      notes.push(`Unmeasured: ${list(more > 0 ? [...pairs, `${more} more`] : pairs)}.`);
    }
    notes.push(solverLine(report));
    return {
      chart: html(
        'div',
        {},
        picture(),
        html('div', { class: 'note' }, ...notes.map((text) => html('p', {}, text))),
      ),
      picture,
    };
  },
};

function solverLine({ trust: { gap, iterations, milliseconds, fitMilliseconds }, verdict }: Report): string {
  const seconds = (ms: number): string =>
    ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
  const fit = fitMilliseconds === null ? '' : `, fit ${seconds(fitMilliseconds)}`;
  return `Solver: ${verdict.status}, gap ${significant(gap)}, ${iterations} iterations, ${seconds(milliseconds)}${fit}.`;
}
