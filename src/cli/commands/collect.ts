import { engineOf } from '../../proxy/project.ts';
import { collect as collectRuns, readStatus } from '../../proxy/status.ts';
import { InputError, text, type Command } from '../command.ts';
import { countStates, readProxyInput } from '../proxy.ts';

export const collect: Command = {
  name: 'collect',
  summary: 'the table of the proxy runs that have ended',
  usage: 'climb collect FILE [--out RUNS.csv] [--json]',
  options: { out: { type: 'string' } },
  async run({ positionals, values, json, print }) {
    const { project } = await readProxyInput(positionals);
    const { runs } = await readStatus(project, engineOf(project));
    const out = text(values, 'out') ?? project.table;
    const collected = await collectRuns(project, runs, out);
    if (collected === 0)
      throw new InputError(`no run has ended with losses (${countStates(runs) || 'none is planned'})`);
    print(
      json ? JSON.stringify({ table: out, collected }) : `${collected} runs in ${out} (${countStates(runs)})`,
    );
    return 0;
  },
};
