import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyRatios } from '../../../src/core/edits/apply-ratios.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

function write(text: string, ratios: number[], fileName?: string): string {
  return applyEdits(
    text,
    applyRatios(parseMixture(text, fileName === undefined ? {} : { fileName }), ratios),
  );
}

describe('applyRatios', () => {
  it('keeps comments, order, flow style and the digits of unchanged ratios', () => {
    const text = `# mine
climb: 1
languages:
  # the big one
  en: 0.6000   # English
  de: { available: 640B, ratio: 0.3 } # German
  fr:
    ratio: 1/10
`;
    expect(write(text, [0.6, 0.25, 0.15])).toBe(
      text.replace('ratio: 0.3 ', 'ratio: 0.25 ').replace('1/10', '0.15'),
    );
  });

  it('writes per cent where the author did, and drops the quotes of arithmetic', () => {
    expect(write('languages:\n  en: 50%\n  de: "1/2"\n', [0.375, 0.625])).toBe(
      'languages:\n  en: 37.5%\n  de: 0.625\n',
    );
    expect(write('{"languages": {"en": "50%", "de": 0.5}}', [0.375, 0.625], 'a.json')).toBe(
      '{"languages": {"en": "37.5%", "de": 0.625}}',
    );
  });

  it('keeps the line break behind a ratio over several lines, and what comes after it', () => {
    const text =
      'languages:\n  en:\n    ratio: >-\n      0.6\n    available: 640B\n  de: |\n    30%\n\n  # a relative\n  fi:\n    ratio: |+\n      0.1\n\nname: x\n';
    const written =
      'languages:\n  en:\n    ratio: 0.3\n    available: 640B\n  de: 50%\n\n  # a relative\n  fi:\n    ratio: 0.2\n\nname: x\n';
    expect(write(text, [0.3, 0.5, 0.2])).toBe(written);
    expect(write(text.replaceAll('\n', '\r\n'), [0.3, 0.6, 0.1])).toBe(
      written.replace('50%', '60%').replace('0.2', '|+\n      0.1').replaceAll('\n', '\r\n'),
    );
  });

  it('writes a ratio where one is begun, and puts one right that cannot be read', () => {
    const text =
      'languages:\n  en:\n    ratio:\n    min: 0\n  de: { ratio:, max: 1 }\n  fi: { ratio: ten }\n';
    expect(write(text, [0.5, 0.3, 0.2])).toBe(
      'languages:\n  en:\n    ratio: 0.5\n    min: 0\n  de: { ratio: 0.3, max: 1 }\n  fi: { ratio: 0.2 }\n',
    );
  });

  it('adds ratios where there are none', () => {
    const text = 'languages:\n  en:\n  de: {}\n  fr: { available: 1B }\n  es:\n    min: 0.1\n';
    expect(write(text, [0.1, 0.2, 0.3, 0.4])).toBe(
      'languages:\n  en: 0.1\n  de: { ratio: 0.2 }\n  fr: { ratio: 0.3, available: 1B }\n  es:\n    ratio: 0.4\n    min: 0.1\n',
    );
    expect(write('languages: { en, de }\n', [0.5, 0.5])).toBe('languages: { en: 0.5, de: 0.5 }\n');
  });

  it('does not change an anchor that other languages share', () => {
    const text =
      'languages:\n  en: &x { ratio: 0.5, available: 1B }\n  de: *x\n  fr: { <<: *x, available: 2B }\n';
    const written = write(text, [0.2, 0.5, 0.3]);
    const { languages } = parseMixture(written).mixture;
    expect(languages.map(({ ratio }) => ratio?.value)).toEqual([0.2, 0.5, 0.3]);
    expect(languages.map(({ available }) => available?.value)).toEqual([1e9, 1e9, 2e9]);
  });

  it('does not change a ratio that came through an alias', () => {
    const written = write('languages: { en: &x 0.5, de: *x, fr: 0 }\n', [0.3, 0.5, 0.2]);
    expect(written).toBe('languages: { en: &x 0.3, de: 0.5, fr: 0.2 }\n');
  });

  it('keeps three digits of small shares and gives the residual to the largest', () => {
    const written = write('languages: { en: 1, nn: 0, is: 0 }', [0.99, 0.0000123456, 0.0099876544]);
    expect(written).toBe('languages: { en: 0.9899977, nn: 0.0000123, is: 0.009990 }');
  });

  it('writes none for what a solver leaves of a share', () => {
    const text = 'climb: 1\nlanguages: { en: 0.5, de: 0.3, fr: 0.2 }\n';
    expect(write(text, [0.6, 0.4 - 9e-12, 9e-12])).toBe(
      text.replace('0.5, de: 0.3, fr: 0.2', '0.6, de: 0.4, fr: 0'),
    );
  });

  it('quotes what a stage gets where YAML would read it for something else than a language', () => {
    const text =
      'languages: { en: {}, "no": {} }\nstages:\n  - { name: a, tokens: 100%, languages: { en: 1 } }\n';
    expect(write(text, [0.6, 0.4])).toBe(text.replace('{ en: 1 }', '{ en: 0.6, "no": 0.4 }'));
  });

  it('writes equal shares equally, and all with one width', () => {
    const keys = (...codes: string[]) => `languages:\n${codes.map((code) => `  ${code}: 0\n`).join('')}`;
    const written = (shares: number[]) =>
      write(keys(...shares.map((_, i) => `l${i}`)), shares).match(/(?<=: )\S+/g);
    expect(written([1 / 3, 1 / 3, 1 / 3])).toEqual(['0.333333', '0.333333', '0.333333']);
    expect(written([0.5 / 3, 0.5 / 3, 0.5 / 3, 0.25, 0.25])).toEqual([
      '0.16670',
      '0.16670',
      '0.16670',
      '0.24995',
      '0.24995',
    ]);
    expect(written([0.45, 0.3055, 0.2445])).toEqual(['0.4500', '0.3055', '0.2445']);
    expect(written([0.5, 0.3, 0.2])).toEqual(['0.5', '0.3', '0.2']);
    expect(write('languages: { a: 1%, b: 2%, c: 3% }', [0.5, 0.3005, 0.1995])).toBe(
      'languages: { a: 50.00%, b: 30.05%, c: 19.95% }',
    );
  });

  it('writes decimals that sum to exactly 1, close to what was asked, in a clean file', () => {
    const weight = fc.double({ min: 1e-6, max: 1, noNaN: true });
    const lines = ['|\n    0.1', '>-\n    10%\n', '\n    ratio: >\n      1/3\n    min: 0'];
    const style = fc.constantFrom('0.1', '10%', '1/3', '{ ratio: 0.2 }', '{ min: 0 }', '', ...lines);
    fc.assert(
      fc.property(fc.array(fc.tuple(weight, style), { minLength: 1, maxLength: 40 }), (entries) => {
        const sum = entries.reduce((a, [w]) => a + w, 0);
        const weights = entries.map(([w]) => w);
        const ratios = weights.map((w) => w / sum);
        const text = entries.map(([, value], i) => `  l${i}: ${value}\n`).join('');
        const written = write(`climb: 1\nlanguages:\n${text}`, ratios);
        const { languages } = parseMixture(written).mixture;
        const units = languages.map(({ ratio }) => BigInt(Math.round(ratio!.value * 1e12)));
        // Equal shares (to 1e-9) that cannot share the residual leave it.
        const isTied = new Set(ratios.map((ratio) => Math.round(ratio / 1e-9))).size < ratios.length;
        const off = Number(units.reduce((a, b) => a + b, 0n) - 10n ** 12n);
        expect(Math.abs(off)).toBeLessThanOrEqual(isTied ? 5e5 * weights.length : 0);
        languages.forEach(({ ratio }, i) =>
          expect(Math.abs(ratio!.value - ratios[i]!)).toBeLessThan(5e-5 * 42),
        );
        expect(validateMixture(written).filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(
          write(
            written,
            languages.map(({ ratio }) => ratio!.value),
          ),
        ).toBe(written);
      }),
      {
        examples: [
          [
            [
              [1e-6, '0.1'],
              [1.0000000000000002e-6, '0.1'],
              [1.0000000000000004e-6, '0.1'],
            ],
          ],
        ],
      },
    );
  });
});
