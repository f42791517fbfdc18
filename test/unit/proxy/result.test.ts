import { describe, expect, it } from 'vitest';
import { readLosses } from '../../../src/core/proxy/result.ts';
import type { Losses } from '../../../src/core/proxy/run.ts';

const none = new Map<string, string>();
const paths = new Map([
  ['en', 'eval/en/loss'],
  ['de', 'eval/de/loss'],
]);

const all = (losses: Losses) => ({ losses, missing: [] });

describe('readLosses', () => {
  it('takes a language that is not mentioned for one that was not measured', () => {
    expect(readLosses('{ "loss_en": 2.02 }', ['en', 'de'], none)).toEqual({
      losses: { en: 2.02 },
      missing: ['de'],
    });
    expect(readLosses('step,loss_en,loss_de\n1,3,\n', ['en', 'de'], none)).toEqual({
      losses: { en: 3 },
      missing: ['de'],
    });
  });

  it('finds the last losses of a long table, and older ones that its end does not hold', () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, step) => `${step},${step === 5 ? 4.5 : ''},${9 - step / 1e4}`,
    );
    expect(readLosses(`step,loss_de,loss_en\n${lines.join('\n')}\n`, ['en', 'de'], none)).toEqual(
      all({ en: 9 - 19_999 / 1e4, de: 4.5 }),
    );
  });

  it('reads an object, by its usual keys', () => {
    expect(readLosses('{"losses": {"en": 1.5, "de": 2}}', ['en', 'de'], none)).toEqual(
      all({ en: 1.5, de: 2 }),
    );
  });

  it('reads keys that are paths, and keys that hold slashes', () => {
    expect(readLosses('{"eval": {"en": {"loss": 1}}, "eval/de/loss": 2}', ['en', 'de'], paths)).toEqual(
      all({ en: 1, de: 2 }),
    );
  });

  it('reads what a key names as it reads it without the key: the logarithm of a perplexity', () => {
    const text = '{"eval/en/ppl": 12.5, "eval/de/ppl": 20, "eval/ppl/loss": 3}';
    const byName = readLosses(text, ['en', 'de'], none);
    const keys = (entries: Record<string, string>) => new Map(Object.entries(entries));
    expect(byName).toEqual(all({ en: Math.log(12.5), de: Math.log(20) }));
    expect(readLosses(text, ['en', 'de'], keys({ en: 'eval/en/ppl', de: 'eval/de/ppl' }))).toEqual(byName);
    // The language Pipil is called `ppl`.
    expect(readLosses(text, ['ppl'], keys({ ppl: 'eval/ppl/loss' }))).toEqual(all({ ppl: 3 }));
    expect(readLosses('{"log_ppl_en": 2.5}', ['en'], keys({ en: 'log_ppl_en' }))).toEqual(all({ en: 2.5 }));
  });

  it('takes the last row of JSONL that holds a key', () => {
    const text = '{"eval/en/loss": 3}\n{"eval/en/loss": 2, "eval/de/loss": 4}\n{"step": 9}\n';
    expect(readLosses(text, ['en', 'de'], paths)).toEqual(all({ en: 2, de: 4 }));
  });

  it('reads trainer_state.json', () => {
    const text =
      '{"best_metric": null, "log_history": [{"eval_en_loss": 3}, {"eval_en_loss": 2.5}, {"loss": 1}]}';
    expect(readLosses(text, ['en'], new Map([['en', 'eval_en_loss']]))).toEqual(all({ en: 2.5 }));
  });

  it('reads the last row of a CSV', () => {
    expect(readLosses('step,loss_en\r\n1,3.5\r\n2,3.25\r\n', ['en'], none)).toEqual(all({ en: 3.25 }));
  });

  it.each([
    ['by usual names', 'loss_en;loss_de\n2,5;2,75\n'],
    ['by what the names say', 'Val Loss English;Val Loss German\n2,5;2,75\n'],
    ['by their column where a cell could be thousands', 'loss_en;loss_de\n9,5;9,1\n2,500;2,750\n'],
    ['in a string', '{"loss_en": "2,5", "loss_de": "2.75"}'],
    ['as Python shows them', '{"loss_en": "tensor(2.5)", "loss_de": "np.float64(2.75)"}'],
  ])('reads numbers as tables of runs do, decimal commas too: %s', (_, text) => {
    expect(readLosses(text, ['en', 'de'], none)).toEqual(all({ en: 2.5, de: 2.75 }));
  });

  it.each([
    ['loss_en,loss_de\nsoon,2.5\n', 'The loss of en is not a number: soon.'],
    ['{"loss_en": true, "loss_de": 2.5}', 'The loss of en is not a number: true.'],
    ['loss_en;loss_de\n2,310;2,415\n', 'Nothing tells whether the comma in the loss of en, 2,310, begins'],
    ['ppl_en,ppl_de\n0.5,20\n', 'The perplexity of en is below 1 (0.5).'],
  ])('says what cannot be read, which has not diverged: %j', (text, message) => {
    expect(readLosses(text, ['en', 'de'], none)).toHaveProperty('error', expect.stringContaining(message));
  });

  it('takes NaN, as Python writes it, for a loss that is no number', () => {
    expect(readLosses('{"losses": {"en": NaN, "de": -Infinity}}', ['en', 'de'], none)).toEqual(
      all({ en: null, de: null }),
    );
  });

  it('takes a language whose loss alone is no number for one that was not measured', () => {
    for (const none of ['NaN', 'null', '"None"', 'Infinity'])
      expect(readLosses(`{"en": 2.5, "de": ${none}}`, ['en', 'de'], new Map())).toEqual({
        losses: { en: 2.5 },
        missing: ['de'],
      });
  });

  it.each([
    '{"eval_en_loss": 1, "eval_de_loss": 2, "eval_loss": 3}',
    '{"eval/en/loss": 1, "eval/de/loss": 2}',
    '{"eval": {"en": {"loss": 1, "accuracy": 0.5}, "de": {"loss": 2}}}',
    '{"en": {"loss": 1}, "de": {"loss": 2}}',
    '{"log_history": [{"eval_en_loss": 9}, {"eval_en_loss": 1}, {"eval_de_loss": 2}]}',
    'step,en_loss,de_loss\n1,9,9\n2,1,2\n',
  ])('finds the losses by the names that trainers give them: %s', (text) => {
    expect(readLosses(text, ['en', 'de'], none)).toEqual(all({ en: 1, de: 2 }));
  });

  const bitsPerByte = (en: number, de: number, task = 'flores') => ({
    [`${task}_eng_Latn`]: {
      alias: task,
      'byte_perplexity,none': 2,
      'bits_per_byte,none': en,
      'acc,none': 0.4,
    },
    [`${task}_deu_Latn`]: {
      alias: task,
      'byte_perplexity,none': 3,
      'bits_per_byte,none': de,
      'acc,none': 0.5,
    },
  });
  it.each([
    ['a row a language', 'step,lang,loss\n1,en,9\n1,de,9\n2,en,1\n2,de,2\n'],
    ['its name and a perplexity beside', 'Language,val loss,ppl\nEnglish,1,2.7\nGerman,2,7.4\n'],
    ['objects a language', '[{"language": "eng", "loss": 1}, {"language": "deu", "loss": 2}]'],
    ['lines a language', '{"lang": "en", "loss": 9}\n{"lang": "en", "loss": 1}\n{"lang": "de", "loss": 2}\n'],
    ['lists', '{"languages": ["en", "de"], "losses": [1, 2]}'],
    ['other codes', '{"epoch": 1, "eval_deu_Latn_loss": 2, "eval_eng_Latn_loss": 1, "train_loss": 3}'],
    ['other codes as keys', '{"eng_Latn": {"loss": 1, "acc": 0.5}, "deu_Latn": {"loss": 2, "acc": 0.5}}'],
    ['perplexities', `{"ppl_en": ${Math.E}, "ppl_de": ${Math.E ** 2}}`],
    ['tasks of lm-eval', JSON.stringify({ results: bitsPerByte(1, 2), versions: { flores_deu_Latn: 1 } })],
    ['the training beside', '{"train/en/nll": 8, "train/de/nll": 9, "val/en/nll": 1, "val/de/nll": 2}'],
    ['a Markdown table', '| lang | loss |\n|---|---|\n| en | 1 |\n| de | 2 |\n'],
  ])('finds them by what the names say: %s', (_, text) => {
    expect(readLosses(text, ['en', 'de'], none)).toEqual(all({ en: 1, de: 2 }));
  });

  it('takes the loss of a member for its macrolanguage where it could be of no other', () => {
    expect(readLosses('{"eval/arb_Arab/loss": 2}', ['en', 'ar'], none)).toEqual({
      losses: { ar: 2 },
      missing: ['en'],
    });
  });

  it('asks which of several counts', () => {
    const results = { ...bitsPerByte(1, 2), ...bitsPerByte(3, 4, 'wiki') };
    const first = 'results.flores_eng_Latn.bits_per_byte,none';
    expect(readLosses(JSON.stringify({ results }), ['en', 'de'], none)).toEqual({
      error: `The result holds several losses of en: \`${first}\`, \`results.wiki_eng_Latn.bits_per_byte,none\`. Say under \`proxy.losses\` which one counts.`,
    });
    expect(readLosses(JSON.stringify({ results }), ['en'], new Map([['en', first]]))).toEqual(all({ en: 1 }));
  });

  it('names losses of several units, unless the key of every language is given', () => {
    const text = '{"eval_en_bpb": 1, "eval_de_bpb": 1.1, "eval_fr_loss": 2.2}';
    const keys = new Map(
      ['en', 'de', 'fr'].map((code) => [code, `eval_${code}_${code === 'fr' ? 'loss' : 'bpb'}`]),
    );
    expect(readLosses(text, ['en', 'de', 'fr'], none)).toEqual({
      error:
        'The result holds losses of several units: bits per byte (`eval_en_bpb`, `eval_de_bpb`) and nats per token (`eval_fr_loss`). Say under `proxy.losses` which ones count.',
    });
    expect(readLosses(text, ['en', 'de', 'fr'], keys)).toEqual(all({ en: 1, de: 1.1, fr: 2.2 }));
    expect(readLosses(text, ['en', 'de'], none)).toEqual(all({ en: 1, de: 1.1 }));
    const alike = '{"eval_en_ppl": 1, "eval_de_ppl": 1, "loss_fr": 2, "nll_es": 3}';
    expect(readLosses(alike, ['en', 'de', 'fr', 'es'], none)).toEqual(all({ en: 0, de: 0, fr: 2, es: 3 }));
  });

  it('names the numbers there are where none is a loss', () => {
    expect(readLosses('{"results": {"belebele_en": {"acc,none": 0.4}}}', ['en'], none)).toHaveProperty(
      'error',
      expect.stringContaining('Its numbers are `results.belebele_en.acc,none`: say under `proxy.losses`'),
    );
  });

  it('keeps apart languages that are called like properties of any object', () => {
    expect(readLosses('{"losses": {"__proto__": 1}}', ['__proto__', 'constructor'], none)).toEqual({
      losses: Object.fromEntries([['__proto__', 1]]),
      missing: ['constructor'],
    });
  });

  it('leaves out a last line that is torn', () => {
    expect(readLosses('{"en": 3}\n{"en": 2}\n{"en": 1', ['en'], none)).toEqual(all({ en: 2 }));
  });

  it.each([
    ['{"losses": {"fr": 1}}', 'holds no loss: there is no `losses/en`'],
    ['{"losses": {"en": 1, "de": -2}}', 'negative'],
    ['Traceback: error', 'neither JSON'],
    ['', 'neither JSON'],
    ['{"losses": {"en": 1, "d', 'neither JSON'],
  ])('says what is wrong with %j', (text, message) => {
    expect(readLosses(text, ['en', 'de'], none)).toHaveProperty('error', expect.stringContaining(message));
  });
});
