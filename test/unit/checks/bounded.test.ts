import { describe, expect, it } from 'vitest';
import { moreProblems, validateMixture } from '../../../src/core/checks/validate.ts';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
const mixture = 'climb: 1\nlanguages: { en: 0.5, de: 0.5 }\n';

describe('checking a file made to take for ever', () => {
  it.each([
    ['unknown keys', mixture + lines(30_000, (i) => `unknown${i}: 1\n`), 'file.schema'],
    ['keys given twice', mixture + lines(30_000, () => 'name: x\n'), 'file.duplicate-key'],
    [
      'misspelt options',
      `${mixture}proxy:\n  command: a\n  slurm:\n${lines(30_000, (i) => `    partition${i}: a\n`)}`,
      'proxy.option',
    ],
    [
      'groups that cannot hold',
      `${mixture}groups:\n${lines(5_000, (i) => `  g${i}: { members: [fr${i}], min: 0.2, max: 0.1 }\n`)}`,
      'language.unknown',
    ],
  ])('stops at the most problems shown, and says that there are more: %s', (_, text, code) => {
    const problems = validateMixture(text, { maxProblems: 5 });
    expect(problems).toHaveLength(6);
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code, moreProblems]));
  });

  it('reads no file that is larger than any mixture, and says so once', () => {
    const problems = validateMixture(`${mixture}# ${'x'.repeat(1_000_000)}\n`);
    expect(problems.map(({ code }) => code)).toEqual(['file.syntax']);
    expect(problems[0]!.message).toContain('1.0 million characters');
  });

  it('says how many problems are not shown where it knows', () => {
    const text = 'climb: 1\nlanguages: { en: x, de: y, fr: z }\n';
    const message = validateMixture(text, { maxProblems: 5 }).find(({ code }) => code === moreProblems);
    expect(message).toBeUndefined();
    const all = validateMixture(`${text}foo: 1\nbar: 2\n`, { maxProblems: 4 });
    expect(all.find(({ code }) => code === moreProblems)?.message).toMatch(/^1 more problem of this file/);
  });
});
