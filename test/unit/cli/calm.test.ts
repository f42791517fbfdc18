import { expect, it } from 'vitest';
import { Calm } from '../../../src/cli/calm.ts';

it('tells what counts at once, other changes once a minute, and nothing twice', () => {
  let now = 0;
  const calm = new Calm(() => now);
  const told = (line: string, finished: string, seconds: number): boolean => {
    now = seconds * 1000;
    return calm.isTold(line, finished);
  };
  expect(told('8 pending', '0', 0)).toBe(true);
  expect(told('2 running, 6 pending', '0', 1)).toBe(false);
  expect(told('1 done, 1 running, 6 pending', '1', 2)).toBe(true);
  expect(told('1 done, 2 running, 5 pending', '1', 30)).toBe(false);
  expect(told('1 done, 2 running, 5 pending', '1', 62)).toBe(true);
  expect(told('1 done, 2 running, 5 pending', '1', 600)).toBe(false);
});
