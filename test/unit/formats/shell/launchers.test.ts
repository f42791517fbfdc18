// Launchers as the shell reads them; what is written stays a script that bash accepts.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { checkConfig, recognise, type RecognisedConfig } from '../../../../src/core/formats/check.ts';
import { sourcesRead } from '../../../../src/core/formats/sources.ts';
import { writeShares } from '../../../../src/core/formats/write.ts';
import { languageKnowledge } from '../../../../src/core/language/codes.ts';
import { applyEdits } from '../../../../src/core/text/range.ts';

function recognised(text: string): RecognisedConfig {
  const found = recognise(text);
  if (found === null) throw new Error('not recognised');
  return found;
}

const train = 'torchrun pretrain_gpt.py --data-path';
const en = '/data/en/web_text_document';
const de = '/data/de/web_text_document';

function write(text: string, shares: Readonly<Record<string, number>>) {
  return writeShares(recognised(text), new Map(Object.entries(shares)), { languages: languageKnowledge });
}

/** What bash itself makes of the words behind `--data-path`: an independent reading. */
function wordsByBash(text: string): string[] {
  const script = `torchrun() { printf '%s\\n' "$@"; }; python() { torchrun "$@"; }\n${text}`;
  const words = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split(/\s+/);
  const rest = words.slice(words.indexOf('--data-path') + 1);
  const end = rest.findIndex((word) => word.startsWith('--'));
  return end === -1 ? rest : rest.slice(0, end);
}

const known: Readonly<Record<string, string>> = {
  'flags in an array': `A=(\n  --data-path\n  0.5 ${en}\n  0.5 ${de}\n  --split 99,1,0\n)\ntorchrun pretrain_gpt.py "\${A[@]}"\n`,
  'flags in a string': `DATA_ARGS="\n  --data-path 0.5 ${en} 0.5 ${de} \\\n  --split 949,50,1\n"\ntorchrun pretrain_gpt.py $DATA_ARGS\n`,
  'a second assignment': `DATA_PATH="0.9 ${en} 0.1 /data/fi/web_text_document"\nDATA_PATH="0.5 ${en} 0.5 ${de}"\n${train} $DATA_PATH\n`,
  'variables that hold prefixes': `EN="${en}"\nDE=${de}\nDATA_BLEND="0.5 \${EN} 0.5 \${DE}"\n${train} \${DATA_BLEND}\n`,
  'variables that hold weights': `A=0.5\nB=0.5\nDATA_BLEND="$A ${en} $B ${de}"\n${train} \${DATA_BLEND}\n`,
  'prefixes without a slash':
    'DATA_PATH=(\n  --data-path 0.5 en_books_text_document_dc=10_tc=900 # most\n  0.5 de_books_text_document_dc=10_tc=900\n)\npython pretrain_gpt.py "${DATA_PATH[@]}"\n',
  'a string that grows': `ROOT=/data\nDATA_PATH=""\nDATA_PATH="\${DATA_PATH} 5 \${ROOT}/en/a_text_document"\nDATA_PATH+=" 5 \${ROOT}/de/a_text_document"\n${train} $DATA_PATH\n`,
  'an array that grows': `DATA_PATH=(5 ${en})\nDATA_PATH+=(5 ${de})\n${train} "\${DATA_PATH[@]}" --bf16\n`,
  'a helper that multiplies repeats and tokens': `calc() { awk -v a="$1" -v b="$2" -v p="$3" 'BEGIN { printf "%.6f %s\\n", a * b, p }'; }\nTRAIN_DATA_PATH=(\n  $(calc 2 500000 ${en})\n  $(calc 1 1000000 ${de}) # once\n)\n${train} \${TRAIN_DATA_PATH[@]}\n`,
  'a variable of any name behind the flag': `X="5 ${en} 5 ${de}"\n${train} $X --bf16\n`,
};

it('a variable that is set elsewhere is the prefix behind its weight', () => {
  const text = 'python pretrain_gpt.py --data-path 0.6 $DATA_EN 0.4 ${DATA_DE} --bf16\n';
  const { sources, shares } = sourcesRead(recognised(text), languageKnowledge);
  expect({ shares, sources: sources.map(({ name, share }) => [name, share]) }).toEqual({
    shares: 'known',
    sources: [
      ['$DATA_EN', 0.6],
      ['${DATA_DE}', 0.4],
    ],
  });
  const map = new Map([
    ['en', ['$DATA_EN']],
    ['de', ['${DATA_DE}']],
  ]);
  const wanted = new Map(Object.entries({ en: 0.3, de: 0.7 }));
  const { edits } = writeShares(recognised(text), wanted, { languages: languageKnowledge, map });
  expect(applyEdits(text, edits)).toBe(text.replace('0.6', '0.3').replace('0.4', '0.7'));
  expect(recognise('python pretrain_gpt.py --data-path $DATA_EN $DATA_DE\n')).toBeNull();
});

it('a flag may be written with an underscore', () => {
  const { sources } = sourcesRead(
    recognised(`python pretrain_gpt.py --data_path 0.6 ${en} 0.4 ${de} --bf16\n`),
    languageKnowledge,
  );
  expect(sources.map(({ share }) => share)).toEqual([0.6, 0.4]);
});

it('a file of its arguments may name prefixes by their counts, without a slash', () => {
  const text = '0.6 en_books_text_document_dc=10_tc=900\n0.4 de_books_text_document_dc=12_tc=800\n';
  const { sources } = sourcesRead(recognised(text), languageKnowledge);
  expect(sources.map(({ language, share }) => [language, share])).toEqual([
    ['en', 0.6],
    ['de', 0.4],
  ]);
});

describe.each(Object.entries(known))('%s', (_, text) => {
  it('is read without errors', () => {
    expect(checkConfig(text, languageKnowledge)).toMatchObject({ format: 'megatron-shell', problems: [] });
    const { shares, sources } = sourcesRead(recognised(text), languageKnowledge);
    expect(shares).toBe('known');
    expect(sources.map(({ language, share }) => [language, share])).toEqual([
      ['en', 0.5],
      ['de', 0.5],
    ]);
  });

  it('is written in place, as bash itself reads it', () => {
    const written = applyEdits(text, write(text, { en: 0.3, de: 0.7 }).edits);
    const [first, firstPath, second, secondPath] = wordsByBash(written);
    const total = Number(first) + Number(second);
    expect(Math.abs(Number(first) / total - 0.3)).toBeLessThan(1e-9);
    expect(Math.abs(Number(second) / total - 0.7)).toBeLessThan(1e-9);
    expect([firstPath, secondPath]).toEqual(wordsByBash(text).filter((__, index) => index % 2 === 1));
    // A variable that holds a weight gives way to a number of its own where it is used.
    const weight = /\$[AB]\b(?= )|\d\.?\d*/g;
    expect(written.replace(weight, '#')).toBe(text.replace(weight, '#'));
  });
});

const unknown: Readonly<Record<string, readonly [string, string]>> = {
  'a loop': [
    `DATA_PATH="1 /data/code/stack_text_document"\nfor i in {0..44}; do\n  DATA_PATH="\${DATA_PATH} 1 /data/en/web\${i}_text_document"\ndone\n${train} $DATA_PATH\n`,
    'a loop adds sources',
  ],
  'branches that replace': [
    `if [ "$1" = a ]; then\n  DATA_PATH="0.7 ${en} 0.3 ${de}"\nelse\n  DATA_PATH="0.5 ${en} 0.5 ${de}"\nfi\n${train} $DATA_PATH\n`,
    'which branch of the script runs is not known',
  ],
  'a command in the middle': [
    `DATA_PATH="0.5 ${en} $(cat more.txt) 0.5 ${de}"\n${train} $DATA_PATH\n`,
    'the shell computes the weights',
  ],
};

describe.each(Object.entries(unknown))('%s', (_, [text, reason]) => {
  it('makes the shares unknown, which is said, and refuses to write', () => {
    const config = recognised(text);
    expect(sourcesRead(config, languageKnowledge).shares).toBe('unknown');
    expect(
      checkConfig(text, languageKnowledge).problems.filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
    const { edits, notes } = write(text, { en: 0.3, de: 0.7, code: 0.1 });
    expect(edits).toEqual([]);
    expect(notes.join(' ')).toContain(reason);
  });
});

it('shows the blends of both branches', () => {
  const [text] = unknown['branches that replace'] ?? [''];
  const weights = recognised(text).config.blends.map(({ sources }) =>
    sources.map(({ weight }) => weight?.value),
  );
  expect(weights).toEqual([
    [0.7, 0.3],
    [0.5, 0.5],
  ]);
});

it('removes the line of a pair that a string grows by', () => {
  const text = known['a string that grows'] ?? '';
  const written = applyEdits(text, write(text, { en: 0, de: 1 }).edits);
  expect(written).toBe(text.replace(/DATA_PATH="\$\{DATA_PATH\} 5 .*\n/, '').replace('+=" 5 ', '+=" 10 '));
  expect(() => execFileSync('bash', ['-n', '-c', written])).not.toThrow();
});

it('writes weights that one variable holds for several sources where they are used', () => {
  const text = `W=0.5\nDATA_BLEND="$W ${en} $W ${de}"\n${train} \${DATA_BLEND}\n`;
  const written = applyEdits(text, write(text, { en: 0.3, de: 0.7 }).edits);
  expect(written).toBe(text.replace('"$W', '"0.3').replace(' $W', ' 0.7'));
});

it('reads a script of any depth without an exception', () => {
  expect(() => recognise(`#!/bin/bash\nDATA_PATH="${'$('.repeat(50_000)}`)).not.toThrow();
});
