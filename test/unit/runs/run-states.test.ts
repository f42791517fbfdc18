import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const header = 'ratio_de,ratio_fr,loss_de,loss_fr';

function read(files: Readonly<Record<string, string>>, where?: string) {
  const { runs, problems } = readRuns(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { mapOf: () => (where === undefined ? null : { where: new Map([['State', where]]) }) },
  );
  return {
    ids: runs.map(({ id, loss }) => [id, loss[0]]),
    told: problems.map(({ severity, message, rows = 1 }) => [severity, message, rows]),
  };
}

describe('runs that did not finish', () => {
  const table = `Name,State,${header}\nr0,finished,0.3,0.7,2.21,2.35\nr1,crashed,0.2,0.8,2.94,2.81\nr2,crashed,0.6,0.4,3.05,3.47\nr3,running,0.5,0.5,3.15,3.37\n`;
  const crashed = [
    'set-aside',
    'Run r1 did not finish (State: crashed) and is set aside. To keep such runs, write `where: { State: finished|crashed }` in a map. 1 more like this: line 4.',
    2,
  ];

  test('are set aside, their last losses being those of a checkpoint', () => {
    expect(read({ 'runs.csv': table })).toEqual({
      ids: [['r0', 2.21]],
      told: [
        crashed,
        [
          'set-aside',
          'Run r3 did not finish (State: running) and is set aside. To keep such runs, write `where: { State: finished|running }` in a map.',
          1,
        ],
      ],
    });
  });

  test('are kept where a map says which to take', () => {
    expect(read({ 'runs.csv': table }, 'finished|crashed')).toEqual({
      ids: [
        ['r0', 2.21],
        ['r1', 2.94],
        ['r2', 3.05],
      ],
      told: [],
    });
  });

  test.each([
    ['status', 'FAILED', 'FINISHED'],
    ['job state', 'TIMEOUT', 'COMPLETED'],
    ['State', 'CANCELLED by 1000', 'COMPLETED'],
    ['final_status', 'out of memory', 'done'],
    ['run.state', 'NODE_FAIL', 'success'],
    ['State', 'OUT_OF_ME+', 'COMPLETED'],
    ['State', 'CANCELLED+', 'COMPLETED'],
    ['State', 'COMPLETING', 'COMPLETED'],
    ['State', 'preempting', 'finished'],
  ])('are told by %s: %s', (name, bad, good) => {
    const text = `run,${name},${header}\nr0,${good},0.3,0.7,2.21,2.35\nr1,${bad},0.2,0.8,2.94,2.81\n`;
    const { ids, told } = read({ 'runs.csv': text });
    expect(ids).toEqual([['r0', 2.21]]);
    expect(told).toHaveLength(1);
    expect(told[0]?.[1]).toContain(`\`where: { ${name}: ${good}|${bad} }\``);
  });

  test.each([
    ['status', 'good', 'better'],
    ['state', 'running shoes', 'finished'],
    ['notes', 'crashed', 'finished'],
  ])('are not told by %s: %s', (name, one, other) => {
    const text = `run,${name},${header}\nr0,${one},0.3,0.7,2.21,2.35\nr1,${other},0.2,0.8,2.94,2.81\n`;
    expect(read({ 'runs.csv': text })).toMatchObject({ ids: [{}, {}], told: [] });
  });

  test.each(['BACKFILLED', 'COMPLET+'])(
    'are set aside beside states that are not known, which are told: %s',
    (state) => {
      const text = `run,State,${header}\nr0,COMPLETED,0.3,0.7,2.21,2.35\nr1,FAILED,0.2,0.8,2.94,2.81\nr2,${state},0.4,0.6,2.3,2.4\n`;
      const { runs, summary } = readRuns([{ path: 'runs.csv', text }]);
      expect(runs.map(({ id }) => id)).toEqual(['r0', 'r2']);
      expect(summary?.sentences).toContain(
        `\`State\` has a state that is not known, ${state}: such runs are kept.`,
      );
    },
  );

  test('are told by a table of sacct, whose jobs are named after the runs', () => {
    const files = {
      'runs.csv': `run_id,${header}\nr0,0.3,0.7,2.21,2.35\nr1,0.2,0.8,2.94,2.81\nr2,0.4,0.6,2.3,2.4\n`,
      'sacct.txt':
        'JobID|JobName|State\n100|r0|COMPLETED\n100.batch|batch|COMPLETED\n101|r1|TIMEOUT\n101.batch|batch|CANCELLED\n102|r2|COMPLETED\n102.batch|batch|COMPLETED\n',
    };
    expect(read(files).ids.map(([id]) => id)).toEqual(['r0', 'r2']);
    const other = { ...files, 'sacct.txt': files['sacct.txt'].replace('JobID|JobName', 'number|who') };
    expect(read(other).ids.map(([id]) => id)).toEqual(['r0', 'r2']);
  });

  test('are a problem in a table that names no runs', () => {
    const files = {
      'runs.csv': `run_id,${header}\nr0,0.3,0.7,2.21,2.35\nr1,0.2,0.8,2.94,2.81\n`,
      'jobs.csv': 'node,State\nn7,COMPLETED\nn8,TIMEOUT\n',
    };
    const { ids, told } = read(files);
    expect(ids).toHaveLength(2);
    expect(told.map(([, message]) => message)).toEqual([
      'No column here names runs as another table does: what this one says of its runs is not used.',
    ]);
  });

  test('are told apart from another attempt of the same name', () => {
    const text = `run,State,${header}\nr0,crashed,0.3,0.7,2.91,2.95\nr0,finished,0.3,0.7,2.21,2.35\n`;
    const { ids, told } = read({ 'runs.csv': text });
    expect(ids).toEqual([['r0', 2.21]]);
    expect(told).toHaveLength(1);
  });

  test.each([
    [
      'the losses',
      {
        'mix.csv': 'run,ratio_de,ratio_fr\nr0,0.3,0.7\nr1,0.2,0.8\n',
        'losses.csv': 'run,State,loss_de,loss_fr\nr0,finished,2.21,2.35\nr1,failed,2.94,2.81\n',
      },
    ],
    [
      'the shares',
      {
        'mix.csv': 'run,State,ratio_de,ratio_fr\nr0,finished,0.3,0.7\nr1,failed,0.2,0.8\n',
        'losses.csv': 'run,loss_de,loss_fr\nr0,2.21,2.35\nr1,2.94,2.81\n',
      },
    ],
    [
      'neither',
      {
        'runs.csv': `run,${header}\nr0,0.3,0.7,2.21,2.35\nr1,0.2,0.8,2.94,2.81\n`,
        'jobs.csv': 'run,State\nr0,finished\nr1,failed\n',
      },
    ],
  ])('are set aside where their states stand in the table of %s', (_, files) => {
    const { ids, told } = read(files);
    expect(ids.filter(([, loss]) => loss !== null)).toEqual([['r0', 2.21]]);
    expect(told.map(([severity]) => severity)).toEqual(['set-aside']);
  });

  test('count as diverged where no loss is a number, and have none yet where none is there', () => {
    const text = `run,State,${header}\nr0,crashed,0.3,0.7,NaN,NaN\nr1,finished,0.2,0.8,2.94,2.81\nr2,running,0.2,0.8,,\n`;
    const { ids, told } = read({ 'runs.csv': text });
    expect(ids).toEqual([
      ['r1', 2.94],
      ['r2', null],
    ]);
    expect(told.map(([, message]) => message)).toEqual(['This run diverged (loss NaN) and is set aside.']);
  });
});
