import { engineOf } from '../../proxy/project.ts';
import { collect as collectRuns, record } from '../../proxy/collect.ts';
import { readStatus } from '../../proxy/status.ts';
import { InputError, text, type Command } from '../command.ts';
import { countStates, explained, readProxyInput, tellTroubles } from '../proxy.ts';

export const collect: Command = {
  name: 'collect',
  summary: 'the table of the proxy runs that have ended',
  usage:
    'climb collect FILE [--out RUNS.csv] [--records] [--json]   (--records: only keeps the losses of each run in its folder)',
  options: { out: { type: 'string' }, records: { type: 'boolean' } },
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
        : `${count} runs in ${out} (${countStates(runs)})${kept === 0 ? '' : `, beside ${kept} rows of other runs`}`,
    );
    return 0;
  },
};
