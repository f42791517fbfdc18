import { foundWhileReading, type Rule } from './rule.ts';

export const fileSyntax: Rule = {
  code: 'file.syntax',
  level: 'error',
  inBrokenFiles: true,
  check: (context) => foundWhileReading(context, 'file.syntax'),
};
