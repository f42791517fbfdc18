import { renameKey } from '../../edits/edit-entries.ts';
import { recognise } from '../../formats/check.ts';
import { nearestWords } from '../../text/nearest.ts';
import { entryOf } from '../../mixture/source.ts';
import type { Rule } from './rule.ts';
import { targetFindings } from './targets.ts';

export const targetUnmapped: Rule = {
  code: 'target.unmapped',
  level: 'warning',
  *check(context) {
    const { mixture, parsed, unreadable, targetText } = context;
    const known = new Set(mixture.languages.map(({ code }) => code));
    const nodes = entryOf(parsed.root, 'targets')?.value;
    for (const node of nodes?.kind === 'list' ? nodes.items : []) {
      const map = entryOf(node, 'map')?.value;
      for (const { key, keyRange } of map?.kind === 'map' ? map.entries : []) {
        if (known.has(key)) continue;
        yield {
          message: `\`${key}\` is not one of this file's languages.`,
          range: keyRange,
          fixes: nearestWords(key, known, 1)
            .filter((code) => entryOf(map, code) === undefined)
            .map((code) => ({
              title: `Replace by \`${code}\``,
              edits: [renameKey(parsed.text, keyRange, code)],
            })),
        };
      }
    }
    for (const { file } of mixture.targets) {
      const text = targetText(file.value);
      const why = text === null ? unreadable(file.value) : null;
      if (why !== null && !why.outside) {
        yield { message: `${why.message}.`, range: file.range };
      } else if (text !== null && recognise(text) === null) {
        yield {
          message: `\`${file.value}\` is no training config that Climb knows, so nothing can be written to it.`,
          range: file.range,
        };
      }
    }
    for (const problem of targetFindings(context)) if (problem.code === 'target.unmapped') yield problem;
  },
};
