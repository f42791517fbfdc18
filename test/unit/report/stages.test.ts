import { describe, expect, it } from 'vitest';
import { stagesText } from '../../../src/core/report/sections/stages.ts';
import { plainSpaces } from '../editing/cursor.ts';
import { solveText } from '../../solve-text.ts';

async function reportOf(text: string) {
  const outcome = await solveText(text);
  if (outcome.kind !== 'solved') throw new Error(outcome.reason);
  return outcome.result.report;
}

const staged = `climb: 1
budget: { tokens: 1T }
languages: { en: {}, de: {} }
stages:
  - { name: stable, languages: { en: 0.9, de: 0.1 } }
  - { name: annealing, tokens: 10%, fixed: true, languages: { en: 1 } }
interactions: { matrix: { en: { de: 0.1 }, de: { en: 0.1 } } }
`;

describe('the section of stages', () => {
  it('is there only where the file has stages', async () => {
    const plain = await reportOf(staged.replace(/stages:[^]*?(?=interactions)/, ''));
    expect(stagesText.applies?.(plain)).toBe(false);
    expect(stagesText.applies?.(await reportOf(staged))).toBe(true);
  });

  it('tells what moves in the free stages, given the fixed ones, and has each stage’s shares', async () => {
    const report = await reportOf(staged);
    const told = { report, order: [0, 1], compared: [] };
    // Both languages are alike: half of all tokens each, so 4/9 of the stable phase are English.
    expect(plainSpaces(stagesText.summary(told))).toContain(
      'The file differs from the optimum in 45.6 % of stable, given annealing.',
    );
    const twoSteps = await reportOf(`${staged}solver: { method: two-steps }\n`);
    expect(plainSpaces(stagesText.summary({ ...told, report: twoSteps }))).toContain(
      'The file differs from the two steps in 45.6 % of stable, given annealing.',
    );
    const { header, rows } = stagesText.table(told);
    expect(header).toEqual([
      'Language',
      'stable, file',
      'stable, optimum',
      'stable, change (points)',
      'annealing, fixed',
    ]);
    expect(rows.map((row) => row.map((cell) => plainSpaces(cell)))).toEqual([
      ['Tokens', '900 B', '900 B', '–', '100 B'],
      ['en English', '90.00 %', '44.44 %', '−45.6', '100.00 %'],
      ['de German', '10.00 %', '55.56 %', '+45.6', '0.00 %'],
    ]);
  });
});
