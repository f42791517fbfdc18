import { startingSection, type StartingLine } from '../proxy/starting-section.ts';

/** Bodies of VS Code snippets, a line each; `${1:…}` are places to fill in. */
type Body = readonly string[];

/** A whole file, for an empty one. */
export const fileSnippet: Body = [
  'climb: 1',
  'budget:',
  '  tokens: ${1:100B}',
  'languages:',
  '  ${2:en}: 0.5',
  '  ${3:de}: 0.5',
  'interactions:',
  '  prior: relatedness$0',
];

/** A value to fill in, or to choose where there are others. */
function place(number: number, { value, others, comment }: StartingLine): string {
  if (others.length > 0) return `\${${number}|${[value, ...others].join(',')}|}`;
  return `\${${number}:${value.replaceAll('}', '\\}')}}${comment === null ? '' : ` # ${comment}`}`;
}

/** What a section of the file is mostly begun with. */
export const sectionSnippets: Readonly<Record<string, Body>> = {
  model: ['model:', '  parameters: ${1:7B}$0'],
  budget: ['budget:', '  tokens: ${1:100B}$0'],
  languages: ['languages:', '  ${1:en}: ${2:1}$0'],
  groups: ['groups:', '  ${1:romance}:', '    members: [${2:fr}, ${3:es}]', '    min: ${4:10%}$0'],
  stages: ['stages:', '  - name: ${1:stable}', '  - name: ${2:annealing}', '    tokens: ${3:10%}$0'],
  interactions: ['interactions:', '  ${1|prior: relatedness,runs: runs/*.csv,model: fitted.model.json|}$0'],
  objective: ['objective:', '  max_epochs: ${1:4}$0'],
  targets: ['targets:', '  - file: ${1:../train.yaml}$0'],
  proxy: ['proxy:', ...startingSection.map((line, i) => `  ${line.key}: ${place(i + 1, line)}`)],
};

/** A language with more than its ratio, as the value behind its code. */
export const languageSnippet = '{ ratio: ${1:0.1}, available: ${2:100B} }';
