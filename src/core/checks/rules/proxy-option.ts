import { renameKey } from '../../edits/edit-entries.ts';
import type { EngineSection } from '../../proxy/engines/engine.ts';
import { engines } from '../../proxy/engines/all-engines.ts';
import { nearestWords } from '../../text/nearest.ts';
import type { Rule } from './rule.ts';

export const proxyOption: Rule = {
  code: 'proxy.option',
  level: 'error',
  *check({ mixture, parsed }) {
    for (const engine of engines) {
      const options = mixture.proxy?.options.get(engine.name) ?? [];
      for (const { name, nameRange } of options) {
        const found = name === engine.limit ? null : refused(name, engine);
        if (found === null) continue;
        const { message, meant } = found;
        const isFree = meant !== undefined && !options.some((option) => option.name === meant);
        yield {
          message: meant === undefined ? message : `${message} Did you mean \`${meant}\`?`,
          range: nameRange,
          fixes: isFree
            ? [
                {
                  title: `Rename to \`${meant}\``,
                  edits: [renameKey(parsed.text, nameRange, meant)],
                  preferred: true,
                },
              ]
            : [],
        };
      }
    }
  },
};

/** Why an option cannot stand there, and the one that may be meant; null: it can. */
function refused(
  option: string,
  { name, accepts, known, program }: EngineSection,
): { readonly message: string; readonly meant?: string } | null {
  const owner = program ?? `the engine \`${name}\``;
  if (!accepts(option)) {
    const meant = known.find((word) => word === option.toLowerCase().replaceAll('_', '-'));
    return {
      message: `\`${option}\` cannot be set here. Use long option names of ${owner}, except for options that Climb sets itself.`,
      ...(meant === undefined ? {} : { meant }),
    };
  }
  // Plug-ins of schedulers add options of their own, so that only what looks like a misspelt one is wrong.
  const [meant] = known.includes(option) ? [] : nearestWords(option, known, 1);
  return meant === undefined ? null : { message: `\`${option}\` is not an option of ${owner}.`, meant };
}
