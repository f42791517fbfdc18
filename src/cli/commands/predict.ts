import { openProblem, type AllocationProblem } from '../../core/climb/model/allocation.ts';
import { evaluateAllocation } from '../../core/climb/model/evaluate.ts';
import { namesBudget, usualTokens, type Model } from '../../core/climb/model/model.ts';
import { extrapolationsOf, isUnknown } from '../../core/evidence/extrapolation.ts';
import { spreadOf, withInterval, type Prediction } from '../../core/evidence/interval.ts';
import { isMixtureText } from '../../core/mixture/recognise.ts';
import { count, plusMinus } from '../../core/text/words.ts';
import { spelledAs } from '../../core/runs/labels.ts';
import { unitDoubts } from '../../core/runs/summary.ts';
import type { ProxyRun, RunSet } from '../../core/runs/runs.ts';
import { InputError, UsageError, type Command, type Invocation } from '../command.ts';
import { readText } from '../files.ts';
import { solveFile } from '../mixture.ts';
import { readModelFile } from '../model.ts';
import { mapFrom, mapOptions } from '../run-map.ts';
import { hasErrors, readRunFiles } from '../runs.ts';
import { table } from '../table.ts';

export const predict: Command = {
  name: 'predict',
  summary: 'predict losses for each row of ratios and tokens',
  operands: ['MODEL|MIXTURE RUNS…'],
  notes: `For a mixture file, uses the model fitted to the runs it names and its available text. Rows without tokens or parameters
are predicted for those of the mixture file, or for tokens typical of the runs. Each loss is printed with half of its 90 % interval if
known; losses in the tables are only compared. Options say what their columns hold where names
do not tell, also where the mixture file says it of its own tables.`,
  options: mapOptions,
  async run({ positionals, values, json, print, tell }) {
    const [source, ...tables] = positionals;
    if (source === undefined || tables.length === 0)
      throw new UsageError('name a model or a mixture file, and at least one table of runs');
    const { model, problem, budget } = await predictorOf(source, tell);
    const read = await readRunFiles(tables, tell, {
      map: await mapFrom(values),
      languages: model.languages,
    });
    const runs = { ...read, languages: spelledAs(read.languages, model.languages) };
    if (runs.runs.length === 0) throw new InputError('The tables contain no readable runs.');
    const unknown = runs.languages.filter((code) => !model.languages.includes(code));
    if (unknown.length === runs.languages.length)
      throw new InputError(`The model knows none of the languages of the tables: ${unknown.join(', ')}.`);
    if (unknown.length > 0)
      tell(`the model does not know ${unknown.join(', ')}: what they would change is not predicted`);
    if (budget !== null && runs.runs.some(({ tokens }) => tokens === null))
      tell(`rows without tokens are predicted for ${count(budget.tokens)} tokens, ${budget.origin}`);
    tellWhatIsUnknown(model, problem, runs, tell);
    const predictions = runs.runs.map((run) => ({
      run,
      loss: lossOf(model, problem, run, runs.languages),
    }));
    const targets = model.languages.filter((_, index) => model.coefficient[index] !== null);
    const errors = Object.fromEntries(
      targets.flatMap((code) => {
        const pairs = predictions.flatMap(({ run, loss }) => {
          const observed = run.loss[runs.languages.indexOf(code)];
          const predicted = loss.get(code)?.value;
          return observed == null || predicted == null ? [] : [{ observed, predicted }];
        });
        return pairs.length === 0 ? [] : [[code, errorOf(pairs)] as const];
      }),
    );
    if (json) {
      const rows = predictions.map(({ run, loss }) => ({
        run_id: run.id,
        tokens: run.tokens ?? budget?.tokens ?? null,
        loss: Object.fromEntries([...loss].map(([code, { value }]) => [code, value])),
        interval: Object.fromEntries(
          [...loss].map(([code, { low, high }]) => [
            code,
            low === null || high === null ? null : [low, high],
          ]),
        ),
      }));
      print(JSON.stringify({ predictions: rows, errors }, null, 2));
    } else {
      const number = (value: number | null): string => value?.toFixed(4) ?? '-';
      const cell = (predicted: Prediction | undefined): string =>
        predicted?.value == null ? '-' : plusMinus(predicted);
      print(
        table([
          ['run', ...targets],
          ...predictions.map(({ run, loss }) => [run.id, ...targets.map((code) => cell(loss.get(code)))]),
        ]),
      );
      const measured = Object.entries(errors);
      if (measured.length > 0) {
        print('');
        print(
          table([
            ['language', 'R²', 'MAE'],
            ...measured.map(([code, { r2, mae }]) => [code, number(r2), number(mae)]),
          ]),
        );
      }
    }
    return hasErrors(runs.problems) ? 1 : 0;
  },
};

interface Predictor {
  readonly model: Model;
  /** What is predicted of a row as far as it does not say otherwise. */
  readonly problem: AllocationProblem;
  /** D of rows that name none, and whose it is; null: neither a file nor the runs name one. */
  readonly budget: { readonly tokens: number; readonly origin: string } | null;
}

/** What predicts: a model with every mixture allowed, or that of a mixture file with its budget, size and text. */
async function predictorOf(file: string, tell: (text: string) => void): Promise<Predictor> {
  const budgetOf = (tokens: number | null, isAssumed: boolean): Predictor['budget'] =>
    tokens === null
      ? null
      : { tokens, origin: isAssumed ? 'typical of the runs behind the model' : `the budget of ${file}` };
  if (isMixtureText(file, await readText(file))) {
    const { model, problem, report } = await solveFile(file, null, tell);
    return { model, problem, budget: budgetOf(report.tokens, report.tokensAssumed) };
  }
  const model = await readModelFile(file);
  const tokens = usualTokens(model);
  return {
    model,
    problem: openProblem(model.languages, tokens),
    budget: budgetOf(namesBudget(model) ? tokens : null, true),
  };
}

/**
 * Tells of budgets and sizes that the runs behind the model say nothing of. Throws InputError where these are counted in a unit that the
 * model is not of, which no table tells.
 */
function tellWhatIsUnknown(
  model: Model,
  problem: AllocationProblem,
  { runs, summary }: RunSet,
  tell: Invocation['tell'],
): void {
  const beyond = runs.map((run) =>
    extrapolationsOf(
      model,
      { tokens: run.tokens ?? problem.tokens, parameters: run.parameters ?? problem.parameters },
      [],
    ),
  );
  const doubts = summary === undefined ? [] : unitDoubts(summary, runs);
  const [doubt] = doubts;
  if (doubt !== undefined && beyond.some(({ tokens, parameters }) => tokens !== null || parameters !== null))
    throw new InputError(doubt);
  for (const other of doubts) tell(other);
  for (const [what, one] of [
    ['tokens', 'budget'],
    ['parameters', 'model size'],
  ] as const) {
    const unknown = beyond.flatMap((at) => at[what] ?? []).filter(isUnknown);
    const [first] = unknown;
    if (first === undefined) continue;
    const rows = unknown.length === 1 ? '1 row that has' : `${unknown.length} rows that have`;
    tell(
      `the runs behind the model have one ${one} (${count(first.range[1])} ${what}) and do not tell how losses change with it: do not rely on those of ${rows} another`,
    );
  }
}

/** By language; null where a language has no loss. */
function lossOf(
  model: Model,
  base: AllocationProblem,
  run: ProxyRun,
  languages: readonly string[],
): ReadonlyMap<string, Prediction> {
  const at = model.languages.map((code) => languages.indexOf(code));
  const available = run.available && at.map((index) => run.available?.[index] ?? null);
  const problem = {
    ...base,
    tokens: run.tokens ?? base.tokens,
    parameters: run.parameters ?? base.parameters,
    available: available ?? base.available,
  };
  const allocation = evaluateAllocation(
    model,
    problem,
    at.map((index) => run.ratio[index] ?? 0),
  );
  const spread = spreadOf(model, problem)(allocation);
  return new Map(
    model.languages.map((code, i) => [
      code,
      withInterval(allocation.loss[i] ?? null, spread.loss[i] ?? null),
    ]),
  );
}

/** R² against the mean of the observed; null for a single row or equal losses, where it means nothing. */
function errorOf(pairs: readonly { observed: number; predicted: number }[]): {
  r2: number | null;
  mae: number;
} {
  const mean = pairs.reduce((sum, { observed }) => sum + observed, 0) / pairs.length;
  const total = pairs.reduce((sum, { observed }) => sum + (observed - mean) ** 2, 0);
  const residual = pairs.reduce((sum, { observed, predicted }) => sum + (observed - predicted) ** 2, 0);
  const absolute = pairs.reduce((sum, { observed, predicted }) => sum + Math.abs(observed - predicted), 0);
  return { r2: total > 0 ? 1 - residual / total : null, mae: absolute / pairs.length };
}
