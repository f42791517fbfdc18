import { describe, expect, it } from 'vitest';
import { includesCode, resolveCode } from '../../../src/core/language/codes.ts';
import { displayName } from '../../../src/core/language/display-name.ts';
import { suggestCodes } from '../../../src/core/language/suggest.ts';

const id = (code: string) => resolveCode(code)?.id ?? null;

describe('resolveCode', () => {
  it.each([
    ['BCP-47, ISO 639 and FLORES spellings', 'de deu ger deu_Latn de-Latn DE de_XX', 'deu_Latn'],
    ['withdrawn codes', 'he iw heb heb_Hebr', 'heb_Hebr'],
    ['a macrolanguage that is one language in practice', 'et est ekk est_Latn ekk_Latn', 'ekk_Latn'],
    ['Filipino', 'fil tl tgl fil_Latn', 'fil_Latn'],
    ['Persian', 'fa fas pes fas_Arab', 'fas_Arab'],
    ['Swahili', 'sw swa swh', 'swh_Latn'],
    ['Guarani', 'gn grn_Latn gug_Latn', 'gug_Latn'],
    ['romanised Hindi of CC-100 and mC4', 'hi_rom hi-Latn hin_Latn', 'hin_Latn'],
    ['simplified Chinese', 'zh-Hans zhs zho_Hans zh-CN zh_cn', 'zho_Hans'],
    ['Min Nan, which pandas reads as a missing number', 'nan zh-min-nan nan_Latn', 'nan_Latn'],
  ])('brings %s together', (_, codes, expected) => {
    expect(codes.split(' ').map(id)).toEqual(codes.split(' ').map(() => expected));
  });

  it('keeps scripts, regions and parts apart', () => {
    expect(
      ['srp_Latn', 'sr', 'pt', 'pt-BR', 'pt_PT', 'pt-br', 'de--wiki', 'deu_Latn_removed'].map(id),
    ).toEqual([
      'srp_Latn',
      'srp_Cyrl',
      'por_Latn',
      'por_Latn_BR',
      'por_Latn_PT',
      'por_Latn_BR',
      'deu_Latn--wiki',
      'deu_Latn--removed',
    ]);
  });

  it.each(['code', 'math', 'fr-en', 'en_XX-es_XX', 'und_Cyrl', 'x-klingon', 'qaa', 'xx-Goth', 'zxx'])(
    'takes %s for an entry that is not one language',
    (code) => expect(resolveCode(code)?.kind).toMatch(/pair|other/),
  );

  it.each([
    '',
    'xyzzy',
    'e',
    'de_',
    'english',
    'deu_Abcd',
    'zz',
    'de-Latn-',
    '__proto__',
    'constructor',
    '1',
  ])('knows nothing of %s', (code) => expect(resolveCode(code)).toBeNull());
});

describe('includesCode', () => {
  it.each([
    ['zh', 'cmn_Hani', true],
    ['zh', 'zh-Hans', true],
    ['zho_Hans', 'zho_Hant', false],
    ['zh', 'zho_Hani', false],
    ['no', 'nob_Latn', true],
    ['no', 'nn', true],
    ['nb', 'no', false],
    ['sh', 'srp_Cyrl', true],
    ['hbs_Latn', 'srp_Cyrl', false],
    ['ar', 'arz_Arab', true],
    ['de', 'gsw', false],
    ['__proto__', 'de', false],
  ])('%s includes %s: %s', (macro, member, expected) => {
    expect(includesCode(macro, member)).toBe(expected);
  });
});

describe('displayName', () => {
  it.each([
    ['de', 'German'],
    ['nob_Latn', 'Norwegian Bokmål'],
    ['no', 'Norwegian'],
    ['cmn_Hani', 'Mandarin Chinese'],
    ['zh-Hant', 'Chinese (Traditional)'],
    ['srp_Latn', 'Serbian (Latin)'],
    ['pt-BR', 'Portuguese (BR)'],
    ['fr-en', 'French–English'],
    ['code', 'Code'],
    ['x-mine', 'x-mine'],
    ['???', '???'],
  ])('%s is %s', (code, name) => {
    expect(displayName(code)).toBe(name);
  });
});

describe('suggestCodes', () => {
  it('finds slips of the pen and names', () => {
    expect(suggestCodes('deu_Lat')).toContain('deu_Latn');
    expect(suggestCodes('duetsch_Latn')).toEqual([]);
    expect(suggestCodes('german')[0]).toBe('de');
    expect(suggestCodes('Germn')[0]).toBe('de');
    expect(suggestCodes('deo_Latn')).toContain('deu_Latn');
    expect(suggestCodes('zzzzzzzzzz')).toEqual([]);
  });
});
