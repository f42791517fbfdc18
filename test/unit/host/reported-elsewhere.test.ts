import { describe, expect, it } from 'vitest';
import { isReportedElsewhere } from '../../../src/host/language/reported-elsewhere.ts';

const nobody = { json: false, redHatYaml: false, declaresSchema: false };

describe('isReportedElsewhere', () => {
  it.each([
    ['file.syntax', nobody, false],
    ['file.syntax', { ...nobody, json: true }, true],
    ['file.syntax', { ...nobody, redHatYaml: true }, true],
    ['file.duplicate-key', { ...nobody, redHatYaml: true }, true],
    // Our schema is contributed to neither; only a file that names it is checked by it.
    ['file.schema', { ...nobody, redHatYaml: true }, false],
    ['file.schema', { ...nobody, redHatYaml: true, declaresSchema: true }, true],
    ['file.schema', { ...nobody, declaresSchema: true }, false],
    ['file.schema', { ...nobody, json: true }, false],
    ['ratio.sum', { json: true, redHatYaml: true, declaresSchema: true }, false],
  ])('%s beside %j: %s', (code, others, expected) => {
    expect(isReportedElsewhere(code, others)).toBe(expected);
  });
});
