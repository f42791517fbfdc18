import { spawn } from 'node:child_process';
import path from 'node:path';
import { stoppedByOthers, type Observation } from '../core/proxy/run.ts';
import type { Engine } from './engine.ts';
import type { Attempt } from './folders.ts';
import { mapSome } from './files.ts';
import { aMinute, beatsElsewhere, mayBeStarted, Vigil, type Signs } from './life.ts';
import { stopMarked } from './processes.ts';
import { elementAt } from '../core/text/elements.ts';

/** A bounded pool of processes on this machine. */
export function localEngine(parallel: number, vigil = new Vigil()): Engine {
  return {
    name: 'local',
    capacity: parallel,
    interval: 100,
    outlivesLauncher: false,

    start(attempts) {
      for (const { folder } of attempts) {
        spawn('/bin/sh', [path.join(folder, 'run.sh')], { detached: true, stdio: 'ignore' }).unref();
      }
      return Promise.resolve();
    },

    async observe(attempts) {
      const signs = await vigil.look(attempts);
      return Promise.all(attempts.map((attempt, index) => observation(attempt, elementAt(signs, index))));
    },

    explain: (attempts) => Promise.resolve(attempts.map(() => gone(stoppedByOthers))),

    async cancel(attempts) {
      const signs = await vigil.look(attempts);
      await stopMarked(attempts.map(({ mark }) => mark));
      const isElsewhere = await mapSome(attempts, (attempt, index) =>
        beatsElsewhere(attempt, elementAt(signs, index)),
      );
      return attempts
        .filter((_, index) => isElsewhere[index])
        .map((attempt) => ({ attempt, reason: `It trains on ${attempt.launcher.host}: cancel it there.` }));
    },
  };
}

async function observation(attempt: Attempt, { life, unchanged }: Signs): Promise<Observation> {
  switch (life) {
    case 'not-started':
      // Started at once, or never. Whoever finds it gone seals it first.
      return unchanged < aMinute && (await mayBeStarted(attempt, unchanged))
        ? { kind: 'queued' }
        : gone('Its launcher ended before starting it.');
    case 'alive':
      return { kind: 'running' };
    case 'stirring':
      return { kind: 'running', note: `Started on ${attempt.launcher.host}.` };
    case 'orphaned':
      return { kind: 'orphaned' };
    case 'dead':
    case 'silent':
      return gone('Its processes disappeared before it finished.');
  }
}

function gone(reason: string): Observation {
  return { kind: 'gone', ended: { code: null, state: 'interrupted', reason } };
}
