import { describe, expect, it } from 'vitest';
import { configOf } from '../../../src/core/proxy/config.ts';

const doremi =
  '{"train_domain_weights": {"en": 0.5, "de": 0.5}, "eval_domain_weights": {"en": 0.5, "de": 0.5}}';
const none = new Map<string, readonly string[]>();

describe('configOf', () => {
  it('puts the shares of a run in, and changes nothing else', () => {
    expect(configOf(doremi, { en: 1, de: 0 }, none)).toEqual({
      text: '{"train_domain_weights": {"en": 1, "de": 0}, "eval_domain_weights": {"en": 0.5, "de": 0.5}}',
    });
  });

  it('puts a share in that hardly differs from the template: the fit counts on it', () => {
    expect(configOf(doremi, { en: 0.5001, de: 0.4999 }, none)).toHaveProperty(
      'text',
      expect.stringContaining('{"en": 0.5001, "de": 0.4999}, "eval'),
    );
  });

  it('finds sources through the map', () => {
    const text = doremi.replaceAll('"de"', '"web-2"');
    const map = new Map([['de', ['web-2']]]);
    expect(configOf(text, { en: 0.25, de: 0.75 }, map)).toHaveProperty(
      'text',
      expect.stringContaining('"web-2": 0.75'),
    );
  });

  it('refuses a config that would train on something else', () => {
    expect(configOf(doremi, { en: 0.5, fr: 0.5 }, none)).toHaveProperty('error');
    expect(configOf('learning_rate: 1', { en: 1 }, none)).toHaveProperty('error');
  });
});
