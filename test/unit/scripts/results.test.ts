import { expect, it } from 'vitest';
import { betterOf, countsOf, failedAside, told, type TestResult } from '../../../scripts/test/results.mjs';

const file = 'test/panel/a.test.ts';
const passed = (name: string): TestResult => ({ file, name, state: 'passed' });
const failed = (name: string, error = 'Error: no'): TestResult => ({ file, name, state: 'failed', error });

it('counts what failed at both tries as failed, and what passed at one as passed, with its error kept', () => {
  const both = betterOf(
    [passed('steady'), failed('late', 'Error: too soon'), passed('early'), failed('broken', 'Error: first')],
    [passed('steady'), passed('late'), failed('early', 'Error: too late'), failed('broken', 'Error: second')],
  );
  expect(both).toEqual([
    passed('steady'),
    { ...passed('late'), error: 'Error: too soon', only: 'second' },
    { ...passed('early'), error: 'Error: too late', only: 'first' },
    failed('broken', 'Error: first'),
  ]);
  expect(countsOf(both)).toEqual({ passed: 3, failed: 1, skipped: 0, shaky: 2 });
});

it('keeps what was not tried again as it was', () => {
  const other = { ...passed('elsewhere'), file: 'test/panel/b.test.ts' };
  expect(betterOf([other, failed('late')], [passed('late')])[0]).toEqual(other);
});

it('takes the tests that a hook kept from running from the second try, and counts the hook as no test', () => {
  const hook = failedAside('the file, around its tests', 'Error: no window', file);
  const kept: TestResult = { file, name: 'shows', state: 'skipped' };
  expect(countsOf([hook, kept])).toEqual({ passed: 0, failed: 1, skipped: 1, shaky: 0 });
  expect(countsOf(betterOf([hook, kept], [passed('shows')]))).toEqual({
    passed: 1,
    failed: 0,
    skipped: 0,
    shaky: 1,
  });
  expect(countsOf(betterOf([hook, kept], [hook, kept]))).toMatchObject({ failed: 1, skipped: 1 });
});

it('keeps what failed when the second try ends before it', () => {
  const crash = failedAside('the panel tests', 'They ended with code 1 and left no results.');
  expect(countsOf(betterOf([failed('late')], [crash]))).toMatchObject({ passed: 0, failed: 2 });
});

it('holds two tests of one name apart', () => {
  const both = betterOf([passed('same'), failed('same')], [passed('same'), failed('same')]);
  expect(countsOf(both)).toMatchObject({ passed: 1, failed: 1 });
});

it('tells failures last, each with the beginning of its error and the frames that are ours', () => {
  const error = `Error: \x1b[31mno\x1b[39m\n    at ours (test/a.ts:1:2)\n    at theirs (node_modules/b.js:3:4)\n${'more\n'.repeat(99)}`;
  const all = [
    failed('broken', error),
    { ...passed('late'), error: 'Error: too soon', only: 'second' as const },
  ];
  const lines = told([...all, passed('steady')].map((result) => ({ ...result, level: 'panel' })));
  expect(lines.slice(0, 5)).toEqual([
    'passed only at the second try: panel › test/panel/a.test.ts › late',
    '    Error: too soon',
    'failed: panel › test/panel/a.test.ts › broken',
    '    Error: no',
    '        at ours (test/a.ts:1:2)',
  ]);
  expect(lines.at(-1)).toBe('    …');
  expect(lines.length).toBeLessThan(20);
});
