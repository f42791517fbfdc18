import { describe, expect, it } from 'vitest';
import { requestedShares } from '../../../src/core/checks/requested-shares.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { recognise } from '../../../src/core/formats/check.ts';
import { departuresFrom } from '../../../src/core/formats/departures.ts';
import { configLenses } from '../../../src/core/formats/lens.ts';
import { sampledShares } from '../../../src/core/formats/shares.ts';
import { sourcesRead } from '../../../src/core/formats/sources.ts';
import { stagesOf, writeShares } from '../../../src/core/formats/write.ts';
import { languageKnowledge } from '../../../src/core/language/codes.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';

/** Two stages in each form that has some, both with en at 0.8 and de at 0.2. */
const configs: Readonly<Record<string, string>> = {
  nanotron: `data_stages:
  - {name: stable, data: {dataset: {dataset_folder: [/d/en, /d/de], dataset_weights: [0.8, 0.2]}}}
  - {name: decay, data: {dataset: {dataset_folder: [/d/en, /d/de], dataset_weights: [0.8, 0.2]}}}
`,
  levanter: `data:
  configs: {en: {id: a}, de: {id: b}}
  train_weights:
    - [0, {en: 0.8, de: 0.2}]
    - [4096, {en: 0.8, de: 0.2}]
trainer: {train_batch_size: 1}
`,
  opustrainer: `datasets: {en: a.gz, de: b.gz}
stages: [start, end]
start: [en 0.8, de 0.2, until en 1]
end: [en 0.8, de 0.2, until de 1]
seed: 1
`,
};

describe.each(Object.entries(configs))('the stages of %s', (format, text) => {
  const config = recognise(text);
  if (config === null) throw new Error('not recognised');
  const names = stagesOf(config.config).map(({ label }) => label);

  it('are all read', () => {
    expect(config.adapter.name).toBe(format);
    expect(sourcesRead(config, languageKnowledge).stages?.map(({ sources }) => sources.length)).toEqual([
      2, 2,
    ]);
  });

  it.each([0, 1])('can each be written by place or name: %i', (place) => {
    for (const stage of [place, names[place] ?? '']) {
      const request = new Map([
        ['en', 0.5],
        ['de', 0.5],
      ]);
      const { edits } = writeShares(config, request, { languages: knownLanguages, stage });
      const after = recognise(applyEdits(text, edits));
      const shares =
        after === null
          ? []
          : stagesOf(after.config).map((blend) => sampledShares({ ...blend, realise: null }));
      expect(shares[place]).toEqual([0.5, 0.5]);
      expect(shares[1 - place]).toEqual([0.8, 0.2]);
    }
  });
});

it('are counted above each, with their languages', () => {
  const config = recognise(configs['nanotron'] ?? '');
  const lenses = config === null ? [] : configLenses(config, languageKnowledge);
  expect(lenses.map(({ sources, languages }) => [sources, languages])).toEqual([
    [2, 2],
    [2, 2],
  ]);
});

describe('`stage` in `targets`', () => {
  const mixture = (stage: string, more = '') => `climb: 1
languages: { en: 0.8, de: 0.2 }
targets:
  - { file: n.yaml${stage} }
${more}`;
  const problems = (text: string, config = configs['nanotron'] ?? '') =>
    validateMixture(text, { targetText: (path) => (path === 'n.yaml' ? config : null) }).filter(({ code }) =>
      code.startsWith('target.'),
    );

  it('is the first where nothing is said, a name, or a place counted from 0', () => {
    for (const stage of ['', ', stage: stable', ', stage: decay', ', stage: 0', ', stage: 1'])
      expect(problems(mixture(stage)), stage).toEqual([]);
  });

  it.each([', stage: dekay', ', stage: 2'])('must be one that there is: %s', (stage) => {
    const found = problems(mixture(stage));
    expect(found.map(({ code }) => code)).toEqual(['target.stage']);
    expect(found[0]?.message).toContain('`stable`, `decay`');
  });

  it('is compared with that stage alone', () => {
    const config = (configs['nanotron'] ?? '').replace(/0\.8, 0\.2\](?=[^[]*$)/, '0.6, 0.4]');
    expect(problems(mixture(', stage: stable'), config)).toEqual([]);
    expect(problems(mixture(', stage: decay'), config).map(({ code }) => code)).toEqual([
      'target.out-of-sync',
    ]);
  });

  it("asks for the shares of the mixture's own stage of that name, also of a launcher that has but one", () => {
    const stages = `budget: { tokens: 100B }
stages:
  - { name: stable, tokens: 90B }
  - { name: decay, tokens: 10B, languages: { en: 0.4, de: 0.6 } }
`;
    const { mixture: read } = parseMixture(mixture(', stage: decay', stages));
    const config = recognise(configs['nanotron']!)!.config;
    const [request] = requestedShares(read, read.targets[0]!, config) ?? [];
    expect([...(request?.shares ?? [])]).toEqual([
      ['en', 0.4],
      ['de', 0.6],
    ]);
    const launcher =
      '#!/bin/bash\npython pretrain_gpt.py --data-path 4 /d/en_text_document 6 /d/de_text_document\n';
    expect(problems(mixture(', stage: decay', stages), launcher)).toEqual([]);
  });

  it('must be one of the mixture too, where that has stages', () => {
    const stages = (...names: string[]) =>
      `budget: { tokens: 90B }\nstages: [${names.map((name) => `{ name: ${name}, tokens: 30B }`).join(', ')}]\n`;
    const codes = (...names: string[]) =>
      problems(mixture(', stage: decay', stages(...names))).map(({ code, message }) => `${code}: ${message}`);
    // As many stages as the config has: by place.
    expect(codes('warm', 'cold')).toEqual([]);
    expect(codes('warm', 'cold', 'end')).toEqual([
      'target.stage: There is no stage `decay`: this file has `warm`, `cold`, `end`. Use one of these names, or a position (the first is 0).',
    ]);
  });
});

describe('a source of no language', () => {
  it('can be added to the map', () => {
    const text = 'climb: 1\nlanguages: { en: 0.8, de: 0.2 }\ntargets:\n  - file: mix.txt\n';
    const config = '0.8 /d/en_text_document 0.2 /d/crawl_text_document\n';
    const check = (mixture: string) => validateMixture(mixture, { targetText: () => config });
    const fixes = check(text).flatMap((problem) => problem.fixes ?? []);
    const fix = fixes.find(({ title }) => title.startsWith('Add to map'));
    expect(fix?.title).toBe('Add to map: `/d/crawl_text_document` is `de`');
    expect(check(applyEdits(text, fix?.edits ?? [])).map(({ code }) => code)).not.toContain(
      'target.unmapped',
    );
  });
});

describe('two mixtures that name one config', () => {
  const config = recognise(configs['nanotron'] ?? '');
  const requests = (file: string, stage: string) => {
    const { mixture } = parseMixture(
      `climb: 1\nlanguages: { en: 0.8, de: 0.2 }\ntargets: [{ file: n.yaml, stage: ${stage} }]\n`,
    );
    const requested = config === null ? null : requestedShares(mixture, mixture.targets[0]!, config.config);
    return (requested ?? []).map((request) => ({ file, request }));
  };
  const codes = (...files: [string, string][]) =>
    config === null
      ? []
      : departuresFrom(
          config,
          files.flatMap(([file, stage]) => requests(file, stage)),
          languageKnowledge,
        ).map(({ code }) => code);

  it('are told so', () => {
    expect(codes(['a.climb.yaml', 'decay'], ['b.climb.yaml', '1'])).toEqual(['nanotron.shared-target']);
  });

  it('may each have a stage of it', () => {
    expect(codes(['a.climb.yaml', 'stable'], ['b.climb.yaml', 'decay'])).toEqual([]);
  });
});
