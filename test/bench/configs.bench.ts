import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { problemsOf, recognise } from '../../src/core/formats/check.ts';
import { languageShares } from '../../src/core/formats/targets.ts';
import { writeShares } from '../../src/core/formats/write.ts';
import { languageKnowledge } from '../../src/core/language/codes.ts';
import { medians } from './medians.ts';
import type { Row } from './row.ts';

/** What the editor's thread does at a NeMo config of 226 prefixes, against the YAML parser alone. */
export function* run({ root }: { readonly root: string }): Generator<Row> {
  const text = readFileSync(path.join(root, 'test/fixtures/formats/salamandra-226.yaml'), 'utf8');
  const recognised = recognise(text)!;
  const shares = new Map(languageShares(recognised, languageKnowledge)!.shares);
  shares.set('fi', shares.get('fi')! + 0.1);
  const [parser, check, rewrite] = medians(
    () => parseDocument(text, { prettyErrors: false }),
    () => problemsOf(recognise(text)!, languageKnowledge),
    () => writeShares(recognised, shares, { languages: languageKnowledge }),
  );
  for (const [what, milliseconds, limit] of [
    ['all problems', check!, 4],
    ['other shares', rewrite!, 4],
  ] as const) {
    const ratio = milliseconds / parser!;
    yield {
      name: `226 prefixes of NeMo: ${what} over the YAML parser alone`,
      measured: `${ratio.toFixed(2)} x (${milliseconds.toFixed(1)} ms)`,
      target: `<= ${limit} x`,
      met: ratio <= limit,
    };
  }
}
