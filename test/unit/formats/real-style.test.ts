// Configs as people write them: whole files in each framework's usual style, not only the part that Climb reads.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemsOf, recognise } from '../../../src/core/formats/check.ts';
import { languageShares } from '../../../src/core/formats/targets.ts';
import { trainingBlend, writeShares } from '../../../src/core/formats/write.ts';
import { languageKnowledge } from '../../../src/core/language/codes.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const folder = new URL('../../fixtures/formats/real/', import.meta.url);

/** The format, and the languages of the mixture with their shares; null: the file does not tell them. */
const expected: Readonly<Record<string, readonly [string, Readonly<Record<string, number>> | null]>> = {
  'grows-line-by-line.sh': ['megatron-shell', { code: 0.184, ja: 0.1656, en: 0.6504 }],
  'array-of-pairs.sh': ['megatron-shell', { eng_Latn: 0.52, deu_Latn: 0.21, fra_Latn: 0.15, code: 0.12 }],
  'flag-in-command.sh': ['megatron-shell', { en: 0.7, de: 0.2, fi: 0.1 }],
  'computed-weights.sh': ['megatron-shell', null],
  'datamix.txt': [
    'megatron-args',
    { eng_Latn: 0.412, deu_Latn: 0.188, fra_Latn: 0.15, spa_Latn: 0.13, ces_Latn: 0.12 },
  ],
  'one-line.args': ['megatron-args', { en: 0.6, ja: 0.3, code: 0.1 }],
  'blend.json': ['megatron-split', { en: 0.3, de: 0.7 }],
  'nemo-megatron-gpt.yaml': ['nemo', { en: 0.4, es: 0.35, ca: 0.2, eu: 0.05 }],
  'nemo-flat.yaml': ['nemo', { en: 0.3, de: 0.5, fr: 0.2 }],
  'bridge-overrides.yaml': ['megatron-bridge', { en: 0.5, sv: 0.3, fi: 0.2 }],
  'launcher-backend.yaml': ['megatron-bridge', { en: 0.55, de: 0.25, fi: 0.2 }],
  'levanter-mixture.yaml': ['levanter', { en: 0.8039, de: 0.1861, fi: 0.00995, 'paloma/mc4': 0 }],
  'levanter-schedule.yaml': ['levanter', { en: 0.8, uk: 0.2 }],
  'marin-components.yaml': ['levanter', { rus_Cyrl: 0.548, cmn_Hani: 0.452 }],
  'olmo-midtraining.yaml': ['olmo-core', { en: 0.56835, de: 0.23165, code: 0.2 }],
  'mpt-7b.yaml': ['mosaic', { en: 0.6, de: 0.25, fi: 0.15 }],
  'smollm-stages.yaml': ['nanotron', { en: 0.7, fr: 0.2, code: 0.1 }],
  'neox-weighted.yml': ['gpt-neox', { en: 0.6198, cs: 0.3176, sk: 0.0626 }],
  'neox-data-file.yml': ['gpt-neox', { en: 0.6667, pl: 0.3333 }],
  'llama-factory-pretrain.yaml': ['llama-factory', { en: 0.5, de: 0.3, ja: 0.2 }],
  'lingua-7b.yaml': ['lingua', { en: 0.8, it: 0.15, pt: 0.05 }],
  'doremi-domains.json': ['doremi', { en: 0.4, de: 0.35, fi: 0.25 }],
  'regmix-1m.yaml': ['regmix', { en: 0.61, de: 0.293, fi: 0.097 }],
  'maxtext-run.yml': ['maxtext', { en: 0.6, ko: 0.4 }],
  'maxtext-nested.yaml': ['maxtext', { en: 0.75, ko: 0.25 }],
  'grain-mixture.json': ['maxtext', { en: 0.6, ko: 0.4 }],
  'fairseq2-train.yaml': ['fairseq2', { en: 0.8, deu_Latn: 0.2 }],
};

it('has an expectation for each file', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort());
});

describe.each(Object.entries(expected))('%s', (file, [format, languages]) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const recognised = recognise(text)!;

  it(`is ${format}, with no errors or warnings`, () => {
    expect(recognised.adapter.name).toBe(format);
    const problems = problemsOf(recognised, languageKnowledge);
    expect(problems.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  });

  it('tells the shares of its languages', () => {
    const found = languageShares(recognised, languageKnowledge);
    expect(found === null ? null : [...found.shares.keys()]).toEqual(
      languages === null ? null : Object.keys(languages),
    );
    for (const [code, share] of Object.entries(languages ?? {}))
      expect(found!.shares.get(code)).toBeCloseTo(share, 4);
  });

  it.skipIf(languages === null)('is written byte for byte the same, or with other numbers only', () => {
    const { shares } = languageShares(recognised, languageKnowledge)!;
    const write = (request: ReadonlyMap<string, number>) =>
      applyEdits(text, writeShares(recognised, request, { languages: languageKnowledge }).edits);
    expect(write(shares)).toBe(text);

    // Every source gets another share, but none that a block or four decimals would change.
    const codes = [...shares].filter(([, share]) => share > 0).map(([code]) => code);
    const request = new Map([...shares].map(([code]) => [code, 0]));
    codes.forEach((code, index) =>
      request.set(code, (index + 1) / ((codes.length * (codes.length + 1)) / 2)),
    );
    const written = write(request);
    expect(withoutNumbers(written)).toBe(withoutNumbers(text));
    const after = languageShares(recognise(written)!, languageKnowledge)!.shares;
    for (const [code, share] of request) expect(after.get(code)).toBeCloseTo(share, 9);
    const others = (source: string) => recognise(source)!.config.blends.slice(1);
    const numbers = (source: string) =>
      others(source).map(({ sources }) => sources.map(({ weight }) => weight?.value));
    expect(numbers(written)).toEqual(numbers(text));
    expect(trainingBlend(recognise(written)!.config)!.sources.map(({ name }) => name)).toEqual(
      trainingBlend(recognised.config)!.sources.map(({ name }) => name),
    );
  });
});

function withoutNumbers(text: string): string {
  return text.replace(/(?<![\w.])(?:\d+\.?\d*|\.\d+)(?![\w.])/g, '#');
}
