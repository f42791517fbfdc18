import { list } from '../../text/words.ts';
import { indexOf, keptGroups, membersOf } from '../../mixture/keep.ts';
import type { Rule } from './rule.ts';

/** What keeps a group from keeping its proportions. */
export const groupKeep: Rule = {
  code: 'group.keep',
  level: 'error',
  *check({ mixture }) {
    const codes = mixture.languages.map(({ code }) => code);
    const index = indexOf(codes);
    const groups = mixture.groups.map((group) => ({ group, members: membersOf(group, index) }));
    const kept = new Set(keptGroups(mixture).map(({ name }) => name));
    const keptBy = new Map<number, string>();
    for (const { group, members } of groups) {
      const { keep, name } = group;
      if (keep === null) continue;
      const twice = members.filter((i) => keptBy.has(i));
      for (const i of members) keptBy.set(i, name);
      if (twice.length > 0) {
        const names = list(twice.map((i) => `\`${codes[i] ?? ''}\``));
        yield {
          message: `${names} cannot be in two kept groups. Remove it from one of them.`,
          range: keep.range,
        };
        continue;
      }
      // Which of another mixture's shares are kept, only its file tells.
      if (keep.kind === 'file' && !kept.has(name))
        yield {
          message: `The group \`${name}\` has no shares to keep: give its members ratios, or say where the proportions come from (\`keep: { from: previous.climb.yaml }\`).`,
          range: keep.range,
        };
    }
  },
};
