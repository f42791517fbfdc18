import { openProblem, type AllocationProblem, type Solution } from '../../core/climb/model/allocation.ts';
import { readProblem } from '../../core/analysis/problem-file.ts';
import type { Model } from '../../core/climb/model/model.ts';
import { solve as solveModel } from '../../core/climb/optimum/solve.ts';
import { applyRatios } from '../../core/edits/apply-ratios.ts';
import type { Report } from '../../core/report/report.ts';
import { applyEdits } from '../../core/text/range.ts';
import {
  InputError,
  quantity,
  text as textOption,
  tokensOption,
  UsageError,
  type Command,
} from '../command.ts';
import { readText, writeAtomically } from '../files.ts';
import { solveFile } from '../mixture.ts';
import { readModelFile } from '../model.ts';
import { hasErrors } from '../runs.ts';
import { table } from '../table.ts';

export const solve: Command = {
  name: 'solve',
  summary: 'the optimum of a mixture, and the two steps',
  usage: `climb solve FILE [--apply] [--tokens D] [--max-gap G] [--json]
       climb solve --model MODEL [--problem BOUNDS] [--tokens D] [--max-gap G] [--json]

BOUNDS is a JSON file with any of min, max, importance, available, maxEpochs (arrays in the order of the model's languages)
and groups (a list of {name, members, min, max}); --max-gap makes a larger gap of the optimum exit with 1.`,
  options: {
    apply: { type: 'boolean' },
    tokens: { type: 'string' },
    'max-gap': { type: 'string' },
    model: { type: 'string' },
    problem: { type: 'string' },
  },
  async run({ positionals, values, json, print, tell }) {
    const tokens = tokensOption(values);
    const maxGap = quantity(values, 'max-gap');
    const modelFile = textOption(values, 'model');
    const problemFile = textOption(values, 'problem');
    if (modelFile !== null) {
      if (positionals.length > 0) throw new UsageError('--model takes the place of a mixture file');
      if (values['apply'] === true) throw new UsageError('--apply needs a mixture file');
      const model = await readModelFile(modelFile);
      const problem = await problemOf(problemFile, model, tokens ?? model.scale.tokens);
      const solution = solveModel(model, problem, { now: () => performance.now() });
      print(json ? asJson(solution) : describeSolution(solution));
      return statusOf(solution, maxGap);
    }
    if (problemFile !== null)
      throw new UsageError('--problem needs --model; a mixture file has its own bounds');
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('name one mixture file');
    const { text, parsed, solution, report, runProblems } = await solveFile(file, tokens, tell);
    print(json ? asJson(solution) : describe(report));
    if (values['apply'] === true && solution.status !== 'infeasible') {
      const edits = applyRatios(parsed, solution.ratio);
      if (edits.length > 0) await writeAtomically(file, applyEdits(text, edits), text);
      tell(edits.length === 0 ? `${file} is at its optimum already` : `wrote ${file}`);
    }
    return hasErrors(runProblems) ? 1 : statusOf(solution, maxGap);
  },
};

async function problemOf(
  file: string | null,
  { languages }: Model,
  tokens: number,
): Promise<AllocationProblem> {
  if (file === null) return openProblem(languages, tokens);
  const { problem, fault } = readProblem(await readText(file), languages, tokens);
  if (problem === null) throw new InputError(`${file}: ${fault}`);
  return problem;
}

function asJson(solution: Solution): string {
  return JSON.stringify(solution, null, 2);
}

function statusOf({ status, joint }: Solution, maxGap: number | null): number {
  return status === 'infeasible' || (maxGap !== null && !(joint.gap <= maxGap)) ? 1 : 0;
}

const share = (value: number | null | undefined): string => (value == null ? '-' : value.toFixed(4));

function describeSolution(solution: Solution): string {
  const { status, reason, languages, twoSteps, joint } = solution;
  const header = reason === null ? status : `${status}: ${reason}`;
  if (status === 'infeasible') return header;
  return [
    header,
    `objective ${twoSteps.objective.toFixed(6)} by the two steps, ${joint.objective.toFixed(6)} jointly, at most ${joint.gap.toExponential(1)} above the global optimum`,
    '',
    table([
      ['language', 'two steps', 'effective', 'loss', 'optimum'],
      ...languages.map((code, t) => [
        code,
        share(twoSteps.ratio[t]),
        share(twoSteps.effective[t]),
        share(twoSteps.loss[t]),
        share(joint.ratio[t]),
      ]),
    ]),
  ].join('\n');
}

function describe({ verdict, languages, current, optimum, twoSteps }: Report): string {
  if (verdict.status === 'infeasible') return [verdict.headline, ...verdict.caveats].join('\n');
  return [
    verdict.headline,
    ...(verdict.advice === '' ? [] : [verdict.advice]),
    verdict.certificate,
    ...verdict.caveats,
    '',
    table([
      ['language', 'file', 'effective', 'optimum', 'effective', 'two steps'],
      ...languages.map(({ code }, index) => [
        code,
        share(current?.ratio[index]),
        share(current?.effective[index]),
        share(optimum.ratio[index]),
        share(optimum.effective[index]),
        share(twoSteps.ratio[index]),
      ]),
    ]),
  ].join('\n');
}
