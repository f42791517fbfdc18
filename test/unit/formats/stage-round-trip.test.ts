import { describe, expect, it } from 'vitest';
import { requestedShares } from '../../../src/core/checks/requested-shares.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { applyRatios } from '../../../src/core/edits/apply-ratios.ts';
import { recognise } from '../../../src/core/formats/check.ts';
import { sampledShares } from '../../../src/core/formats/shares.ts';
import { stagesOf, writeShares } from '../../../src/core/formats/write.ts';
import { languageKnowledge } from '../../../src/core/language/codes.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { sharesOf } from '../../../src/core/mixture/shares.ts';
import { stageWeights } from '../../../src/core/mixture/stages.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const nanotron = `data_stages:
  - name: stable
    start_training_step: 1
    data: { dataset: { dataset_folder: [/d/en, /d/de], dataset_weights: [0.8, 0.2] } } # as it was
  - name: decay
    start_training_step: 900
    data: { dataset: { dataset_folder: [/d/en, /d/de], dataset_weights: [0.8, 0.2] } }
`;
const levanter = `data:
  configs: {en: {id: a}, de: {id: b}}
  train_weights:
    - [0, {en: 0.8, de: 0.2}] # as it was
    - [4096, {en: 0.8, de: 0.2}]
trainer: {train_batch_size: 1}
`;

/** A mixture of two stages, of which only the first is free. */
const mixture = (...targets: string[]): string => `climb: 1
budget: { tokens: 1T }
languages: { en: {}, de: {} }
stages:
  - { name: stable, languages: { en: 0.8, de: 0.2 } }
  - { name: decay, tokens: 10%, fixed: true, languages: { en: 0.5, de: 0.5 } }
targets:
${targets.map((target) => `  - { ${target} }\n`).join('')}`;

/** One config, named once for all of its stages or once for each. */
const ways = {
  'one target': mixture('file: config.yaml'),
  'a target a stage': mixture('file: config.yaml, stage: 0', 'file: config.yaml, stage: 1'),
};

/** The configs, by file, with what the mixture asks of each. */
function applied(text: string, configs: Readonly<Record<string, string>>): Record<string, string> {
  const { mixture: read } = parseMixture(text);
  // All edits of one config are made from the text that it had, in one go.
  const edits = read.targets.map((target) => {
    const recognised = recognise(configs[target.file.value]!)!;
    const requested = requestedShares(read, target, recognised.config)!;
    return requested.flatMap(
      (request) =>
        writeShares(recognised, request.shares, { ...request, languages: languageKnowledge }).edits,
    );
  });
  return Object.fromEntries(
    Object.entries(configs).map(([name, text]) => {
      const own = edits.filter((_, i) => read.targets[i]!.file.value === name);
      return [name, applyEdits(text, own.flat())];
    }),
  );
}

const sharesIn = (config: string) => {
  const recognised = recognise(config);
  return recognised === null
    ? []
    : stagesOf(recognised.config).map((blend) => sampledShares({ ...blend, realise: null }) ?? []);
};

/** What was decided of all tokens is what the stages of the configs add up to. */
function expectRoundTrip(
  text: string,
  configs: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const wanted = [0.62, 0.38];
  const decided = applyEdits(text, applyRatios(parseMixture(text), wanted));
  const after = applied(decided, configs);
  const stages = Object.values(after).flatMap(sharesIn);
  expect(stages[1]).toEqual([0.5, 0.5]);
  const weights = stageWeights(parseMixture(decided).mixture);
  wanted.forEach((share, i) => {
    const sum = stages.reduce((total, own, k) => total + (weights[k] ?? 0) * (own[i] ?? 0), 0);
    expect(sum).toBeCloseTo(share, 4);
    expect(sharesOf(parseMixture(decided).mixture)?.[i]).toBeCloseTo(share, 4);
  });
  const told = validateMixture(decided, { targetText: (path) => after[path] ?? null });
  expect(told.map(({ code }) => code).filter((code) => code.startsWith('target.'))).toEqual([]);
  // Applied once more, nothing changes.
  expect(applied(decided, after)).toEqual(after);
  return after;
}

describe.each([
  ['nanotron', nanotron],
  ['levanter', levanter],
])('a mixture of stages and the stages of %s', (_, config) => {
  it.each(Object.entries(ways))('go round with %s', (__, text) => {
    const after = expectRoundTrip(text, { 'config.yaml': config })['config.yaml']!;
    expect(after).toContain('# as it was');
    expect(after.split('\n').length).toBe(config.split('\n').length);
  });
});

it('a mixture of stages and a launcher for each go round', () => {
  const launcher = (save: string): string =>
    `#!/bin/bash\n# as it was\npython pretrain_gpt.py --save ${save} --data-path 8 /d/en_text_document 2 /d/de_text_document\n`;
  const after = expectRoundTrip(mixture('file: stable.sh, stage: stable', 'file: decay.sh, stage: decay'), {
    'stable.sh': launcher('/a'),
    'decay.sh': launcher('/b'),
  });
  for (const text of Object.values(after)) expect(text).toContain('# as it was');
});

it('a config whose stages are others than the mixture’s takes the first alone, and says so', () => {
  const { mixture: read } = parseMixture(mixture('file: config.yaml'));
  const three = `${nanotron.replace('[0.8, 0.2]', '[0.7, 0.3]')}  - name: end
    start_training_step: 950
    data: { dataset: { dataset_folder: [/d/en, /d/de], dataset_weights: [0.8, 0.2] } }
`;
  const recognised = recognise(three)!;
  const [request, ...more] = requestedShares(read, read.targets[0]!, recognised.config)!;
  expect(more).toEqual([]);
  const { notes } = writeShares(recognised, request!.shares, { ...request!, languages: languageKnowledge });
  expect(notes).toContain('Only `stable` was written; `decay`, `end` are unchanged.');
});
