import fc from 'fast-check';

/** What breaks readers: names of JavaScript's own, odd numbers, unfinished structures, characters that are none. */
const pieces = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'NaN',
  '.inf',
  '-.inf',
  '1e999',
  '-0',
  '0x1F',
  '1_000',
  '1:30:00',
  '9'.repeat(400),
  'no',
  '~',
  'null',
  '&a ',
  '*a',
  '<<: *a\n',
  '&a [*a]',
  '!!binary ',
  '!!js/function ',
  '? ',
  ': ',
  '- ',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '|+\n',
  '>-\n',
  '#',
  ' # climb-ignore: ratio.sum',
  '"',
  "'",
  '""',
  '`',
  '\\',
  '\\u0000',
  '{',
  '}',
  '[',
  ']',
  '{{',
  ',',
  ',,',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n\r\n',
  ' ',
  '          ',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '\u00A0',
  '\ud800',
  '\u{1F600}',
  'é',
  '%',
  'T',
  '1/0',
  '((((',
  '$' + '{HOME}',
  '$(id)',
  '--',
  '-1',
  '=',
  '*',
  '**/',
  '[(command:x)](command:x)',
  '<img src=x>',
] as const;

const dictionary = fc.constantFrom(...pieces);

/** One change of a text; places are parts per million of its length, so that they shrink with it. */
type Change = (text: string, other: string) => string;

const place = fc.nat(1_000_000);
const at = (text: string, where: number): number => Math.floor((where * text.length) / 1_000_001);
const named = (name: string, change: Change): Change =>
  Object.assign(change, { [fc.toStringMethod]: () => name });

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.oneof(dictionary, fc.string({ unit: 'binary', maxLength: 4 }))).map(([where, piece]) =>
    named(`insert ${JSON.stringify(piece)}`, (text) => {
      const i = at(text, where);
      return text.slice(0, i) + piece + text.slice(i);
    }),
  ),
  fc
    .tuple(place, fc.nat(40))
    .map(([where, count]) =>
      named(
        `delete ${count}`,
        (text) => text.slice(0, at(text, where)) + text.slice(at(text, where) + count),
      ),
    ),
  fc.tuple(place, fc.nat(60), fc.integer({ min: 2, max: 30 })).map(([where, length, times]) =>
    named(`repeat ${length} characters ${times} times`, (text) => {
      const i = at(text, where);
      const part = text.slice(i, i + length);
      return text.slice(0, i) + part.repeat(times) + text.slice(i + length);
    }),
  ),
  fc.tuple(place, dictionary).map(([where, piece]) =>
    named(`replace a word by ${JSON.stringify(piece)}`, (text) => {
      const i = at(text, where);
      return text.slice(0, i) + text.slice(i).replace(/[\w.]+/, () => piece);
    }),
  ),
  fc.tuple(place, place).map(([from, to]) =>
    named('swap two lines', (text) => {
      const lines = text.split('\n');
      const [a, b] = [at('x'.repeat(lines.length), from), at('x'.repeat(lines.length), to)];
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
      return lines.join('\n');
    }),
  ),
  fc.tuple(place, place).map(([where, from]) =>
    named('splice in another text', (text, other) => {
      const i = at(text, where);
      const j = at(other, from);
      return text.slice(0, i) + other.slice(j, j + 80) + text.slice(i);
    }),
  ),
  place.map((where) => named('cut off', (text) => text.slice(0, at(text, where)))),
  fc.constant(named('Windows line ends', (text) => text.replaceAll('\n', '\r\n'))),
);

/** Texts like those of the seeds, with up to eight changes. */
export function mutated(seeds: readonly string[]): fc.Arbitrary<string> {
  const seed = fc.constantFrom(...seeds);
  return fc
    .tuple(seed, seed, fc.array(changes, { maxLength: 8 }))
    .map(([text, other, list]) => list.reduce((result, change) => change(result, other), text));
}

/** Texts of about `size` characters, each made to show one kind of growth faster than the text. */
export const crafted: Readonly<Record<string, (size: number) => string>> = {
  'nested flow lists': (size) => '['.repeat(size),
  'nested flow maps': (size) => '{a: '.repeat(size / 4),
  'nested and closed': (size) => `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`,
  'nested block maps': (size) =>
    Array.from({ length: Math.sqrt(2 * size) }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  'nested block lists': (size) => `a: ${'- '.repeat(size / 2)}x`,
  'one long word': (size) => 'a'.repeat(size),
  'a number that is none at its end': (size) => `${'1'.repeat(size)}x`,
  'digits of a loss': (size) => `run_id,ratio_en,loss_en\na,1,${'1'.repeat(size)}x\n`,
  'one long number': (size) => `a: ${'1'.repeat(size)}`,
  'one long path': (size) => `data_path: ${'/a'.repeat(size / 2)}`,
  'many keys': (size) => Array.from({ length: size / 10 }, (_, i) => `k${i}: 0.1`).join('\n'),
  'many languages': (size) =>
    `climb: 1\nlanguages:\n${Array.from({ length: size / 14 }, (_, i) => `  x${i}: 0.01`).join('\n')}`,
  'the same key': (size) => 'en: 1\n'.repeat(size / 6),
  'many aliases': (size) => `a: &a [1, 2, 3]\nb: [${'*a, '.repeat(size / 4)}]`,
  'aliases of aliases': (size) =>
    Array.from({ length: size / 40 }, (_, i) => `a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}]`).join(
      '\n',
    ),
  'merges of merges': (size) =>
    `a0: &a0 {k: 1}\n${Array.from({ length: size / 40 }, (_, i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}`).join('\n')}`,
  'many anchors': (size) => Array.from({ length: size / 12 }, (_, i) => `k${i}: &a${i} 1`).join('\n'),
  'many documents': (size) => '---\na: 1\n'.repeat(size / 9),
  'an open quote': (size) => `a: "${'x\n'.repeat(size / 2)}`,
  'many quotes': (size) => '"'.repeat(size),
  'many single quotes': (size) => `a: ${"'".repeat(size)}`,
  'quotes and commas': (size) => '"",'.repeat(size / 3),
  commas: (size) => ','.repeat(size),
  tabs: (size) => '\t'.repeat(size),
  spaces: (size) => ' '.repeat(size),
  'trailing spaces': (size) => `a: 1${' '.repeat(size)}b`,
  'line ends': (size) => '\n'.repeat(size),
  'carriage returns': (size) => '\r'.repeat(size),
  'line of words': (size) => 'train 0.1 '.repeat(size / 10),
  'line of options': (size) => `python x --data-path ${'0.1 /d/en_text_document '.repeat(size / 24)}`,
  backslashes: (size) => `--data-path ${'\\\n'.repeat(size / 2)}`,
  'shell lines': (size) => `DATA="${'0.1 /d/en_text_document \\\n'.repeat(size / 26)}"`,
  assignments: (size) => `${'A=$A$A\n'.repeat(size / 7)}--data-path $A`,
  'words used again and again': (size) =>
    `A="${'w '.repeat(size / 16)}"\n${'B="$A x"\n'.repeat(size / 10)}train --data-path $B`,
  comments: (size) => '# climb-ignore: a\n'.repeat(size / 18),
  'one long comment': (size) => `#${' a,'.repeat(size / 3)}`,
  'question marks': (size) => '? '.repeat(size / 2),
  tags: (size) => '!!a '.repeat(size / 4),
  'a word before blanks': (size) => `a${' '.repeat(size)}b`,
  'slashes of a path': (size) =>
    `climb: 1\nlanguages: { en: 1 }\ntargets: [{ file: "${'/'.repeat(size)}a" }]`,
  'digits of a weight': (size) => `0.1 /d/en_text_document ${'1'.repeat(size)}x`,
  'words of a name': (size) => `0.1 /d/${'.ab'.repeat(size / 3)}!_text_document\n0.1 /d/b_text_document`,
  'endings of a name': (size) => `0.1 /d/${'.a'.repeat(size / 2)}!_text_document\n0.1 /d/b_text_document`,
  'line ends in JSON': (size) => `{"data": {"root_dir": "/d", "sources": {"en": 1, ${'\n'.repeat(size)}`,
  schemas: (size) => '$schema:'.repeat(size / 8),
  colons: (size) => ':'.repeat(size),
  'colons and spaces': (size) => 'a: '.repeat(size / 3),
  dashes: (size) => '-'.repeat(size),
  'block scalar': (size) => `a: |\n${'  x\n'.repeat(size / 4)}`,
  'semicolon list': (size) => `a: ${'x:0.1;'.repeat(size / 6)}`,
  'rows of runs': (size) => `run_id,ratio_en,loss_en\n${'a,1,2\n'.repeat(size / 6)}`,
  'columns of runs': (size) =>
    `${Array.from({ length: size / 12 }, (_, i) => `ratio_l${i}`).join()}\n${Array.from({ length: size / 12 }, () => '0').join()}`,
  'lines of JSON': (size) => '{"ratio_en":1,"loss_en":2}\n'.repeat(size / 27),
  'JSON in JSON': (size) => `${'{"a":'.repeat(size / 5)}1`,
  'stars and letters': (size) => '*a'.repeat(size / 2),
  braces: (size) => '{a,b}'.repeat(size / 5),
  brackets: (size) => '[!'.repeat(size / 2),
  arithmetic: (size) => '1+'.repeat(size / 2),
  parentheses: (size) => '('.repeat(size),
};
