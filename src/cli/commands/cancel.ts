import { EngineFailure } from '../../proxy/failures.ts';
import { cancelRuns, isCancellable } from '../../proxy/launch.ts';
import { engineOf } from '../../proxy/project.ts';
import { readStatus, type RunStatus } from '../../proxy/status.ts';
import { InputError, type Command } from '../command.ts';
import { namedRuns, readProxySection } from '../proxy.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'stop queued and running proxy runs, and prevent pending ones from starting',
  operands: ['FILE [RUN…]'],
  notes: 'Without run names, cancels all of them.',
  options: {},
  async run({ positionals, print }) {
    const { project } = await readProxySection(positionals);
    const engine = engineOf(project);
    const { runs } = await readStatus(project, engine);
    let cancelled: readonly RunStatus[];
    try {
      cancelled = await cancelRuns(engine, namedRuns(runs, positionals.slice(1)).filter(isCancellable));
    } catch (error) {
      if (error instanceof EngineFailure) throw new InputError(error.message, { cause: error });
      throw error;
    }
    print(
      cancelled.length === 0
        ? 'no run is pending or under way'
        : `cancelled ${cancelled.map(({ run }) => run.id).join(', ')}`,
    );
    return 0;
  },
};
