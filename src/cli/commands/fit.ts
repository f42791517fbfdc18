import type { FitOptions } from '../../core/climb/fit/fit.ts';
import { CannotFit } from '../../core/climb/fit/fittable.ts';
import { ofLanguage, runsFitted, type Model } from '../../core/climb/model/model.ts';
import { doubtsOf } from '../../core/evidence/doubts.ts';
import { declaresMixture, isMixtureText } from '../../core/mixture/recognise.ts';
import type { RunSet } from '../../core/runs/runs.ts';
import { InputError, text, UsageError, type Command, type Invocation } from '../command.ts';
import { newFile, readText, writeNew } from '../files.ts';
import { fitKept } from '../fits.ts';
import { runsOfMixture } from '../mixture.ts';
import { mapFrom, mapOptions } from '../run-map.ts';
import { hasErrors, readRunFiles } from '../runs.ts';
import { table } from '../table.ts';

const laws: readonly FitOptions['law'][] = ['power', 'irreducible', 'auto'];

export const fit: Command = {
  name: 'fit',
  summary: 'fit the interactions from proxy runs',
  operands: ['TABLE|FOLDER…', 'MIXTURE'],
  options: {
    out: { takes: 'MODEL', about: 'write the fitted model to this new file (*.model.json)' },
    law: {
      takes: 'LAW',
      about:
        'power: losses fall to zero; irreducible: each falls to a floor; auto (default): whichever predicts held-out runs better',
    },
    ...mapOptions,
  },
  async run({ positionals, values, json, print, tell }) {
    if (positionals.length === 0) throw new UsageError('name at least one table of runs, or a mixture file');
    const law = laws.find((name) => name === (text(values, 'law') ?? 'auto'));
    if (law === undefined) throw new UsageError(`--law is one of ${laws.join(', ')}`);
    const out = await newFile(values);
    const runs = await readRunsOf(positionals, values, tell);
    const read = runs.summary?.sentences ?? [];
    if (json) for (const sentence of read) tell(sentence);
    else if (read.length > 0) print(`${read.join('\n')}\n`);
    const model = await fitOrExplain(() => fitKept(runs, { law }, tell));
    if (out !== null) {
      await writeNew(out, `${JSON.stringify(model)}\n`, tell);
    }
    const doubts = doubtsOf(model).map(({ message }) => message);
    if (json) for (const doubt of doubts) tell(doubt);
    print(json ? JSON.stringify(model, null, 2) : [describe(model), ...doubts].join('\n'));
    return hasErrors(runs.problems) ? 1 : 0;
  },
};

async function readRunsOf(
  names: readonly string[],
  values: Invocation['values'],
  tell: Invocation['tell'],
): Promise<RunSet> {
  const map = await mapFrom(values);
  const mixture = await mixtureAmong(names);
  if (mixture === undefined) return readRunFiles(names, tell, { map });
  if (names.length > 1) throw new UsageError('name one mixture file, or tables of runs');
  if (map !== null) throw new UsageError(`${mixture} itself says how its tables are read`);
  return runsOfMixture(mixture, tell);
}

/** The first that is a mixture file, by its name or by what it says; undefined: all are tables or folders. */
async function mixtureAmong(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    if (declaresMixture(name, '')) return name;
    if (!/\.(?:ya?ml|json)$/i.test(name)) continue;
    // What cannot be read is told as the table that it may be.
    if (isMixtureText(name, await readText(name).catch(() => ''))) return name;
  }
  return undefined;
}

async function fitOrExplain(run: () => Promise<Model>): Promise<Model> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CannotFit) throw new InputError(error.message, { cause: error });
    throw error;
  }
}

function describe({ languages, quality, law }: Model): string {
  if (quality === null) return 'no quality is known';
  const targets = languages.flatMap((code) => {
    const cvR2 = ofLanguage(quality.cvR2, code);
    return cvR2 === undefined ? [] : [{ code, cvR2 }];
  });
  const number = (value: number | undefined): string => value?.toFixed(4) ?? '-';
  const mean = targets.reduce((sum, { cvR2 }) => sum + cvR2, 0) / targets.length;
  return [
    `${runsFitted(quality)} fitted, ${quality.setAside} set aside; law: ${law}; ${quality.folds}-fold cross-validation`,
    '',
    table([
      ['language', 'R²', 'MAE', 'held-out R²', 'held-out MAE', ''],
      ...targets.map(({ code, cvR2 }) => [
        code,
        number(ofLanguage(quality.r2, code)),
        number(ofLanguage(quality.mae, code)),
        number(cvR2),
        number(ofLanguage(quality.cvMae, code)),
        ofLanguage(quality.converged, code) === true ? '' : 'not converged',
      ]),
    ]),
    '',
    `mean held-out R² ${number(mean)}`,
  ].join('\n');
}
