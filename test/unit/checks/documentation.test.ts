import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import mixtureSchema from '#generated/mixture-schema';
import { rules } from '../../../src/core/checks/rules/all-rules.ts';
import { notChecked } from '../../../src/cli/own-fault.ts';
import { moreProblems } from '../../../src/core/checks/run-rules.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { describeRule, documentation } from '../../../src/core/report/documentation.ts';

const page = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

/** Whole files are written as they are, parts get what every file needs. */
function whole(example: string): string {
  const head = /^climb:/m.test(example) ? '' : 'climb: 1\n';
  return head + example + (/^languages:/m.test(example) ? '' : 'languages: { en: 1 }\n');
}

const yamlBlocks = (text: string) => [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml!);
const check = (example: string) =>
  validateMixture(whole(example), {
    unreadable: (path) =>
      /lost|\.\.\//.test(path) ? { message: `${path} is not there`, outside: path.startsWith('../') } : null,
  });

describe('docs/problems.md', () => {
  const sections = page('problems.md')
    .split(/^(?=##+ )/m)
    .filter((section) => section.startsWith('### '));
  const documented = sections.map((section) => /^### (\S+)/.exec(section)![1]!);
  /** As GitHub makes them of headings. */
  const anchors = new Set(documented.map((code) => code.replace(/[^\w-]/g, '')));

  it('has a section for every rule, and no other', () => {
    expect([...documented].sort()).toEqual(
      [...rules.map(({ code }) => code), moreProblems, notChecked].sort(),
    );
  });

  it('is where the link of every problem leads', () => {
    for (const { code } of rules) expect(anchors).toContain(documentation(code).split('problems.md#')[1]);
  });

  it('has a sentence for every rule, which code scanning shows', () => {
    for (const { code } of rules) {
      const { sentence = '' } = describeRule(code) ?? {};
      expect(sentence, code).toMatch(/^[A-Z`].+[.:]$/);
    }
  });

  for (const [i, section] of sections.entries()) {
    const code = documented[i]!;
    const rule = rules.find((candidate) => candidate.code === code);

    it(`${code}: its level is the one of the rule`, () => {
      expect(section.split('\n')[1]).toMatch(
        new RegExp(`^\\*${rule?.level ?? (code === notChecked ? 'error' : 'info')}\\* · `),
      );
    });

    const [bad, good] = yamlBlocks(section);
    if (bad === undefined) continue;
    it(`${code}: the example has this problem and no other error`, () => {
      const found = check(bad);
      expect(found.map((problem) => problem.code)).toContain(code);
      const errors = found.filter((problem) => problem.severity === 'error' && problem.code !== code);
      expect(errors.map(({ message }) => message)).toEqual([]);
    });
    if (good === undefined) continue;
    it(`${code}: the repaired example has no problem`, () => {
      expect(check(good)).toEqual([]);
    });
  }

  it('has an example for every rule that needs nothing but the file', () => {
    const without = documented.filter((_, i) => yamlBlocks(sections[i]!).length === 0);
    expect(
      without.every((code) =>
        /^(?:interaction|fit|mixture|solver|target|file\.(?:more|not-checked))/.test(code),
      ),
    ).toBe(true);
  });
});

describe('docs/mixture-file.md', () => {
  const text = page('mixture-file.md');

  it('explains every key of the schema', () => {
    const keys = new Set<string>();
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties } = node as { properties?: Record<string, unknown> };
      for (const key of Object.keys(properties ?? {})) keys.add(key);
      Object.values(node).forEach(visit);
    };
    visit(mixtureSchema);
    keys.delete('$schema');
    const missing = [...keys].filter((key) => !new RegExp(`\`(?:\\w+\\.)?${key}\\b`).test(text));
    expect(missing).toEqual([]);
  });

  for (const [i, example] of yamlBlocks(text).entries()) {
    it(`has examples without errors and warnings (${i + 1})`, () => {
      const grave = check(example).filter(({ severity }) => severity === 'error' || severity === 'warning');
      expect(grave.map(({ message }) => message)).toEqual([]);
    });
  }
});
