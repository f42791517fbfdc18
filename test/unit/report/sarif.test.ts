import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { describeRule, documentation } from '../../../src/core/report/documentation.ts';
import { toGithub } from '../../../src/core/report/github.ts';
import { toSarif, type CheckedFile } from '../../../src/core/report/sarif.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../fixtures/sarif/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
delete schema['id'];
delete schema['$schema'];
// A schema of draft 4; it uses nothing that draft 7 reads otherwise. Formats are not what is tested here.
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const text = 'languages:\r\n  en: 0.7\r\n  de: 0.2\r\n';
const at = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });
const files: readonly CheckedFile[] = [
  {
    file: 'mix tures\\a.climb.yaml',
    text,
    problems: [
      {
        code: 'ratio.sum',
        severity: 'error',
        message: 'The ratios sum to 0.9, 100 % is\nwished.',
        range: at('languages'),
        related: [
          { message: 'here', range: at('0.2') },
          { message: 'there', file: 'runs.csv', position: { line: 3, column: 4 } },
        ],
        fixes: [{ title: 'Put the rest on de', edits: [{ range: at('0.2'), newText: '0.3' }] }],
      },
      { code: 'ratio.zero', severity: 'hint', message: 'None.', range: at('en') },
    ],
  },
  { file: 'clean.yaml', text: '', problems: [] },
];

describe('SARIF', () => {
  const log = toSarif(files, '1.2.3', (code) => ({
    helpUri: `https://example.org/#${code}`,
    text:
      code === 'ratio.zero'
        ? null
        : { sentence: 'No *whole*.', paragraph: 'No *whole*. See [`sum`](sums.md#sum): a * b.' },
  }));

  it('is valid against the schema of SARIF 2.1.0', () => {
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...log, version: '2.2' })).toBe(false);
  });

  it('describes rules in plain text and in Markdown, without links of another page', () => {
    expect(log).toMatchObject({
      runs: [
        {
          tool: {
            driver: {
              rules: [
                {
                  id: 'ratio.sum',
                  shortDescription: { text: 'No whole.' },
                  fullDescription: { text: 'No whole. See sum: a * b.' },
                  help: { markdown: 'No *whole*. See `sum`: a * b. [More](https://example.org/#ratio.sum)' },
                },
                { id: 'ratio.zero', helpUri: 'https://example.org/#ratio.zero' },
              ],
            },
          },
        },
      ],
    });
  });

  it('gives places from 1, and paths as URIs', () => {
    const json = JSON.stringify(log);
    expect(json).toContain('"uri":"mix%20tures/a.climb.yaml"');
    expect(json).toContain('"deletedRegion":{"startLine":3,"startColumn":7,"endLine":3,"endColumn":10}');
    expect(json).toContain('"region":{"startLine":4,"startColumn":5}');
  });
});

it('SARIF tells of each rule what its documentation says', () => {
  const { runs } = toSarif(files, '1.2.3', (code) => ({
    helpUri: documentation(code),
    text: describeRule(code),
  })) as { runs: { tool: { driver: { rules: { id: string; shortDescription: unknown }[] } } }[] };
  expect(runs[0]?.tool.driver.rules[0]).toMatchObject({
    id: 'ratio.sum',
    shortDescription: { text: 'The shares do not sum to 1; the tolerance is 1e-6 per language.' },
  });
});

describe('GitHub annotations', () => {
  it('escape what would end a command', () => {
    expect(toGithub(files).split('\n')).toEqual([
      '::error file=mix tures\\a.climb.yaml,line=1,endLine=1,col=1,endColumn=10,title=ratio.sum::The ratios sum to 0.9, 100 %25 is%0Awished.',
      '::notice file=mix tures\\a.climb.yaml,line=2,endLine=2,col=3,endColumn=5,title=ratio.zero::None.',
      '',
    ]);
  });
});
