import { InputError, UsageError, type Command } from '../command.ts';
import { mapFrom, mapOptions, mapUsage } from '../run-map.ts';
import { hasErrors, readRunFiles } from '../runs.ts';
import { table } from '../table.ts';

export const runs: Command = {
  name: 'runs',
  summary: 'tables of runs as they are read, and what each column was taken for',
  usage: `climb runs TABLE|FOLDER… [--share …] [--loss …] [--map FILE] [--json]

${mapUsage}`,
  options: mapOptions,
  async run({ positionals, values, json, print, tell }) {
    if (positionals.length === 0) throw new UsageError('name at least one table of runs');
    const { languages, runs, problems, summary } = await readRunFiles(
      positionals,
      tell,
      await mapFrom(values),
    );
    if (json) print(JSON.stringify({ languages, summary: summary ?? null, runs }, null, 2));
    else {
      if (summary === undefined) throw new InputError('The tables cannot be read.');
      const several = new Set(summary.columns.map(({ file }) => file)).size > 1;
      print(
        table([
          [...(several ? ['file'] : []), 'column', 'holds'],
          ...summary.columns.map(({ file, column, role, language }) => [
            ...(several ? [file] : []),
            column,
            language === null ? (role === 'unused' ? '-' : role) : `${role} of ${language}`,
          ]),
        ]),
      );
      print(`\n${summary.sentences.join('\n')}\n`);
      const number = (value: number | null, digits: number): string =>
        value === null ? '-' : String(Number(value.toPrecision(digits)));
      print(
        table([
          [
            'run',
            'tokens',
            'parameters',
            'seed',
            ...languages.map((code) => `${code} share`),
            ...languages.map((code) => `${code} loss`),
          ],
          ...runs.map(({ id, tokens, parameters, seed, ratio, loss }) => [
            id,
            number(tokens, 6),
            number(parameters, 6),
            number(seed, 12),
            ...ratio.map((share) => number(share, 4)),
            ...loss.map((value) => number(value, 5)),
          ]),
        ]),
      );
    }
    return hasErrors(problems) ? 1 : 0;
  },
};
