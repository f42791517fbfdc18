import { onOneLine } from '../../core/text/foreign.ts';
import { EngineFailure } from '../../proxy/failures.ts';
import { cancelRuns, isCancellable, type Cancelled } from '../../proxy/launch.ts';
import { engineOf } from '../../proxy/project.ts';
import { readStatus } from '../../proxy/status.ts';
import { InputError, type Command } from '../command.ts';
import { namedRuns, readProxySection } from '../proxy.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'stop queued and running proxy runs, and prevent pending ones from starting',
  operands: ['FILE [RUN…]'],
  notes: 'Without run names, cancels all of them.',
  options: {},
  async run({ positionals, print, tell }) {
    const { project } = await readProxySection(positionals);
    const engine = engineOf(project);
    const { runs } = await readStatus(project, engine);
    let done: Cancelled;
    try {
      done = await cancelRuns(engine, namedRuns(runs, positionals.slice(1)).filter(isCancellable));
    } catch (error) {
      if (error instanceof EngineFailure) throw new InputError(error.message, { cause: error });
      throw error;
    }
    const { cancelled, unstopped } = done;
    if (cancelled.length > 0) print(onOneLine(`cancelled ${cancelled.map(({ run }) => run.id).join(', ')}`));
    else if (unstopped.length === 0) print('no run is pending or under way');
    for (const { attempt, reason } of unstopped) tell(`${attempt.runId} cannot be stopped: ${reason}`);
    return unstopped.length === 0 ? 0 : 1;
  },
};
