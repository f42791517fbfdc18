import { listRuns } from '../../core/runs/listing.ts';
import { InputError, UsageError, type Command } from '../command.ts';
import { mapFrom, mapOptions } from '../run-map.ts';
import { hasErrors, readRunFiles } from '../runs.ts';

/** What a terminal shows at once. */
const first = { runs: 20, columns: 20, how: '; --all prints all' };

export const runs: Command = {
  name: 'runs',
  summary: 'print tables of runs as Climb reads them, and how it interprets each column',
  operands: ['TABLE|FOLDER…'],
  options: {
    all: { takes: null, about: 'print every run and every column of a long table' },
    ...mapOptions,
  },
  async run({ positionals, values, json, print, tell }) {
    if (positionals.length === 0) throw new UsageError('name at least one table of runs');
    const set = await readRunFiles(positionals, tell, { map: await mapFrom(values) });
    const { languages, lossUnit, runs, problems, summary } = set;
    if (summary === undefined) throw new InputError('The tables cannot be read.');
    print(
      json
        ? JSON.stringify({ languages, lossUnit, summary: { ...summary, listing: undefined }, runs }, null, 2)
        : listRuns(set, summary, values['all'] === true ? undefined : first),
    );
    return hasErrors(problems) ? 1 : 0;
  },
};
