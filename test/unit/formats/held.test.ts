import { describe, expect, it } from 'vitest';
import { besides, configAt, pointersOf } from '../../../src/core/formats/held.ts';
import { sampledShares } from '../../../src/core/formats/shares.ts';
import { trainingBlend } from '../../../src/core/formats/write.ts';

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
