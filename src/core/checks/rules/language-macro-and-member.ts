import { includesCode, isMacrolanguage } from '../../language/codes.ts';
import type { Rule } from './rule.ts';

export const languageMacroAndMember: Rule = {
  code: 'language.macro-and-member',
  level: 'warning',
  *check({ mixture: { languages } }) {
    const macros = languages.filter(({ code }) => isMacrolanguage(code));
    for (const member of languages) {
      const macro = macros.find(({ code }) => includesCode(code, member.code));
      if (macro === undefined) continue;
      yield {
        message: `\`${member.code}\` is part of \`${macro.code}\`, which is also listed: the same text may be counted twice.`,
        range: member.codeRange,
        related: [{ message: `\`${macro.code}\` includes \`${member.code}\``, range: macro.codeRange }],
      };
    }
  },
};
