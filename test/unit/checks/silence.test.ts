import { describe, expect, it } from 'vitest';
import { validateMixture, type ValidateOptions } from '../../../src/core/checks/validate.ts';

const codes = (text: string, options: ValidateOptions = {}): string[] =>
  validateMixture(text, options).map(({ code, severity }) => `${severity} ${code}`);

const tooMuch = 'climb: 1\nlanguages:\n  en: 0.7\n  de: 0.7\n';

describe('Silencing problems', () => {
  it('hides a warning where the file asks for it', () => {
    const text = 'climb: 1\nlanguages:\n  en: 0.5\n  # climb-ignore: language.unknown\n  deu_Lat: 0.5\n';
    expect(codes(text)).toEqual([]);
    expect(codes(text.replace(/ {2}#.*\n/, ''))).toEqual(['warning language.unknown']);
  });

  it('hides nothing from a strict check', () => {
    const text = 'climb: 1\nlanguages:\n  en: 0.5\n  # climb-ignore: language.unknown\n  deu_Lat: 0.5\n';
    expect(codes(text, { strict: true })).toEqual(['warning language.unknown']);
  });

  it('never hides an error, neither from the file nor from settings that come with it', () => {
    const ignored = tooMuch.replace(
      'languages:',
      '# climb-ignore: ratio.sum\nlanguages: # climb-ignore: ratio.sum',
    );
    expect(codes(ignored)).toContain('error ratio.sum');
    expect(codes(tooMuch, { levels: { 'ratio.sum': 'off' } })).toContain('info ratio.sum');
    expect(codes(tooMuch, { levels: { 'ratio.sum': 'warning' } })).toContain('warning ratio.sum');
  });

  it('never hides that a file asks for what lies outside the workspace', () => {
    const text = 'climb: 1\nlanguages: { en: 1 }\ninteractions: { runs: ../../secret.csv }\n';
    const unreadable = () => ({ message: 'outside', outside: true });
    expect(codes(text, { levels: { 'file.outside': 'off' }, unreadable })).toContain('info file.outside');
  });
});
