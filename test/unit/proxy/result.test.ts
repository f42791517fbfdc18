import { describe, expect, it } from 'vitest';
import { readLosses } from '../../../src/core/proxy/result.ts';

const none = new Map<string, string>();
const paths = new Map([
  ['en', 'eval/en/loss'],
  ['de', 'eval/de/loss'],
]);

describe('readLosses', () => {
  it('reads an object, by its usual keys', () => {
    expect(readLosses('{"losses": {"en": 1.5, "de": 2}}', ['en', 'de'], none)).toEqual({ en: 1.5, de: 2 });
  });

  it('reads keys that are paths, and keys that hold slashes', () => {
    expect(readLosses('{"eval": {"en": {"loss": 1}}, "eval/de/loss": 2}', ['en', 'de'], paths)).toEqual({
      en: 1,
      de: 2,
    });
  });

  it('takes the last row of JSONL that holds a key', () => {
    const text = '{"eval/en/loss": 3}\n{"eval/en/loss": 2, "eval/de/loss": 4}\n{"step": 9}\n';
    expect(readLosses(text, ['en', 'de'], paths)).toEqual({ en: 2, de: 4 });
  });

  it('reads trainer_state.json', () => {
    const text =
      '{"best_metric": null, "log_history": [{"eval_en_loss": 3}, {"eval_en_loss": 2.5}, {"loss": 1}]}';
    expect(readLosses(text, ['en'], new Map([['en', 'eval_en_loss']]))).toEqual({ en: 2.5 });
  });

  it('reads the last row of a CSV', () => {
    expect(readLosses('step,loss_en\r\n1,3.5\r\n2,3.25\r\n', ['en'], none)).toEqual({ en: 3.25 });
  });

  it('takes NaN, as Python writes it, for a loss that is no number', () => {
    expect(readLosses('{"losses": {"en": NaN, "de": -Infinity}}', ['en', 'de'], none)).toEqual({
      en: null,
      de: null,
    });
  });

  it.each([
    ['{"losses": {"en": 1}}', 'holds no'],
    ['{"losses": {"en": 1, "de": -2}}', 'negative'],
    ['Traceback: error', 'neither JSON'],
    ['', 'neither JSON'],
    ['{"losses": {"en": 1, "d', 'neither JSON'],
  ])('says what is wrong with %j', (text, message) => {
    expect(readLosses(text, ['en', 'de'], none)).toHaveProperty('error', expect.stringContaining(message));
  });
});
