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
