import { describe, expect, it } from 'vitest';
import { stateOf, type AttemptFacts } from '../../../src/core/proxy/run.ts';
import { runTable } from '../../../src/core/proxy/table.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const wishes = (...all: ('cancel' | 'retry')[]) => new Set(all);
const open: AttemptFacts = { ended: null, wishes: wishes(), observation: null, measured: null };
const ended: AttemptFacts = { ...open, ended: { code: 0 }, measured: { losses: { en: 1 }, missing: [] } };
const lost = { code: null, state: 'interrupted', reason: 'lost' } as const;

describe('stateOf', () => {
  it.each([
    ['pending', null],
    ['running', open],
    ['queued', { ...open, observation: { kind: 'queued' } }],
    ['interrupted', { ...open, observation: { kind: 'gone', ended: lost } }],
    ['done', ended],
    ['done', { ...ended, observation: { kind: 'gone', ended: lost } }],
    ['failed', { ...ended, ended: { code: 1 } }],
    ['failed', { ...ended, measured: { error: 'none' } }],
    ['cancelled', { ...ended, ended: { code: 143 }, wishes: wishes('cancel') }],
    ['done', { ...ended, wishes: wishes('cancel', 'retry') }],
    ['pending', { ...ended, ended: { code: 1 }, wishes: wishes('retry') }],
    ['pending', { ...ended, measured: { losses: { en: null }, missing: [] }, wishes: wishes('retry') }],
    ['diverged', { ...ended, measured: { losses: { en: null }, missing: [] } }],
  ] as const)('is %s', (state, facts) => {
    expect(stateOf(facts).state).toBe(state);
  });

  it('says why, where more is known than the state', () => {
    const reasonOf = (facts: Partial<AttemptFacts>) => stateOf({ ...ended, ...facts }).reason;
    expect(reasonOf({ ended: { code: 1 }, wishes: wishes('retry') })).toBe('Will be retried (failed).');
    expect(reasonOf({ ended: { code: 143, stopped: true } })).toBe(
      'It was stopped by something other than Climb.',
    );
    expect(reasonOf({ ended: null, observation: { kind: 'orphaned' } })).toBe(
      'Its script was killed, so its outcome cannot be determined: launching stops it and starts it again.',
    );
  });
});

describe('runTable', () => {
  const run = {
    climbRun: 1,
    id: 'p-001',
    ratio: { en: 0.75, de: 0.25 },
    tokens: 1000,
    parameters: null,
    seed: 7,
  } as const;

  it('is read back as the runs it holds, diverged ones set aside', () => {
    const text = runTable(
      ['en', 'de'],
      [
        { run, losses: { en: 1.5, de: 2.5 } },
        { run: { ...run, id: 'p-002' }, losses: { en: null, de: 2 } },
        { run: { ...run, id: 'p-003' }, losses: { en: null, de: null } },
      ],
    );
    const { runs, problems } = readRuns([{ path: 'runs.csv', text }]);
    expect(runs).toMatchObject([
      { id: 'p-001', tokens: 1000, seed: 7, parameters: null, ratio: [0.75, 0.25], loss: [1.5, 2.5] },
      { id: 'p-002', loss: [null, 2] },
    ]);
    expect(problems.map(({ severity }) => severity)).toEqual(['set-aside']);
  });
});
