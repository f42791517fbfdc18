import { describe, expect, it } from 'vitest';
import { moreProblems } from '../../../src/core/checks/run-rules.ts';
import { checkSteps, validateMixture } from '../../../src/core/checks/validate.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
const mixture = 'climb: 1\nlanguages: { en: 0.5, de: 0.5 }\n';

describe('checking a file made to take for ever', () => {
  it.each([
    ['unknown keys', mixture + lines(10_000, (i) => `unknown${i}: 1\n`), 'file.schema'],
    ['keys given twice', mixture + lines(20_000, () => 'name: x\n'), 'file.duplicate-key'],
    [
      'misspelt options',
      `${mixture}proxy:\n  command: a\n  slurm:\n${lines(8_000, (i) => `    partition${i}: a\n`)}`,
      'proxy.option',
    ],
    [
      'groups that cannot hold',
      `${mixture}groups:\n${lines(3_000, (i) => `  g${i}: { members: [fr${i}], min: 0.2, max: 0.1 }\n`)}`,
      'language.unknown',
    ],
  ])('stops at the most problems shown, and says that there are more: %s', (_, text, code) => {
    const problems = validateMixture(text, { maxProblems: 5 });
    expect(problems).toHaveLength(6);
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code, moreProblems]));
  });

  it('reads three thousand languages with a comment each', () => {
    const text = `climb: 1\nlanguages:\n${lines(3_000, (i) => `  l${i}: { ratio: ${i === 0 ? 0.1003 : 0.0003}, available: 1.2B, name: Language ${i} } # as counted by hand\n`)}`;
    expect(text.length).toBeGreaterThan(230_000);
    expect(validateMixture(text)).toEqual([]);
  });

  // Each of these took between ten seconds and for ever.
  it.each([
    [
      'kept groups of all languages',
      `climb: 1\nbudget: { tokens: 1T }\nlanguages:\n${lines(3_000, (i) => `  l${i}: { ratio: ${1 / 3_000}, name: l }\n`)}groups:\n${lines(200, (g) => `  g${g}: { members: [${lines(15, (i) => `l${15 * g + i}, `)}], keep: true }\n`)}`,
      ['data.available-missing'],
    ],
    [
      'groups that cross and cannot hold together',
      `climb: 1\nlanguages:\n${lines(400, (i) => `  l${i}: { ratio: 0.0025, max: 0.01, name: l }\n`)}groups:\n${lines(40, (g) => `  g${g}: { members: [${lines(60, (i) => `l${(7 * i + 31 * g) % 400}, `)}], min: ${g === 7 ? 0.7 : 0.1}, max: 0.6 }\n`)}`,
      ['bounds.infeasible', 'bounds.violated'],
    ],
    [
      'codes of a hundred thousand characters',
      `climb: 1\nlanguages:\n  ? ${'a'.repeat(100_000)}\n  : 1\ngroups: { g: { members: [${'a'.repeat(99_000)}b] } }\n`,
      ['language.unknown'],
    ],
    ['values without an end', `climb: 1\nlanguages: ${'{a,b}'.repeat(40_000)}\n`, ['file.syntax']],
  ])('ends: %s', (_, text, codes) => {
    expect([...new Set(validateMixture(text).map(({ code }) => code))].sort()).toEqual(codes);
  });

  it('says one step at a time what there is to say', () => {
    const steps = checkSteps(parseMixture('climb: 1\nlanguages: { en: 0.5, de: 0.6 }\n'));
    let count = 0;
    for (;;) {
      const step = steps.next();
      if (step.done !== true) count++;
      else {
        expect(step.value.map(({ code }) => code)).toEqual(['ratio.sum']);
        break;
      }
    }
    expect(count).toBeGreaterThan(40);
  });

  it('reads no file that is larger than any mixture, and says so once', () => {
    const problems = validateMixture(`${mixture}# ${'x'.repeat(1_000_000)}\n`);
    expect(problems.map(({ code }) => code)).toEqual(['file.syntax']);
    expect(problems[0]!.message).toContain(
      '1.0 million characters; the maximum for a mixture is 0.4 million.',
    );
  });

  it.each([
    ['languages', `climb: 1\nlanguages:\n${lines(5_001, (i) => `  x${i}: 1\n`)}`, '5,001 languages'],
    ['stages', `${mixture}stages:\n${lines(501, () => '  - { tokens: 1B }\n')}`, '501 stages'],
    [
      'stages of all languages',
      `climb: 1\nlanguages:\n${lines(1_000, (i) => `  x${i}: 1\n`)}stages:\n${lines(201, () => '  - { tokens: 1B }\n')}`,
      '201,000 shares of stages',
    ],
  ])(
    'says once that there are more %s than in any mixture, at their key, and looks no further',
    (_, text, count) => {
      const [told, ...more] = validateMixture(text);
      expect(more).toEqual([]);
      expect(told!.message).toContain(`This file has ${count}`);
      expect(text.slice(told!.range.start, told!.range.end)).toMatch(/^(?:languages|stages)$/);
    },
  );

  it('says how many problems are not shown where it knows', () => {
    const text = 'climb: 1\nlanguages: { en: x, de: y, fr: z }\n';
    const message = validateMixture(text, { maxProblems: 5 }).find(({ code }) => code === moreProblems);
    expect(message).toBeUndefined();
    const all = validateMixture(`${text}foo: 1\nbar: 2\n`, { maxProblems: 4 });
    expect(all.find(({ code }) => code === moreProblems)?.message).toMatch(/^1 more problem of this file/);
  });
});

describe('the targets of a mixture', () => {
  const named = (count: number): string =>
    `${mixture}targets:\n${lines(count, (i) => `  - file: t${i}.yaml\n`)}`;
  const leftOut = (text: string, size: number): [string[], string[]] => {
    const asked = new Set<string>();
    const problems = validateMixture(text, {
      targetText: (path) => {
        asked.add(path);
        return `# ${path}\n`.padEnd(size, '#');
      },
    });
    const told = problems.filter(({ message }) =>
      message.includes('is not read: the limit for one mixture (200 configs'),
    );
    return [told.map(({ range }) => text.slice(range.start, range.end)), [...asked]];
  };

  it('are read up to a length of all together, and the first that is not is told', () => {
    const [told, asked] = leftOut(named(50), 490_000);
    expect(told).toEqual(['t8.yaml']);
    expect(asked).toHaveLength(9);
  });

  it('are read up to a number, and the first that is not is told', () => {
    const [told, asked] = leftOut(named(300), 10);
    expect(told).toEqual(['t200.yaml']);
    expect(asked).toHaveLength(200);
  });

  it('are not read where another config leads to one that is too long', () => {
    const text = `${mixture}targets: [{ file: l.sh }, { file: long.txt }]\n`;
    const launcher = '#!/bin/bash\npython pretrain_gpt.py --data-args-path long.txt\n';
    const problems = validateMixture(text, {
      targetText: (path) => (path === 'l.sh' ? launcher : '50 /d/en_text_document\n'.repeat(200_000)),
    });
    const told = problems.filter(({ message }) =>
      message.includes('is not read: the limit for one mixture (200 configs'),
    );
    expect(told.map(({ range }) => text.slice(range.start, range.end))).toEqual(['long.txt']);
  });

  it('are all read where they are as many as people name', () => {
    expect(leftOut(named(20), 100_000)[0]).toEqual([]);
  });
});
