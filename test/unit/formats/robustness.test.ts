import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/core/formats/adapter.ts';
import { checkConfig, recognise, recogniseSteps } from '../../../src/core/formats/check.ts';
import { mostConfigText } from '../../../src/core/formats/config-limits.ts';
import { pointersOf } from '../../../src/core/formats/held.ts';
import { assignSteps, languagesOf } from '../../../src/core/formats/source-language.ts';
import { mostScriptText, readScript } from '../../../src/core/formats/shell/read-script.ts';
import { cases } from './cases.ts';
import { knownLanguages } from './known-languages.ts';

const folder = new URL('../../fixtures/formats/', import.meta.url);
const texts = cases.map(([format, file]) => readFileSync(new URL(`${format}/${file}`, folder), 'utf8'));

describe('a config that is being typed', () => {
  it('is checked without an exception, with problems inside the text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        (text, from, count, typed) => {
          const start = from % (text.length + 1);
          const broken = text.slice(0, start) + typed + text.slice(start + (count % 20));
          for (const { range, fixes = [] } of checkConfig(broken, knownLanguages).problems) {
            for (const { start: low, end: high } of [
              range,
              ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.range)),
            ]) {
              expect(low).toBeGreaterThanOrEqual(0);
              expect(high).toBeGreaterThanOrEqual(low);
              expect(high).toBeLessThanOrEqual(broken.length);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('survives nesting and aliases without end', () => {
    const bomb = [
      'data_path: &a [x, x]',
      ...Array.from('bcdefghijklmnop').map(
        (name, i) => `${name}: &${name} [*${'abcdefghijklmnop'[i]!}, *${'abcdefghijklmnop'[i]!}]`,
      ),
    ];
    expect(checkConfig(bomb.join('\n'), knownLanguages).format).toBeNull();
    expect(checkConfig(`blend: ${'['.repeat(20_000)}`, knownLanguages).format).toBeNull();
    expect(checkConfig('train_weights: &a {x: *a}\nconfigs: {x: {id: *a}}\n', knownLanguages).format).toBe(
      'levanter',
    );
  });

  it('survives trees of aliases, endless lines and paths within paths', () => {
    const levels = Array.from('bcdefghijklmnopqrstuvwxyz', (name, i) => {
      const below = 'abcdefghijklmnopqrstuvwxyz'[i] ?? 'a';
      return `${name}: &${name} {x: *${below}, y: *${below}, weight: 1, repetition_factor: 1}`;
    });
    const mix = `a: &a {weight: 1, repetition_factor: 1}\n${levels.join('\n')}\nmix: {m: *z}\n`;
    expect(checkConfig(mix, knownLanguages).format).toBe('olmix');
    const script = `#!/bin/bash\nA=${'x'.repeat(3000)}\nsource ${'$A'.repeat(1000)}\nDATA=$(cd ${'dirname '.repeat(50_000)})\npython pretrain_gpt.py\n`;
    expect(pointersOf(script)).toEqual([]);
    expect(pointersOf(`DATA=$(<x.txt)\n${'\n'.repeat(90_000)}`)).toHaveLength(1);
    const hint = `${'a-'.repeat(200_000)}b`;
    expect(languagesOf([{ hints: [hint] }], knownLanguages)).toEqual([null]);
  });

  it('reads a script that uses its variables again and again in small steps, and copies their words only so often', () => {
    const assignments = `#!/bin/bash\n${'A=$A$A\n'.repeat(20_000)}pretrain_gpt.py --data-path $A\n`;
    expect([...recogniseSteps(assignments)].length).toBeGreaterThan(30);
    const uses = readScript(
      `A="${'w '.repeat(10_000)}"\n${'B="$A x"\n'.repeat(1_000)}train --data-path $B\n`,
    );
    const words = uses?.variables.flatMap((variable) => variable.words) ?? [];
    expect(words.length).toBeLessThan(50_000);
    const growing = readScript(`A=()\n${'A+=(w w w w w w w w w w w w w w w w w w w w)\n'.repeat(3_000)}`);
    expect(growing?.variables).toEqual([
      expect.objectContaining({ name: 'A', unknown: 'there are too many words' }),
    ]);
    expect(growing?.variables[0]?.words).toHaveLength(50_000);
  });

  it('gives thousands of sources to languages in small steps, and looks at a name that many of these have once', () => {
    const sources = Array.from({ length: 10_000 }, (_, i): Source => {
      const name = `/d/x${i}/a`;
      return { name, range: { start: 0, end: 0 }, weight: null, hints: [name] };
    });
    const codes = Array.from({ length: 3_000 }, (_, i) => `x${i}`);
    const map = new Map(codes.map((code) => [code, ['/d', `/d/${code}`]]));
    const steps = assignSteps(sources, codes, map, knownLanguages);
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count++;
    expect(step.value[2_999]).toBe('x2999');
    expect(step.value[3_000]).toBe('x0');
    expect(count).toBeGreaterThan(sources.length / 500);
    expect(count).toBeLessThan(sources.length / 50);
  });

  it('reads no text that is larger than any config', () => {
    const launcher = `#!/bin/bash\npretrain_gpt.py --data-path 0.5 /d/en_text_document 0.5 /d/de_text_document\n`;
    expect(recognise(launcher)?.adapter.name).toBe('megatron-shell');
    expect(recognise(`${launcher}${'#'.repeat(mostScriptText)}`)).toBeNull();
    expect(recognise('0.5 /d/en_text_document\n'.padEnd(mostConfigText, '\n'))).not.toBeNull();
    expect(recognise('0.5 /d/en_text_document\n'.padEnd(mostConfigText + 1, '\n'))).toBeNull();
  });

  it('reads no list of more data sets than anyone trains on', () => {
    const mixed = (count: number): string =>
      `mix_strategy: interleave_over\ndataset: ${Array.from({ length: count }, (_, i) => `d${i}`).join()}\n`;
    expect(recognise(mixed(20_000))?.config.blends[0]?.sources).toHaveLength(20_000);
    expect(recognise(mixed(20_001))).toBeNull();
  });

  it('is the same with Windows line ends', () => {
    for (const file of readdirSync(new URL('nanotron/', folder))) {
      const text = readFileSync(new URL(`nanotron/${file}`, folder), 'utf8');
      const codes = (source: string) => checkConfig(source, knownLanguages).problems.map(({ code }) => code);
      expect(codes(text.replaceAll('\n', '\r\n'))).toEqual(codes(text));
    }
  });
});
