import { expect, test } from 'vitest';
import { declaresMixture, isMixtureText } from '../../../src/core/mixture/recognise.ts';

const schema = '# yaml-language-server: $schema=https://example.org/climb-mixture.schema.json\n';

test('a file declares its schema at its beginning, and is not searched to its end for that', () => {
  expect(declaresMixture('a.yaml', `# ours\n${schema}`)).toBe(true);
  expect(declaresMixture('a.yaml', `${'#'.repeat(3_000)}\n${schema}`)).toBe(false);
  expect(declaresMixture('a.climb.yaml', '')).toBe(true);
  expect(isMixtureText('a.yaml', `${'#'.repeat(3_000)}\nclimb: 1\n`)).toBe(true);
});
