import { modelOf } from './analysis.ts';
import type { Rule } from './rule.ts';

export const interactionLanguageMissing: Rule = {
  code: 'interaction.language-missing',
  level: 'warning',
  *check({ mixture, analysis }) {
    const guessed = new Set(modelOf(mixture, analysis)?.priorLanguages ?? []);
    for (const { code, codeRange } of mixture.languages) {
      if (!guessed.has(code)) continue;
      yield {
        message: `No run or model knows \`${code}\`: its loss and its transfers are guessed from relatedness. Plan proxy runs with it, or spell the code as the runs do.`,
        range: codeRange,
      };
    }
  },
};
