import { CannotFit, fit as fitModel, type FitOptions } from '../../core/climb/fit/fit.ts';
import { doubtsOf } from '../../core/evidence/doubts.ts';
import type { Model } from '../../core/climb/model/model.ts';
import { InputError, text, UsageError, type Command } from '../command.ts';
import { writeAtomically } from '../files.ts';
import { mapFrom, mapOptions, mapUsage } from '../run-map.ts';
import { hasErrors, readRunFiles } from '../runs.ts';
import { table } from '../table.ts';

const laws: readonly FitOptions['law'][] = ['power', 'irreducible', 'auto'];

export const fit: Command = {
  name: 'fit',
  summary: 'fit the interactions from proxy runs',
  usage: `climb fit TABLE|FOLDER… [--out MODEL] [--law power|irreducible|auto] [--json]

${mapUsage}`,
  options: { out: { type: 'string' }, law: { type: 'string' }, ...mapOptions },
  async run({ positionals, values, json, print, tell }) {
    if (positionals.length === 0) throw new UsageError('name at least one table of runs');
    const law = laws.find((name) => name === (text(values, 'law') ?? 'auto'));
    if (law === undefined) throw new UsageError(`--law is one of ${laws.join(', ')}`);
    const runs = await readRunFiles(positionals, tell, await mapFrom(values));
    const read = runs.summary?.sentences ?? [];
    if (json) for (const sentence of read) tell(sentence);
    else if (read.length > 0) print(`${read.join('\n')}\n`);
    const model = fitOrExplain(() => fitModel(runs, { law }));
    const out = text(values, 'out');
    if (out !== null) {
      await writeAtomically(out, `${JSON.stringify(model)}\n`);
      tell(`wrote ${out}`);
    }
    const doubts = doubtsOf(model).map(({ message }) => message);
    if (json) for (const doubt of doubts) tell(doubt);
    print(json ? JSON.stringify(model, null, 2) : [describe(model), ...doubts].join('\n'));
    return hasErrors(runs.problems) ? 1 : 0;
  },
};

function fitOrExplain(run: () => Model): Model {
  try {
    return run();
  } catch (error) {
    if (error instanceof CannotFit) throw new InputError(error.message, { cause: error });
    throw error;
  }
}

function describe({ languages, quality, law }: Model): string {
  if (quality === null) return 'no quality is known';
  const targets = languages.filter((code) => code in quality.cvR2);
  const number = (value: number | undefined): string => value?.toFixed(4) ?? '-';
  const mean = targets.reduce((sum, code) => sum + quality.cvR2[code]!, 0) / targets.length;
  return [
    `${quality.runs} runs fitted, ${quality.setAside} set aside; law: ${law}; ${quality.folds}-fold cross-validation`,
    '',
    table([
      ['language', 'R²', 'MAE', 'held-out R²', 'held-out MAE', ''],
      ...targets.map((code) => [
        code,
        number(quality.r2[code]),
        number(quality.mae[code]),
        number(quality.cvR2[code]),
        number(quality.cvMae[code]),
        quality.converged[code] === true ? '' : 'not converged',
      ]),
    ]),
    '',
    `mean held-out R² ${number(mean)}`,
  ].join('\n');
}
