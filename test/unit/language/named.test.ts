import { expect, test } from 'vitest';
import { codeNamed } from '../../../src/core/language/named.ts';

test.each([
  ['German', 'de'],
  ['finnish', 'fi'],
  ['Mandarin', 'cmn'],
  ['Farsi', 'fa'],
  ['Chinese (Simplified)', 'zh_Hans'],
  ['Serbian (Latin)', 'srp_Latn'],
  ['Portuguese (BR)', 'pt_BR'],
  ['Portuguese (Brazil)', 'pt_BR'],
  ['dewiki', 'de'],
  ['warwiki', 'war'],
  ['zh_min_nanwiki', 'zh-min-nan'],
  ['enwiktionary', 'en'],
  ['commonswiki', null],
  ['German (web)', null],
  ['web', null],
  ['en', null],
  ['', null],
])('%j is the name of %j', (name, code) => expect(codeNamed(name)).toBe(code));
