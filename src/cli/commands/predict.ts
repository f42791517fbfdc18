import { openProblem } from '../../core/climb/model/allocation.ts';
import { evaluateAllocation } from '../../core/climb/model/evaluate.ts';
import type { Model } from '../../core/climb/model/model.ts';
import type { ProxyRun } from '../../core/runs/runs.ts';
import { InputError, UsageError, type Command } from '../command.ts';
import { readModelFile } from '../model.ts';
import { hasErrors, readRunFiles } from '../runs.ts';
import { table } from '../table.ts';

export const predict: Command = {
  name: 'predict',
  summary: "losses that a model predicts for each row's ratios and tokens",
  usage: 'climb predict MODEL RUNS… [--json]',
  options: {},
  async run({ positionals, json, print, tell }) {
    const [modelFile, ...tables] = positionals;
    if (modelFile === undefined || tables.length === 0)
      throw new UsageError('name a model and at least one table of runs');
    const model = await readModelFile(modelFile);
    const runs = await readRunFiles(tables, tell);
    if (runs.runs.length === 0) throw new InputError('The tables hold no run that can be read.');
    const unknown = runs.languages.filter((code) => !model.languages.includes(code));
    if (unknown.length === runs.languages.length)
      throw new InputError(`The model knows none of the languages of the tables: ${unknown.join(', ')}.`);
    if (unknown.length > 0)
      tell(`the model does not know ${unknown.join(', ')}: what they would change is not predicted`);
    const predictions = runs.runs.map((run) => ({ run, loss: lossOf(model, run, runs.languages) }));
    const targets = model.languages.filter((_, index) => model.coefficient[index] !== null);
    const errors = Object.fromEntries(
      targets.flatMap((code) => {
        const pairs = predictions.flatMap(({ run, loss }) => {
          const observed = run.loss[runs.languages.indexOf(code)];
          const predicted = loss[code];
          return observed == null || predicted == null ? [] : [{ observed, predicted }];
        });
        return pairs.length === 0 ? [] : [[code, errorOf(pairs)] as const];
      }),
    );
    if (json) {
      print(
        JSON.stringify(
          { predictions: predictions.map(({ run, loss }) => ({ run_id: run.id, loss })), errors },
          null,
          2,
        ),
      );
    } else {
      const number = (value: number | null | undefined): string => (value == null ? '-' : value.toFixed(4));
      print(
        table([
          ['run', ...targets],
          ...predictions.map(({ run, loss }) => [run.id, ...targets.map((code) => number(loss[code]))]),
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

function lossOf(model: Model, run: ProxyRun, languages: readonly string[]): Record<string, number | null> {
  const ratio = model.languages.map((code) => run.ratio[languages.indexOf(code)] ?? 0);
  const problem = openProblem(model.languages, run.tokens ?? model.scale.tokens);
  const { loss } = evaluateAllocation(model, { ...problem, parameters: run.parameters }, ratio);
  return Object.fromEntries(model.languages.map((code, index) => [code, loss[index] ?? null]));
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
