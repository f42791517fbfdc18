import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { foundProblems, wantedProblems } from './wanted.ts';

const folder = fileURLToPath(new URL('../../fixtures/mixture/', import.meta.url));

describe('mixture fixtures', () => {
  for (const fileName of readdirSync(folder)) {
    it(fileName, () => {
      const text = readFileSync(folder + fileName, 'utf8');
      const problems = validateMixture(text, {
        fileName,
        unreadable: (path) =>
          /missing|outside/.test(path)
            ? { message: `${path} cannot be read`, outside: path.includes('outside') }
            : null,
      });
      expect(foundProblems(text, problems)).toEqual(wantedProblems(text));
    });
  }
});
