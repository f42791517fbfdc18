import { count, epochs } from '../../text/words.ts';
import { epochLimit, epochTolerance, maxEpochsOf, sharesOf } from '../../mixture/shares.ts';
import { decimal } from '../../text/decimal.ts';
import { redistribute } from '../../edits/redistribute.ts';
import type { RelatedPlace } from '../../problem.ts';
import type { Rule } from './rule.ts';
import { elementAt } from '../../text/elements.ts';

export const dataEpochs: Rule = {
  code: 'data.epochs',
  level: 'warning',
  *check({ mixture, parsed }) {
    const shares = sharesOf(mixture);
    const { tokens } = mixture;
    if (shares === null || tokens === null) return;
    let edits: ReturnType<typeof redistribute> | undefined;
    for (const [i, language] of mixture.languages.entries()) {
      const { code, codeRange, available, ratio } = language;
      const limit = epochLimit(mixture, language);
      const most = maxEpochsOf(mixture, language);
      if (most === null || limit === null || available === null) continue;
      const share = elementAt(shares, i);
      if (share <= limit * (1 + epochTolerance)) continue;
      const limitWords = decimal(most.value, 3);
      const read = (share * tokens.value) / available.value;
      edits ??= redistribute(parsed, shares);
      const related: RelatedPlace[] = [
        { message: `${count(available.value)} tokens are available`, range: available.range },
        { message: `at most ${limitWords} epochs`, range: most.range },
      ];
      yield {
        message: `The text of \`${code}\` would be read ${epochs(read)} times${mixture.stages.length > 1 ? ' over all stages' : ''} (${count(share * tokens.value)} tokens from ${count(available.value)}), more than the ${limitWords} allowed. Lower its ratio or raise \`max_epochs\`.`,
        range: ratio?.range ?? codeRange,
        related,
        fixes:
          edits === null
            ? []
            : [{ title: 'Cap at the limits and redistribute the rest', edits, preferred: true }],
      };
    }
  },
};
