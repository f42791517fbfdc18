// What a launcher does with its words: which of them the trainer gets, and where that cannot be told.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { recognise, type RecognisedConfig } from '../../../../src/core/formats/check.ts';
import { pointersOf } from '../../../../src/core/formats/held.ts';
import { sourcesRead } from '../../../../src/core/formats/sources.ts';
import { writeShares } from '../../../../src/core/formats/write.ts';
import { languageKnowledge } from '../../../../src/core/language/codes.ts';
import { applyEdits } from '../../../../src/core/text/range.ts';

const en = '/data/en/web_text_document';
const de = '/data/de/web_text_document';
const train = 'torchrun pretrain_gpt.py --data-path';

function recognised(text: string): RecognisedConfig {
  const found = recognise(text);
  if (found === null) throw new Error('not recognised');
  return found;
}

function write(text: string, shares: Readonly<Record<string, number>> = { en: 0.25, de: 0.75 }) {
  const { edits, notes } = writeShares(recognised(text), new Map(Object.entries(shares)), {
    languages: languageKnowledge,
  });
  return { text: applyEdits(text, edits), edits, notes: notes.join(' ') };
}

/** Shares by path, as bash itself gives the words to the trainer. */
function byBash(text: string): Record<string, number> {
  const script = `torchrun() { printf '%s\\n' "$@"; }\n${text}`;
  const words = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split(/\s+/);
  const rest = words.slice(words.findLastIndex((word) => /^--(?:train-)?data-path$/.test(word)) + 1);
  const end = rest.findIndex((word) => word.startsWith('--'));
  const pairs = end === -1 ? rest : rest.slice(0, end);
  const total = pairs.reduce((sum, word, index) => (index % 2 === 0 ? sum + Number(word) : sum), 0);
  const shares: Record<string, number> = {};
  pairs.forEach((path, index) => {
    if (index % 2 === 1) shares[path] = (shares[path] ?? 0) + Number(pairs[index - 1]) / total;
  });
  return shares;
}

const followed: Readonly<Record<string, string>> = {
  'several variables behind the flag': `DATA_BLEND_EN="0.6 ${en}"\nDATA_BLEND_DE="0.4 ${de}"\n${train} $DATA_BLEND_EN $DATA_BLEND_DE --split 99,1,0\n`,
  'one variable of a language in another': `DATASET_EN="0.6 ${en}"\nDATASET_DE="0.3 ${de} 0.1 /data/de/b_text_document"\nDATA_PATH="$DATASET_EN $DATASET_DE"\n${train} $DATA_PATH\n`,
  'a telling variable that nothing uses': `OLD_DATA_PATH="0.1 ${en} 0.9 ${de}"\nDATA_PATH="0.6 ${en} 0.4 ${de}"\n${train} $DATA_PATH\n`,
  'a variable that is another': `STAGE1_DATA_PATH="0.7 ${en} 0.3 ${de}"\nSTAGE2_DATA_PATH="0.5 ${en} 0.5 ${de}"\nDATA_PATH=$STAGE2_DATA_PATH\n${train} $DATA_PATH\n`,
  'a name that only looks like evaluation': `RETRIEVAL_DATA_PATH="0.6 ${en} 0.4 ${de}"\n${train} $RETRIEVAL_DATA_PATH\n`,
  'a new pair in front of the old ones': `DATA_PATH="0.5 ${en} 0.3 ${de}"\nDATA_PATH="0.2 /data/fr/a_text_document $DATA_PATH"\n${train} $DATA_PATH\n`,
  'functions that are called or not': `small() { DATA_PATH="0.9 ${en} 0.1 ${de}"; }\nlarge() { DATA_PATH="0.6 ${en} 0.4 ${de}"; }\nsmall\n${train} $DATA_PATH\n`,
  'a function that adds its arguments': `add() { DATA_PATH="$DATA_PATH $1 $2"; }\nadd 0.6 ${en}\nadd 0.4 ${de}\n${train} $DATA_PATH\n`,
  'a function that shifts its arguments': `add() { local w=$1; shift; DATA_PATH+=" $w $1"; }\nw=9\nadd 0.6 ${en}\nadd 0.4 ${de}\n${train} $DATA_PATH\n`,
  'a function that runs the training': `run() { torchrun pretrain_gpt.py "$@"; }\nrun --data-path 0.6 ${en} 0.4 ${de}\n`,
  'a subshell': `DATA_PATH="0.6 ${en} 0.4 ${de}"\n(\nDATA_PATH="1.0 ${en} 1 ${de}"\n)\n${train} $DATA_PATH\n`,
  'a pipe': `DATA_PATH="0.6 ${en} 0.4 ${de}"\ntrue | DATA_PATH="1.0 ${en} 1 ${de}"\n${train} $DATA_PATH\n`,
  unset: `DATA_PATH="0.6 ${en} 0.4 ${de}"\nunset DATA_PATH\nDATA_PATH="$DATA_PATH 0.5 ${en}"\nDATA_PATH="$DATA_PATH 0.5 ${de}"\n${train} $DATA_PATH\n`,
  'a default for a weight': `EN_W=\${EN_W:-0.6}\nDE_W=\${DE_W-0.4}\nDATA_PATH="$EN_W ${en} $DE_W ${de}"\n${train} $DATA_PATH\n`,
  'a default for the blend': `DATA_PATH=\${DATA_PATH:-"0.6 ${en} 0.4 ${de}"}\n${train} $DATA_PATH\n`,
  'a default that is assigned': `: \${MIX:="0.6 ${en} 0.4 ${de}"}\n${train} $MIX\n`,
  'a branch around the whole training': `DATA_PATH="0.6 ${en} 0.4 ${de}"\nif [ -z "$SKIP" ]; then\n  ${train} $DATA_PATH\nfi\n`,
  'help that shows the flag': `if [ "$1" = help ]; then\n  echo "usage: --data-path 0.1 ${en}"\nfi\nDATA_PATH="0.6 ${en} 0.4 ${de}"\n${train} $DATA_PATH\n`,
  'a flag that is given twice': `ARGS="--data-path 0.9 ${en} 0.1 ${de}"\ntorchrun pretrain_gpt.py $ARGS --data-path 0.6 ${en} 0.4 ${de}\n`,
  'an assignment that is quoted whole': `DATA_PATH="0.9 ${en} 0.1 ${de}"\nexport "DATA_PATH=0.6 ${en} 0.4 ${de}"\n${train} $DATA_PATH\n`,
  'quoted assignments of several commands': `EN="0.6 ${en}"\nexport 'D=0.3 /data/fr/a_text_document' "DATA_PATH=$EN"\ndeclare "DATA_PATH+= 0.4 ${de}"\n${train} $DATA_PATH\n`,
  'a quoted assignment of one path': `export "DE=${de}"\n${train} 0.6 ${en} 0.4 $DE\n`,
  'a quoted assignment that adds': `DATA_PATH="0.6 ${en}"\nexport "DATA_PATH=$DATA_PATH 0.4 ${de}"\n${train} $DATA_PATH\n`,
  'blanks behind backslashes': `D=0.6\\ ${en}\\ 0.4\\ ${de}\n${train} $D\n`,
  'an array in an array': `D=(0.6 ${en} 0.4 ${de})\nARGS=(--data-path "\${D[@]}" --bf16)\ntorchrun pretrain_gpt.py "\${ARGS[@]}"\n`,
  'an array of one string': `D=("0.6 ${en} 0.4 ${de}")\n${train} $D\n`,
  'quotes that a later use takes away': `D="0.6 ${en} 0.4 ${de}"\nARGS=(--data-path "$D")\ntorchrun pretrain_gpt.py \${ARGS[@]}\n`,
  'a quoted argument of a function that splits it': `D="0.6 ${en} 0.4 ${de}"\nrun() { ${train} $1; }\nrun "$D"\n`,
  'line breaks in quotes behind a dollar sign': `D=$'0.6 ${en}\\n0.4 ${de}'\n${train} $D\n`,
};

describe.each(Object.entries(followed))('%s', (_, text) => {
  it('is read as bash gives it to the trainer', () => {
    const { shares, sources } = sourcesRead(recognised(text), languageKnowledge);
    expect(shares).toBe('known');
    const expected = Object.entries(byBash(text));
    expect(sources.map(({ name }) => name)).toEqual(expected.map(([name]) => name));
    sources.forEach(({ share }, index) => expect(share).toBeCloseTo(expected[index]?.[1] ?? NaN, 9));
  });

  it('is written where it counts', () => {
    const shares = byBash(write(text).text);
    const sum = (folder: string) =>
      Object.entries(shares).reduce((all, [name, share]) => (name.includes(folder) ? all + share : all), 0);
    expect(sum('/de/') / sum('/en/')).toBeCloseTo(3, 6);
  });
});

const notFollowed: Readonly<Record<string, readonly [text: string, because: string]>> = {
  'weights that the script is started with': [
    `EN=$1\nDE=$2\nDATA_PATH="$EN ${en} $DE ${de}"\n${train} $DATA_PATH\n`,
    '`$1` is given as the script is started',
  ],
  'a weight from outside': [`${train} $EN ${en} 0.5 ${de}\n`, '`$EN` is not set in this file'],
  'a loop that computes': [
    `DATASETS=("2 ${en}" "1 ${de}")\nDATA_PATH=""\nfor d in "\${DATASETS[@]}"; do\n  set -- $d\n  DATA_PATH="$DATA_PATH $(($1 * 5)) $2"\ndone\n${train} $DATA_PATH\n`,
    '$(( ))',
  ],
  'a loop over arrays': [
    `W=(0.6 0.4)\nP=(${en} ${de})\nDATA_PATH=()\nfor i in 0 1; do DATA_PATH+=("\${W[$i]}" "\${P[$i]}"); done\n${train} "\${DATA_PATH[@]}"\n`,
    '`${W[$i]}` is made by the shell',
  ],
  'a loop over blends': [
    `for DATA_PATH in "0.6 ${en} 0.4 ${de}" "0.5 ${en} 0.5 ${de}"; do\n${train} $DATA_PATH\ndone\n`,
    'a loop sets `DATA_PATH`',
  ],
  'a branch of the training': [
    `if [ -n "$A" ]; then\n${train} 0.6 ${en} 0.4 ${de}\nelse\n${train} 0.5 ${en} 0.5 ${de}\nfi\n`,
    'which branch of the script runs is not known',
  ],
  'a function that prints': [
    `get() { echo "0.6 ${en} 0.4 ${de}"; }\nDATA_PATH=$(get)\n${train} $DATA_PATH\n`,
    'the output of `get` is not known here',
  ],
  'a function that returns early': [
    `set_it() { DATA_PATH="0.6 ${en} 0.4 ${de}"; if [ -n "$A" ]; then return; fi; DATA_PATH="0.5 ${en} 0.5 ${de}"; }\nset_it\n${train} $DATA_PATH\n`,
    'which part of a function runs is not known',
  ],
  'a program that prints, in one branch': [
    `if [ "$MOCK" = true ]; then\n  DATA_ARGS="--mock-data"\nelse\n  DATA_ARGS="--data-path $(python3 make.py -p /data) --split 1,0,0"\nfi\ntorchrun pretrain_gpt.py $DATA_ARGS\n`,
    'the output of `python3` is not known here',
  ],
  grep: [`DATA_PATH=$(grep -v '^#' mix.txt)\n${train} $DATA_PATH\n`, 'the output of `grep`'],
  'cat and grep': [`${train} $(cat mix.txt | grep -v '#') --split 99,1,0\n`, 'the output of `cat`'],
  'text that is replaced': [
    `DATA_PATH="0.6 ${en} 0.4 ${de}"\nDATA_PATH=\${DATA_PATH//web/books}\n${train} $DATA_PATH\n`,
    '`${DATA_PATH//web/books}` is made by the shell',
  ],
  read: [
    `read -r -d '' DATA_PATH <<'EOF'\n0.6 ${en}\n0.4 ${de}\nEOF\n${train} $DATA_PATH\n`,
    '`read` fills `DATA_PATH`',
  ],
  mapfile: [`mapfile -t DATA < mix.args\n${train} \${DATA[@]}\n`, '`mapfile` fills `DATA`'],
  eval: [
    `DATA_PATH="0.6 ${en} 0.4 ${de}"\neval "DATA_PATH='1 ${en}'"\n${train} $DATA_PATH\n`,
    '`eval` sets `DATA_PATH`',
  ],
  'a number that is computed': [`W=2\n((W *= 3))\n${train} $W ${en} 5 ${de}\n`, '`(( ))` computes `W`'],
  'a file that the script writes': [
    `cat > data_args.txt <<EOF\n0.6 ${en}\n0.4 ${de}\nEOF\ntorchrun pretrain_gpt.py --data-args-path data_args.txt\n`,
    '`cat` writes `data_args.txt`',
  ],
  'a here-document': [
    `sbatch <<EOF\n#!/bin/bash\nsrun ${train} 0.6 ${en} 0.4 ${de} --split 99,1,0\nEOF\n`,
    'the command stands in a here-document',
  ],
  'an override of NeMo': [
    `python megatron_gpt_pretraining.py \\\n  model.data.data_prefix=[0.6,${en},0.4,${de}] \\\n  trainer.devices=8\n`,
    'the command overrides `data_prefix`',
  ],
  'braces that are several words': [
    `${train} 0.5 /data/{en,de}/web_text_document 0.5 ${de}\n`,
    'the shell makes several words of `{en,de}`',
  ],
  'a helper that is not here': [
    `TRAIN_DATA_PATH=(\n  $(calc 2 1000 ${en})\n  $(calc 1 3000 ${de})\n)\n`,
    'the output of `calc` is not known here',
  ],
  'a string in quotes': [
    `D="0.6 ${en} 0.4 ${de}"\n${train} "$D"\n`,
    'the quotes make one word of `"$D"`, which Megatron-LM takes for one prefix',
  ],
  'a string in quotes, in an array': [
    `D="0.6 ${en} 0.4 ${de}"\nARGS=(--data-path "$D" --split 1,0,0)\ntorchrun pretrain_gpt.py "\${ARGS[@]}"\n`,
    'the quotes make one word of `"$D"`',
  ],
  'a list that quotes join': [
    `D=(0.6 ${en} 0.4 ${de})\n${train} "\${D[*]}"\n`,
    'the quotes make one word of `"${D[*]}"`',
  ],
  'the first element of a list': [
    `D=(0.6 ${en} 0.4 ${de})\n${train} $D\n`,
    '`D` is an array, of which `$D` is only the first element: write `"${D[@]}"`',
  ],
  'a helper that divides': [
    `down() { python -c "print($2/$1, '$3')"; }\nDATA_PATH="$(down 2 1000 ${en}) $(down 1 3000 ${de})"\n${train} $DATA_PATH\n`,
    'the output of `down` is not known here',
  ],
};

describe.each(Object.entries(notFollowed))('%s', (_, [text, because]) => {
  it('is a launcher whose shares are not known, for a reason', () => {
    const config = recognised(text);
    expect(config.adapter.name).toBe('megatron-shell');
    expect(sourcesRead(config, languageKnowledge).shares).toBe('unknown');
    const { edits, notes } = write(text);
    expect(edits).toEqual([]);
    expect(notes).toContain(because);
  });
});

it('a path with blanks in quotes is one word', () => {
  const { sources, shares } = sourcesRead(
    recognised(`${train} 0.5 "/data/my corpus/en_text_document" 0.5 ${de} --split 1\n`),
    languageKnowledge,
  );
  expect({ shares, names: sources.map(({ name }) => name) }).toEqual({
    shares: 'known',
    names: ['/data/my corpus/en_text_document', de],
  });
});

it('in single quotes, a backslash at the end of a line is a word', () => {
  const text = `DATA_PATH='0.6 ${en} \\\n0.4 ${de}'\n${train} $DATA_PATH\n`;
  const { config } = recognised(text);
  expect(config.problems.map(({ code }) => code)).toEqual(['megatron.parity']);
  expect(write(text).edits).toEqual([]);
});

it('a file that the script writes itself is not followed, one that `mapfile` reads is', () => {
  expect(pointersOf(`cat > a.txt <<EOF\nx\nEOF\n${train} $(<a.txt)\n`)).toEqual([]);
  expect(pointersOf(`mapfile -t DATA < a.txt\n${train} \${DATA[@]}\n`)).toMatchObject([{ path: 'a.txt' }]);
});

describe('a variable that holds a weight', () => {
  const blend = `DATA_PATH="$EN_W ${en} $DE_W ${de}"\n${train} $DATA_PATH\n`;

  it('gets the new number where it serves nothing else', () => {
    const text = `# EN_W is for English\nEN_W=60\nDE_W="40"\n${blend}`;
    const written = write(text);
    expect(written.text).toBe(text.replace('=60', '=25').replace('"40"', '"75"'));
    expect(written.notes).toBe('');
  });

  it('keeps its number where the script uses it elsewhere, which is said', () => {
    const text = `EN_W=60\nDE_W=40\nNAME="run-en\${EN_W}"\n${blend}`;
    const written = write(text);
    expect(written.text).toBe(text.replace('"$EN_W', '"25').replace('=40', '=75'));
    expect(written.notes).toContain(
      '`EN_W` did not change, because the script needs the value elsewhere too',
    );
  });

  it('gets a number for several sources where these change alike', () => {
    const pairs = `calc() { echo "$1 * $2" | bc; }\ncalc() { awk "BEGIN { printf \\"%.9g\\", $1 * $2 }"; echo " $3"; }\n`;
    const text = `${pairs}R_EN=1\nR_DE=1\nTRAIN_DATA_PATH=(\n  $(calc $R_EN 100 ${en})\n  $(calc $R_EN 50 /data/en/b_text_document)\n  $(calc \${R_DE} 150 ${de})\n)\n${train} "\${TRAIN_DATA_PATH[@]}"\n`;
    const written = write(text);
    expect(written.text).toBe(text.replace('R_EN=1', 'R_EN=0.5').replace('R_DE=1', 'R_DE=1.5'));
  });
});

it('a helper of the shell gets whole numbers', () => {
  const text = `calc() { echo "$(( $1 * $2 )) $3"; }\nTRAIN_DATA_PATH=(\n  $(calc 2 1000000 ${en})\n  $(calc 1 3000000 ${de})\n)\n${train} "\${TRAIN_DATA_PATH[@]}"\n`;
  const written = write(text, { en: 0.45, de: 0.55 });
  expect(written.notes).toContain('whole numbers, so all repeats were multiplied by');
  expect(byBash(written.text)[en]).toBeCloseTo(0.45, 4);
});
