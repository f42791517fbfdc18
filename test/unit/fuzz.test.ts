// A short round of `npm run fuzz`, and what its long rounds found.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, computingTime } from '../fuzz/check.ts';
import { crafted, mutated } from '../fuzz/inputs.ts';
import { parsers } from '../fuzz/parsers.ts';

describe('Mutated input', () => {
  it.each(parsers.map((parser) => [parser.name, parser] as const))('is read by %s', (_, parser) => {
    const numRuns = parser.limit === undefined ? 60 : 8;
    fc.assert(
      fc.property(mutated(parser.seeds), (text) => check(parser, text)),
      { seed: 8, numRuns },
    );
  });
});

describe('Input made to take long', () => {
  it.each([
    ['format-regmix', 'line ends'],
    ['format-regmix', 'carriage returns'],
    ['format-nemo', 'many aliases'],
    ['export', 'one long number'],
    ['command', 'line ends'],
    ['losses', 'trailing spaces'],
    ['losses', 'line ends'],
    ['mixture-yaml', 'the same key'],
    ['mixture-yaml', 'many languages'],
  ])('is read by %s in proportion to its length: %s', (name, kind) => {
    const { read } = parsers.find((parser) => parser.name === name)!;
    const time = (size: number): number => computingTime(read, crafted[kind]!(size));
    // Eight times the text took sixty-four times as long. What is quick has no need to be in proportion.
    const growth = (): number => time(64_000) / Math.max(time(8_000), 100);
    expect(Math.min(growth(), growth())).toBeLessThan(24);
  });
});
