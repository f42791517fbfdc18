import { engineOf } from '../../proxy/project.ts';
import { collect as collectRuns, record } from '../../proxy/collect.ts';
import { readStatus } from '../../proxy/status.ts';
import { onOneLine } from '../../core/text/foreign.ts';
import { InputError, text, type Command } from '../command.ts';
import { countStates, explained, readProxyInput, tellTroubles } from '../proxy.ts';

export const collect: Command = {
  name: 'collect',
  summary: 'write the table of the proxy runs that have ended',
  operands: ['FILE'],
  options: {
    out: { takes: 'RUNS.csv', about: 'write the table to this file instead of the one in the mixture' },
    records: { takes: null, about: 'only store the losses of each run in its folder' },
  },
  async run({ positionals, values, json, print, tell }) {
    const { project } = await readProxyInput(positionals);
    const status = await readStatus(project, engineOf(project));
    const { runs } = status;
    tellTroubles(status, tell);
    if (values['records'] === true) {
      await explained(() => record(project, runs));
      return 0;
    }
    const out = text(values, 'out') ?? project.table;
    const { count, kept } = await explained(() => collectRuns(project, runs, out));
    if (count === 0)
      throw new InputError(`no run has ended with losses (${countStates(runs) || 'none is planned'})`);
    print(
      json
        ? JSON.stringify({ table: out, collected: count, kept })
        : onOneLine(
            `${count} ${count === 1 ? 'run' : 'runs'} in ${out} (${countStates(runs)})${stays(kept)}`,
          ),
    );
    return 0;
  },
};

/** What is said of rows that none of the collected runs has: of other runs, or of one here whose losses cannot be read now. */
function stays(rows: number): string {
  if (rows === 0) return '';
  return rows === 1 ? '; 1 other row stays as it was' : `; ${rows} other rows stay as they were`;
}
