import { expectBalance } from './chaos/balance.ts';
import { inflict } from './chaos/chaos.ts';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJob, readRunFolders } from '../../src/proxy/folders.ts';
import { cancelRuns, launch, retryRuns } from '../../src/proxy/launch.ts';
import { engineOf, type ProxyProject } from '../../src/proxy/project.ts';
import { readStatus, type ProjectStatus } from '../../src/proxy/status.ts';
import {
  launchElsewhere,
  projectWith,
  startsOf,
  trainerCommand,
  writeTrainer,
} from '../unit/proxy/projects.ts';
import type { EngineName } from '../../src/core/proxy/engines/all-engines.ts';
import type { Cluster } from './cluster.ts';

const statusOf = (project: ProxyProject) => readStatus(project, engineOf(project));

/** How long is waited for a state that does not come, to say what there is instead, in milliseconds. */
const limit = 200_000;

const launchAll = (project: ProxyProject) =>
  launch(project, engineOf(project), { signal: AbortSignal.timeout(limit), onStatus: () => undefined });

function counts({ runs }: ProjectStatus): Record<string, number> {
  const all: Record<string, number> = {};
  for (const { state } of runs) all[state] = (all[state] ?? 0) + 1;
  return all;
}

const withReasons = ({ runs }: ProjectStatus): string =>
  runs
    .filter(({ state }) => state !== 'done')
    .map(({ run, state, reason }) => `${run.id} ${state} ${reason ?? ''}`)
    .join('\n');

/** What holds for every scheduler that runs arrays of tasks, on a real one. */
export function schedulerTests(
  engine: EngineName,
  startCluster: () => Promise<Cluster>,
  /** What is said while the controller is away. */
  away: RegExp,
): void {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    return () => cluster.stop();
  });
  const section = { command: trainerCommand, engine };
  const until = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> => {
    const end = performance.now() + limit;
    while (!(await condition())) {
      if (performance.now() > end) throw new Error(`${what} did not happen.\n${await cluster.explain()}`);
      await setTimeout(50);
    }
  };
  const expectStates = async (status: ProjectStatus, states: Record<string, number>): Promise<void> => {
    if (isDeepStrictEqual(counts(status), states)) return;
    expect.fail(
      `${JSON.stringify(states)} was expected of\n${withReasons(status)}\n${await cluster.explain()}`,
    );
  };

  describe(`the engine "${engine}", on a real one`, () => {
    it('accounts for 24 runs of one array, whatever happens to its launcher and its controller', async () => {
      const project = await projectWith(section, 24);
      const file = (name: string): string => path.join(project.folder, name);
      writeTrainer(
        project,
        `[ "$2" = p-005 ] && [ ! -e mended ] && exit 3
while [ "$2" = p-007 ]; do sleep 0.1; done
sleep 0.2`,
      );
      const starts = (): number => (existsSync(file('starts')) ? startsOf(project).length : 0);

      const launcher = launchElsewhere(project, section);
      // Tasks whose numbers it had not noted yet would be handed in again.
      const isNoted = async (): Promise<boolean> => {
        const { runs } = await readRunFolders(project.runsFolder, null);
        const jobs = await Promise.all(runs.map(async ({ attempt }) => attempt && readJob(attempt)));
        return jobs.every((job) => job !== null);
      };
      await until('Noting 24 tasks and starting 8', async () => starts() >= 8 && (await isNoted()));
      launcher.kill('SIGKILL');
      await cluster.stopController();
      expect((await statusOf(project)).engineFailure).toMatch(away);
      await cluster.startController();
      // Whoever looks next finds every run: nothing was in the launcher's memory alone.
      const seen = await statusOf(project);
      expect(
        seen.runs.filter(({ state }) => !['queued', 'running', 'done', 'failed'].includes(state)),
        withReasons(seen),
      ).toEqual([]);

      const launched = launchAll(project);
      const isRunning = ({ runs }: ProjectStatus): boolean => runs[6]!.state === 'running';
      await until('Training the seventh run', async () => isRunning(await statusOf(project)));
      await cancelRuns(engineOf(project), [(await statusOf(project)).runs[6]!]);
      const ended = await launched;
      await expectStates(ended, { done: 22, failed: 1, cancelled: 1 });
      expect(ended.runs[4]).toMatchObject({ state: 'failed', reason: 'The command ended with status 3.' });
      const jobs = await Promise.all(ended.runs.map(({ attempt }) => readJob(attempt!)));
      expect(new Set(jobs.map((job) => job!.split('_')[0])).size).toBe(1);
      expect(readdirSync(path.join(project.runsFolder, `.climb/${engine}`))).toHaveLength(1);

      writeFileSync(file('mended'), '');
      await retryRuns([ended.runs[4]!]);
      await expectStates(await launchAll(project), { done: 23, cancelled: 1 });
      const ids = ended.runs.map(({ run }) => run.id);
      expect(startsOf(project).sort()).toEqual([...ids, 'p-005'].sort());
      expect(readFileSync(project.table, 'utf8').trim().split('\n')).toHaveLength(24);
    });

    it.runIf(engine === 'slurm')(
      'loses no run and trains none twice in a short round of faults',
      async () => {
        expectBalance(await inflict({ engine: 'slurm', cluster, faults: 8, runs: 6, seed: 3 }), 6);
      },
    );

    it('stops a run with all that it started', async () => {
      const project = await projectWith(section, 1);
      writeTrainer(project, `sh -c 'trap "" TERM; echo $$ >child; while :; do sleep 0.1; done' &\nwait`);
      const launched = launchAll(project);
      const child = path.join(project.folder, 'child');
      await until('Training', () => existsSync(child) && readFileSync(child, 'utf8') !== '');
      await cancelRuns(engineOf(project), (await statusOf(project)).runs);
      await expectStates(await launched, { cancelled: 1 });
      const pid = readFileSync(child, 'utf8').trim();
      await until('Stopping what it started', () => /^Z?$/.test(stateOfProcess(pid)));
    });

    it('runs a command with quotes, spaces, $() and line breaks in paths and arguments as meant, and nothing else', async () => {
      const wild = `it's "$(touch pwned)" \`touch pwned\`; touch pwned #\n&`;
      const command = [...trainerCommand, wild, '--at={out}'];
      const project = await projectWith({ ...section, command }, 2, `a ${wild}`);
      writeTrainer(project, `printf '%s\\0' "$3" "$4" >"arguments $2"`);
      const { runs } = await launchAll(project);
      for (const { run, state, attempt } of runs) {
        expect(state).toBe('done');
        const passed = readFileSync(path.join(project.folder, `arguments ${run.id}`), 'utf8').split('\0');
        expect(passed).toEqual([wild, `--at=${path.join(attempt!.folder, 'out')}`, '']);
      }
      expect(existsSync(path.join(project.folder, 'pwned'))).toBe(false);
    });
  });
}

/** One letter of ps; empty: it is gone. */
function stateOfProcess(pid: string): string {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).trim().slice(0, 1);
  } catch {
    return '';
  }
}
