// Whatever a config looks like, writing changes numbers and nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { recognise } from '../../../src/core/formats/check.ts';
import { writeShares } from '../../../src/core/formats/write.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';

interface Style {
  readonly name: string;
  /** With `@0`, `@1` and `@2` for the weights of en, de and fr. */
  readonly text: string;
  /** The weights as they stand in what the trainer's YAML reader gives; absent: the text is words. */
  readonly weights?: (document: never) => readonly unknown[];
}

const styles: readonly Style[] = [
  {
    name: 'a flow map over lines, with comments and a trailing comma',
    text: 'data: {\n  root_dir: /d, # where\n  sources: {\n    wiki_en: @0, # @ the web\n    wiki_de: @1,\n\n    "wiki_fr": @2,\n  },\n}\n',
    weights: ({ data }: { data: { sources: Record<string, unknown> } }) => Object.values(data.sources),
  },
  {
    name: 'a block map with odd indents, comments between and a document start',
    text: '# top\n---\ndata:\n      root_dir: /d\n      sources:\n        # one\n        wiki_en:   @0\n        wiki_de: @1   # two: 0.5\n        # three\n        wiki_fr:\n          @2\n',
    weights: ({ data }: { data: { sources: Record<string, unknown> } }) => Object.values(data.sources),
  },
  {
    name: 'anchors and merge keys around the weights',
    text: 'defaults: &defaults {seed: 1}\ndata:\n  <<: *defaults\n  root_dir: &root /d\n  sources: &mix\n    wiki_en: @0\n    wiki_de: @1\n    wiki_fr: @2\nevaluation: {mix: *mix, root: *root}\n',
    weights: ({ data }: { data: { sources: Record<string, unknown> } }) => Object.values(data.sources),
  },
  {
    name: 'quoted weights of NeMo',
    text: "model:\n  data:\n    data_prefix:\n    - '@0'\n    - /d/en_text_document\n    - \"@1\"\n    - /d/de_text_document # kept\n    - '@2'\n    - /d/fr_text_document\n",
    weights: ({ model }: { model: { data: { data_prefix: unknown[] } } }) =>
      [0, 2, 4].map((at) => model.data.data_prefix[at]),
  },
  {
    name: 'lists in different styles',
    text: 'data_stages:\n- name: Stable\n  data:\n    dataset:\n      dataset_folder: [/d/en,\n        /d/de, /d/fr] # three\n      dataset_weights:\n\n      - @0\n      -   @1 # second\n      - @2\n',
    weights: ({
      data_stages: stages,
    }: {
      data_stages: { data: { dataset: { dataset_weights: unknown[] } } }[];
    }) => stages[0]!.data.dataset.dataset_weights,
  },
  {
    name: 'JSON in one line, and with tabs',
    text: '{"train_domain_weights":{"web (en)":@0,"web (de)"\t:\t@1,\n\t"web (fr)":@2},"eval_domain_weights":{}}',
    weights: ({ train_domain_weights: weights }: { train_domain_weights: Record<string, unknown> }) =>
      Object.values(weights),
  },
  {
    name: 'words with tabs, blank lines and no end of line',
    text: '\t@0\t/d/en_text_document\n\n  @1   /d/de_text_document @2 /d/fr_text_document',
  },
  {
    name: 'a script with continued lines and comments',
    text: '#!/bin/bash\nexport DATA_PATH=( # all of it\n\t@0 "${ROOT}/en_text_document"\n\t@1 ${ROOT}/de_text_document # 1.5 of it\n\n\t@2 \'/d/fr_text_document\' )\npython pretrain_gpt.py --data-path ${DATA_PATH[@]}\n',
  },
];

/** A positive number as people write it: fractions, percents, token counts, many digits. */
const number = fc.oneof(
  fc.double({ min: 1e-5, max: 1, noNaN: true }).map((value) => value.toFixed(12).replace(/0+$/, '1')),
  fc.integer({ min: 1, max: 99 }).map(String),
  fc.integer({ min: 1e9, max: 9e14 }).map(String),
  fc.integer({ min: 1, max: 999 }).map((value) => `.${String(value).padStart(3, '0')}`),
  fc.integer({ min: 1, max: 99 }).map((value) => `${value}.0`),
);
const share = fc.double({ min: 1e-6, max: 1, noNaN: true });
const newline = fc.constantFrom('\n', '\r\n');

describe.each(styles)('$name', ({ text: template, weights }) => {
  // JSON has no `.5`.
  const written = (number: string) => (template.startsWith('{"') ? number.replace(/^\./, '0.') : number);
  const fill = (numbers: readonly string[], end: string) =>
    template.replace(/@(\d)/g, (_, at: string) => written(numbers[Number(at)]!)).replaceAll('\n', end);
  const read = (text: string) => recognise(text)!;
  const write = (text: string, shares: readonly number[], exact = false) => {
    const request = new Map(['en', 'de', 'fr'].map((code, index) => [code, shares[index]!]));
    return applyEdits(text, writeShares(read(text), request, { languages: knownLanguages, exact }).edits);
  };
  const normalised = (values: readonly number[]) => {
    const total = values.reduce((sum, value) => sum + value, 0);
    return values.map((value) => value / total);
  };

  it('stays byte for byte for its own shares', () => {
    fc.assert(
      fc.property(fc.tuple(number, number, number), newline, (numbers, end) => {
        const text = fill(numbers, end);
        expect(write(text, normalised(numbers.map(Number)))).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('gets other numbers in the same places, which are what the trainer then reads', () => {
    fc.assert(
      fc.property(
        fc.tuple(number, number, number),
        fc.tuple(share, share, share),
        newline,
        (numbers, request, end) => {
          const after = write(fill(numbers, end), request, true);
          const parts = template.replaceAll('\n', end).split(/@\d/);
          const found = new RegExp(`^${parts.map(escaped).join('(\\d+\\.?\\d*|\\.\\d+)')}$`).exec(after);
          expect(found, after).not.toBeNull();
          const seen =
            weights === undefined ? found!.slice(1) : weights(parse(after, { version: '1.1' }) as never);
          normalised(seen.map(Number)).forEach((value, index) =>
            expect(value).toBeCloseTo(normalised(request)[index]!, 9),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
