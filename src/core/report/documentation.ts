import ruleTexts from '#generated/rule-texts';
import { areaOf } from '../formats/adapter.ts';
import { adapters } from '../formats/all-adapters.ts';

/** A page of the documentation by its name, such as `proxy-runs`. */
export const pageOf = (name: string): string =>
  `https://github.com/climb-mixture/climb/blob/main/docs/${name}.md`;

const formatAreas = new Set(adapters.map(areaOf));

/** Rules that mean the same in every training format; docs/formats.md has them once, as `FORMAT.rule`. */
export const sharedFormatRules: ReadonlySet<string> = new Set([
  'syntax',
  'weight',
  'interpolation',
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
  'shared-target',
  'file-missing',
  'shares-unknown',
  'language-unknown',
  'language-alias',
  'language-macro',
  'fineweb2-english',
]);

/** Where a problem code is explained: formats.md for training configs, problems.md for mixtures. */
export function documentation(code: string): string {
  const { page, heading } = sectionOf(code);
  return `${pageOf(page)}#${heading.toLowerCase().replaceAll('.', '')}`;
}

/** What a problem code means, as its documentation has it: in a sentence, and in a paragraph; both Markdown of one line. */
export function describeRule(code: string): { readonly sentence: string; readonly paragraph: string } | null {
  const paragraph = Object.hasOwn(ruleTexts, sectionOf(code).heading)
    ? (ruleTexts[sectionOf(code).heading] ?? '')
    : '';
  if (paragraph === '') return null;
  return { sentence: /^.*?\.(?=\s|$)/.exec(paragraph)?.[0] ?? paragraph, paragraph };
}

function sectionOf(code: string): { readonly page: string; readonly heading: string } {
  const dot = code.indexOf('.');
  if (!formatAreas.has(code.slice(0, dot))) return { page: 'problems', heading: code };
  const rule = code.slice(dot + 1);
  return { page: 'formats', heading: sharedFormatRules.has(rule) ? `FORMAT.${rule}` : code };
}
