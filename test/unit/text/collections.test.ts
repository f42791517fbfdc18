import { describe, expect, it } from 'vitest';
import { allSteps } from '../../../src/core/steps.ts';
import { parseTree } from '../../../src/core/formats/reading/tree.ts';
import { readModel } from '../../../src/core/climb/model/model-file.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { largest, smallest } from '../../../src/core/text/extremes.ts';

const readers = [
  ['a mixture', (text: string) => validateMixture(text).map(({ message }) => message)],
  ['a training config', (text: string) => allSteps(parseTree(text)).faults.map(({ message }) => message)],
] as const;

it.each(readers)('words and signs without end are not put together: %s', (_, read) => {
  const said = read(`climb: 1\nlanguages:\n${'  en: 1\n'.repeat(40_000)}`);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('more words and signs');
});

it.each(readers)('uses of anchors without end are refused before they are read: %s', (_, read) => {
  const said = read(`a: &a 1\nb: [${'*a, '.repeat(20_000)}]`);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('anchors (`*name`) more often');
});

it.each(readers)('asterisks in comments and globs are none: %s', (_, read) => {
  const said = read(`# ${'** * '.repeat(20_000)}\na: "${'runs/*.csv,'.repeat(9_000)}"\n`);
  expect(said.join()).not.toContain('anchors');
});

describe('lists and maps without end', () => {
  it.each(readers)('are refused before they are read: %s', (_, read) => {
    const said = read(`climb: 1\nlanguages: ${'[]'.repeat(60_000)}`);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('more lists and maps');
  });

  it('are not read on where a text is no YAML, and errors keep their stacks elsewhere', () => {
    const limit = Error.stackTraceLimit;
    const { root, faults } = allSteps(parseTree('{ a: b }\n'.repeat(20_000)));
    expect(root?.kind).toBe('map');
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThan(100);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it('are refused in a model', () => {
    const { model, problems } = readModel('['.repeat(1_000_000));
    expect(model).toBeNull();
    expect(problems.map(({ message }) => message)).toEqual([
      'The model file is nested deeper than any model.',
    ]);
  });
});

it('the smallest and the largest of a million values are found', () => {
  const values = Array.from({ length: 1_000_000 }, (_, i) => (i * 7) % 1_000_003);
  expect([smallest(values), largest(values)]).toEqual([0, 1_000_002]);
});
