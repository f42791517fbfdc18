// What is told of an attempt whose script starts in the very moment in which it is looked at.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Attempt } from '../../../src/proxy/folders.ts';
import { Vigil } from '../../../src/proxy/life.ts';
import { thisProcess, type MarkedProcess } from '../../../src/proxy/processes.ts';

const machine = 'a boot and a space of process ids';
let listProcesses: () => ReadonlyMap<string, readonly MarkedProcess[]>;
vi.mock('../../../src/proxy/processes.ts', async (original) => ({
  ...(await original<object>()),
  thisMachine: () => Promise.resolve(machine),
  markedProcesses: () => Promise.resolve(listProcesses()),
}));

async function attemptHere() {
  const folder = mkdtempSync(path.join(tmpdir(), 'climb-life-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const attempt: Attempt = {
    ...{ engine: 'slurm', mark: 'its-mark', command: ['train'], result: 'out/losses.json', recipe: 'r' },
    launcher: await thisProcess(),
    ...{ runId: 'p-001', number: 1, folder },
  };
  const start = (): void => {
    mkdirSync(path.join(folder, 'started'));
    writeFileSync(path.join(folder, 'started/process'), `${machine}\n77\n`);
  };
  const look = async () => (await new Vigil().look([attempt]))[0]?.life;
  return { attempt, start, look };
}

it('does not take for dead a run whose script starts after the processes were listed', async () => {
  const { start, look } = await attemptHere();
  listProcesses = () => {
    start();
    return new Map();
  };
  expect(await look()).toBe('not-started');
  listProcesses = () => new Map([['its-mark', [{ pid: 77, isScript: true }]]]);
  expect(await look()).toBe('alive');
});

it('takes for dead a run that had started here and of which no process is left', async () => {
  const { start, look } = await attemptHere();
  start();
  listProcesses = () => new Map();
  expect(await look()).toBe('dead');
});
