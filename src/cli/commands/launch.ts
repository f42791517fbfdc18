import path from 'node:path';
import process from 'node:process';
import type { Mixture } from '../../core/mixture/mixture.ts';
import { namedByInteractions } from '../../core/mixture/paths.ts';
import { isOwnTable } from '../../core/proxy/section.ts';
import { showCommand } from '../../core/text/command-line.ts';
import { describeCost, launchCost } from '../../proxy/cost.ts';
import { isRetriable, isUnfinished } from '../../core/proxy/run.ts';
import { launch as launchRuns, retryRuns } from '../../proxy/launch.ts';
import { slashed } from '../../proxy/paths.ts';
import { engineOf, prepareRun, readRecipe, type ProxyProject } from '../../proxy/project.ts';
import { readStatus } from '../../proxy/status.ts';
import { Calm } from '../calm.ts';
import { InputError, text, type Command } from '../command.ts';
import {
  countStates,
  describeRuns,
  explained,
  namedRuns,
  readProxyInput,
  runJson,
  tellTroubles,
} from '../proxy.ts';

export const launch: Command = {
  name: 'launch',
  summary: 'start the planned proxy runs, follow them and collect their losses',
  operands: ['FILE', 'FILE --retry [RUN…]'],
  options: {
    'dry-run': { takes: null, about: 'start nothing; print which runs would start, and the command' },
    retry: {
      takes: null,
      about: 'also start runs that failed, diverged or were cancelled: the ones named, or all of them',
    },
    confirmed: { takes: 'HASH', about: 'start only what --dry-run --json printed with this hash' },
    'changed-command': { takes: null, about: 'continue even if earlier runs had a different command' },
  },
  async run({ positionals, values, json, print, tell }) {
    const { file, parsed, project } = await readProxyInput(positionals);
    const engine = engineOf(project);
    const before = await readStatus(project, engine);
    tellTroubles({ ...before, engineFailure: null }, tell);
    if (before.runs.length === 0) {
      throw new InputError(`no runs are planned; climb plan ${file} --write plans some`);
    }
    const named = namedRuns(before.runs, positionals.slice(1));
    const retried = values['retry'] === true ? named.filter(({ state }) => isRetriable(state)) : [];
    const next = before.runs.filter((run) => isUnfinished(run.state) || retried.includes(run));
    return explained(async () => {
      const recipe = await readRecipe(project);
      const first = next[0];
      const command =
        first === undefined
          ? null
          : prepareRun(project, recipe, first.run, `${first.folder}/attempt-${first.tries + 1}`).command;
      if (command !== null) {
        const costs = describeCost(launchCost(before.runs, next.length, project.engine));
        tell(
          `${next.length} ${next.length === 1 ? 'run' : 'runs'} on ${project.engine.title}, each as ${showCommand(command)}${costs === null ? '' : ` (${costs})`}`,
        );
      }
      if (values['dry-run'] === true) {
        const runs = next.map(({ run }) => run.id);
        if (json)
          print(
            JSON.stringify(
              { runs, engine: engine.name, command, confirmation: recipe.confirmation },
              null,
              2,
            ),
          );
        return 0;
      }
      await retryRuns(retried);
      const controller = interruptible();
      const confirmed = text(values, 'confirmed');
      const calm = new Calm(() => performance.now());
      const last: { trouble: string | null } = { trouble: null };
      const status = await launchRuns(project, engine, {
        signal: controller.signal,
        mayDiffer: values['changed-command'] === true,
        ...(confirmed === null ? {} : { confirmed }),
        onStatus: ({ runs, engineFailure }, trouble) => {
          last.trouble = trouble;
          const notes = [engineFailure, trouble].filter((note) => note !== null);
          const line = countStates(runs) + (notes.length === 0 ? '' : ` (${notes.join(' ')})`);
          const finished = runs.filter(({ state }) => state === 'done' || isRetriable(state)).length;
          if (calm.isTold(line, `${finished} ${notes.join(' ')}`)) tell(line);
        },
      });
      print(
        json
          ? JSON.stringify(
              { runs: status.runs.map(runJson), problems: status.problems, table: project.table },
              null,
              2,
            )
          : describeRuns(status.runs),
      );
      if (controller.signal.aborted) {
        tell(
          engine.outlivesLauncher
            ? `the jobs go on; climb status ${file} shows them, climb launch ${file} follows them again`
            : `stopped; climb launch ${file} goes on`,
        );
        return 130;
      }
      const failed = status.runs.filter(({ state }) => isRetriable(state));
      if (failed.length > 0)
        tell(
          `${countStates(failed)}: climb launch ${file} --retry tries ${failed.length === 1 ? 'it' : 'them'} again`,
        );
      if (last.trouble === null && status.runs.some(({ state }) => state === 'done'))
        tell(whatNow(file, parsed.mixture, project));
      return status.runs.every(({ state }) => state === 'done' || state === 'diverged') ? 0 : 1;
    });
  },
};

/** Where the losses are, and what to do with them. */
function whatNow(file: string, mixture: Mixture, { folder, table }: ProxyProject): string {
  const isFitted = namedByInteractions(mixture.interactions).some(({ value }) => isOwnTable(mixture, value));
  const named = slashed(path.relative(folder, table));
  const first = isFitted ? '' : `write \`interactions: { runs: ${named} }\` into ${file}, then `;
  return `the losses are in ${path.relative('.', table)}; next: ${first}climb solve ${file} fits them and prints the optimum`;
}

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
