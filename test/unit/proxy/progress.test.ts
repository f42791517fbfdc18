import { describe, expect, it } from 'vitest';
import {
  describeProgress,
  duration,
  fractionOf,
  progressInFile,
  progressInLog,
  progressSource,
  secondsLeft,
} from '../../../src/core/proxy/progress.ts';

const none = { step: null, steps: null, tokens: null, loss: null };

describe('progressInFile', () => {
  it('is what the last lines say, whatever the first, cut one holds', () => {
    const text =
      '5, "loss": 9}\n{"step": 10, "steps": 50, "loss": 3.5}\n{"step": 20, "tokens": 400}\n{"step": 3';
    expect(progressInFile(text)).toEqual({ step: 20, steps: 50, tokens: 400, loss: 3.5 });
  });

  it('is read from a trainer_state.json', () => {
    const state = {
      global_step: 40,
      max_steps: 100,
      log_history: [{ loss: 4, step: 10 }, { loss: 2.5, step: 40 }, { eval_loss: 3 }],
    };
    expect(progressInFile(JSON.stringify(state, null, 2))).toEqual({
      step: 40,
      steps: 100,
      tokens: null,
      loss: 2.5,
    });
  });

  it.each(['', '{}', 'null', 'step 3', '{"loss": 2}'])('is none in %j', (text) => {
    expect(progressInFile(text)).toBeNull();
  });
});

describe('progressInLog', () => {
  const pattern = 'step {step}/{steps} | loss: {loss}';

  it('is the last line that looks like the pattern', () => {
    const log = '[a] step 1/500 | loss: 9.1\r[a] step 1,200/5,000 | loss: 3.25 | lr 1e-4\nsaving step now\n';
    expect(progressInLog(log, pattern)).toEqual({ step: 1200, steps: 5000, tokens: null, loss: 3.25 });
    expect(progressInLog('tokens=2.5e6', 'tokens={tokens}')).toEqual({ ...none, tokens: 2.5e6 });
  });

  it.each(['', 'step x/500 | loss: 1', 'step 5 of 500 | loss: 1'])('is none in %j', (log) => {
    expect(progressInLog(log, pattern)).toBeNull();
  });

  it('is told from a file by its placeholders', () => {
    expect(progressSource(pattern).kind).toBe('log');
    expect(progressSource('{out}/metrics.jsonl').kind).toBe('file');
  });
});

describe('what is left', () => {
  it('follows from tokens, else from steps, else from what runs usually take', () => {
    expect(fractionOf({ ...none, tokens: 250, step: 1, steps: 2 }, 1000)).toBe(0.25);
    expect(fractionOf({ ...none, step: 1, steps: 2 }, 1000)).toBe(0.5);
    expect(fractionOf({ ...none, step: 1 }, 1000)).toBeNull();
    expect(secondsLeft(0.25, 60, 1000)).toBe(180);
    expect(secondsLeft(null, 60, 100)).toBe(40);
    expect(secondsLeft(null, 60, null)).toBeNull();
  });

  it('is said in one line', () => {
    const said = describeProgress({ step: 120, steps: 500, tokens: null, loss: 3.2144 }, 0.24, 300);
    expect(said).toBe('step 120 of 500, 24\u00a0%, loss 3.214, 5\u00a0min left');
    expect(describeProgress(null, null, null)).toBeNull();
    expect([40, 5400, 11_520, 200_000].map(duration)).toEqual([
      '40\u00a0s',
      '1.5\u00a0h',
      '3.2\u00a0h',
      '2.3\u00a0days',
    ]);
  });
});
