import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Observation } from '../core/proxy/run.ts';
import type { Engine } from './engine.ts';
import { isStarted, processOf, type Attempt } from './folders.ts';
import { isGroupAlive, isLauncherAlive, runsScript, signalGroup } from './processes.ts';

/** How long a training may take to stop by itself before it is killed. */
const grace = 5000;

/** A bounded pool of processes on this machine. Each run is a process group of its own, so stopping it stops its children. */
export function localEngine(parallel: number): Engine {
  return {
    name: 'local',
    capacity: parallel,
    patience: 100,
    outlivesLauncher: false,

    start(attempts) {
      for (const attempt of attempts) {
        spawn('/bin/sh', [scriptOf(attempt)], { detached: true, stdio: 'ignore' }).unref();
      }
      return Promise.resolve();
    },

    observe: (attempts) => Promise.all(attempts.map(observe)),

    async cancel(attempts) {
      await Promise.all(attempts.map(stop));
    },
  };
}

function scriptOf({ folder }: Attempt): string {
  return path.join(folder, 'run.sh');
}

async function observe(attempt: Attempt): Promise<Observation> {
  const pid = await processOf(attempt);
  if (pid === null) {
    // Taken, and not running yet: only its launcher can still start it.
    const alive = await isLauncherAlive(attempt.launcher);
    if (alive !== false) return { kind: (await isStarted(attempt)) ? 'running' : 'queued' };
  } else if ((await isOfAnotherMachine(attempt)) || (await runsScript(pid, scriptOf(attempt)))) {
    return { kind: 'running' };
  }
  return {
    kind: 'gone',
    ended: { code: null, state: 'interrupted', reason: 'Its process went away before it ended.' },
  };
}

async function isOfAnotherMachine({ launcher }: Attempt): Promise<boolean> {
  return (await isLauncherAlive(launcher)) === null;
}

async function stop(attempt: Attempt): Promise<void> {
  const group = await processOf(attempt);
  if (group === null || !(await runsScript(group, scriptOf(attempt)))) return;
  signalGroup(group, 'SIGTERM');
  for (let waited = 0; waited < grace && isGroupAlive(group); waited += 50) await setTimeout(50);
  signalGroup(group, 'SIGKILL');
}
