import { describe, expect, it } from 'vitest';
import { formatNames, type FormatName } from '../../../src/core/formats/adapter.ts';
import { recognise } from '../../../src/core/formats/check.ts';
import { convertConfig, exportMixture } from '../../../src/core/formats/convert.ts';
import { epochProblems } from '../../../src/core/formats/epochs.ts';
import { hoverConfig } from '../../../src/core/formats/hover.ts';
import { missingFiles } from '../../../src/core/formats/missing-files.ts';
import { compareSteps, outOfSyncInConfig, targetProblems } from '../../../src/core/formats/targets.ts';
import { trainingBlend, writeShares } from '../../../src/core/formats/write.ts';
import { unknownShares } from '../../../src/core/formats/unknown-shares.ts';
import type { RequestedShares } from '../../../src/core/formats/requested.ts';
import { languageKnowledge } from '../../../src/core/language/codes.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { allSteps } from '../../../src/core/steps.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';

const config = recognise(
  'data:\n  root_dir: /d\n  sources:\n    wiki_en: 60\n    web_en: 20\n    wiki_de: 20\n    misc: 0\n',
)!;
const at = { start: 0, end: 4 };
const compare = (shares: Record<string, number>, map: Record<string, string[]> = {}) =>
  allSteps(
    compareSteps(config, new Map(Object.entries(shares)), new Map(Object.entries(map)), knownLanguages),
  );

const exported = (format: FormatName, name: string) =>
  exportMixture(
    new Map([
      ['en', 3],
      ['de', 1],
    ]),
    format,
    new Map([['en', [name]]]),
  );

/** What a mixture asks for, with nothing that a test does not need. */
function request({
  shares,
  map = {},
  sizes = {},
  tokens = null,
  supply = {},
}: {
  shares: Record<string, number>;
  map?: Record<string, string[]>;
  sizes?: Record<string, number>;
  tokens?: number | null;
  supply?: Record<string, { available: number | null; maxEpochs: number | null }>;
}): RequestedShares {
  const entries = <T>(record: Record<string, T>) => new Map(Object.entries(record));
  return {
    stage: null,
    shares: entries(shares),
    map: entries(map),
    sizes: entries(sizes),
    tokens,
    supply: entries(supply),
  };
}

describe('a config and its mixture', () => {
  it('agree up to rounding', () => {
    const comparison = compare({ en: 0.80001, de: 0.19999 }, { en: ['wiki_en', 'web_en', 'misc'] });
    expect(targetProblems(config, comparison, 'a.yaml', at)).toEqual([]);
  });

  it('differ, seen from both files', () => {
    const comparison = compare({ en: 0.7, de: 0.3 });
    const [problem] = targetProblems(config, comparison, 'a.yaml', at);
    expect(problem).toMatchObject({ code: 'target.out-of-sync', severity: 'info', range: at });
    expect(problem!.message).toContain('`en` 80\u00a0% there, 70\u00a0% here');
    expect(problem!.related![0]).toMatchObject({ file: 'a.yaml', position: { line: 3, column: 13 } });
    const each = { file: 'm.climb.yaml', request: request({ shares: { en: 0.7, de: 0.3 } }) };
    const seen = allSteps(outOfSyncInConfig(config, each, knownLanguages));
    expect(seen.map(({ message }) => message)).toContain(
      'm.climb.yaml gives `de` 30\u00a0%; here it has 20\u00a0%.',
    );
    const written = applyEdits(config.document.text, seen[0]!.fixes![0]!.edits);
    expect(written).toContain('wiki_de: 30\n');
  });

  it('agree where only the blocks of Levanter make another share of a weight', () => {
    const levanter = recognise(
      'data: {configs: {en: {id: a}, de: {id: b}}, train_weights: {en: 0.99, de: 0.01}, mixture_block_size: 64}\n',
    )!;
    const shares = new Map([
      ['en', 0.99],
      ['de', 0.01],
    ]);
    expect(allSteps(compareSteps(levanter, shares, new Map(), knownLanguages)).differences).toEqual([]);
  });

  it('name what belongs to no language, and the languages that nothing belongs to', () => {
    const comparison = compare({ en: 0.5, de: 0.3, fr: 0.2 });
    expect(comparison.unmapped.map(({ name }) => name)).toEqual(['misc']);
    expect(comparison.missing).toEqual(['fr']);
    const codes = targetProblems(config, comparison, 'a.yaml', at).map(({ code }) => code);
    expect(codes).toEqual(['target.out-of-sync', 'target.unmapped', 'target.unmapped']);
  });

  it('follow a map that names a prefix with its variable, as the launcher has it', () => {
    const launcher = recognise(
      'CORPUS=/data/tokenized\nDATA_PATH=(\n  3 ${CORPUS}/aa/web_text_document\n  1 "${CORPUS}/bb/web_text_document"\n)\n' +
        'torchrun pretrain_gpt.py --data-path "${DATA_PATH[@]}"\n',
    )!;
    const map = new Map([
      ['en', ['${CORPUS}/aa/web']],
      ['de', ['/data/tokenized/bb/web', '${CORPUS}/bb']],
    ]);
    const shares = new Map([
      ['en', 0.75],
      ['de', 0.25],
    ]);
    const comparison = allSteps(compareSteps(launcher, shares, map, knownLanguages));
    expect(targetProblems(launcher, comparison, 'a.sh', at)).toEqual([]);
  });

  it('say once why the shares of a config are not known, and ask for no names', () => {
    const launcher = recognise(
      'if [ -n "$BIG" ]; then EN_W=3; else EN_W=1; fi\n' +
        'torchrun pretrain_gpt.py --data-path $EN_W /d/en_text_document $(grep -v fi more.txt)\n',
    )!;
    const shares = new Map([
      ['en', 0.75],
      ['de', 0.25],
    ]);
    const comparison = allSteps(compareSteps(launcher, shares, new Map(), knownLanguages));
    expect(targetProblems(launcher, comparison, 'a.sh', at).map(({ message }) => message)).toEqual([
      'The shares of a.sh are not known, so they cannot be compared with this mixture or written: which branch of the script runs is not known.',
    ]);
    expect(unknownShares(launcher, []).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'megatron.shares-unknown: The shares are not known: which branch of the script runs is not known. Climb does not compare them with a mixture or write them.',
    ]);
  });

  it('treat what a map names under a language that the mixture does not have as of no language, and do not ask for it again', () => {
    const map = { en: ['wiki_en', 'web_en'], de: ['wiki_de'], fr: ['misc'] };
    const comparison = compare({ en: 0.8, de: 0.2 }, map);
    expect(comparison.differences).toEqual([]);
    expect(comparison.unmapped).toEqual([]);
    const { text } = config.document;
    const { notes, edits } = writeShares(config, new Map(Object.entries({ en: 0.6, de: 0.4 })), {
      map: new Map(Object.entries({ en: ['wiki_en'], fr: ['web_en'] })),
      languages: knownLanguages,
    });
    expect(applyEdits(text, edits)).toContain('wiki_en: 48\n    web_en: 20\n    wiki_de: 32\n');
    expect(notes.join(' ')).toContain(
      '`web_en`, `misc` belong to no language of the mixture and keep their share (20\u00a0%)',
    );
  });

  it('take another spelling of a language in the map for that language', () => {
    const { present, unmapped } = compare(
      { en: 0.8, de: 0.2 },
      { eng_Latn: ['wiki_en', 'misc'], de: ['wiki_de', 'web_en'] },
    );
    expect(unmapped).toEqual([]);
    expect([...present!]).toEqual([
      ['en', 0.6],
      ['de', 0.4],
    ]);
  });

  it('follow the map before the names', () => {
    const comparison = compare({ en: 0.6, de: 0.4 }, { de: ['wiki_de', 'web_en'] });
    expect(comparison.present).toEqual(
      new Map([
        ['en', 0.6],
        ['de', 0.4],
      ]),
    );
    expect(comparison.differences).toEqual([]);
  });
});

describe('epochs', () => {
  const megatron = recognise(
    '30 /d/en/web_text_document 10 /d/en/wiki_text_document 60 /d/de/web_text_document',
  )!;
  const shares = { en: 0.4, de: 0.6 };
  const problems = (asked: Parameters<typeof request>[0], config = megatron) =>
    epochProblems(config, { file: 'm.climb.yaml', request: request(asked) }, knownLanguages).map(
      ({ code, severity, range, message }) => ({
        code,
        severity,
        at: config.document.text.slice(range.start, range.end),
        message,
      }),
    );

  it('above the limit are told at the weight that causes them', () => {
    const supply = { en: { available: 20e9, maxEpochs: 4 }, de: { available: 10e9, maxEpochs: 4 } };
    expect(problems({ shares, tokens: 100e9, supply })).toEqual([
      {
        code: 'megatron.epochs',
        severity: 'warning',
        at: '60',
        message: expect.stringContaining('would be read 6.0 times: 60\u00a0B of 100\u00a0B tokens') as string,
      },
    ]);
    expect(problems({ shares, tokens: 60e9, supply })).toEqual([]);
    expect(problems({ shares, tokens: null, supply })).toEqual([]);
  });

  it('are told for each source whose tokens the map gives', () => {
    const map = { en: ['/d/en/web', '/d/en/wiki'] };
    const sizes = { '/d/en/web': 30e9, '/d/en/wiki': 1e9 };
    const supply = { en: { available: 31e9, maxEpochs: 4 } };
    const found = problems({ shares, map, sizes, tokens: 100e9, supply });
    expect(found.map(({ at }) => at)).toEqual(['10']);
    expect(found[0]!.message).toContain('`/d/en/wiki_text_document` would be read 10 times');
  });

  it('beyond what OLMo-core allows are an error', () => {
    const text = (limit: string) =>
      `sources:\n- {source_name: en, target_ratio: 0.5, paths: [a]}\n- {source_name: de, target_ratio: 0.5, paths: [b]${limit}}\n`;
    const supply = { en: { available: 1e9, maxEpochs: 4 }, de: { available: 0.4e9, maxEpochs: 4 } };
    const asked = { shares: { en: 0.5, de: 0.5 }, tokens: 1e9, supply };
    expect(problems(asked, recognise(text(''))!)).toMatchObject([
      { code: 'olmo-core.insufficient', severity: 'error' },
    ]);
    expect(problems(asked, recognise(text(', max_repetition_ratio: 2.0'))!)).toEqual([]);
  });

  it('are not guessed where a weight counts documents, or where a run has stages', () => {
    const supply = { en: { available: 1, maxEpochs: 1 }, de: { available: 1, maxEpochs: 1 } };
    expect(problems({ shares, tokens: 1e9, supply }, config)).toEqual([]);
    const stages =
      'data:\n  configs: {en: {id: a}, de: {id: b}}\n  train_weights: [[0, {en: 1, de: 1}], [2048, {en: 1, de: 3}]]\n';
    expect(problems({ shares, tokens: 1e9, supply }, recognise(stages)!)).toEqual([]);
  });
});

describe('missing files', () => {
  const text = '30 /d/en_text_document 70 /d/de_text_document';
  const missing = async (present: readonly string[], source = text) =>
    (await missingFiles(recognise(source)!, (path) => Promise.resolve(present.includes(path)))).map(
      ({ code, range }) => [code, source.slice(range.start, range.end)],
    );

  it('are told where the others are there', async () => {
    expect(await missing(['/d/en_text_document.idx'])).toEqual([
      ['megatron.file-missing', '/d/de_text_document'],
    ]);
  });

  it('are not told where none is there: the data is on another machine', async () => {
    expect(await missing([])).toEqual([]);
  });

  it('are looked for before their patterns, and never behind variables or URLs', async () => {
    const olmo = (paths: string) =>
      `sources:\n${paths
        .split(' ')
        .map((path, index) => `- {source_name: s${index}, target_ratio: 0.5, paths: ["${path}"]}\n`)
        .join('')}`;
    expect(await missing(['/d/en'], olmo('/d/en/*.npy /d/fr/**/*.npy'))).toEqual([
      ['olmo-core.file-missing', 's1'],
    ]);
    expect(await missing(['/d/en'], olmo('/d/en/*.npy gs://b/*.npy'))).toEqual([]);
    expect(await missing(['/d/en'], olmo('/d/en/*.npy /d/${LANG}/*.npy'))).toEqual([]);
  });
});

describe('a hover', () => {
  const megatron = recognise(
    '30 /d/en/web_text_document 10 /d/en/wiki_text_document 60 /d/de_text_document',
  )!;
  const { text } = megatron.document;
  const at = (word: string, asked: Parameters<typeof request>[0] | null = null) =>
    hoverConfig(
      megatron,
      text.indexOf(word) + 1,
      knownLanguages,
      asked === null ? [] : [{ file: 'm.climb.yaml', request: request(asked) }],
    );

  it('tells the language and the share, at the source and at its weight', () => {
    expect(at('30')?.markdown).toBe('**English** `en`\n\n30\u00a0% of the tokens of `train`.');
    expect(at('/d/en/web')?.markdown).toBe(at('30')?.markdown);
  });

  it('tells what a mixture asks, and how often the text would be read', () => {
    const supply = { en: { available: 20e9, maxEpochs: null } };
    expect(at('30', { shares: { en: 0.5, de: 0.5 }, tokens: 100e9, supply })?.markdown).toContain(
      'm.climb.yaml asks for 50\u00a0% `en`; here its 2 sources get 40\u00a0%: 40\u00a0B tokens, 2.0 epochs.',
    );
  });
});

describe('converting', () => {
  it('makes a mixture that names the config and its sources', () => {
    const { text } = convertConfig(config, 'train/lingua.yaml', knownLanguages);
    const { mixture, problems } = parseMixture(text!);
    expect(problems).toEqual([]);
    expect(mixture.languages.map(({ code, ratio }) => [code, ratio?.value])).toEqual([
      ['en', 0.8],
      ['de', 0.2],
      ['x-misc', 0],
    ]);
    expect(mixture.targets[0]!.file.value).toBe('train/lingua.yaml');
    expect(mixture.targets[0]!.map.get('en')!.map(({ value }) => value)).toEqual(['wiki_en', 'web_en']);
    expect(text).toContain('counts documents');
  });

  it.each([
    [
      '0.7 /d/en_text_document 0.3 /d/fi_text_document 0.0000000001 /d/da_text_document',
      '0.7 0.3 0.0000000001',
    ],
    ['10605477142 /d/en_text_document 3382423156 /d/fi_text_document 7 /d/sv_text_document', null],
    ['7 /d/en_text_document 11 /d/fi_text_document 13 /d/sv_text_document', null],
    ['0.04000383024140028 /d/en_text_document 0.96 /d/fi_text_document', null],
  ])('gives shares as many digits as it takes to write them back unchanged: %s', (blend, shares) => {
    const read = recognise(blend)!;
    const { text } = convertConfig(read, null, knownLanguages);
    const written = [...text!.matchAll(/^ {2}(\w+): (.+)$/gm)].map(
      ([, code = '', share]) => [code, share] as const,
    );
    if (shares !== null) expect(written.map(([, share]) => share).join(' ')).toBe(shares);
    const asked = new Map(written.map(([code, share]) => [code, Number(share)]));
    expect(writeShares(read, asked, { languages: knownLanguages, exact: true }).edits).toEqual([]);
  });

  it('takes the budget that the config tells', () => {
    const budget = (text: string) => {
      const read = recognise(text);
      return read === null
        ? null
        : parseMixture(convertConfig(read, null, knownLanguages).text ?? '').mixture.tokens?.value;
    };
    const launcher = (more: string) =>
      `#!/bin/bash\nITERS=1000\nARGS=(--seq-length 4096 ${more})\npython pretrain_gpt.py \${ARGS[@]} --data-path 7 /d/en_text_document 3 /d/de_text_document\n`;
    expect(budget(launcher('--train-iters $ITERS --global-batch-size 256'))).toBe(1000 * 256 * 4096);
    expect(budget(launcher('--train-samples 256000'))).toBe(256_000 * 4096);
    expect(budget(launcher('--train-iters $UNKNOWN --global-batch-size 256'))).toBeUndefined();
    const nanotron = `data_stages:
  - {name: a, data: {dataset: {dataset_folder: [/d/en, /d/de], dataset_weights: [0.7, 0.3]}}}
tokens: {train_steps: 10, micro_batch_size: 2, batch_accumulation_per_replica: 4, sequence_length: 2048}
parallelism: {dp: 8}
`;
    expect(budget(nanotron)).toBe(10 * 2 * 4 * 8 * 2048);
  });

  it('gives sources of no language codes of their own', () => {
    const read = recognise(
      '50 /d/en_text_document 30 /d/a/crawl-2024_text_document 20 /d/b/Crawl_2024_text_document',
    );
    const { text } = read === null ? { text: null } : convertConfig(read, 'mix.txt', knownLanguages);
    const { mixture } = parseMixture(text ?? '');
    expect(mixture.languages.map(({ code }) => code)).toEqual(['en', 'x-crawl-2024', 'x-crawl-2024-2']);
    expect(mixture.targets[0]?.map.get('x-crawl-2024-2')?.map(({ value }) => value)).toEqual([
      '/d/b/Crawl_2024_text_document',
    ]);
  });

  it('keeps code, mathematics and parallel text as the entries that they are', () => {
    const read = recognise(
      '50 /d/code_text_document 30 /d/fi-en_text_document 20 /d/eng_Latn-fin_Latn_text_document',
    )!;
    const { mixture, problems } = parseMixture(convertConfig(read, null, languageKnowledge).text ?? '');
    expect(problems).toEqual([]);
    expect(mixture.languages.map(({ code }) => code)).toEqual(['code', 'fi-en', 'eng_Latn-fin_Latn']);
  });

  it('says which stages it leaves out, where they have other shares', () => {
    const stage = (name: string, folders: string, first: number) =>
      `  - {name: ${name}, data: {dataset: {dataset_folder: [${folders}], dataset_weights: [${first}, 0.3]}}}\n`;
    const converted = (...stages: string[]) =>
      convertConfig(recognise(`data_stages:\n${stages.join('')}`)!, null, knownLanguages);
    const first = stage('stable', '/d/en, /d/de', 0.7);
    const decay = stage('decay', '/d/en, /d/fr', 0.7);
    const note = 'Only the stage `stable` was converted; `decay` has other shares and was left out.';
    expect(converted(first, decay)).toMatchObject({
      notes: [note],
      text: expect.stringContaining(`# ${note}\n`) as string,
    });
    expect(converted(first, stage('"a\\nb"', '/d/en, /d/de', 0.5)).text).toMatch(
      /^climb: 1\n# Only the stage .*\nlanguages:/,
    );
    expect(converted(first, stage('again', '/d/en, /d/de', 0.7))).toMatchObject({ notes: [] });
    const runs = recognise(
      'python pretrain_gpt.py --data-path 7 /d/en_text_document 3 /d/de_text_document\npython pretrain_gpt.py --data-path 1 /d/en_text_document 1 /d/de_text_document\n',
    );
    expect(convertConfig(runs!, null, knownLanguages)).toMatchObject({
      notes: ['Only the first of 2 blends was converted; another has other shares and was left out.'],
    });
  });

  it('says why it cannot, where sizes decide', () => {
    const sizes = recognise('/d/en_text_document /d/de_text_document')!;
    expect(convertConfig(sizes, null, knownLanguages).reason).toContain('samples by size');
  });

  it('exports with the paths that the map names', () => {
    const { text } = exported('nanotron', '/d/english');
    expect(text).toContain('- /d/english');
    expect(text).toContain('- 0.75');
  });

  it.each(formatNames)('exports names as %s reads them, or says that it cannot', (format) => {
    const read: string[] = [];
    for (const name of [
      '/d/en_x',
      'no',
      '/d/a: b',
      '/d/a b',
      "/d/it's",
      '/d/a\nb',
      '/d/a,b',
      '[en]',
      '- en',
      '/d/en #1',
    ]) {
      const { text, reason } = exported(format, name);
      if (text === null) {
        expect(reason).toContain(name);
        continue;
      }
      const found = recognise(text);
      expect(found?.adapter.name, text).toBe(format);
      const sources = trainingBlend(found!.config)!.sources;
      expect(sources.map((source) => source.name).join(), text).toContain(name);
      read.push(name);
    }
    expect(read).toContain('/d/en_x');
  });
});
