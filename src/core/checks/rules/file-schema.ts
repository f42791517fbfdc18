import { schemaFindings } from '../schema-problems.ts';
import type { Rule } from './rule.ts';

export const fileSchema: Rule = {
  code: 'file.schema',
  level: 'error',
  check: ({ parsed }) => schemaFindings(parsed),
};
