import { foundWhileReading, type Rule } from './rule.ts';

export const quantityInvalid: Rule = {
  code: 'quantity.invalid',
  level: 'error',
  check: (context) => foundWhileReading(context, 'quantity.invalid'),
};
