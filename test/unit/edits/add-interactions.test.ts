import { describe, expect, it } from 'vitest';
import { addInteractions, type InteractionSource } from '../../../src/core/edits/add-interactions.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const runs: InteractionSource = { kind: 'runs', path: 'runs/a b.csv' };

function added(text: string, from: InteractionSource = runs, fileName = 'x.climb.yaml'): string | null {
  const edit = addInteractions(parseMixture(text, { fileName }), from);
  return edit === null ? null : applyEdits(text, [edit]);
}

describe('Interactions that are added', () => {
  it.each([
    ['languages:\n  en: 1\n', 'languages:\n  en: 1\ninteractions:\n  runs: runs/a b.csv\n'],
    ['languages:\n  en: 1 # all', 'languages:\n  en: 1 # all\ninteractions:\n  runs: runs/a b.csv\n'],
    [
      '{ "languages": { "en": 1 } }\n',
      '{ "languages": { "en": 1 },\n  "interactions": { "runs": "runs/a b.csv" } }\n',
    ],
    ['{}', '{\n  "interactions": { "runs": "runs/a b.csv" }}'],
  ])('end %j', (text, wanted) => expect(added(text)).toBe(wanted));

  it('are read again as what was meant', () => {
    for (const path of ['runs/*.csv', '- #.csv', 'ü: x.csv', '../up.csv']) {
      const { interactions } = parseMixture(added('languages: { en: 1 }\n', { kind: 'runs', path })!).mixture;
      expect(interactions).toMatchObject({ kind: 'runs', paths: [{ value: path }] });
    }
    expect(parseMixture(added('languages:\n  en: 1\n', { kind: 'prior' })!).mixture.interactions?.kind).toBe(
      'prior',
    );
  });

  it('are left alone where there are some, and where there is no mixture', () => {
    expect(added('languages: { en: 1 }\ninteractions:\n')).toBeNull();
    expect(added('- a list\n')).toBeNull();
    expect(added('')).toBeNull();
  });
});
