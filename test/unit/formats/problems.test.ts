import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../../src/core/formats/check.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { cases } from './cases.ts';
import { knownLanguages } from './known-languages.ts';

const folder = new URL('../../fixtures/formats/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8');

describe.each(cases)('%s/%s', (format, file, code, marked, severity) => {
  const text = read(`${format}/${file}`);

  it(`has ${code}`, () => {
    const answer = checkConfig(text, knownLanguages);
    expect(answer.format).toBe(format);
    const found = answer.problems.filter((problem) => problem.code === code);
    expect(found.length, JSON.stringify(answer.problems)).toBeGreaterThan(0);
    const [first] = found;
    expect(first!.severity).toBe(severity);
    if (marked !== null) expect(text.slice(first!.range.start, first!.range.end)).toBe(marked);
  });

  it('has a twin without it', () => {
    const twin = read(`${format}/${file.replace('.', '.clean.')}`);
    const answer = checkConfig(twin, knownLanguages);
    expect(answer.format).toBe(format);
    const problems = answer.problems.filter(
      (problem) => problem.code === code || problem.severity === 'error',
    );
    expect(problems).toEqual([]);
  });
});

const fixable = cases.flatMap(([format, file]) => {
  const text = read(`${format}/${file}`);
  const { problems } = checkConfig(text, knownLanguages);
  return problems.flatMap(({ code, fixes = [] }) =>
    fixes.map((fix) => ({ name: `${format}/${file}: ${fix.title}`, format, text, code, fix })),
  );
});

it.each(fixable)('$name leads to a text without the problem', ({ format, text, code, fix }) => {
  const count = (source: string) =>
    checkConfig(source, knownLanguages).problems.filter((problem) => problem.code === code).length;
  const fixed = applyEdits(text, fix.edits);
  expect(checkConfig(fixed, knownLanguages).format).toBe(format);
  expect(count(fixed), fixed).toBeLessThan(count(text));
});

describe('files that are no training configs', () => {
  it.each(readdirSync(new URL('unrelated/', folder)))('%s', (file) => {
    expect(checkConfig(read(`unrelated/${file}`), knownLanguages)).toEqual({ format: null, problems: [] });
  });
});
