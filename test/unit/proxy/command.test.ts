import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand, isStartable } from '../../../src/core/proxy/command.ts';
import { quoteWord, splitCommand } from '../../../src/core/text/command-line.ts';

const values = { config: 'c', tokens: '1', parameters: '', seed: '2', out: '/o', run: 'p-001' };

describe('splitCommand', () => {
  it('splits words as a shell does', () => {
    const line = `python "my train.py" --name='it''s' a\\ b "say \\"hi\\"" --n=3 HEAD~1 x#y\n`;
    const shell = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
    expect(splitCommand(line)).toEqual({ words: shell.split('\0').slice(0, -1) });
  });

  it.each([
    'a | b',
    'a && b',
    'a; b',
    'a > b',
    'echo $(id)',
    'echo $HOME',
    'echo "$HOME"',
    'a `b`',
    'a *',
    'a\nb',
    '~/x',
  ])('refuses %j, which needs a shell', (line) => {
    expect(splitCommand(line)).toHaveProperty('error');
  });

  it('passes on what is in single quotes', () => {
    expect(splitCommand(`a '$(id) | b'`)).toEqual({ words: ['a', '$(id) | b'] });
  });

  it('says that a quote is open', () => {
    expect(splitCommand(`a 'b`)).toEqual({ error: "The quote ' is never closed." });
  });
});

describe('placeholders', () => {
  it('never look at a value again', () => {
    expect(expand('--o={out}/{run}', { ...values, out: '{seed} $(x)' })).toBe('--o={seed} $(x)/p-001');
    expect(expand('{constructor}', values)).toBe('{constructor}');
  });

  it('that do not exist are told', () => {
    expect(isStartable(['a', '--x={ot}'])).toContain('`{ot}` is not a placeholder');
    expect(isStartable(['a', '{"json": 1}'])).toBeNull();
  });

  it('that lack a brace are told, and other braces are left alone', () => {
    for (const word of [
      '{tokens',
      '--x={tokens',
      '{out}/{tokens-1',
      'tokens}',
      '--x=tokens}',
      '{out}/tokens}',
    ])
      expect(isStartable(['a', word])).toBe('The placeholder `{tokens}` lacks one of its braces.');
    for (const word of [
      '+a={seed:1}',
      '{tokens_seen',
      'my_tokens}',
      '{ "tokens": {} }',
      '{a:tokens}',
      '{out}',
    ])
      expect(isStartable(['a', word])).toBeNull();
  });
});

describe('quoteWord', () => {
  it('gives a shell back exactly the word, whatever it holds', () => {
    const words = fc.array(
      fc.string({ unit: 'binary' }).map((s) => s.replaceAll('\0', '')),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(words, (list) => {
        const line = `printf '%s\\0' ${list.map(quoteWord).join(' ')}`;
        const output = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
        expect(output.split('\0').slice(0, -1)).toEqual(list);
      }),
      { numRuns: 40 },
    );
  });
});
