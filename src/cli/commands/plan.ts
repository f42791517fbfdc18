import path from 'node:path';
import { fit } from '../../core/climb/fit/fit.ts';
import { fitted, type Fitted } from '../../core/analysis/interactions.ts';
import { planMixtures } from '../../core/analysis/plan-mixture.ts';
import type { PlannedRun } from '../../core/proxy/run.ts';
import { isOwnTable } from '../../core/proxy/section.ts';
import { runTable } from '../../core/proxy/table.ts';
import { readRuns } from '../../core/runs/read-runs.ts';
import { createRun, readRunFolders } from '../../proxy/folders.ts';
import { alone } from '../../proxy/lock.ts';
import { prepareRun, readRecipe, type ProxyProject } from '../../proxy/project.ts';
import { InputError, text, tokensOption, UsageError, type Command, type Invocation } from '../command.ts';
import { writeAtomically } from '../files.ts';
import { withInteractions } from '../mixture.ts';
import { explained, readProxyInput, type ProxyInput } from '../proxy.ts';
import { hasErrors, tellProblems } from '../runs.ts';
import { table } from '../table.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'the next proxy runs of a mixture',
  usage:
    'climb plan FILE --runs K [--tokens D] [--out RUNS.csv] [--write] [--json]   (--write makes run folders to launch)',
  options: {
    runs: { type: 'string' },
    tokens: { type: 'string' },
    out: { type: 'string' },
    write: { type: 'boolean' },
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
  const count = Number(text(values, 'runs'));
  if (!Number.isInteger(count) || count < 1) throw new UsageError('--runs is the number of runs to plan');
  const tokens = tokensOption(values) ?? project.section.tokens?.value ?? null;
  if (tokens === null) throw new InputError(`${file}: \`proxy\` needs \`tokens\`, the budget of one run`);
  if (parsed.mixture.languages.length < 2)
    throw new InputError(`${file}: a plan needs at least two languages`);

  const folders = await readRunFolders(project.runsFolder, project.mixture);
  for (const problem of folders.problems) tell(problem);
  const existing = folders.runs.map(({ run }) => run);
  const { files, unreadable } = await withInteractions(file, source);
  // The table of its own runs is not there before the first are collected.
  const lost = unreadable.find(({ path }) => !isOwnTable(parsed.mixture, path));
  if (lost !== undefined) throw new InputError(`${file}: ${lost.message}`);
  const fitRuns = (...read: Parameters<typeof readRuns>): Fitted => {
    const runs = readRuns(...read);
    return fitted(runs, () => fit(runs, { law: 'auto' }));
  };
  const { plan, ratios, whyPrior, problems } = planMixtures(parsed.mixture, files, fitRuns, existing, {
    count,
    tokens,
  });
  tellProblems(problems, tell);
  const { section } = project;
  const planned = ratios.map((ratio, index): PlannedRun => ({
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
    tell(`${runs.length} runs are pending in ${project.runsFolder}; climb launch ${file} starts them`);
  }
  const out = text(values, 'out');
  const codes = parsed.mixture.languages.map(({ code }) => code);
  if (out !== null)
    await writeAtomically(
      out,
      runTable(
        codes,
        runs.map((run) => ({ run, losses: {} })),
      ),
    );
  if (whyPrior !== null) tell(`${whyPrior} The runs are planned from the relatedness of the languages.`);
  if (json) {
    print(
      JSON.stringify(
        {
          runs: runs.map(({ id, ratio, seed }) => ({ run_id: id, ratio, tokens, seed })),
          expected: {
            before: plan.before,
            after: plan.after,
            medianDrop: plan.medianDrop,
            fromFit: whyPrior === null,
          },
        },
        null,
        2,
      ),
    );
  } else {
    const rows = runs.map(({ id, ratio }) => [id, ...codes.map((code) => ratio[code]!.toFixed(4))]);
    print(table([['run', ...codes], ...rows]));
    print(
      `\nexpected standard errors of the transfers: ${plan.medianDrop.toFixed(2)} of what they are now (median)`,
    );
  }
  return hasErrors(problems) ? 1 : 0;
}

async function checkThatTheyStart(project: ProxyProject, runs: readonly PlannedRun[]): Promise<void> {
  const recipe = await readRecipe(project);
  for (const run of runs)
    prepareRun(project, recipe, run, path.join(project.runsFolder, run.id, 'attempt-1'));
}
