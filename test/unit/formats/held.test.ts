import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { besides, configAt, pointersOf, targetAt } from '../../../src/core/formats/held.ts';
import { sampledShares } from '../../../src/core/formats/shares.ts';
import { trainingBlend, writeShares } from '../../../src/core/formats/write.ts';
import { languageKnowledge } from '../../../src/core/language/codes.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const mix = '7 /d/en_text_document\n3 /d/de_text_document\n';
const split =
  '{"train": ["7", "/d/en_text_document", "3", "/d/de_text_document"], "valid": [], "test": []}\n';
const weighted = '"train: 7 0:0.9 /d/en_text_document, 3 0:0.9 /d/de_text_document"\n';

/** The launcher's text and the file that holds the blend, both below `runs`. */
const launchers: Readonly<Record<string, readonly [launcher: string, file: string, text: string]>> = {
  'the flag': ['torchrun pretrain_gpt.py --data-args-path mix.txt --seq-length 4096\n', 'mix.txt', mix],
  'the flag with =': ['torchrun pretrain_gpt.py --data-args-path=../data/mix.txt\n', '../data/mix.txt', mix],
  'the flag in an array, a variable for its folder': [
    '#!/bin/bash\nHERE=$(dirname "$0")\nARGS=(\n  --data-args-path "${HERE}/mix.txt"\n)\ntorchrun x.py "${ARGS[@]}"\n',
    'mix.txt',
    mix,
  ],
  'the flag of splits': ['python t.py --per-split-data-args-path blend.json\n', 'blend.json', split],
  'weighted splits': ['python t.py --train-weighted-split-paths-path t.txt\n', 't.txt', weighted],
  'the words of a file': [
    'DATA_PATH=$(<mix.txt)\ntorchrun pretrain_gpt.py --data-path $DATA_PATH\n',
    'mix.txt',
    mix,
  ],
  'cat in backticks': ['DATASET=`cat ./mix.txt`\npython t.py --data-path ${DATASET}\n', 'mix.txt', mix],
  'tr from a file': [
    'MIX_FILE=mix.txt\nDATA_PATH="$(tr "\\n" " " < "$MIX_FILE")"\npython t.py --data-path $DATA_PATH\n',
    'mix.txt',
    mix,
  ],
  'a string of arguments': [
    'DATASET=$(cat mix.txt)\nDATA_ARGS="--data-path $DATASET --split 949,50,1"\ntorchrun pretrain_gpt.py $DATA_ARGS\n',
    'mix.txt',
    mix,
  ],
  'a script that is sourced': [
    'source "$(dirname "${BASH_SOURCE[0]}")/data.sh"\ntorchrun pretrain_gpt.py --data-path "${DATA_PATH[@]}"\n',
    'data.sh',
    'DATA_PATH=(\n  7 /d/en_text_document\n  3 /d/de_text_document\n)\n',
  ],
  'a launcher in YAML': ['backend: megatron\nmegatron:\n  data_args_path: mix.txt\n', 'mix.txt', mix],
};

describe.each(Object.entries(launchers))('%s', (_, [launcher, name, text]) => {
  it('leads to the file that holds the blend', () => {
    const file = besides('runs/train', name);
    const files = new Map([
      ['runs/train', launcher],
      [file, text],
    ]);
    const held = configAt('runs/train', (path) => files.get(path) ?? null);
    expect(held?.file).toBe(file);
    const blend = held === null ? null : trainingBlend(held.recognised.config);
    expect(blend === null ? null : sampledShares(blend)).toEqual([0.7, 0.3]);
  });
});

describe('following', () => {
  it('takes the file for what the flag says, whatever its words look like', () => {
    const files = new Map([
      ['train.sh', 'python t.py --data-args-path m\n'],
      ['m', '1 c/en 2 c/de 4 c/fi'],
    ]);
    expect(configAt('train.sh', (path) => files.get(path) ?? null)?.recognised.adapter.name).toBe(
      'megatron-args',
    );
  });

  it('goes through a script to the file that this one names', () => {
    const files = new Map([
      ['a/train.sh', '. ../b/env.sh\npython pretrain_gpt.py\n'],
      ['b/env.sh', 'export ARGS="--data-args-path mix.txt"\n'],
      ['b/mix.txt', mix],
    ]);
    expect(configAt('a/train.sh', (path) => files.get(path) ?? null)?.file).toBe('b/mix.txt');
  });

  it('ends where files name each other', () => {
    let reads = 0;
    const text = 'source b.sh\nsource c.sh\npython pretrain_gpt.py --data-path $X\n';
    const read = () => {
      reads += 1;
      return text;
    };
    expect(configAt('a.sh', read)).toBeNull();
    expect(reads).toBeLessThan(10);
  });

  it('leaves paths alone that only a run can tell', () => {
    expect(pointersOf('python t.py --data-args-path $SOMEWHERE/mix.txt\n')).toEqual([]);
    expect(
      pointersOf('DATASET=$(<mix_${SLURM_ARRAY_TASK_ID}.txt)\npython t.py --data-path $DATASET\n'),
    ).toEqual([]);
    expect(pointersOf('TRAIN_SAMPLES=$(<total.txt)\nsource /etc/profile\n')).toEqual([]);
  });

  it('stays with a config that has the words itself', () => {
    const own = `#!/bin/bash\nsource env.sh\nDATA_PATH="${mix.replaceAll('\n', ' ')}"\npython pretrain_gpt.py --data-path $DATA_PATH\n`;
    const read = (path: string) => (path === 'train.sh' ? own : mix);
    expect(configAt('train.sh', read)?.file).toBe('train.sh');
  });
});

it('takes no key for a pointer that is called like a property of any object', () => {
  const pointers = pointersOf('data_args_path: mix.txt\nconstructor: other.txt\n__proto__: third.txt\n');
  expect(pointers.map(({ path }) => path)).toEqual(['mix.txt']);
});

const en = '/d/en_text_document';
const de = '/d/de_text_document';
const ownPath = `DATA_PATH="0.9 ${en} 0.1 ${de}"\n`;
const env = `DATA_PATH="0.5 ${en} 0.5 ${de}"\n`;
const start = 'torchrun pretrain_gpt.py --data-path $DATA_PATH\n';

/** The weights that bash gives the trainer, as shares. */
function byBash(files: ReadonlyMap<string, string>): number[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'climb-sourced-'));
  try {
    for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
    const script = `torchrun() { printf '%s\\n' "$@"; }\n${files.get('train.sh') ?? ''}`;
    const words = execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' }).trim().split(/\s+/);
    const weights = words.map(Number).filter((weight) => weight > 0);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A launcher, the scripts beside it, and the file that holds what the trainer gets. */
const sourcing: Readonly<
  Record<string, readonly [launcher: string, files: Record<string, string>, holder: string]>
> = {
  'a script sourced behind an assignment': [`${ownPath}source env.sh\n${start}`, { 'env.sh': env }, 'env.sh'],
  'a script sourced before an assignment': [
    `source env.sh\n${ownPath}${start}`,
    { 'env.sh': env },
    'train.sh',
  ],
  'a script sourced if it is there': [
    `${ownPath}[ -f env.sh ] && . ./env.sh\n${start}`,
    { 'env.sh': env },
    'env.sh',
  ],
  'a script sourced if it is there, in full': [
    `${ownPath}if [[ -e "env.sh" ]]; then\n  source "env.sh"\nfi\n${start}`,
    { 'env.sh': env },
    'env.sh',
  ],
  'a default behind a script': [
    `source ./env.sh\nDATA_PATH=\${DATA_PATH:-"0.9 ${en} 0.1 ${de}"}\n${start}`,
    { 'env.sh': env },
    'env.sh',
  ],
  'a script with another variable': [
    `${ownPath}source env.sh\n${start}`,
    { 'env.sh': `OLD_DATA_PATH="0.5 ${en} 0.5 ${de}"\n` },
    'train.sh',
  ],
  'a script with several blends': [
    `source env.sh\ntorchrun pretrain_gpt.py --data-path $LARGE\n`,
    { 'env.sh': `DATA_PATH="0.9 ${en} 0.1 ${de}"\nLARGE="0.5 ${en} 0.5 ${de}"\n` },
    'env.sh',
  ],
  'the last of two scripts': [`. ./a.sh\n. ./b.sh\n${start}`, { 'a.sh': ownPath, 'b.sh': env }, 'b.sh'],
  'a script that sources another': [
    `${ownPath}. ./env.sh\n${start}`,
    { 'env.sh': '. ./base.sh\n', 'base.sh': env },
    'base.sh',
  ],
  'a sourced script in a subshell': [`${ownPath}(source ./env.sh)\n${start}`, { 'env.sh': env }, 'train.sh'],
  'weights of a sourced script': [
    `EN_W=0.9\nDE_W=0.1\nsource ./w.sh\ntorchrun pretrain_gpt.py --data-path $EN_W ${en} $DE_W ${de}\n`,
    { 'w.sh': 'EN_W=0.5\nDE_W=0.5\n' },
    'train.sh',
  ],
};

describe.each(Object.entries(sourcing))('%s', (_, [launcher, others, holder]) => {
  const files = new Map(Object.entries({ 'train.sh': launcher, ...others }));
  const read = (texts: ReadonlyMap<string, string>) =>
    configAt('train.sh', (name) => texts.get(name) ?? null);

  it('is read as bash does, and written where it counts', () => {
    const held = read(files);
    expect(held?.file).toBe(holder);
    const { recognised } = held!;
    expect(sampledShares(trainingBlend(recognised.config)!)).toEqual(byBash(files));
    const shares = new Map(Object.entries({ en: 0.6, de: 0.4 }));
    const { edits, notes } = writeShares(recognised, shares, { languages: languageKnowledge });
    expect(notes).toEqual([]);
    const written = new Map([...files, [holder, applyEdits(files.get(holder) ?? '', edits)]]);
    expect(byBash(written)).toEqual([0.6, 0.4]);
    expect(sampledShares(trainingBlend(read(written)!.recognised.config)!)).toEqual([0.6, 0.4]);
  });
});

const sourcedInPart: Readonly<Record<string, readonly [launcher: string, env: string, why: string]>> = {
  'a launcher that adds to the words of a script': [
    `source env.sh\nDATA_PATH="$DATA_PATH 0.2 /d/sv_text_document"\n${start}`,
    env,
    '`env.sh` sets `DATA_PATH`',
  ],
  'a launcher that adds with +=': [
    `source env.sh\nDATA_PATH+=" 0.2 /d/sv_text_document"\n${start}`,
    env,
    '`env.sh` sets `DATA_PATH`',
  ],
  'a script that only has a default': [
    `${ownPath}source env.sh\n${start}`,
    `DATA_PATH=\${DATA_PATH:-"0.5 ${en} 0.5 ${de}"}\n`,
    '`env.sh` may change `DATA_PATH`',
  ],
  'a script that adds': [
    `${ownPath}source env.sh\n${start}`,
    `DATA_PATH="$DATA_PATH 0.2 /d/sv_text_document"\n`,
    '`env.sh` may change `DATA_PATH`',
  ],
  'a script that may set it': [
    `${ownPath}source env.sh\n${start}`,
    `if [ -n "$BIG" ]; then\n  ${env}fi\n`,
    '`env.sh` may change `DATA_PATH`',
  ],
  'a script that is sourced in some runs': [
    `${ownPath}if [ -n "$BIG" ]; then\n  source env.sh\nfi\n${start}`,
    env,
    'which branch of the script runs is not known',
  ],
};

describe.each(Object.entries(sourcedInPart))('%s', (_, [launcher, text, why]) => {
  it('has shares that are not known, for a reason', () => {
    const files = new Map([
      ['train.sh', launcher],
      ['env.sh', text],
    ]);
    const held = configAt('train.sh', (name) => files.get(name) ?? null);
    expect(held?.file).toBe('train.sh');
    expect(trainingBlend(held!.recognised.config)?.overridden).toBe(why);
  });
});

it('weights of a launcher are its own, also before prefixes that a script sets elsewhere', () => {
  const launcher = `source env.sh\ntorchrun pretrain_gpt.py --data-path 0.9 $DATA_EN 0.1 $DATA_DE\n`;
  const files = new Map([
    ['train.sh', launcher],
    ['env.sh', env],
  ]);
  const held = configAt('train.sh', (name) => files.get(name) ?? null);
  expect(held?.file).toBe('train.sh');
  expect(sampledShares(trainingBlend(held!.recognised.config)!)).toEqual([0.9, 0.1]);
});

it('a script that cannot be read is taken not to change what the launcher sets', () => {
  const launcher = `${ownPath}source ~/.bashrc\n. venv/bin/activate\nsource $CLUSTER/env.sh\n${start}`;
  const held = configAt('train.sh', (name) => (name === 'train.sh' ? launcher : null));
  expect(sampledShares(trainingBlend(held!.recognised.config)!)).toEqual([0.9, 0.1]);
});

describe('weights on any scale, in a file without telling names', () => {
  const list = '3 /d/en/web\n5 /d/de/web\n';
  const launcher = 'python pretrain_gpt.py --data-args-path x.txt\n';
  const files = new Map([
    ['x.txt', list],
    ['train.sh', launcher],
  ]);
  const read = (name: string) => files.get(name) ?? null;

  it.each(['train.sh', 'x.txt'])('are read and written where a mixture names %s', (name) => {
    const { file, recognised } = targetAt(name, read)!;
    expect(file).toBe('x.txt');
    const shares = new Map(Object.entries({ en: 0.5, de: 0.5 }));
    const { edits, notes } = writeShares(recognised, shares, { languages: languageKnowledge });
    expect({ written: applyEdits(list, edits), notes }).toEqual({
      written: '4 /d/en/web\n4 /d/de/web\n',
      notes: [],
    });
  });

  it('are no config that Climb finds by itself, and other texts are none for a mixture either', () => {
    expect(configAt('x.txt', read)).toBeNull();
    for (const text of ['hello', 'see /d/en and /d/de\n', '3 /d/en/web 5\n', '3 a.txt\n5 b.txt\n'])
      expect(targetAt('x.txt', () => text)).toBeNull();
  });
});
