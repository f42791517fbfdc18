import { renameKey } from '../../edits/edit-entries.ts';
import { beyondBudget } from '../../formats/config-limits.ts';
import { ownCodes } from '../../formats/source-language.ts';
import { languageKnowledge } from '../../language/codes.ts';
import { KnownWords } from '../../text/nearest.ts';
import { entryOf } from '../../mixture/source.ts';
import type { Rule } from './rule.ts';
import { targetFindings } from './targets.ts';

export const targetUnmapped: Rule = {
  code: 'target.unmapped',
  level: 'warning',
  *check(context) {
    const { mixture, parsed, unreadable, configs } = context;
    const nodes = entryOf(parsed.root, 'targets')?.value;
    if (nodes?.kind !== 'list') return;
    const codes = mixture.languages.map(({ code }) => code);
    const own = ownCodes(codes, languageKnowledge);
    const words = new KnownWords(codes);
    for (const node of nodes.items) {
      const map = entryOf(node, 'map')?.value;
      for (const { key, keyRange } of map?.kind === 'map' ? map.entries : []) {
        if (own(key) !== null) continue;
        const near = words.nearest(key, 1).filter((code) => entryOf(map, code) === undefined);
        const hint = near.map((code) => ` Did you mean \`${code}\`?`).join('');
        yield {
          message: `\`${key}\` is not one of this file's languages, so what it names here belongs to none of them.${hint}`,
          range: keyRange,
          fixes: near.map((code) => ({
            title: `Replace with \`${code}\``,
            edits: [renameKey(parsed.text, keyRange, code)],
          })),
        };
      }
    }
    const left = mixture.targets.find(({ file }) => file.value === configs.left);
    if (left !== undefined)
      yield {
        message: `${beyondBudget(`\`${left.file.value}\``)}.`,
        range: left.file.range,
      };
    for (const { file } of mixture.targets) {
      const held = configs.targets.get(file.value);
      const why = held === undefined ? unreadable(file.value) : null;
      if (why !== null && !why.outside) {
        yield { message: `${why.message}.`, range: file.range };
      } else if (held === null) {
        yield {
          message: `\`${file.value}\` is not a training config that Climb recognises, so nothing can be written to it.`,
          range: file.range,
        };
      }
    }
    for (const problem of targetFindings(context))
      if (problem === undefined || problem.code === 'target.unmapped') yield problem;
  },
};
