import { unknownPlaceholder, unknownPlaceholderMessage } from '../../proxy/command.ts';
import { readProxySection } from '../../proxy/section.ts';
import { entryOf } from '../../mixture/source.ts';
import type { Rule } from './rule.ts';

export const proxyCommand: Rule = {
  code: 'proxy.command',
  level: 'error',
  *check({ parsed }) {
    const section = readProxySection(parsed.root);
    if (section === null) return;
    if (section.commandProblem !== null) yield section.commandProblem;
    const proxy = entryOf(parsed.root, 'proxy')?.value;
    const result = entryOf(proxy, 'result')?.value;
    const unknown = unknownPlaceholder(section.result);
    if (result !== undefined && unknown !== null) {
      yield { message: unknownPlaceholderMessage(unknown), range: result.range };
    }
    for (const name of ['config', 'tokens', 'parameters'] as const) {
      if (section[name] !== null || section.command?.some((word) => word.includes(`{${name}}`)) !== true)
        continue;
      const range = entryOf(proxy, 'command')?.value.range ?? section.range;
      yield { message: `The command has \`{${name}}\`, but \`proxy\` has no \`${name}\`: add it.`, range };
    }
  },
};
