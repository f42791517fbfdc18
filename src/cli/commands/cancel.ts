import { isActive } from '../../core/proxy/run.ts';
import { EngineFailure } from '../../proxy/engine.ts';
import { cancelRuns } from '../../proxy/launch.ts';
import { engineOf } from '../../proxy/project.ts';
import { readStatus } from '../../proxy/status.ts';
import { InputError, type Command } from '../command.ts';
import { namedRuns, readProxyInput } from '../proxy.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'stop proxy runs that are queued or running',
  usage: 'climb cancel FILE [RUN…]',
  options: {},
  async run({ positionals, print }) {
    const { project } = await readProxyInput(positionals);
    const engine = engineOf(project);
    const { runs } = await readStatus(project, engine);
    const active = namedRuns(runs, positionals.slice(1)).filter(({ state }) => isActive(state));
    try {
      await cancelRuns(engine, active);
    } catch (error) {
      if (error instanceof EngineFailure) throw new InputError(error.message, { cause: error });
      throw error;
    }
    print(
      active.length === 0 ? 'no run is active' : `cancelled ${active.map(({ run }) => run.id).join(', ')}`,
    );
    return 0;
  },
};
