import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../../src/core/report/markdown.ts';
import { reportOf } from './three-languages.ts';

const told = { report: reportOf(), order: [0, 1, 2], compared: [] };

describe('A written report', () => {
  const text = markdownReport(told, [{ section: 'losses', path: 'three pictures/losses.svg' }], '2026-03-01');

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
    ]);
    expect(text).toMatch(/!\[Losses: [^\]]+\]\(three%20pictures\/losses\.svg\)/);
    expect(text).toMatch(/\| en English \| 90\.00\u00a0% \|/);
    expect(text).toContain('three.climb.yaml, 2026-03-01.');
  });

  it('takes nothing from a file for markup', () => {
    const report = { ...told.report, fileName: '<img>|*x*.climb.yaml' };
    const [title] = markdownReport({ ...told, report }, [], '2026-03-01').split('\n');
    expect(title).toBe('# &lt;img&gt;\\|\\*x\\*.climb.yaml');
  });

  it('leaves tables that nobody could read to the panel', () => {
    const { report } = told;
    const order = Array.from({ length: 30 }, () => 0);
    expect(markdownReport({ report, order, compared: [] }, [], '')).toContain(
      'the panel shows and copies it',
    );
  });
});
