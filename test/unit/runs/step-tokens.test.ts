import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

/** Two runs of 1,000 steps of sequences of 1,024 tokens. */
function read(columns: Readonly<Record<string, readonly [number | string, number | string]>>) {
  const names = Object.keys(columns);
  const row = (i: 0 | 1): string => names.map((name) => columns[name]?.[i]).join(',');
  const text = `run,ratio_de,ratio_fr,loss_de,loss_fr,steps,seq_len,${names.join(',')}
r0,0.3,0.7,2.21,2.35,1000,1024,${row(0)}
r1,0.2,0.8,2.34,2.31,1000,1024,${row(1)}`;
  const { runs, summary, problems } = readRuns([{ path: 'runs.csv', text }]);
  expect(problems).toEqual([]);
  return {
    sequences: runs.map(({ tokens }) => (tokens === null ? null : tokens / 1_024_000)),
    sentences: summary?.sentences ?? [],
  };
}

describe('tokens of steps', () => {
  test.each([
    ['batch_size', 'gradient_accumulation_steps'],
    ['train_batch_size', 'grad_accum'],
    ['micro_batch_size', 'accumulate_grad_batches'],
  ])('count the gradients that are added up for a step: %s, %s', (batch, accumulation) => {
    const { sequences, sentences } = read({ [batch]: [8, 8], [accumulation]: [1, 4] });
    expect(sequences).toEqual([8, 32]);
    expect(sentences).toContain('Tokens are steps × batch × gradient accumulation × sequence length.');
    expect(sentences).toContain(`Budget: seq_len, ${batch}, ${accumulation}.`);
  });

  test('take a global batch as it is', () => {
    const { sequences } = read({
      global_batch_size: [64, 64],
      micro_batch_size: [2, 2],
      gradient_accumulation_steps: [4, 4],
      world_size: [8, 8],
    });
    expect(sequences).toEqual([64, 64]);
    expect(read({ batch_size: [64, 64], micro_batch_size: [2, 2], n_gpus: [8, 8] }).sequences).toEqual([
      64, 64,
    ]);
  });

  test('count the devices of a batch that is called one of a device', () => {
    const { sequences, sentences } = read({
      per_device_train_batch_size: [2, 4],
      gradient_accumulation_steps: ['', 4],
      n_gpus: [8, 8],
    });
    expect(sequences).toEqual([16, 128]);
    expect(sentences).toContain(
      'Tokens are steps × batch × gradient accumulation × devices × sequence length.',
    );
  });

  test('say what is assumed where no column counts the devices', () => {
    const { sequences, sentences } = read({ per_device_train_batch_size: [2, 4] });
    expect(sequences).toEqual([2, 4]);
    expect(sentences).toContain(
      'No column says on how many devices a run was trained, of which each had the batch in `per_device_train_batch_size`: one is assumed.',
    );
  });

  test('are asked for where nothing tells whose a batch is', () => {
    const { sequences, sentences } = read({ batch_size: [8, 8], n_gpus: [8, 4] });
    expect(sequences).toEqual([null, null]);
    expect(sentences).toContain(
      '`batch_size` may be the batch of one device or of all in `n_gpus`, so no budget is made of it. Call it per_device_batch_size or global_batch_size, or give the budget in a column `tokens`.',
    );
    expect(read({ batch_size: [8, 8], n_gpus: [1, 1] }).sequences).toEqual([8, 8]);
    const told = read({ batch_size: [8, 8], n_gpus: [8, 4], tokens: [2_048_000, 2_048_000] });
    expect(told.sequences).toEqual([2, 2]);
    expect(told.sentences.join(' ')).not.toContain('may be the batch');
  });
});

test('tokens are samples × sequence length where nothing counts steps, as in Megatron', () => {
  const { runs, summary } = readRuns([
    {
      path: 'runs.csv',
      text: 'run,ratio_de,ratio_fr,loss_de,loss_fr,train_samples,seq-length\nr0,0.3,0.7,2.2,2.3,1000,2048\n',
    },
  ]);
  expect(runs.map(({ tokens }) => tokens)).toEqual([2_048_000]);
  expect(summary?.sentences).toContain('Tokens are samples × sequence length.');
});
