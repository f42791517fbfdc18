import { renameKey } from '../../edits/edit-entries.ts';
import { KnownWords } from '../../text/nearest.ts';
import { hasOwnShares } from '../../mixture/stages.ts';
import { entryOf } from '../../mixture/source.ts';
import { isAmbiguous, isRatioGiven } from '../given.ts';
import type { Rule } from './rule.ts';

/** A stage speaks of languages of the file, and of all of them alike: each that it names has a ratio, or none has. */
export const stageLanguage: Rule = {
  code: 'stage.language',
  level: 'error',
  *check({ mixture, parsed }) {
    const known = new Set(mixture.languages.map(({ code }) => code));
    const words = new KnownWords(known);
    const list = entryOf(parsed.root, 'stages')?.value;
    for (const [k, stage] of mixture.stages.entries()) {
      const node = list?.kind === 'list' ? entryOf(list.items[k], 'languages')?.value : undefined;
      const own = hasOwnShares(stage);
      const named = new Set(stage.languages.map(({ code }) => code));
      for (const { code, codeRange, ratio, min, max } of stage.languages) {
        if (!known.has(code)) {
          const [near] = words.nearest(code, 1).filter((word) => !named.has(word));
          yield {
            message: `\`${code}\` is not a language of this file: add it under \`languages\`, with ratio 0 if no other stage trains on it.${near === undefined ? '' : ` Or did you mean \`${near}\`?`}`,
            range: codeRange,
            fixes:
              near === undefined
                ? []
                : [{ title: `Write ${near}`, edits: [renameKey(parsed.text, codeRange, near)] }],
          };
        } else if (own && ratio === null) {
          const path = ['stages', '-', 'languages', code];
          if (isRatioGiven(entryOf(node, code)?.value, path) || isAmbiguous(node)) continue;
          yield {
            message: `\`${code}\` has no ratio in the stage \`${stage.name}\`, but other languages have one there. Give it one, or remove the others so that the stage uses the file's ratios.`,
            range: codeRange,
          };
        } else if (min !== null && max !== null && min.value > max.value)
          yield {
            message: `The minimum of \`${code}\` in the stage \`${stage.name}\` is above its maximum.`,
            range: min.range,
            related: [{ message: 'the maximum', range: max.range }],
          };
      }
    }
  },
};
