import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Observation } from '../core/proxy/run.ts';
import type { Engine } from './engine.ts';
import type { Attempt } from './folders.ts';
import { aMinute, mayBeStarted, Vigil, type Signs } from './life.ts';
import { stopMarked } from './processes.ts';

/** A bounded pool of processes on this machine. */
export function localEngine(parallel: number, vigil = new Vigil()): Engine {
  return {
    name: 'local',
    capacity: parallel,
    patience: 100,
    outlivesLauncher: false,

    start(attempts) {
      for (const { folder } of attempts) {
        spawn('/bin/sh', [path.join(folder, 'run.sh')], { detached: true, stdio: 'ignore' }).unref();
      }
      return Promise.resolve();
    },

    async observe(attempts) {
      const signs = await vigil.look(attempts);
      return Promise.all(attempts.map((attempt, index) => observation(attempt, signs[index]!)));
    },

    explain: (attempts) => Promise.resolve(attempts.map(() => gone('It was told to stop from outside.'))),

    cancel: (attempts) => stopMarked(attempts.map(({ mark }) => mark)),
  };
}

async function observation(attempt: Attempt, { life, unchanged }: Signs): Promise<Observation> {
  switch (life) {
    case 'not-started':
      // Started at once, or never. Whoever finds it gone seals it first.
      return unchanged < aMinute && (await mayBeStarted(attempt, unchanged))
        ? { kind: 'queued' }
        : gone('Its launcher went away before it was started.');
    case 'alive':
      return { kind: 'running' };
    case 'stirring':
      return { kind: 'running', note: `Started on ${attempt.launcher.host}.` };
    case 'orphaned':
      return { kind: 'orphaned' };
    case 'dead':
    case 'silent':
      return gone('Its processes went away before it ended.');
  }
}

function gone(reason: string): Observation {
  return { kind: 'gone', ended: { code: null, state: 'interrupted', reason } };
}
