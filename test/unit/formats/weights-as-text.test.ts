// What a trainer's YAML reader takes as a number, and what as text: quotes, blocks, aliases and tags decide.
import { describe, expect, it } from 'vitest';
import { errorsOf, read, sharesOf, write } from './texts.ts';

const lingua = (en: string, head = '') =>
  `${head}data:\n  root_dir: /d\n  sources:\n    wiki_en: ${en}\n    wiki_de: 0.5\n`;

describe('a number that is text', () => {
  it.each([
    ['"0.5"', 'In quotes, this number is text. Remove the quotes.', '0.5'],
    ['>-\n      0.5', 'In a block (`>-`), this number is text. Write it behind the key.', '0.5'],
    ['| # half\n      0.5', 'In a block (`|`), this number is text. Write it behind the key.', '0.5'],
    ['*half', 'What this alias stands for is text. Write a number.', '0.5'],
    ['!!str 0.5', 'The tag `!!str` makes this number text. Remove the tag.', null],
  ])('%j', (written, message, fixed) => {
    const head = 'half: &half "0.5"\n';
    const text = lingua(written, head);
    const { problems } = read(text).config;
    expect(problems).toMatchObject([{ code: 'lingua.weight', message }]);
    const [edit] = problems[0]!.fixes?.flatMap(({ edits }) => edits) ?? [];
    const result = edit && text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
    expect(result ?? null).toBe(fixed && lingua(fixed, head));
  });
});

describe('a number with a tag', () => {
  it.each([
    ['!!float "0.5"', 0.5, '!!float "0.6"', '0.4'],
    ['!!float 1e-1', 1 / 6, '!!float 0.36', '0.24'],
    ['!!float 2', 0.8, '!!float 1.5', '1'],
  ])('%s', (before, share, en, de) => {
    const text = lingua(before);
    expect(errorsOf(text)).toEqual([]);
    expect(sharesOf(text)!['wiki_en']).toBeCloseTo(share, 9);
    expect(write(text, { en: 0.6, de: 0.4 }).text).toBe(lingua(en).replace('_de: 0.5', `_de: ${de}`));
  });

  it('that must be whole is read and left alone', () => {
    const text = lingua('!!int "2"');
    expect(errorsOf(text)).toEqual([]);
    expect(sharesOf(text)).toEqual({ wiki_en: 0.8, wiki_de: 0.2 });
    const result = write(text, { en: 0.6, de: 0.4 });
    expect(result.text).toBe(text);
    expect(result.notes).toContain('behind `!!int`, only a whole number can stand');
  });
});

it.each([
  'train: {train_en: 0.5, train_de: 0.5}\nvalid: {valid_en: 1.0}\n',
  'mix:\n  en: {weight: 0.5, repetition_factor: 1.0}\n  de: {weight: 0.5, repetition_factor: 1.0}\n',
])('a byte order mark changes nothing: %j', (text) => {
  expect(sharesOf(`\uFEFF${text}`)).toEqual(sharesOf(text));
  const shares = { en: 0.6, de: 0.4 };
  expect(write(`\uFEFF${text}`, shares).text).toBe(`\uFEFF${write(text, shares).text}`);
});
