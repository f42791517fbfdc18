// Where trainers read their configs otherwise than they seem to.
import { describe, expect, it } from 'vitest';
import { checkConfig, recognise, type RecognisedConfig } from '../../../src/core/formats/check.ts';
import { sourcesRead } from '../../../src/core/formats/sources.ts';
import { writeShares } from '../../../src/core/formats/write.ts';
import { languageKnowledge } from '../../../src/core/language/codes.ts';

function recognised(text: string): RecognisedConfig {
  const found = recognise(text);
  if (found === null) throw new Error('not recognised');
  return found;
}

describe('Levanter counts the start of a stage in samples', () => {
  const problems = (trainer: string) =>
    checkConfig(
      `data:
  configs:
    en: {train_urls: [gs://b/en.jsonl]}
    de: {train_urls: [gs://b/de.jsonl]}
  train_weights:
    - [0, {en: 0.8, de: 0.2}]
    - [64, {en: 0.5, de: 0.5}]
  mixture_block_size: 2048
${trainer}`,
      languageKnowledge,
    ).problems.map(({ code }) => code);

  it.each([
    ['times the batch size', 'trainer: {train_batch_size: 32}'],
    [
      'summed over a schedule',
      'trainer: {train_batch_size: [{start: 0, value: 16}, {start: 32, value: 48}]}',
    ],
    ['silently where the batch size is not given', ''],
  ])('%s', (_, trainer) => {
    expect(problems(trainer)).toEqual([]);
  });

  it('reports a start within a block', () => {
    expect(problems('trainer: {train_batch_size: 33}')).toContain('levanter.stage-start');
  });
});

it('takes a list of prefixes without weights for another loader than NeMo', () => {
  const list = ['/data/a/part-1', '/data/b/part-1'].map((path) => `- ${path}`).join('\n  ');
  expect(recognise(`dataloader: PackedDataset\ndata_prefix:\n  ${list}\n`)).toBeNull();
});

it('takes two sources of one name for two', () => {
  const config = recognised(
    '0.5 /d/en/a_text_document 0.3 /d/en/a_text_document 0.2 /d/fi/b_text_document\n',
  );
  const shares = new Map([
    ['en', 0.6],
    ['fi', 0.4],
  ]);
  expect(writeShares(config, shares, { languages: languageKnowledge }).notes).toEqual([]);
});

it('tells what it read of a config, source by source', () => {
  const config = recognised('0.75 /d/en/a_text_document 0.25 /d/misc/b_text_document\n');
  expect(sourcesRead(config, languageKnowledge)).toEqual({
    shares: 'known',
    sources: [
      { name: '/d/en/a_text_document', share: 0.75, language: 'en' },
      { name: '/d/misc/b_text_document', share: 0.25, language: null },
    ],
  });
});
