// Several names or weights in one scalar: what the trainer reads is its value, which the text may write with escapes, over lines or
// behind an alias.
import { describe, expect, it } from 'vitest';
import { errorsOf, read, sharesOf, write } from './texts.ts';

const llama = (dataset: string, probabilities: string, head = '') =>
  `${head}dataset: ${dataset}\nmix_strategy: interleave_under\ninterleave_probs: ${probabilities}\n`;
const maxtext = (files: string, head = '') => `${head}dataset_type: grain\ngrain_train_files: ${files}\n`;
const split = (train: string) => `{"train": ${train}, "valid": "1 /d/v_text_document", "test": []}\n`;
const bridge = (path: string) => `dataset:\n  data_path: ${path}\n`;

const names = {
  llama: ['en_web', 'de_web'],
  maxtext: ['/d/en*', '/d/de*'],
  megatron: ['/d/en_text_document', '/d/de_text_document'],
};

describe('parts that stand in the text are read and written', () => {
  it.each([
    [
      'LLaMA-Factory, folded',
      names.llama,
      llama('>-\n  en_web,\n  de_web', '>-\n  0.3,\n  0.7'),
      llama('>-\n  en_web,\n  de_web', '>-\n  0.6,\n  0.4'),
    ],
    [
      'LLaMA-Factory, over lines',
      names.llama,
      llama('en_web,\n  de_web', '"0.3,\n  0.7"'),
      llama('en_web,\n  de_web', '"0.6,\n  0.4"'),
    ],
    [
      'MaxText, folded',
      names.maxtext,
      maxtext('>- # two\n  /d/en*,0.3;\n  /d/de*,0.7\n\n# behind'),
      maxtext('>- # two\n  /d/en*,0.6;\n  /d/de*,0.4\n\n# behind'),
    ],
    [
      'Megatron-Bridge, literal',
      names.megatron,
      bridge('|\n    0.3 /d/en_text_document\n    0.7 /d/de_text_document'),
      bridge('|\n    0.6 /d/en_text_document\n    0.4 /d/de_text_document'),
    ],
  ])('%s', (_, [en, de], before, after) => {
    expect(errorsOf(before)).toEqual([]);
    expect(sharesOf(before)).toEqual({ [en!]: 0.3, [de!]: 0.7 });
    expect(write(before, { en: 0.6, de: 0.4 })).toMatchObject({ text: after, refused: false });
  });
});

describe('parts that have no places of their own are read and left alone', () => {
  const refusal =
    /^Nothing was written: `[^`]+`: its weight stands behind an alias, across lines or among escapes, where Climb does not edit it\.$/;
  it.each([
    [
      'LLaMA-Factory, probabilities behind an alias',
      names.llama,
      llama('en_web,de_web', '*p', 'p: &p 0.3,0.7\n'),
    ],
    ['LLaMA-Factory, escapes', names.llama, llama('en_web,de_web', '"0.3,\\x30.7"')],
    ['MaxText, behind an alias', names.maxtext, maxtext('*f', 'f: &f /d/en*,0.3;/d/de*,0.7\n')],
    [
      'Megatron-LM, line feeds in JSON',
      names.megatron,
      split('"0.3 /d/en_text_document\\n0.7 /d/de_text_document"'),
    ],
    ['Megatron-Bridge, tabs', names.megatron, bridge('"0.3 /d/en_text_document\\t0.7 /d/de_text_document"')],
  ])('%s', (_, [en, de], text) => {
    expect(errorsOf(text)).toEqual([]);
    expect(sharesOf(text)).toEqual({ [en!]: 0.3, [de!]: 0.7 });
    const result = write(text, { en: 0.6, de: 0.4 });
    expect(result.text).toBe(text);
    expect(result.notes).toMatch(refusal);
  });

  it('names behind an alias, with weights of their own', () => {
    const text = llama('*d', '0.3,0.7', 'd: &d en_web,de_web\n');
    expect(errorsOf(text)).toEqual([]);
    expect(write(text, { en: 0.6, de: 0.4 }).text).toBe(text.replace('0.3,0.7', '0.6,0.4'));
  });

  it('OpusTrainer, a line with escapes', () => {
    const text =
      'datasets: {en: en.gz, de: de.gz}\nstages: [main]\nmain:\n- "en\\t0.3"\n- de 0.7\n- until de inf\n';
    expect(sharesOf(text)).toEqual({ en: 0.3, de: 0.7 });
    const result = write(text, { en: 0.6, de: 0.4 });
    expect(result.text).toBe(text);
    expect(result.notes).toMatch(refusal);
  });

  it('has problems without edits', () => {
    const text = split('"/d/en_text_document 0.3\\n/d/de_text_document 0.7"');
    const { problems } = read(text).config;
    expect(problems).toMatchObject([{ code: 'megatron.parity', fixes: [] }]);
    const last = maxtext('"/d/en*,0.3;\\x2Fd/de*,0.7;"');
    expect(read(last).config.problems).toMatchObject([{ code: 'maxtext.pieces', fixes: [] }]);
  });
});

it('Megatron-LM takes null for a split without data', () => {
  const text = split('["0.3", "/d/en_text_document", "0.7", "/d/de_text_document"]').replace('[]', 'null');
  expect(errorsOf(text)).toEqual([]);
  expect(sharesOf(text)).toEqual({ '/d/en_text_document': 0.3, '/d/de_text_document': 0.7 });
});
