import { adapters } from '../formats/check.ts';

const pages = 'https://github.com/climb-mixture/climb/blob/main/docs/';
const formatAreas = new Set(adapters.map(({ codes }) => codes));

/** Rules that mean the same in every training format; docs/formats.md has them once, as `FORMAT.rule`. */
export const sharedFormatRules: ReadonlySet<string> = new Set([
  'syntax',
  'weight',
  'yaml-surprise',
  'duplicate-key',
  'not-finite',
  'negative',
  'zero',
  'zero-sum',
  'sum',
  'duplicate-source',
  'mixed-scales',
  'default-weights',
  'unit',
  'never-sampled',
  'epochs',
  'file-missing',
  'language-unknown',
  'language-alias',
  'language-macro',
  'fineweb2-english',
]);

/** Where a problem code is explained: formats.md for training configs, problems.md for mixtures. */
export function documentation(code: string): string {
  const dot = code.indexOf('.');
  const area = code.slice(0, dot);
  if (!formatAreas.has(area)) return `${pages}problems.md#${code.replaceAll('.', '')}`;
  const rule = code.slice(dot + 1);
  return `${pages}formats.md#${sharedFormatRules.has(rule) ? 'format' : area}${rule}`;
}
