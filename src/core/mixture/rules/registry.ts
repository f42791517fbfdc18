import { fileSchema } from './file-schema.ts';
import { fileSyntax } from './file-syntax.ts';
import { interactionUnreadable } from './interaction-unreadable.ts';
import { quantityInvalid } from './quantity-invalid.ts';
import { ratioNegative } from './ratio-negative.ts';
import { ratioSum } from './ratio-sum.ts';
import type { Rule } from './rule.ts';

/** Every rule of the mixture language, in the order of docs/problems.md. */
export const rules: readonly Rule[] = [
  fileSyntax,
  fileSchema,
  quantityInvalid,
  ratioNegative,
  ratioSum,
  interactionUnreadable,
];
