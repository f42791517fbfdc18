import { removeEntry } from '../../edits/edit-entries.ts';
import { mapsOf, type SourceEntry } from '../../mixture/source.ts';
import type { Rule } from './rule.ts';

export const fileDuplicateKey: Rule = {
  code: 'file.duplicate-key',
  level: 'error',
  *check({ parsed: { root, text } }) {
    for (const map of mapsOf(root)) {
      const first = new Map<string, SourceEntry>();
      for (const entry of map.entries) {
        const earlier = first.get(entry.key);
        if (entry.merged || earlier === undefined) {
          first.set(entry.key, entry);
          continue;
        }
        yield {
          message: `\`${entry.key}\` is already given above; most readers silently take the last one. Keep one of them.`,
          range: entry.keyRange,
          related: [{ message: `\`${entry.key}\` is first given here`, range: earlier.keyRange }],
          fixes: [
            { title: 'Keep the first one', edits: [removeEntry(text, map, entry)] },
            { title: 'Keep this one', edits: [removeEntry(text, map, earlier)] },
          ],
        };
      }
    }
  },
};
