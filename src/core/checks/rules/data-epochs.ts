import { count, epochs } from '../../text/words.ts';
import { epochLimit, sharesOf } from '../../mixture/shares.ts';
import { plainDecimal } from '../../text/decimal.ts';
import { redistribute } from '../../edits/redistribute.ts';
import type { RelatedPlace } from '../../problem.ts';
import type { Rule } from './rule.ts';

/** Rounded ratios may exceed the limit by this much of it. */
const tolerance = 1e-3;

export const dataEpochs: Rule = {
  code: 'data.epochs',
  level: 'warning',
  *check({ mixture, parsed }) {
    const shares = sharesOf(mixture);
    const { tokens } = mixture;
    if (shares === null || tokens === null) return;
    let edits: ReturnType<typeof redistribute> | undefined;
    for (const [i, language] of mixture.languages.entries()) {
      const { code, available, ratio } = language;
      const limit = epochLimit(mixture, language);
      if (limit === null || available === null || ratio === null) continue;
      const share = shares[i]!;
      if (share <= limit * (1 + tolerance)) continue;
      const most = language.maxEpochs ?? mixture.objective.maxEpochs!;
      const limitWords = plainDecimal(most.value, 3);
      const read = (share * tokens.value) / available.value;
      edits ??= redistribute(parsed, shares);
      const related: RelatedPlace[] = [
        { message: `${count(available.value)} tokens are available`, range: available.range },
        { message: `at most ${limitWords} epochs`, range: most.range },
      ];
      yield {
        message: `The text of \`${code}\` would be read ${epochs(read)} times (${count(share * tokens.value)} tokens from ${count(available.value)}), more than the ${limitWords} allowed. Lower its ratio or raise \`max_epochs\`.`,
        range: ratio.range,
        related,
        fixes:
          edits === null
            ? []
            : [{ title: 'Cap at the limits and redistribute the rest', edits, preferred: true }],
      };
    }
  },
};
