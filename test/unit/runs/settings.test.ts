import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const shares = 'run,ratio_de,ratio_fr\nr0,0.3,0.7\nr1,0.2,0.8\n';
const losses = 'run,loss_de,loss_fr\nr0,2.21,2.35\nr1,2.34,2.31\n';

function read(settings: string, measured = losses, mixed = shares) {
  const set = readRuns([
    { path: 'shares.csv', text: mixed },
    { path: 'losses.csv', text: measured },
    { path: 'settings.csv', text: settings },
  ]);
  return {
    told: set.runs.map(({ id, tokens, parameters, seed }) => [id, tokens, parameters, seed]),
    messages: set.problems.map(({ file, line, message }) => `${file}:${line + 1}: ${message}`),
    sentences: set.summary?.sentences ?? [],
  };
}

describe('a table of settings', () => {
  test.each([
    ['tokens', 'run,tokens\nr0,1e9\nr1,2e9\n', [1e9, null, null], [2e9, null, null]],
    ['size', 'run,params\nr0,70M\nr1,160M\n', [null, 70e6, null], [null, 160e6, null]],
    ['seed', 'run,seed\nr0,1\nr1,2\n', [null, null, 1], [null, null, 2]],
    [
      'all of these, and other things',
      'run,seed,tokens,model_size,lr\nr0,1,1e9,70M,3e-4\nr1,1,2e9,70M,1e-3\n',
      [1e9, 70e6, 1],
      [2e9, 70e6, 1],
    ],
  ])('gives runs of other tables their %s', (_, settings, first, second) => {
    const { told, messages } = read(settings);
    expect(told).toEqual([
      ['r0', ...first],
      ['r1', ...second],
    ]);
    expect(messages).toEqual([]);
  });

  test('with a row a seed gives each run its own, and what is the same for all to one without', () => {
    const settings = 'run,seed,tokens,params\nr0,1,1e9,70M\nr0,2,2e9,70M\nr1,1,3e9,70M\n';
    const seeded = 'run,seed,loss_de,loss_fr\nr0,1,2.21,2.35\nr0,2,2.22,2.36\nr1,1,2.34,2.31\n';
    expect(read(settings, seeded)).toMatchObject({
      told: [
        ['r1', 3e9, 70e6, 1],
        ['r0', 1e9, 70e6, 1],
        ['r0', 2e9, 70e6, 2],
      ],
      messages: [],
    });
    expect(read(settings)).toMatchObject({
      told: [
        ['r0', null, 70e6, null],
        ['r1', 3e9, 70e6, 1],
      ],
      messages: [
        'settings.csv:2: Run r0 has 2 rows here that differ in tokens and seed, and no other table says which of them is meant: none is taken.',
      ],
    });
  });

  test('of other runs is told, and no budget claimed', () => {
    const { told, messages, sentences } = read('run,tokens\na,1e9\nb,2e9\n');
    expect(told).toEqual([
      ['r0', null, null, null],
      ['r1', null, null, null],
    ]);
    expect(messages).toEqual([
      'settings.csv:2: No other table has a run of this one, such as a: what it says of its runs is not used.',
    ]);
    expect(sentences.join(' ')).not.toContain('Budget');
  });

  test('alone has nothing to join', () => {
    const { problems } = readRuns([{ path: 'settings.csv', text: 'run,tokens\na,1e9\nb,2e9\n' }]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('No column is recognised'),
    ]);
  });

  test('may have runs that the others do not have yet', () => {
    expect(read('run,tokens\nr0,1e9\nr1,2e9\nr2,3e9\n').messages).toEqual([]);
  });

  test('gives the last step its tokens', () => {
    const steps = 'run,step,loss_de,loss_fr\nr0,1,3.21,3.35\nr0,2,2.21,2.35\nr1,2,2.34,2.31\n';
    expect(read('run,seed,tokens\nr0,1,1e9\nr1,1,2e9\n', steps).told).toEqual([
      ['r0', 1e9, null, 1],
      ['r1', 2e9, null, 1],
    ]);
  });
});
