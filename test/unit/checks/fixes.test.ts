import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fixSteps } from '../../../src/core/checks/fix-all.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import type { Problem, Severity } from '../../../src/core/problem.ts';
import { allSteps } from '../../../src/core/steps.ts';
import { applyEdits, type TextEdit } from '../../../src/core/text/range.ts';

const folder = fileURLToPath(new URL('../../fixtures/mixture/', import.meta.url));
const fixtures = readdirSync(folder).map((fileName) => ({
  fileName,
  text: readFileSync(folder + fileName, 'utf8'),
}));

const fixable = (problems: readonly Problem[]) => problems.filter(({ fixes }) => (fixes?.length ?? 0) > 0);

/** The edits that take a fix back: what stood there, at the places where the new text stands. */
function inverse(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return [...edits]
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ range, newText }) => {
      const start = range.start + shift;
      shift += newText.length - (range.end - range.start);
      return { range: { start, end: start + newText.length }, newText: text.slice(range.start, range.end) };
    });
}

describe('quick fixes', () => {
  for (const { fileName, text } of fixtures) {
    const problems = validateMixture(text, { fileName });
    if (fixable(problems).length === 0) continue;

    it(`of ${fileName}: undone, the same bytes are back; comments stay; the problem is gone`, () => {
      for (const problem of fixable(problems)) {
        for (const { edits, title } of problem.fixes!) {
          expect(edits.length, title).toBeGreaterThan(0);
          const fixed = applyEdits(text, edits);
          expect(fixed).not.toBe(text);
          expect(applyEdits(fixed, inverse(text, edits))).toBe(text);
          const comments = (of: string) => of.match(/#[^\n]*/g) ?? [];
          expect(comments(fixed)).toEqual(comments(text));
          const same = ({ code, message }: Problem) => code === problem.code && message === problem.message;
          const before = problems.filter(same).length;
          expect(validateMixture(fixed, { fileName }).filter(same).length, title).toBeLessThan(before);
        }
      }
    });
  }

  it('lead to a file without fixable errors and warnings, whatever is taken in whatever order', () => {
    const grave = new Set<Severity>(['error', 'warning']);
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.infiniteStream(fc.nat()),
        ({ fileName, text }, choices) => {
          let current = text;
          const left = () =>
            fixable(validateMixture(current, { fileName })).filter(({ severity }) => grave.has(severity));
          for (let step = 0; step < 60; step++) {
            const problems = left();
            if (problems.length === 0) return;
            const pick = <T>(from: readonly T[]): T => from[choices.next().value! % from.length]!;
            current = applyEdits(current, pick(pick(problems).fixes!).edits);
          }
          expect(left().map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('lead to such a file from any mixture of mistakes', () => {
    const code = fc.constantFrom('en', 'de', 'iw', 'he', 'no', 'eng_Latn', 'deu_Lat', '"fr"', 'german', 'on');
    const ratio = fc.constantFrom('0.5', '30%', '1/3', '0', '-0.1', '45', '1e-2', '07', '');
    const key = fc.constantFrom(
      'min: 10%',
      'max: 0.2',
      'available: 20B',
      'max_epochs: 2',
      'avalable: 3B',
      '',
    );
    const value = fc
      .tuple(ratio, key, key)
      .map(([share, a, b]) =>
        a === ''
          ? share
          : `{ ${[...(share === '' ? [] : [`ratio: ${share}`]), a, b].filter(Boolean).join(', ')} }`,
      );
    const languages = fc.array(fc.tuple(code, value), { minLength: 1, maxLength: 6 });
    const others = fc.subarray([
      'budget: { tokens: 1T }',
      'objective: { max_epoch: 4, loss: relativ }',
      'groups: { g: { members: [en, fr, dee], min: 30% } }',
      'interactions: { prior: relatednes }',
      'name: yes',
      'name: 2024-05-01',
    ]);
    fc.assert(
      fc.property(languages, others, fc.infiniteStream(fc.nat()), (entries, rest, choices) => {
        const lines = entries.map(([name, written]) => `  ${name}: ${written}`);
        const text = ['climb: 1', 'languages:', ...lines, ...rest, ''].join('\n');
        const pick = <T>(from: readonly T[]): T => from[choices.next().value! % from.length]!;
        let current = text;
        const left = () =>
          fixable(validateMixture(current)).filter(
            ({ severity }) => severity === 'error' || severity === 'warning',
          );
        for (let step = 0; step < 100; step++) {
          const problems = left();
          if (problems.length === 0) return;
          current = applyEdits(current, pick(pick(problems).fixes!).edits);
        }
        expect([current, ...left().map(({ code: found, message }) => `${found}: ${message}`)]).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('repair mixtures with random ratios, bounds and stocks', () => {
    const share = fc.integer({ min: 0, max: 60 }).map((n) => (n / 100).toString());
    const language = fc.record(
      {
        ratio: share,
        min: share.map((x) => String(Number(x) / 20)),
        available: fc.integer({ min: 1, max: 900 }),
      },
      { requiredKeys: ['ratio'] },
    );
    const codes = ['en', 'de', 'fr', 'es', 'ru', 'uk', 'is', 'mt'];
    fc.assert(
      fc.property(fc.array(language, { minLength: 2, maxLength: 8 }), (languages) => {
        const lines = languages.map(({ ratio, min, available }, i) => {
          const more = [
            ...(min === undefined ? [] : [`min: ${min}`]),
            ...(available === undefined ? [] : [`available: ${available}B`]),
          ];
          return `  ${codes[i]!}: { ${[`ratio: ${ratio}`, ...more].join(', ')} }\n`;
        });
        let text = `climb: 1\nbudget: { tokens: 1T }\nobjective: { max_epochs: 4 }\nlanguages:\n${lines.join('')}`;
        for (let step = 0; step < 6; step++) {
          const [problem] = fixable(validateMixture(text));
          if (problem === undefined) break;
          text = applyEdits(text, problem.fixes![0]!.edits);
        }
        expect(fixable(validateMixture(text)).map(({ message }) => message)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

/** The fixes of all problems, by title: what the file's languages look like afterwards. */
function languagesAfter(languages: string): Record<string, string> {
  const text = `climb: 1\nbudget: { tokens: 100B }\nlanguages: ${languages}\n`;
  const fixes = validateMixture(text).flatMap((problem) => problem.fixes ?? []);
  return Object.fromEntries(
    fixes.map(({ title, edits }) => [title, applyEdits(text, edits).split('languages: ')[1]!.trim()]),
  );
}

describe('a decimal comma', () => {
  it.each([
    ['0,01', '0.01'],
    ['0,5e-3', '0.5e-3'],
    ['-0,5', '-0.5'],
    ['1,5T', '1.5T'],
    ['1.000,5', '1000.5'],
  ])('%s is one error, mended in place', (written, meant) => {
    const text = `climb: 1\nlanguages: { en: { ratio: 1, max_epochs: ${written}, name: x } }\n`;
    const errors = validateMixture(text).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(['quantity.invalid']);
    const [fix] = errors[0]!.fixes!;
    expect(fix!.title).toBe(`Write ${meant}`);
    expect(applyEdits(text, fix!.edits)).toBe(text.replace(written, meant));
  });
});

describe('merging two entries of one language', () => {
  it('adds ratios and stocks, and keeps every other key', () => {
    expect(
      languagesAfter(
        '{ he: { ratio: 0.2, available: 7B, max_epochs: 4 }, iw: { ratio: 30%, available: 5B, min: 0.1 }, en: 0.5 }',
      ),
    ).toEqual({
      'Merge into `he` (adds `ratio` and `available`)':
        '{ he: { ratio: 0.5, available: 12B, max_epochs: 4, min: 0.1 }, en: 0.5 }',
    });
    expect(languagesAfter('{ en: 0.5, he: 0.5, iw: { ratio: 0, available: 3B } }')).toMatchObject({
      'Merge into `he`': '{ en: 0.5, he: { ratio: 0.5, available: 3B } }',
    });
  });

  it('says what it drops, and then waits to be asked', () => {
    const text =
      'climb: 1\nlanguages: { he: { ratio: 0.5, importance: 3 }, iw: { ratio: 0.5, importance: 2 } }\n';
    const [problem] = validateMixture(text);
    expect(problem?.fixes).toMatchObject([
      { title: 'Merge into `he` (adds `ratio`; drops `importance: 2` of `iw`)', preferred: false },
    ]);
  });

  it('takes the spelling of the neighbours, in the rest of the file too', () => {
    const text = `climb: 1
languages: { de: { ratio: 0.2, min: 0.1 }, eng_Latn: 0.5, deu_Latn: 0.3 }
groups: { west: { members: [de, eng_Latn], min: 0.1 } }
proxy: { command: [train], map: { de: [a, b] } }
`;
    const [fix] = validateMixture(text).find(({ code }) => code === 'language.alias-pair')!.fixes!;
    expect(applyEdits(text, fix!.edits)).toBe(`climb: 1
languages: { eng_Latn: 0.5, deu_Latn: { ratio: 0.5, min: 0.1 } }
groups: { west: { members: [deu_Latn, eng_Latn], min: 0.1 } }
proxy: { command: [train], map: { deu_Latn: [a, b] } }
`);
  });

  it('waits until no key of them is given twice', () => {
    const titles = Object.keys(languagesAfter('{ en: 0.5, eng_Latn: { ratio: 0.5, min: 0.1, min: 0.2 } }'));
    expect(titles).toEqual(['Keep the first one', 'Keep this one']);
  });

  it('is left to people where both entries are named elsewhere, or stand at an anchor', () => {
    expect(languagesAfter('{ de: 0.5, deu_Latn: 0.5 }\nproxy: { map: { de: a, deu_Latn: b } }')).toEqual({});
    expect(languagesAfter('{ de: &x { ratio: 0.5 }, deu_Latn: *x }')).toEqual({});
  });
});

it('a misspelt code is never replaced by that of a language that is there', () => {
  const text = 'climb: 1\nlanguages: { de: 0.5, deu_Lat: 0.5 }\n';
  expect(validateMixture(text)).toMatchObject([
    {
      code: 'language.unknown',
      message: expect.stringContaining('Did you mean `de` (German), which is there already?') as string,
      fixes: [],
    },
  ]);
});

it('a share is capped below its limit, with the digits that it needs', () => {
  const fixes = languagesAfter(
    '{ en: { ratio: 0.9, available: 3.123456B, max_epochs: 4 }, de: { ratio: 0.1, available: 1T } }',
  );
  expect(fixes['Cap at the limits and redistribute the rest']).toBe(
    '{ en: { ratio: 0.1249, available: 3.123456B, max_epochs: 4 }, de: { ratio: 0.8751, available: 1T } }',
  );
});

it('a missing path is replaced by the nearest that is there, in its own quotes', () => {
  const text = "climb: 1\nlanguages: { en: 1 }\ninteractions: { runs: ['run/*.csv', other.csv] }\n";
  const nearest = (path: string): string => (path === 'other.csv' ? 'my runs/other.csv' : 'runs/*.csv');
  const problems = validateMixture(text, {
    unreadable: (path) => ({ message: `${path} matches no file`, outside: false, nearest: nearest(path) }),
  });
  expect(problems.map(({ message }) => message)).toContain(
    'run/*.csv matches no file. Did you mean runs/*.csv?',
  );
  const edits = problems.flatMap(({ fixes = [] }) => fixes.flatMap((fix) => fix.edits));
  expect(applyEdits(text, edits)).toContain(`runs: ['runs/*.csv', "my runs/other.csv"]`);
});

describe('Fixing all at once', () => {
  const fixAll = (text: string, fileName = 'a.climb.yaml') =>
    allSteps(fixSteps(parseMixture(text, { fileName }), { fileName }));

  it('leaves no preferred fix of an error or warning, in one edit', () => {
    for (const { text, fileName } of fixtures) {
      const edits = fixAll(text, fileName);
      expect(edits.length).toBeLessThanOrEqual(1);
      const left = validateMixture(applyEdits(text, edits), { fileName }).flatMap(
        ({ severity, fixes = [] }) =>
          severity === 'error' || severity === 'warning' ? fixes.filter(({ preferred }) => preferred) : [],
      );
      expect(left.map(({ title }) => title)).toEqual([]);
    }
  });

  it('changes nothing in a clean file', () => {
    expect(fixAll('climb: 1\nlanguages: { en: 1 }\n')).toEqual([]);
  });
});
