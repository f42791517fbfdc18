import type { RelatedPlace } from '../../problem.ts';
import type { Located, TextRange } from '../../text/range.ts';
import type { Mixture } from '../../mixture/mixture.ts';
import { boundsConflict, canKeepBounds } from '../../edits/redistribute.ts';
import { epochLimit } from '../../mixture/shares.ts';
import type { Rule } from './rule.ts';

const shownPlaces = 5;

/** With more groups than this, the one to blame is not looked for: that solves the bounds anew for each of them. */
const maxGroups = 20;

export const boundsInfeasible: Rule = {
  code: 'bounds.infeasible',
  level: 'error',
  *check({ mixture, parsed }) {
    if (mixture.languages.length === 0 || mixture.languagesRange === null) return;
    const reason = boundsConflict(mixture);
    if (reason === null) return;
    const range = culprit(mixture, parsed.text) ?? mixture.languagesRange;
    yield {
      message: `No mixture satisfies all bounds. ${reason} Relax one of them.`,
      range,
      related: places(mixture, range),
    };
  },
};

/** The language whose own bounds cross, else the group whose bounds are the trouble; null: the languages together. */
function culprit(mixture: Mixture, text: string): TextRange | null {
  for (const language of mixture.languages) {
    const { min, max } = language;
    if (min !== null && min.value > Math.min(max?.value ?? 1, epochLimit(mixture, language) ?? 1))
      return min.range;
  }
  const { length } = mixture.groups;
  if (length === 0 || length > maxGroups || !canKeepBounds({ ...mixture, groups: [] })) return null;
  // Groups one by one, then the last one without which the rest can hold.
  const alone = mixture.groups.find((group) => !canKeepBounds({ ...mixture, groups: [group] }));
  const needed =
    alone ??
    mixture.groups.findLast((group) =>
      canKeepBounds({ ...mixture, groups: mixture.groups.filter((other) => other !== group) }),
    );
  return needed === undefined ? null : groupKey(needed.range, text);
}

export function groupKey({ start, end }: TextRange, text: string): TextRange {
  const key = /^(?:"[^"]*"|'[^']*'|[^:\r\n]+)/.exec(text.slice(start, end))?.[0].trimEnd() ?? '';
  return { start, end: start + Math.max(1, key.length) };
}

/** Where the bounds stand that may have to give way. */
function places({ languages, groups }: Mixture, shown: TextRange): RelatedPlace[] {
  const found: RelatedPlace[] = [];
  const add = (message: string, bound: Located<number> | null) => {
    if (bound !== null && bound.range.start !== shown.start) found.push({ message, range: bound.range });
  };
  for (const { code, min, max } of languages) {
    add(`\`${code}\` has a minimum here`, min);
    add(`\`${code}\` has a maximum here`, max);
  }
  for (const { name, min, max } of groups) {
    add(`the group \`${name}\` has a minimum here`, min);
    add(`the group \`${name}\` has a maximum here`, max);
  }
  return found.slice(0, shownPlaces);
}
