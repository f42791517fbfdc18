import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

/** Two runs of three checkpoints each, as their rows call them. */
function read(columns: string, rowOf: (run: string, step: number) => string) {
  const steps = [1000, 3000, 10_000];
  const rows = ['r0', 'r1'].flatMap((run, i) =>
    steps.map((step, at) => `${rowOf(run, step)},0.${3 + i},0.${7 - i},${3 - at / 2 - i / 10},3.1`),
  );
  const text = [`${columns},ratio_de,ratio_fr,loss_de,loss_fr`, ...rows].join('\n');
  const { runs, summary, problems } = readRuns([{ path: 'runs.csv', text }]);
  return {
    told: runs.map(({ id, tokens, loss }) => [id, tokens, loss[0]]),
    sentences: summary?.sentences ?? [],
    problems: problems.map(({ message }) => message),
  };
}

const last = [
  ['r0', null, 2],
  ['r1', null, 1.9],
];

describe('a checkpoint is the step of its row', () => {
  test.each([
    ['run_id,checkpoint', (run: string, step: number) => `${run},${step}`],
    ['run_id,ckpt', (run: string, step: number) => `${run},${step}`],
    ['run_id,max_steps,checkpoint', (run: string, step: number) => `${run},10000,${step}`],
    ['run_id,checkpoint', (run: string, step: number) => `${run},checkpoint-${step}`],
    ['run_id,ckpt_path', (run: string, step: number) => `${run},out/${run}/global_step${step}`],
    ['run_id,checkpoint_dir', (run: string, step: number) => `${run},iter_${String(step).padStart(7, '0')}`],
    [
      'run_id,checkpoint',
      (run: string, step: number) => `${run},epoch=${step === 1000 ? 0 : 1}-step=${step}.ckpt`,
    ],
    ['checkpoint', (run: string, step: number) => `${run}/step_${step}`],
    ['index,checkpoint', (run: string, step: number) => `${run}x${step},${run}/step_${step}`],
  ])('of which the last is taken: %s', (columns, rowOf) => {
    const { told, problems } = read(columns, rowOf);
    expect(problems).toEqual([]);
    expect(told).toEqual(last);
  });

  test.each([
    ['run_id,checkpoint', (run: string, step: number) => `${run},step${step}-tokens${step / 1e4}B`],
    ['run_id,revision', (run: string, step: number) => `${run},stage1-step${step}-tokens${step / 1e4}B`],
    ['run_id,batch_tokens,checkpoint', (run: string, step: number) => `${run},100000,checkpoint-${step}`],
    ['run_id,batch_tokens,checkpoint', (run: string, step: number) => `${run},100000,${step}`],
  ])('with its tokens where they are told: %s', (columns, rowOf) => {
    const { told, problems } = read(columns, rowOf);
    expect(problems).toEqual([]);
    expect(told).toEqual([
      ['r0', 1e8, 3],
      ['r0', 3e8, 2.5],
      ['r0', 1e9, 2],
      ['r1', 1e8, 2.9],
      ['r1', 3e8, 2.4],
      ['r1', 1e9, 1.9],
    ]);
  });

  test('which tells no tokens where checkpoints are only numbered', () => {
    const { told, problems } = read(
      'run_id,batch_tokens,checkpoint',
      (run, step) => `${run},100000,${[1000, 3000, 10_000].indexOf(step) + 1}`,
    );
    expect(problems).toEqual([]);
    expect(told).toEqual(last);
  });

  test('but not where steps are counted anew in each stage of a run', () => {
    const { problems } = read(
      'run_id,checkpoint',
      (run, step) => `${run},stage${step === 10_000 ? 2 : 1}-step${step === 10_000 ? 500 : step}`,
    );
    expect(problems).toEqual([expect.stringContaining('Run id r0 is already used')]);
  });

  test('which the summary says', () => {
    const { sentences } = read('run_id,checkpoint', (run, step) => `${run},checkpoint-${step}`);
    expect(sentences).toContain('The step of each row is read from `checkpoint`.');
  });
});
