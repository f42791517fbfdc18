import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNames, type FormatName } from '../../../src/core/formats/adapter.ts';
import { adapterOf, problemsOf, recognise } from '../../../src/core/formats/check.ts';
import { sampledShares } from '../../../src/core/formats/shares.ts';
import { trainingBlend, writeShares } from '../../../src/core/formats/write.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';

const codes = ['en', 'de', 'fr', 'fi'];

function recognised(text: string) {
  const found = recognise(text);
  if (found === null) throw new Error(`not recognised:\n${text}`);
  return found;
}

function written(format: FormatName, shares: readonly number[]): string {
  return adapterOf(format).write(codes.map((name, index) => ({ name, share: shares[index]! })));
}

function rewrite(text: string, shares: readonly number[]): string {
  const request = new Map(codes.map((code, index) => [code, shares[index]!]));
  return applyEdits(text, writeShares(recognised(text), request, { languages: knownLanguages }).edits);
}

/** Shares that every framework can sample as they are: multiples of 1/64 survive blocks and four decimals. */
const shares = fc
  .array(fc.integer({ min: 1, max: 40 }), { minLength: 4, maxLength: 4 })
  .map((parts) => parts.map((part) => part / parts.reduce((sum, other) => sum + other, 0)));

describe.each(formatNames)('%s', (format) => {
  it('recognises what it writes, and finds nothing wrong with it', () => {
    const found = recognised(written(format, [0.5, 0.25, 0.125, 0.125]));
    expect(found.adapter.name).toBe(format);
    expect(problemsOf(found, knownLanguages).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('changes no byte for the same shares', () => {
    fc.assert(
      fc.property(shares, (request) => {
        const text = written(format, request);
        expect(rewrite(text, request)).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  it('makes the trainer see other shares as requested', () => {
    fc.assert(
      fc.property(shares, shares, (before, after) => {
        const text = rewrite(written(format, before), after);
        const blend = trainingBlend(recognised(text).config)!;
        const raw = { ...blend, realise: null };
        sampledShares(raw)!.forEach((share, index) => expect(share).toBeCloseTo(after[index]!, 9));
      }),
      { numRuns: 30 },
    );
  });
});
