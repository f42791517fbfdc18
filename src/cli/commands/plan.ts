import { ofLanguage } from '../../core/climb/model/model.ts';
import path from 'node:path';
import { planMixtures } from '../../core/analysis/plan-mixture.ts';
import { usualRuns, varied } from '../../core/analysis/varied.ts';
import type { ProxySection } from '../../core/mixture/mixture.ts';
import type { PlannedRun } from '../../core/proxy/run.ts';
import { isOwnTable } from '../../core/proxy/section.ts';
import { runTable } from '../../core/proxy/table.ts';
import { createRun, readRunFolders } from '../../proxy/folders.ts';
import { count as countWords } from '../../core/text/words.ts';
import { alone } from '../../proxy/lock.ts';
import { prepareRun, readRecipe, type ProxyProject } from '../../proxy/project.ts';
import {
  InputError,
  text,
  tokensOption,
  UsageError,
  wholeNumber,
  type Command,
  type Invocation,
} from '../command.ts';
import { fromHere, newFile, writeNew } from '../files.ts';
import { Fits, withInteractions } from '../mixture.ts';
import { explained, readProxyInput, type ProxyInput } from '../proxy.ts';
import { hasErrors, tellProblems } from '../runs.ts';
import { table } from '../table.ts';
import { elementAt } from '../../core/text/elements.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'plan the next proxy runs of a mixture',
  operands: ['FILE'],
  options: {
    runs: {
      takes: 'K',
      about: 'how many runs to plan; without it, four for each language, or kept group, and at least eight',
    },
    tokens: {
      takes: 'D[,D…]',
      about: 'budgets of the runs (500M,1B) instead of the one under `proxy` and half of it',
    },
    out: { takes: 'RUNS.csv', about: 'write the planned shares to this new file as a table' },
    write: { takes: null, about: 'create the folders of the runs, so that climb launch can start them' },
  },
  async run(invocation) {
    const input = await readProxyInput(invocation.positionals);
    const planned = (): Promise<number> => planRuns(invocation, input);
    // Two that plan at once would plan the same runs.
    return explained(() =>
      invocation.values['write'] === true ? alone(input.project.runsFolder, planned) : planned(),
    );
  },
};

async function planRuns(
  { values, json, print, tell }: Invocation,
  { file, text: source, parsed, project }: ProxyInput,
): Promise<number> {
  const asked = wholeNumber(values, 'runs');
  if (asked === 0) throw new UsageError('--runs must be above zero');
  const out = await newFile(values);
  const budgets = budgetsOf(values, project.section);
  if (budgets === null) throw new InputError(`${file}: \`proxy\` needs \`tokens\`, the budget of one run`);
  if (parsed.mixture.languages.length < 2)
    throw new InputError(`${file}: a plan needs at least two languages`);

  const folders = await readRunFolders(project.runsFolder, project.mixture);
  for (const problem of folders.problems) tell(problem);
  const existing = folders.runs.map(({ run }) => run);
  const { files, unreadable } = await withInteractions(file, source);
  // The table of its own runs is not there before the first are collected.
  const lost = unreadable.find(({ path }) => !isOwnTable(parsed.mixture, path));
  if (lost !== undefined) throw new InputError(`${file}: ${lost.message}`);
  const textOf = (name: string): string | null => files.find(({ path }) => path === name)?.text ?? null;
  const count = asked ?? usualRuns(varied(parsed.mixture, textOf).columns);
  const plan = await planMixtures(parsed.mixture, files, new Fits(tell).of, existing, { count, budgets });
  tellProblems(plan.problems, tell);
  const { section } = project;
  const planned = plan.runs.map(({ ratio, tokens }, index): PlannedRun => ({
    climbRun: 1,
    id: `new-${index + 1}`,
    mixture: project.mixture,
    ratio,
    tokens,
    parameters: section.parameters?.value ?? null,
    seed: (section.seed?.value ?? 1) + existing.length + index,
  }));
  let runs: readonly PlannedRun[] = planned;
  if (values['write'] === true) {
    // Before anything is written: a run whose config cannot hold its shares must not become pending.
    await checkThatTheyStart(project, planned);
    const created: PlannedRun[] = [];
    for (const run of planned) created.push(await createRun(project.runsFolder, run));
    runs = created;
    tell(
      `${runs.length} runs are pending in ${fromHere(project.runsFolder)}; climb launch ${file} starts them`,
    );
  }
  const codes = parsed.mixture.languages.map(({ code }) => code);
  if (out !== null) {
    const shares = runTable(
      codes,
      runs.map((run) => ({ run, losses: {} })),
    );
    await writeNew(out, shares, tell);
  }
  if (plan.saving !== null) tell(plan.saving);
  if (plan.whyNoOptimum !== null) tell(`${plan.whyNoOptimum} No run is at the optimum yet.`);
  const kinds = plan.runs.map(({ kind }) => kind);
  if (json) {
    print(
      JSON.stringify(
        {
          runs: runs.map(({ id, ratio, tokens, seed }, i) => ({
            run_id: id,
            kind: kinds[i],
            ratio,
            tokens,
            seed,
          })),
        },
        null,
        2,
      ),
    );
  } else {
    const rows = runs.map(({ id, ratio, tokens }, i) => [
      id,
      elementAt(kinds, i),
      countWords(tokens),
      ...codes.map((code) => (ofLanguage(ratio, code) ?? 0).toFixed(4)),
    ]);
    print(table([['run', 'kind', 'tokens', ...codes], ...rows]));
  }
  return hasErrors(plan.problems) ? 1 : 0;
}

/**
 * What `--tokens` lists, or `proxy.tokens` and half of it: runs of one budget say nothing of another. A command that is not told the
 * tokens trains all runs alike. Null: not given.
 */
function budgetsOf(values: Invocation['values'], { tokens, command }: ProxySection): number[] | null {
  const listed = text(values, 'tokens');
  if (listed !== null) {
    const asked = listed.split(',').flatMap((one) => tokensOption({ tokens: one.trim() }) ?? []);
    return [...new Set(asked)].sort((a, b) => a - b);
  }
  if (tokens === null) return null;
  const isTold = command?.value.some((word) => word.includes('{tokens}')) === true;
  return isTold ? [Math.round(tokens.value / 2), tokens.value] : [tokens.value];
}

async function checkThatTheyStart(project: ProxyProject, runs: readonly PlannedRun[]): Promise<void> {
  const recipe = await readRecipe(project);
  for (const run of runs)
    prepareRun(project, recipe, run, path.join(project.runsFolder, run.id, 'attempt-1'));
}
