import { describe, expect, it } from 'vitest';
import { validateMixture } from '../../../src/core/checks/validate.ts';

/** Code, place and words of every problem, except that interactions are not fitted yet. */
function said(text: string): string[] {
  return validateMixture(text)
    .filter(({ code }) => code !== 'interaction.pending')
    .map(({ code, message, range }) => `${code} at ${text.slice(range.start, range.end)}: ${message}`);
}

const languages =
  'budget: { tokens: 1T }\nlanguages:\n  en: { ratio: 0.6, available: 640B }\n  de: { ratio: 0.4, available: 80B }\n';
const whole = `climb: 1\n${languages}`;

describe('A key', () => {
  it.each([
    ['en', '', 'languages: { en: { ratio: 1, avialable: 640B } }', 'avialable', 'available'],
    ['objective', whole, 'objective: { max_epoch: 4 }', 'max_epoch', 'max_epochs'],
    ['proxy', whole, 'proxy: { comand: sh train.sh }', 'comand', 'command'],
    ['a', whole, 'groups: { a: { member: [en] } }', 'member', 'members'],
    ['this entry of `stages`', whole, 'stages: [{ nam: a }]', 'nam', 'name'],
    ['this entry of `targets`', whole, 'targets: [{ fil: a.yaml }]', 'fil', 'file'],
    ['a mixture file', '', 'langages: { en: 1 }', 'langages', 'languages'],
  ])('of %s that is misspelt is told once, with the one that is meant', (owner, before, text, key, meant) => {
    const start = before === '' ? 'climb: 1\n' : before;
    const where = /^(?:this|a) ./.test(owner) ? owner : `\`${owner}\``;
    expect(said(`${start}${text}\n`)).toEqual([
      `file.schema at ${key}: \`${key}\` is not a key of ${where}. Did you mean \`${meant}\`?`,
    ]);
  });

  it('that is like none is told with those of its own section', () => {
    expect(said('climb: 1\nlanguages: { en: { ratio: 1, quux: 2 } }\n')).toEqual([
      'file.schema at quux: `quux` is not a key of `en`. Its keys: `ratio`, `available`, `importance`, `min`, `max`, `max_epochs`, `name`.',
    ]);
  });
});

describe('A value that is wrong', () => {
  const found = (text: string): string[] =>
    validateMixture(text).map(({ code, range }) => `${code} at ${text.slice(range.start, range.end)}`);
  const beside = 'de: { ratio: 0.4, available: 80B }';
  const en = 'en: { ratio: 0.6, available: 1B }';

  it.each([
    ['quantity.invalid at 640BT', `languages: { en: { ratio: 0.6, available: 640BT }, ${beside} }`],
    ['file.schema at avialable', `languages: { en: { ratio: 0.6, avialable: 1B }, ${beside} }`],
    ['file.schema at ratoi', `languages: { en: { ratoi: 0.6, available: 1B }, ${beside} }`],
    ['quantity.invalid at ten', `languages: { en: { ratio: ten, available: 1B }, ${beside} }`],
    ['file.duplicate-key at en', `languages: { ${en}, en: 0.2, ${beside} }`],
    ['file.duplicate-key at en', `languages: { ${en}, en: {}, ${beside} }`],
    [
      'file.duplicate-key at en',
      'languages: { en: { available: 1B } }\nstages: [{ name: a, languages: { en: 1, en: 0.5 } }]',
    ],
    [
      'quantity.invalid at 1X',
      `languages: { ${en}, ${beside} }\nproxy: { command: "t {tokens}", tokens: 1X }`,
    ],
    ['file.schema at tokns', `languages: { ${en}, ${beside} }\nproxy: { command: "t {tokens}", tokns: 1M }`],
  ])('is one problem: %s', (wanted, text) =>
    expect(found(`climb: 1\nbudget: { tokens: 1T }\n${text}\n`)).toEqual([wanted]),
  );

  it('of the budget is not told of the stages again', () => {
    const stages = 'stages: [{ name: a, tokens: 50% }, { name: b, tokens: 1B }]';
    expect(found(`climb: 1\nbudget: { tokens: 1X }\nlanguages: { en: 1 }\n${stages}\n`)).toEqual([
      'quantity.invalid at 1X',
    ]);
  });
});

describe('An entry of a list', () => {
  it('is not taken for the file', () => {
    expect(said(`${whole}stages: [{ tokens: 1T }]\ntargets: [3, { file: "" }]\n`)).toEqual([
      'file.schema at tokens: This entry of `stages` needs the key `name`.',
      'file.schema at 3: This entry of `targets` takes a mapping, not a number.',
      'file.schema at "": `file` is empty.',
    ]);
  });
});

describe('A name that is not one of the languages', () => {
  const interactions = (text: string): string[] => said(`${whole}interactions: { ${text} }\n`);
  const stranger = (path: string, name: string, meant = ''): string =>
    `language.unknown at ${name}: \`${path}\` names \`${name}\`, which is not one of this file's languages.${meant}`;

  it('is told where transfers are entered by hand, with the one that is meant', () => {
    expect(interactions('matrix: { en: { de: 0.2 }, dee: { en: 9 } }')).toEqual([
      stranger('interactions.matrix', 'dee', ' Did you mean `de`?'),
    ]);
    expect(interactions('matrix: { en: { xx: 3 } }, exponent: { qq: 2 }')).toEqual([
      stranger('interactions.matrix', 'xx'),
      stranger('interactions.exponent', 'qq'),
    ]);
  });

  it('may be another code of one that is', () => {
    expect(interactions('matrix: { eng_Latn: { de: 0.2 } }')).toEqual([
      stranger('interactions.matrix', 'eng_Latn', ' Did you mean `en`?'),
    ]);
  });

  it('is told once where aliases repeat it, and not at all where there are no languages', () => {
    expect(interactions('matrix: { en: &x { xx: 3 }, de: *x }')).toHaveLength(1);
    expect(said('climb: 1\ninteractions: { matrix: { en: { de: 3 } } }\n')).toEqual([
      'file.schema at climb: The file needs the key `languages`.',
    ]);
  });
});
