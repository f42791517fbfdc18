import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptRecord,
  endedRecord,
  isInside,
  jobRecord,
  measuredRecord,
  plannedRun,
} from '../../../src/core/proxy/records.ts';

const planned = { climbRun: 1, id: 'p-001', ratio: { en: 1 }, tokens: 1000, parameters: null, seed: 1 };
const launcher = { host: 'h', machine: 'm', pid: 2, started: '3' };
const attempt = {
  engine: 'local',
  mark: 'a-1',
  command: ['x'],
  result: 'out/losses.json',
  recipe: 'r',
  launcher,
};

describe('records of runs', () => {
  it('are read as they were written', () => {
    expect(plannedRun(JSON.stringify(planned))).toEqual({ value: planned });
    expect(attemptRecord(JSON.stringify(attempt))).toEqual({ value: attempt });
    expect(endedRecord(`{ "code": 0, "seconds": 4 }${' '.repeat(1000)}\n`)).toEqual({
      value: { code: 0, seconds: 4 },
    });
    expect(jobRecord('123_0\n')).toEqual({ value: '123_0' });
  });

  it.each([
    [plannedRun, ''],
    [plannedRun, '\0\0\0\0'],
    [plannedRun, 'null'],
    [plannedRun, '{"climbRun":1,"ratio":null}'],
    [plannedRun, JSON.stringify({ ...planned, ratio: { en: '1' } })],
    [plannedRun, JSON.stringify({ ...planned, tokens: -1 })],
    [plannedRun, JSON.stringify({ ...planned, id: 7 })],
    [attemptRecord, '{}'],
    [attemptRecord, JSON.stringify({ ...attempt, result: '../../../.ssh/id' })],
    [attemptRecord, JSON.stringify({ ...attempt, mark: 'a b' })],
    [endedRecord, '{}'],
    [endedRecord, '{ "code": null }'],
    [measuredRecord, '{ "losses": { "en": "low" }, "missing": [], "keys": {} }'],
    [jobRecord, '--user=root'],
    [jobRecord, '12 34_1'],
  ])('that are none are told: %# %s', (read, text) => {
    expect(read(text)).toHaveProperty('error', expect.stringMatching(/./));
  });

  it.each([
    [plannedRun, '{', 'it is not valid JSON'],
    [plannedRun, JSON.stringify({ ...planned, id: 7 }), '`id` is missing or not text'],
    [plannedRun, JSON.stringify({ ...planned, ratio: 1 }), '`ratio` is missing or not a mapping'],
    [attemptRecord, JSON.stringify({ ...attempt, engine: 'pbs' }), '`engine` names an unknown engine'],
  ])('say what is wrong with them: %# %s', (read, text, error) => {
    expect(read(text)).toEqual({ error });
  });

  it('never throw, whatever is in them', () => {
    const field = fc.constantFrom(
      'climbRun',
      'id',
      'ratio',
      'tokens',
      'seed',
      'engine',
      'command',
      'launcher',
      'code',
      'state',
      'losses',
    );
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (fields) => {
        for (const read of [plannedRun, attemptRecord, endedRecord, measuredRecord])
          read(JSON.stringify(fields));
      }),
    );
  });
});

describe('isInside', () => {
  it.each(['/etc/passwd', '..', 'a/../../b', 'C:\\x', '\\\\host\\x', ''])('refuses %j', (path) => {
    expect(isInside(path)).toBe(false);
  });

  it('accepts files below', () => {
    expect(isInside('out/checkpoint-5/trainer_state.json')).toBe(true);
  });
});
