// What is believed of a scheduler, with one whose answers are made up and a clock that is set by hand.
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AttemptRecord } from '../../../src/core/proxy/records.ts';
import type { Observation } from '../../../src/core/proxy/run.ts';
import { json, type Attempt } from '../../../src/proxy/folders.ts';
import { Vigil } from '../../../src/proxy/life.ts';
import { askerOf, schedulerEngine, type Scheduler, type TaskState } from '../../../src/proxy/scheduler.ts';
import { engineOf } from '../../../src/proxy/project.ts';
import { projectIn } from './project-in.ts';
import { projectWith } from './projects.ts';

const record: AttemptRecord = {
  engine: 'slurm',
  mark: 'no-process-has-this-mark',
  command: ['train'],
  result: 'out/losses.json',
  recipe: 'r',
  launcher: { host: 'elsewhere', machine: 'another', pid: 2, started: '3' },
};

/** One task that was submitted, and that `started` on another machine or not. */
async function taskOf(started: boolean) {
  const project = await projectWith({ command: ['train'] }, 1);
  const folder = path.join(project.runsFolder, 'p-001/attempt-1');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'attempt.json'), json(record));
  writeFileSync(path.join(folder, 'job'), '7_0\n');
  if (started) {
    mkdirSync(path.join(folder, 'started'));
    writeFileSync(path.join(folder, 'started/process'), 'a-boot\npid:[1]\n77\n');
  }
  const attempt: Attempt = { ...record, runId: 'p-001', number: 1, folder };
  const answers: { listed: TaskState | null; recalled: TaskState | null | 'unclear' } = {
    listed: null,
    recalled: null,
  };
  let now = 0;
  const scheduler: Scheduler = {
    name: 'slurm',
    title: 'Slurm',
    largestArray: 1000,
    variables: { job: 'J', index: 'I', first: 0 },
    submit: () => Promise.resolve('7'),
    list: () => Promise.resolve(new Map(answers.listed === null ? [] : [['7_0', answers.listed]])),
    recall: () => Promise.resolve(answers.recalled),
    stop: () => Promise.resolve(),
  };
  const engine = schedulerEngine(scheduler, folder, new Vigil(() => now));
  let beats = 0;
  return {
    answers,
    beat: () => writeFileSync(path.join(folder, 'heartbeat'), 'x'.repeat(++beats)),
    async after(seconds: number): Promise<Observation['kind']> {
      now += seconds * 1000;
      return (await engine.observe([attempt]))[0]!.kind;
    },
  };
}

describe('a task that a scheduler does not list', () => {
  it('is given up after a minute of answers that agree, if its folder shows no sign of life', async () => {
    const task = await taskOf(true);
    for (const seconds of [0, 20, 20, 19]) expect(await task.after(seconds)).toBe('running');
    expect(await task.after(2)).toBe('gone');
  });

  it('runs on as long as its heart beats', async () => {
    const task = await taskOf(true);
    for (let minute = 0; minute < 5; minute++) {
      task.beat();
      expect(await task.after(59)).toBe('running');
    }
  });

  it('is not given up by one look after a long time, nor when it was listed in between', async () => {
    const task = await taskOf(false);
    expect(await task.after(0)).toBe('queued');
    expect(await task.after(3600)).toBe('queued');
    task.answers.listed = { kind: 'waiting' };
    expect(await task.after(1)).toBe('queued');
    task.answers.listed = null;
    for (const seconds of [0, 30, 29]) expect(await task.after(seconds)).toBe('queued');
    expect(await task.after(2)).toBe('gone');
  });

  it('is not given up while the scheduler cannot say whether it knows it', async () => {
    const task = await taskOf(true);
    task.answers.recalled = 'unclear';
    for (const seconds of [0, 60, 60, 60]) expect(await task.after(seconds)).toBe('running');
  });
});

describe('a task that ended as the scheduler says', () => {
  const cancelled = {
    kind: 'ended',
    ended: { code: null, state: 'interrupted', reason: 'cancelled' },
  } as const;

  it('is believed at once where it never started', async () => {
    const task = await taskOf(false);
    task.answers.listed = cancelled;
    expect(await task.after(0)).toBe('gone');
  });

  it('is waited for where it started, until its folder is silent', async () => {
    const task = await taskOf(true);
    task.answers.listed = cancelled;
    expect(await task.after(0)).toBe('running');
    expect(await task.after(59)).toBe('running');
    expect(await task.after(2)).toBe('gone');
  });
});

it('a script is never written through a link that lies in place of a folder of the scheduler', async () => {
  const project = await projectWith({ command: ['train'] }, 1);
  const elsewhere = path.join(project.folder, 'elsewhere');
  mkdirSync(elsewhere);
  const own = path.join(project.runsFolder, '.climb');
  const attempt: Attempt = { ...record, runId: 'p-001', number: 1, folder: path.join(own, 'attempt-1') };
  for (const link of [path.join(own, 'slurm'), own]) {
    rmSync(own, { recursive: true, force: true });
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(elsewhere, link);
    const engine = engineOf(projectIn(project.folder, { command: ['train'], engine: 'slurm' }));
    await expect(engine.start([attempt])).rejects.toThrow('must be a folder, and is a link or a file');
  }
  expect(readdirSync(elsewhere)).toEqual([]);
});

describe('a program of a scheduler', () => {
  const ask = askerOf('Slurm');

  it('that answers without end is stopped, and its answer is not kept', async () => {
    await expect(ask('yes', ['a line'])).rejects.toThrow('yes failed: it answered with more than 64 MB.');
  });

  it('that complains without end is stopped, and heard a little', async () => {
    const complaint = ask('sh', ['-c', 'yes "no such partition" | head -c 1000000 >&2; exit 1']);
    await expect(complaint).rejects.toThrow(/^sh failed: (no such partition; )+/);
    await expect(complaint).rejects.toHaveProperty('message.length', 'sh failed: '.length + 1_000);
  });

  it('that is not there is named, with what else there is', async () => {
    await expect(ask('no-such-squeue', [])).rejects.toThrow(
      'There is no `no-such-squeue` on this machine: launch where Slurm is, or use `engine: local`.',
    );
  });
});
