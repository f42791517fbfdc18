import { describe, expect, it } from 'vitest';
import { reportDocument } from '../../../src/core/report/document.ts';
import { htmlReport } from '../../../src/core/report/html.ts';
import { markdownReport } from '../../../src/core/report/markdown.ts';
import { reportOf } from './three-languages.ts';

const made = {
  when: '2026-03-01',
  by: ['Climb 1.2.3', 'VS Code 1.100.0'],
  commit: '0a1b2c3',
  isCommitted: false,
} as const;
/** What both kinds of report say of where they come from, whatever marks stand around it. */
const facts = [
  '0a1b2c3, changed since',
  'a gain, with an unknown interval',
  '1\u00a0B tokens',
  'the optimum',
  'given in the file, not fitted here',
  'runs.csv: 40 rows read.',
  'optimal, gap ',
  'with Climb 1.2.3, VS Code 1.100.0',
  'Created',
];
const solved = reportOf();
const trust = { ...solved.trust, read: ['runs.csv: 40 rows read.'] };
const told = { report: { ...solved, trust }, order: [0, 1, 2], compared: [] };

describe('A written report', () => {
  const text = markdownReport(reportDocument(told, made), [
    { section: 'losses', path: 'three pictures/losses.svg' },
  ]);

  it('says the verdict and its certificate first', () => {
    const [title, verdict] = text.split('\n\n');
    expect(title).toBe('# three.climb.yaml');
    expect(verdict).toContain(told.report.verdict.headline);
    expect(text).toContain(told.report.verdict.certificate);
  });

  it('has every section that has numbers, with its picture where there is one', () => {
    expect([...text.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual([
      'Allocation',
      'Marginal benefits',
      'Interactions',
      'Losses',
      'Compare',
      'Terms',
      'Sources and settings',
    ]);
    expect(text).toMatch(/!\[Losses: [^\]]+\]\(three%20pictures\/losses\.svg\)/);
    expect(text).toMatch(/\| en English \| 90\.00\u00a0% \|/);
  });

  it('says what its terms mean, and where it comes from', () => {
    expect(text).toContain('**Effective**: a share that includes what other languages contribute');
    for (const fact of facts) expect(text).toContain(fact);
    expect(text).not.toMatch(/gap [\d.]*e-/);
  });

  it('says what it calls a poor fit, where there is a fit', () => {
    const of = (origin: 'fit' | 'given'): string =>
      markdownReport(reportDocument({ ...told, report: { ...told.report, origin } }, made), []);
    expect(of('fit')).toContain('R² below 0.8 in held-out runs');
    expect(of('given')).not.toContain('in held-out runs');
  });

  it('has the history where its reader asked for it', () => {
    const entry = {
      revision: '0a1b2c3',
      date: '2026-02-01',
      subject: 'Take natural shares',
      ratio: { en: 0.9, de: 0.05, nl: 0.05 },
      objective: 1.9,
      optimum: 1.8,
      objectiveNow: 1.85,
      runs: 40,
      heldOutR2: 0.9,
      heldOutError: 0.02,
      reason: null,
    };
    const history = [{ ...entry, revision: null, subject: 'the file as it is' }, entry];
    const withHistory = markdownReport(reportDocument({ ...told, history }, made), []);
    expect(withHistory).toContain('## History\n\n1 commit, the oldest of 2026-02-01.');
    expect(withHistory).toContain('Take natural shares');
    expect(text).not.toContain('## History');
  });

  it('takes nothing from a file for markup', () => {
    const report = { ...told.report, fileName: '<img>|*x*.climb.yaml' };
    const [title] = markdownReport(reportDocument({ ...told, report }, made), []).split('\n');
    expect(title).toBe('# &lt;img&gt;\\|\\*x\\*.climb.yaml');
  });

  it('leaves tables that nobody could read to the panel and the report as HTML', () => {
    const { report } = told;
    const order = Array.from({ length: 30 }, () => 0);
    expect(markdownReport(reportDocument({ report, order, compared: [] }, made), [])).toContain(
      'it is in the report as HTML and in the panel',
    );
  });
});

describe('A written report as HTML', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const html = htmlReport(reportDocument(told, made), [{ section: 'losses', svg }]);

  it('says what the Markdown says, with its picture inside', () => {
    for (const words of ['<h2>Losses</h2>', '<td>en English</td>', '<dt>Effective</dt>', ...facts])
      expect(html).toContain(words);
    expect(html).toContain('src="data:image/svg+xml,%3Csvg');
  });

  it('is one file: nothing is fetched, no script runs', () => {
    expect(html).toContain("default-src 'none'; img-src data:");
    expect(html).not.toMatch(/<script|(?:src|href)="(?!data:image)|url\(/);
  });

  it('explains every origin, every strategy and, with pictures, their marks', () => {
    const without = htmlReport(reportDocument(told, made), []);
    for (const word of ['Leaning', 'Unmeasured', 'Isolated', 'MSL (He et al.)', 'UniMax', 'Uniform'])
      expect(without).toContain(`<dt>${word}</dt>`);
    expect(html).toContain('<dt>Hollow</dt>');
    expect(without).not.toContain('<dt>Hollow</dt>');
  });

  it('parts a table that is too wide for a page, each part with the names of its rows', () => {
    const { report } = told;
    const order = Array.from({ length: 30 }, (_, i) => i % 3);
    const wide = htmlReport(reportDocument({ report, order, compared: [] }, made), []);
    const [, section] = wide.split('<h2>Interactions</h2>');
    const table = section!.slice(0, section!.indexOf('</div>'));
    const columns = table.split('</table>').map((part) => part.split('<th>').length - 1);
    // 30 languages and what each gives to all.
    expect(columns).toEqual([1 + 11, 1 + 11, 1 + 9, 0]);
    expect(table.split('<tr><td>Gets</td>')).toHaveLength(1 + 3);
  });

  it('takes nothing from a file for markup', () => {
    const report = { ...told.report, fileName: '"><img src=x onerror=alert(1)>\u202e' };
    const hostile = htmlReport(reportDocument({ ...told, report }, made), []);
    expect(hostile).not.toContain('<img');
    expect(hostile).toContain('<h1>&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\\u202e</h1>');
  });
});
