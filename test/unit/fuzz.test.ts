// A short round of `npm run fuzz`, and what its long rounds found.
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { read } from '../fuzz/check.ts';
import { crafted, mutated } from '../fuzz/inputs.ts';
import { parsers } from '../fuzz/parsers.ts';

describe('Mutated input', () => {
  it.each(parsers.map((parser) => [parser.name, parser] as const))('is read by %s', async (_, parser) => {
    const numRuns = parser.limit === undefined ? 60 : 8;
    await fc.assert(
      fc.asyncProperty(mutated(parser.seeds), async (text) => {
        await read(parser, text);
      }),
      { seed: 8, numRuns },
    );
  });
});

describe('Input made to take long', () => {
  it.each([
    ['format-regmix', 'line ends'],
    ['format-regmix', 'carriage returns'],
    ['format-megatron-shell', 'words used again and again'],
    ['format-nemo', 'many aliases'],
    ['export', 'one long number'],
    ['quantity', 'a number that is none at its end'],
    ['runs-csv', 'digits of a loss'],
    ['command', 'line ends'],
    ['losses', 'trailing spaces'],
    ['losses', 'line ends'],
    ['mixture-yaml', 'the same key'],
    ['mixture-yaml', 'many languages'],
  ])('is read by %s, also when there is much of it: %s', async (name, kind) => {
    const parser = parsers.find((known) => known.name === name)!;
    // What took sixty-four times as long for eight times the text would not end here before the runner gives up.
    await read(parser, crafted[kind]!(512_000));
  });
});
