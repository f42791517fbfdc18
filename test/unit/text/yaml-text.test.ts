import { describe, expect, it } from 'vitest';
import { yamlText } from '../../../src/core/text/yaml-text.ts';

describe('A text that is written as YAML', () => {
  it.each(['en', 'por_Latn', 'português do Brasil', 'data/en.v2', '/data/en-1'])(
    'stays plain: %s',
    (text) => {
      expect(yamlText(text)).toBe(text);
    },
  );

  it.each(['no', 'On', 'y', 'nan', 'null', 'true', '2024-01-01', '1e3', '- a', '../a', 'a: b', 'en ', ''])(
    'is quoted where a reader takes it for something else: %j',
    (text) => {
      expect(yamlText(text)).toBe(JSON.stringify(text));
    },
  );
});
