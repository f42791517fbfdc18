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
