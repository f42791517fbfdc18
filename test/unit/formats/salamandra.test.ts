// A configuration of the size people really have: 226 prefixes in 36 languages.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemsOf, recognise } from '../../../src/core/formats/check.ts';
import { languageShares } from '../../../src/core/formats/targets.ts';
import { writeShares } from '../../../src/core/formats/write.ts';
import { languageKnowledge } from '../../../src/core/language/codes.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const folder = new URL('../../fixtures/formats/', import.meta.url);
const text = readFileSync(new URL('salamandra-226.yaml', folder), 'utf8');
const published = new Map(
  readFileSync(new URL('salamandra-shares.csv', folder), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([code, share]) => [code!, Number(share)]),
);

describe('a NeMo config of 226 prefixes', () => {
  const recognised = recognise(text)!;

  it('groups them into the 36 published languages', () => {
    const blend = recognised.config.blends[0]!;
    expect(blend.sources).toHaveLength(226);
    const { shares } = languageShares(recognised, languageKnowledge)!;
    expect([...shares.keys()]).toEqual([...published.keys()]);
    for (const [code, share] of published) expect(shares.get(code)).toBeCloseTo(share, 8);
  });

  it('has nothing wrong but what is wrong', () => {
    const problems = problemsOf(recognised, languageKnowledge);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is rewritten in place: every prefix keeps its part of its language', () => {
    const request = new Map(published);
    request.set('en', 0.3);
    request.set('fi', 0.1);
    const { edits } = writeShares(recognised, request, { languages: languageKnowledge });
    const written = applyEdits(text, edits);
    const after = languageShares(recognise(written)!, languageKnowledge)!.shares;
    const total = [...request.values()].reduce((sum, share) => sum + share, 0);
    for (const [code, share] of request) expect(after.get(code)).toBeCloseTo(share / total, 9);
    const weights = (source: string) =>
      recognise(source)!
        .config.blends[0]!.sources.filter(({ name }) => name.includes('/fi/'))
        .map(({ weight }) => weight!.value);
    const [before, now] = [weights(text), weights(written)];
    now.forEach((weight, index) => expect(weight / now[0]!).toBeCloseTo(before[index]! / before[0]!, 8));
    expect(written.split('\n')).toHaveLength(text.split('\n').length);
  });
});
