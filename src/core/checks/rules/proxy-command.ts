import { isStartable, placeholderProblem } from '../../proxy/command.ts';
import { isOwnResult, resultOf } from '../../proxy/section.ts';
import { entryOf } from '../../mixture/source.ts';
import { isGiven } from '../given.ts';
import { foundWhileReading, type Rule } from './rule.ts';

export const proxyCommand: Rule = {
  code: 'proxy.command',
  level: 'error',
  *check(context) {
    yield* foundWhileReading(context, 'proxy.command');
    const { proxy } = context.mixture;
    if (proxy === null) return;
    const { command, result } = proxy;
    const unstartable = command === null ? null : isStartable(command.value);
    if (command !== null && unstartable !== null) yield { message: unstartable, range: command.range };
    const wrong = placeholderProblem(resultOf(proxy));
    if (result !== null && wrong !== null) {
      yield { message: wrong, range: result.range };
    } else if (result !== null && !isOwnResult(result.value)) {
      const message =
        'The result of a run must be in its own folder, where no other run overwrites it: start the path with `{out}/`.';
      yield { message, range: result.range };
    }
    const section = entryOf(context.parsed.root, 'proxy')?.value;
    if (command === null || unstartable !== null) return;
    for (const name of ['config', 'tokens', 'parameters'] as const) {
      if (isGiven(section, name, ['proxy']) || !command.value.some((word) => word.includes(`{${name}}`)))
        continue;
      const message = `The command has \`{${name}}\`, but \`proxy\` has no \`${name}\`.`;
      yield { message, range: command.range };
    }
  },
};
