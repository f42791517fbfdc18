import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allSteps } from '../../../src/core/steps.ts';
import { surpriseOf } from '../../../src/core/text/yaml11.ts';
import { entryOf, readSource, type SourceScalar } from '../../../src/core/mixture/source.ts';

interface Recorded {
  readonly type: string;
  readonly value: unknown;
}

/** What PyYAML makes of each scalar; recorded by pyyaml.py beside it. */
const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/yaml/pyyaml.json', import.meta.url), 'utf8'),
) as Record<string, Recorded>;

function ours(scalar: string): Recorded {
  const node = entryOf(allSteps(readSource(`x: ${scalar}\n`, { json: false })).root, 'x')
    ?.value as SourceScalar;
  const { value } = node;
  const type = value === null ? 'null' : typeof value;
  const finite = typeof value !== 'number' || Number.isFinite(value);
  return { type, value: finite ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
}

describe('a scalar is read as PyYAML reads it, or it is warned of', () => {
  for (const [scalar, theirs] of Object.entries(recorded)) {
    it(scalar, () => {
      const same = JSON.stringify(ours(scalar)) === JSON.stringify(theirs);
      if (!same) expect(surpriseOf(scalar), JSON.stringify([ours(scalar), theirs])).not.toBeNull();
    });
  }
});
