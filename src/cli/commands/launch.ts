import process from 'node:process';
import { showCommand } from '../../core/text/command-line.ts';
import { isRetriable, isUnfinished } from '../../core/proxy/run.ts';
import { EngineFailure } from '../../proxy/engine.ts';
import { launch as launchRuns, retryRuns } from '../../proxy/launch.ts';
import { CannotLaunch, engineOf, prepareRun } from '../../proxy/project.ts';
import { readStatus } from '../../proxy/status.ts';
import { InputError, type Command } from '../command.ts';
import { countStates, describeRuns, namedRuns, readProxyInput, runJson } from '../proxy.ts';

export const launch: Command = {
  name: 'launch',
  summary: 'start the planned proxy runs, follow them and collect their losses',
  usage:
    'climb launch FILE [--dry-run] [--retry [RUN…]] [--json]   (--retry: also those that failed, diverged or were cancelled)',
  options: { 'dry-run': { type: 'boolean' }, retry: { type: 'boolean' } },
  async run({ positionals, values, json, print, tell }) {
    const { file, project } = await readProxyInput(positionals);
    const engine = engineOf(project);
    const before = await readStatus(project, engine);
    if (before.runs.length === 0) {
      throw new InputError(`no runs are planned; climb plan ${file} --runs K --write plans some`);
    }
    const named = namedRuns(before.runs, positionals.slice(1));
    const retried = values['retry'] === true ? named.filter(({ state }) => isRetriable(state)) : [];
    const next = before.runs.filter((run) => isUnfinished(run.state) || retried.includes(run));
    try {
      const first = next[0];
      if (first !== undefined) {
        const { command } = await prepareRun(
          project,
          first.run,
          `${first.folder}/attempt-${(first.attempt?.number ?? 0) + 1}`,
        );
        tell(`${next.length} runs on ${engine.name}, each as ${showCommand(command)}`);
      }
      if (values['dry-run'] === true) return 0;
      await retryRuns(retried);
      const controller = interruptible();
      let told = '';
      const status = await launchRuns(project, engine, {
        signal: controller.signal,
        onStatus: ({ runs, engineFailure }) => {
          const line = countStates(runs) + (engineFailure === null ? '' : ` (${engineFailure})`);
          if (line !== told) tell(line);
          told = line;
        },
      });
      print(
        json
          ? JSON.stringify({ runs: status.runs.map(runJson), table: project.table }, null, 2)
          : describeRuns(status.runs),
      );
      if (controller.signal.aborted) {
        tell(
          engine.outlivesLauncher
            ? 'the jobs go on; launch again to follow them'
            : 'stopped; launch again to go on',
        );
        return 130;
      }
      tell(`the losses are in ${project.table}`);
      return status.runs.every(({ state }) => state === 'done' || state === 'diverged') ? 0 : 1;
    } catch (error) {
      if (error instanceof CannotLaunch || error instanceof EngineFailure) {
        throw new InputError(error.message, { cause: error });
      }
      throw error;
    }
  },
};

/** Aborted by Ctrl+C, by `kill` and by closing the terminal, so that runs are stopped and not left behind. */
function interruptible(): AbortController {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      controller.abort();
    });
  }
  return controller;
}
