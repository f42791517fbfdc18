// Texts that are well-formed and wrong throughout, of any size: `npm run fuzz -- --blocks` and the host's tests read them.

const lines = (size: number, line: (i: number) => string): string => {
  const made: string[] = [];
  for (let i = 0, length = 0; length < size; i++) {
    const next = line(i);
    made.push(next);
    length += next.length;
  }
  return made.join('');
};
const head = 'climb: 1\nlanguages: { en: 0.5, de: 0.5 }\n';

/** Mixtures that are well-formed and wrong throughout: each rule has all the work that one file can give it. */
export const mixtures: Readonly<Record<string, (size: number) => string>> = {
  'unknown keys': (size) => head + lines(size, (i) => `unknown${i}: 1\n`),
  'codes of no language': (size) => `climb: 1\nlanguages:\n${lines(size, (i) => `  qqx${i}: 0.1\n`)}`,
  'codes that are misspelt': (size) =>
    `climb: 1\nlanguages:\n${lines(size, (i) => `  germann${i}_Latn: 0.1\n`)}`,
  'the same language in other words': (size) =>
    `climb: 1\nlanguages:\n${lines(size, (i) => `  de_Latn_${i}: 0.1\n`)}`,
  'ratios that are none': (size) => `climb: 1\nlanguages:\n${lines(size, (i) => `  x${i}: -a${i}\n`)}`,
  'groups that cannot hold': (size) =>
    head + `groups:\n${lines(size, (i) => `  g${i}: { members: [fr${i}], min: 0.2, max: 0.1 }\n`)}`,
  'groups that cross': (size) =>
    `climb: 1\nlanguages:\n${lines(size / 4, (i) => `  x${i}: { ratio: 0.001, max: 0.01 }\n`)}groups:\n${lines((3 * size) / 4, (i) => `  g${i}: { members: [${Array.from({ length: 100 }, (_, j) => `x${(7 * j + 31 * i) % Math.floor(size / 160)}`).join()}], min: 0.2, max: 0.6 }\n`)}`,
  'some groups that cross': (size) =>
    `climb: 1\nlanguages:\n${lines(size / 8, (i) => `  x${i}: { ratio: 0.001, max: 0.01 }\n`)}groups:\n${Array.from({ length: 9 }, (_, i) => `  g${i}: { members: [${Array.from({ length: Math.floor(size / 100) }, (_, j) => `x${(7 * j + 31 * i) % Math.floor(size / 320)}`).join()}], min: 0.2, max: 0.6 }\n`).join('')}`,
  'groups that are kept': (size) =>
    `climb: 1\nbudget: { tokens: 1T }\nlanguages:\n${lines(size / 2, (i) => `  x${i}: 0.001\n`)}groups:\n${lines(size / 2, (i) => `  g${i}: { members: [${Array.from({ length: 30 }, (_, j) => `x${30 * i + j}`).join()}], keep: true }\n`)}`,
  'languages with comments': (size) =>
    `climb: 1\nlanguages:\n${lines(size, (i) => `  q${(i % 676).toString(26)}${i}_Latn: { ratio: 0.0003, available: 1.2B, max_epochs: 4 } # as counted by hand\n`)}`,
  'stages of many languages': (size) =>
    `climb: 1\nbudget: { tokens: 1T }\nlanguages:\n${lines(size / 8, (i) => `  x${i}: 0.001\n`)}stages:\n${lines(size / 2, (i) => `  - { name: s${i}, tokens: 1B, languages: { ${Array.from({ length: 40 }, (_, j) => `x${i + j}: { min: 0.2, max: 0.1 }`).join(', ')} } }\n`)}`,
  'many stages': (size) =>
    `climb: 1\nbudget: { tokens: 1T }\nlanguages: { en: 1 }\nstages:\n${lines(size, (i) => `  - { name: s${i}, tokens: 1B, languages: { en: { min: 0.5 } } }\n`)}`,
  'stages of targets': (size) =>
    head + `targets:\n${lines(size, (i) => `  - { file: t${i}.yaml, stage: s${i} }\n`)}`,
  'endless codes': (size) =>
    `climb: 1\nlanguages:\n  "${'a'.repeat(size / 2)}": 1\ngroups: { g: { members: ["${'a'.repeat(size / 2 - 100)}"] } }\n`,
  'a group of all': (size) =>
    `climb: 1\nlanguages:\n${lines(size / 2, (i) => `  x${i}: 0.1\n`)}groups:\n  g: { members: [${lines(size / 2, (i) => `x${i}, `)}en] }\n`,
  'misspelt options': (size) =>
    `${head}proxy:\n  command: a\n  slurm:\n${lines(size, (i) => `    partition${i}: a\n`)}`,
  'targets that are missing': (size) => head + `targets:\n${lines(size, (i) => `  - file: t${i}.yaml\n`)}`,
  'maps of what is not there': (size) =>
    head + `targets:\n  - file: a.yaml\n    map:\n${lines(size, (i) => `      x${i}: [/d/x${i}]\n`)}`,
  'runs of many paths': (size) => head + `interactions:\n  runs:\n${lines(size, (i) => `    - r${i}.csv\n`)}`,
  'silenced problems': (size) => head + lines(size, (i) => `u${i}: 1 # climb-ignore: file.schema\n`),
};

/** Training configs of the same kind. */
export const configs: Readonly<Record<string, (size: number) => string>> = {
  'lingua sources': (size) =>
    `data:\n  root_dir: /d\n  sources:\n${lines(size, (i) => `    wiki_x${i}: ${i}\n`)}`,
  'lingua, one source': (size) => `data:\n  root_dir: /d\n  sources:\n${lines(size, () => '    en: 1\n')}`,
  'megatron prefixes': (size) => lines(size, (i) => `0.1 /d/x${i}_text_document\n`),
  'lists of a shell': (size) => lines(size, (i) => `DATA_PATH${i}="0.1 /d/x${i} 0.2 /d/y"\n`),
  'megatron odd words': (size) => lines(size, (i) => `--data-path x${i} `),
  'nemo prefixes': (size) =>
    `model:\n  data:\n    data_prefix:\n${lines(size, (i) => `      - 0.1\n      - /d/x${i}_text_document\n`)}`,
  'levanter components': (size) =>
    `data:\n  configs:\n${lines(size / 2, (i) => `    x${i}: {}\n`)}  train_weights:\n${lines(size / 2, (i) => `    y${i}: 0.1\n`)}`,
  'llama-factory names': (size) =>
    `dataset: ${lines(size / 2, (i) => `x${i},`)}\ninterleave_probs: ${lines(size / 2, () => '0.1,')}\n`,
  'olmo paths': (size) => `data:\n  paths:\n${lines(size, (i) => `    - /d/x${i}.npy\n`)}`,
  'shell lines': (size) =>
    `DATA_PATH="\n${lines(size, (i) => `0.1 /d/x${i}_text_document \\\n`)}"\npretrain --data-path $DATA_PATH\n`,
};

export const manyCodes = Array.from({ length: 3_000 }, (_, i) => (i === 0 ? 'en' : `x${i}`));
/** A mixture of as many languages as one may have, each of which the config has. */
export const namesOfAll = `climb: 1\nlanguages:\n${manyCodes.map((code) => `  ${code}: { ratio: ${1 / 3_000}, available: 1B }\n`).join('')}targets:\n  - file: a.yaml\n    map:\n${manyCodes.map((code) => `      ${code}: [/d/${code}, ${code}]\n`).join('')}`;
