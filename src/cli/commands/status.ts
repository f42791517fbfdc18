import { engineOf } from '../../proxy/project.ts';
import { readStatus } from '../../proxy/status.ts';
import type { Command } from '../command.ts';
import { countStates, describeRuns, readProxyInput, runJson, tellTroubles } from '../proxy.ts';

export const status: Command = {
  name: 'status',
  summary: 'show the state of the proxy runs',
  operands: ['FILE'],
  options: {},
  async run({ positionals, json, print, tell }) {
    const { project } = await readProxyInput(positionals);
    const status = await readStatus(project, engineOf(project));
    const { runs, problems } = status;
    tellTroubles(status, tell);
    if (json) print(JSON.stringify({ runs: runs.map(runJson), problems }, null, 2));
    else print(runs.length === 0 ? 'no runs are planned' : `${describeRuns(runs)}\n\n${countStates(runs)}`);
    return 0;
  },
};
