import { sumOf } from '../../climb/dense/vectors.ts';
import type { Fix } from '../../problem.ts';
import { percent } from '../../text/words.ts';
import { isTooMuchToMove, redistribute } from '../../edits/redistribute.ts';
import { usesFileRatios } from '../../mixture/stages.ts';
import { shareTolerance, sharesOf, writtenRatios } from '../../mixture/shares.ts';
import { groupKey } from './bounds-infeasible.ts';
import { violation, type Violation } from './violation.ts';
import type { Finding, Rule } from './rule.ts';
import { elementAt } from '../../text/elements.ts';

export const boundsViolated: Rule = {
  code: 'bounds.violated',
  level: 'warning',
  *check({ mixture, parsed }) {
    const shares = sharesOf(mixture);
    const written = usesFileRatios(mixture) ? writtenRatios(mixture) : [];
    if (shares === null || written === null) return;
    // Shares that do not sum to 1 yet are put right first.
    const off = written.length === 0 ? 0 : sumOf(written) - 1;
    if (!mixture.weights && Math.abs(off) > shareTolerance * written.length) return;
    let fixes: readonly Fix[] | null | undefined;
    const offer = (): readonly Fix[] | null => {
      if (isTooMuchToMove(mixture)) return [];
      const edits = redistribute(parsed, shares);
      return edits && [{ title: 'Move into the bounds and redistribute the rest', edits, preferred: true }];
    };
    for (const [i, { code, codeRange, ratio, min, max }] of mixture.languages.entries()) {
      const share = elementAt(shares, i);
      const broken = violation(share, min, max, shareTolerance);
      if (broken === null) continue;
      if (fixes === undefined) fixes = offer();
      // Bounds that no mixture can keep are told by `bounds.infeasible`, once.
      if (fixes === null) return;
      yield finding(`\`${code}\` has`, share, broken, ratio?.range ?? codeRange, fixes);
    }
    const index = new Map(mixture.languages.map(({ code }, i) => [code, i]));
    for (const { name, members, min, max, range } of mixture.groups) {
      const inside = new Set(members.flatMap(({ value }) => index.get(value) ?? []));
      const sum = sumOf([...inside].map((i) => elementAt(shares, i)));
      const broken = violation(sum, min, max, shareTolerance * Math.max(1, inside.size));
      if (broken === null) continue;
      if (fixes === undefined) fixes = offer();
      if (fixes === null) return;
      yield finding(`The group \`${name}\` has`, sum, broken, groupKey(range, parsed.text), fixes);
    }
  },
};

function finding(
  subject: string,
  share: number,
  { words, bound }: Violation,
  range: Finding['range'],
  fixes: readonly Fix[],
): Finding {
  return {
    message: `${subject} ${percent(share)}, ${words} of ${percent(bound.value)}.`,
    range,
    related: [{ message: `the bound of ${percent(bound.value)}`, range: bound.range }],
    fixes,
  };
}
