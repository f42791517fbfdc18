import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

/**
 * A team's week as W&B exports it: three checkpoints a run, two seeds of each mixture, a run that diverged, an evaluation that is
 * missing, envelopes and hyperparameters beside the metrics.
 */
function export_(): string {
  const mixtures = [
    [0.7, 0.2, 0.1],
    [0.5, 0.3, 0.2],
    [0.4, 0.4, 0.2],
    [0.3, 0.3, 0.4],
    [0.2, 0.6, 0.2],
    [0.1, 0.3, 0.6],
  ];
  const header = [
    'Name',
    'ID',
    'State',
    'Created',
    '_step',
    '_runtime',
    'config.seed',
    'config.mix.en',
    'config.mix.de',
    'config.mix.sw',
    'config.weight_decay',
    'config.n_params',
    'train/consumed_tokens',
    'train/loss',
    'loss_scale',
    'eval/en/loss',
    'eval/de/loss',
    'eval/sw/loss',
    'eval/en/loss__MIN',
    'eval/en/loss__MAX',
  ];
  const rows = mixtures.flatMap((mix, m) =>
    [1, 2].flatMap((seed) =>
      [1000, 2000, 3000].map((step) => {
        const diverged = m === 4 && seed === 2;
        const losses = mix.map((share, t) =>
          diverged ? 'NaN' : ((2 + t / 5) * share ** -0.12 * (step / 1000) ** -0.1 + seed / 1000).toFixed(4),
        );
        if (m === 2 && seed === 1 && step === 3000) losses[2] = 'NaN';
        return [
          `mix-${m}`,
          `k3x9w0${m}${seed}`,
          diverged ? 'crashed' : 'finished',
          '2026-03-02T09:00:00.000Z',
          step,
          step * 3,
          seed,
          ...mix,
          0.1,
          '300M',
          step * 524288,
          1.9,
          65536,
          ...losses,
          losses[0],
          losses[0],
        ];
      }),
    ),
  );
  return [header, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n');
}

describe("a team's week, exported from W&B and read as it is", () => {
  const { languages, runs, problems, summary } = readRuns([{ path: 'export.csv', text: export_() }]);

  test('gives every checkpoint of the runs that went well', () => {
    expect(languages).toEqual(['en', 'de', 'sw']);
    expect(runs).toHaveLength(33);
    expect(new Set(runs.map(({ seed }) => seed))).toEqual(new Set([1, 2]));
    expect(new Set(runs.map(({ tokens }) => tokens))).toEqual(new Set([524288000, 1048576000, 1572864000]));
    expect(runs[0]).toMatchObject({ id: 'k3x9w001', parameters: 3e8, tokens: 524288000 });
  });

  test('keeps a run whose one evaluation is missing', () => {
    const run = runs.find(({ id, tokens }) => id === 'k3x9w021' && tokens === 1572864000);
    expect(run?.loss[2]).toBeNull();
    expect(run?.loss[0]).toBeGreaterThan(0);
  });

  test('sets the diverged run aside, in one message', () => {
    expect(problems).toEqual([
      {
        file: 'export.csv',
        line: 28,
        column: expect.any(Number) as number,
        severity: 'set-aside',
        message: 'This run diverged (loss NaN) and is set aside. 2 more like this: lines 30, 31.',
        rows: 3,
      },
    ]);
  });

  test('says what it read', () => {
    expect(summary?.sentences).toEqual([
      '36 rows: 11 runs (33 checkpoints) of 6 mixtures, 3 budgets, 1 model size, 2 seeds.',
      'Shares: config.mix.en, config.mix.de, config.mix.sw.',
      'Losses: eval/en/loss, eval/de/loss, eval/sw/loss.',
      'Budget: train/consumed_tokens.',
      'Size: config.n_params.',
      'Runs are identified by: ID.',
      'Shares and losses: en, de, sw.',
      'Numeric columns that are not used: _runtime, config.weight_decay, train/loss, loss_scale, eval/en/loss__MIN, eval/en/loss__MAX.',
      'Not measured: sw in 1 row.',
    ]);
  });
});
