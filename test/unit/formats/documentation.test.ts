import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { areaOf } from '../../../src/core/formats/adapter.ts';
import { adapters } from '../../../src/core/formats/all-adapters.ts';
import { describeRule, documentation, sharedFormatRules } from '../../../src/core/report/documentation.ts';
import { cases } from './cases.ts';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/formats.md', root), 'utf8');
/** As GitHub makes them of headings. */
const anchors = new Set(
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  ),
);
const anchorOf = (code: string) => documentation(code).split('#')[1];

/** The rules that a source file reports. */
function rulesIn(file: string): string[] {
  const source = readFileSync(new URL(`src/core/formats/${file}`, root), 'utf8');
  return [...source.matchAll(/(?:report\(|#report\()\s*'([a-z0-9-]+)'/g)].map(([, rule]) => rule!);
}

it('explains every problem that a config can have', () => {
  const own = adapters.flatMap((adapter) =>
    rulesIn(`adapters/${adapter.name}.ts`).map((rule) => `${areaOf(adapter)}.${rule}`),
  );
  const blend = rulesIn('adapters/megatron-blend.ts').flatMap((rule) => [
    `megatron.${rule}`,
    `megatron-bridge.${rule}`,
  ]);
  for (const code of ['olmo-core.insufficient', ...own, ...blend, ...cases.map(([, , code]) => code)]) {
    expect(anchors, code).toContain(anchorOf(code));
    expect(describeRule(code)?.sentence ?? 'none', code).toMatch(/\w/);
  }
});

it('shares exactly the rules that are documented as shared', () => {
  const shared = [
    'rules.ts',
    'reading/reader.ts',
    'missing-files.ts',
    'epochs.ts',
    'departures.ts',
    'unknown-shares.ts',
  ].flatMap(rulesIn);
  const own = 'insufficient'; // of OLMo-core, found beside FORMAT.epochs
  expect([...new Set(shared)].filter((rule) => rule !== own).sort()).toEqual([...sharedFormatRules].sort());
  for (const rule of sharedFormatRules) expect(anchors).toContain(`format${rule}`);
});

it('lists every format', () => {
  for (const { name } of adapters) expect(page).toContain(`| \`${name}\` |`);
  expect(readdirSync(new URL('src/core/formats/adapters/', root))).toEqual(
    expect.arrayContaining(adapters.map(({ name }) => `${name}.ts`)),
  );
});
