import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Later } from '../../../src/host/later.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of what is asked of one key only the last is done, and each key waits for itself', () => {
  const later = new Later<string>();
  const done: string[] = [];
  later.after(100, 'a', () => done.push('a, first'));
  later.after(100, 'b', () => done.push('b'));
  vi.advanceTimersByTime(90);
  later.after(100, 'a', () => done.push('a, second'));
  vi.advanceTimersByTime(90);
  expect(done).toEqual(['b']);
  vi.advanceTimersByTime(10);
  expect(done).toEqual(['b', 'a, second']);
});

test('what waits already is not put off by asking again, and makes way for the next once it is done', () => {
  const later = new Later<string>();
  const done: string[] = [];
  later.unlessWaiting(100, 'a', () => done.push('first'));
  vi.advanceTimersByTime(90);
  later.unlessWaiting(100, 'a', () => done.push('second'));
  vi.advanceTimersByTime(10);
  expect(done).toEqual(['first']);
  later.unlessWaiting(100, 'a', () => done.push('third'));
  vi.runAllTimers();
  expect(done).toEqual(['first', 'third']);
});

test('what is forgotten or disposed of is not done', () => {
  const later = new Later<string>();
  const done: string[] = [];
  for (const key of ['a', 'b', 'c']) later.after(100, key, () => done.push(key));
  later.forget('b');
  later.forget('never asked');
  vi.advanceTimersByTime(50);
  later.after(100, 'a', () => done.push('a'));
  expect(later.isDisposed).toBe(false);
  later.dispose();
  expect(later.isDisposed).toBe(true);
  later.after(100, 'd', () => done.push('d'));
  vi.runAllTimers();
  expect(done).toEqual([]);
});
