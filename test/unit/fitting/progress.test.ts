import { describe, expect, it } from 'vitest';
import type { FitStep } from '../../../src/core/climb/fit/ask.ts';
import { FitProgress } from '../../../src/fitting/progress.ts';

/** One step of equal tasks, each of which takes its milliseconds; what is told of the time left, with the time that there was. */
function told(milliseconds: readonly number[]): { readonly said: string; readonly left: number }[] {
  const whole = milliseconds.reduce((sum, time) => sum + time, 0);
  const step = { tasks: milliseconds, targets: 1, step: 1, steps: 1, work: 1, done: 0 } as unknown as FitStep;
  const all: { readonly said: string; readonly left: number }[] = [];
  let now = 0;
  const progress = new FitProgress(
    () => now,
    (sentence) => {
      const said = /fits, (.*) left$/.exec(sentence)?.[1];
      if (said !== undefined) all.push({ said, left: (whole - now) / 1000 });
    },
  );
  milliseconds.forEach((time, k) => {
    now += time;
    progress.tell(step, k + 1, true);
  });
  return all;
}

describe('The time that a fit still takes', () => {
  it('is told by the pace of late: the first tasks run on cold code, and before there are threads', () => {
    const times = told([...Array<number>(20).fill(2_000), ...Array<number>(80).fill(500)]);
    const halfway = times.filter(({ left }) => left >= 15 && left <= 25);
    expect(halfway.length).toBeGreaterThan(10);
    for (const { said, left } of halfway) {
      const seconds = Number(/^about (\d+) s$/.exec(said)?.[1]);
      expect(seconds / left).toBeGreaterThan(0.5);
      expect(seconds / left).toBeLessThan(2);
    }
  });

  it('is told once a quarter is done, and has no more digits than are known', () => {
    const times = told(Array<number>(100).fill(1_040));
    expect(times[0]).toEqual({ said: 'about 80 s', left: 78 });
    expect(times.at(-1)?.said).toBe('less than 10 s');
    expect(told(Array<number>(100).fill(10_400))[0]?.said).toBe('about 13 min');
  });
});
