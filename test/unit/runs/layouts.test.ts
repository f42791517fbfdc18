import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const read = (text: string, path = 'runs.csv') => readRuns([{ path, text }]);

/** The three runs that every text here holds. */
const runs = [
  { id: 'r0', ratio: [0.3, 0.7], loss: [2.21, 2.35] },
  { id: 'r1', ratio: [0.2, 0.8], loss: [2.34, 2.31] },
  { id: 'r2', ratio: [0.6, 0.4], loss: [2.05, 2.47] },
];

function expectRuns(text: string, path?: string): ReturnType<typeof read> {
  const set = read(text, path);
  expect(set.problems).toEqual([]);
  expect(set.languages).toEqual(['de', 'fr']);
  expect(set.runs.map(({ id, ratio, loss }) => ({ id, ratio, loss }))).toEqual(runs);
  return set;
}

describe('a table with a column a run', () => {
  const swapped = 'runs.csv has a column for each run: its rows and columns are swapped.';

  test('and a row a quantity', () => {
    const { summary, runs: found } = expectRuns(
      'metric,r0,r1,r2\ntokens,1e9,1e9,1e9\nratio_de,0.3,0.2,0.6\nratio_fr,0.7,0.8,0.4\nloss_de,2.21,2.34,2.05\nloss_fr,2.35,2.31,2.47\n',
    );
    expect(summary?.sentences).toContain(swapped);
    expect(found[0]?.tokens).toBe(1e9);
  });

  test('and a row a quantity and language', () => {
    expectRuns(
      'what,language,r0,r1,r2\nshare,de,0.3,0.2,0.6\nshare,fr,0.7,0.8,0.4\nloss,de,2.21,2.34,2.05\nloss,fr,2.35,2.31,2.47\n',
    );
  });

  test('and a row a language, the shares in one file and the losses in another', () => {
    const set = readRuns([
      { path: 'shares.csv', text: 'language,r0,r1,r2\nde,0.3,0.2,0.6\nfr,0.7,0.8,0.4\n' },
      { path: 'losses.csv', text: 'language,r0,r1,r2\nde,2.21,2.34,2.05\nfr,2.35,2.31,2.47\n' },
    ]);
    expect(set.problems).toEqual([]);
    expect(set.runs.map(({ id, ratio, loss }) => ({ id, ratio, loss }))).toEqual(runs);
  });

  test('or two, and a row a language', () => {
    expectRuns(
      'language,r0_share,r0_loss,r1_share,r1_loss,r2_share,r2_loss\nde,0.3,2.21,0.2,2.34,0.6,2.05\nfr,0.7,2.35,0.8,2.31,0.4,2.47\n',
    );
  });

  test('is none where its runs are called like quantities, or its header says what the columns hold', () => {
    const { summary } = expectRuns(
      'run,mix_de,mix_fr,loss_de,loss_fr\nr0,0.3,0.7,2.21,2.35\nr1,0.2,0.8,2.34,2.31\nr2,0.6,0.4,2.05,2.47\n',
    );
    expect(summary?.sentences).not.toContain(swapped);
    const named = read('run,web,books,loss_web,loss_books\nmix_1,0.3,0.7,2,3\nmix_2,0.4,0.6,2,3\n');
    expect(named.languages).toEqual(['web', 'books']);
    const long = read('run,language,share,loss\nr0,de,0.3,2.21\nr0,fr,0.7,2.35\n');
    expect(long.runs.map(({ ratio, loss }) => ({ ratio, loss }))).toEqual([
      { ratio: [0.3, 0.7], loss: [2.21, 2.35] },
    ]);
  });
});

describe('a header of several rows', () => {
  const body = 'r0,0.3,0.7,2.21,2.35\nr1,0.2,0.8,2.34,2.31\nr2,0.6,0.4,2.05,2.47\n';

  test.each([
    ['as pandas saves two levels', ',share,share,loss,loss\n,de,fr,de,fr\nrun,,,,\n'],
    ['with merged cells, as a spreadsheet has it', 'run,share,,loss,\n,de,fr,de,fr\n'],
    ['with the language above', 'run,de_share,fr_share,de_loss,fr_loss\n'],
    ['of three rows', 'run,train,train,eval,eval\n,mix,mix,loss,loss\n,de,fr,de,fr\n'],
    ['with units', 'run,ratio_de,ratio_fr,loss_de,loss_fr\n,share,share,nats,nats\n'],
    [
      'with tuples, as pandas flattens two levels',
      `run,"('share', 'de')","('share', 'fr')","('loss', 'de')","('loss', 'fr')"\n`,
    ],
  ])('%s', (_, header) => {
    expectRuns(header + body);
  });

  test('names its columns by all of them', () => {
    const { summary } = read(`,share,share,loss,loss\n,de,fr,de,fr\n${body}`);
    expect(summary?.sentences).toContain('Shares: share.de, share.fr.');
    expect(summary?.sentences).toContain('Runs are identified by: a column without a name.');
  });

  test('and one that is repeated where files were appended', () => {
    const header = 'run,ratio_de,ratio_fr,loss_de,loss_fr\n';
    expectRuns(header + body.replace('r2', `${header}r2`));
  });

  test('is none where the first run diverged', () => {
    const { runs: found, problems } = read(
      `run,ratio_de,ratio_fr,loss_de,loss_fr\nr9,0.5,0.5,NaN,NaN\n${body}`,
    );
    expect(found).toHaveLength(3);
    expect(problems.map(({ severity }) => severity)).toEqual(['set-aside']);
  });
});

describe('a table printed for people', () => {
  test('with columns apart by blanks', () => {
    expectRuns(
      'run  ratio_de  ratio_fr  loss_de  loss_fr\nr0   0.3       0.7       2.21     2.35\nr1   0.2       0.8       2.34     2.31\nr2   0.6       0.4       2.05     2.47\n',
      'runs.txt',
    );
  });

  test('as a DataFrame, with its index', () => {
    const set = expectRuns(
      '    ratio_de  ratio_fr  loss_de  loss_fr\nrun                                     \nr0       0.3       0.7     2.21     2.35\nr1       0.2       0.8     2.34     2.31\nr2       0.6       0.4     2.05     2.47\n',
    );
    expect(set.runs[2]).toMatchObject({ line: 4 });
  });

  test('as Markdown, among other text', () => {
    expectRuns(
      '# Sweep\n\nThe runs of May, in nats.\n\n| **run** | `ratio_de` | ratio_fr | loss_de | loss_fr |\n|:--|--:|--:|:-:|---|\n| r0 | 0.3 | 0.7 | 2.21 | 2.35 |\n| r1 | 0.2 | 0.8 | 2.34 | 2.31 |\n| r2 | 0.6 | 0.4 | 2.05 | 2.47 |\n\nSee page 3, too.\n',
      'runs.md',
    );
  });

  test('as Markdown, the best in each column marked, with footnotes', () => {
    expectRuns(
      '| run | ratio_de | ratio_fr | loss_de | loss_fr |\n|---|---|---|---|---|\n| r0 | 0.3 | 0.7 | <u>2.21</u> | 2.35* |\n| r1 | 0.2 | 0.8 | 2.34\\* | **<u>2.31</u>** |\n| r2 | 0.6 | 0.4 | _**2.05**_<sup>†</sup> | 2.47 |\n',
    );
  });

  test('as Markdown, the shares and the losses in a table each', () => {
    expectRuns(
      '| run | ratio_de | ratio_fr |\n|---|---|---|\n| r0 | 0.3 | 0.7 |\n| r1 | 0.2 | 0.8 |\n| r2 | 0.6 | 0.4 |\n\n| run | loss_de | loss_fr |\n|---|---|---|\n| r0 | 2.21 | 2.35 |\n| r1 | 2.34 | 2.31 |\n| r2 | 2.05 | 2.47 |\n',
      'runs.md',
    );
  });

  test('by a database', () => {
    expectRuns(
      ' run | ratio_de | ratio_fr | loss_de | loss_fr\n-----+----------+----------+---------+---------\n r0  |      0.3 |      0.7 |    2.21 |    2.35\n r1  |      0.2 |      0.8 |    2.34 |    2.31\n r2  |      0.6 |      0.4 |    2.05 |    2.47\n(3 rows)\n',
      'runs.txt',
    );
  });

  test.each([
    [
      'left out columns',
      'run ratio_de ... loss_fr\nr0 0.3 ... 2.35\nr1 0.2 ... 2.31\n',
      'not printed whole: `...`',
    ],
    [
      'wrapped columns',
      '  ratio_de ratio_fr \\\n0 0.3 0.7\n1 0.2 0.8\n\n  loss_de loss_fr\n0 2.1 2.2\n1 2.3 2.4\n',
      'in several parts',
    ],
  ])('is refused where it has %s', (_, text, message) => {
    expect(read(text, 'runs.txt').problems[0]?.message).toContain(message);
  });

  test('has rows that do not fit at their lines', () => {
    const { problems } = read('run ratio_de loss_de\nr0 1 2\nr1 1 2\nr2 1 2\nr3 1 2\nr4 1\n', 'runs.txt');
    expect(problems).toMatchObject([
      { line: 5, message: expect.stringContaining('2 fields, but the header has 3') as string },
    ]);
  });
});

test.each([
  ['runs.html', '<table><tr><td>run</td></tr></table>', 'web page'],
  ['runs.tex', '\\begin{tabular}{lr}\nrun & loss \\\\\n\\end{tabular}\n', 'LaTeX'],
  ['runs.yaml', '- run: r0\n  ratio: { de: 1 }\n', 'YAML'],
])('%s is told for what it is', (path, text, what) => {
  const { problems } = read(text, path);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain(what);
});

describe('JSON', () => {
  const rows = ['"r0", 0.3, 0.7, 2.21, 2.35', '"r1", 0.2, 0.8, 2.34, 2.31', '"r2", 0.6, 0.4, 2.05, 2.47'];
  const header = '"run", "ratio_de", "ratio_fr", "loss_de", "loss_fr"';
  const objects = runs.map(({ id, ratio: [de, fr], loss }) => ({
    id,
    ratio: { de, fr },
    loss: { de: loss[0], fr: loss[1] },
  }));

  test.each([
    [
      'a list of lists, the names first',
      'runs.json',
      `[${[header, ...rows].map((row) => `[${row}]`).join(', ')}]`,
    ],
    ['a list a line, the names first', 'runs.jsonl', [header, ...rows].map((row) => `[${row}]`).join('\n')],
    [
      'objects over several lines',
      'runs.jsonl',
      objects.map((run) => JSON.stringify(run, null, 2)).join('\n'),
    ],
    ['lines that end with commas', 'runs.jsonl', objects.map((run) => `${JSON.stringify(run)},`).join('\n')],
    [
      'a document with a run a line, its list opened on that of the first',
      'runs.json',
      `{"runs": [${objects.map((run) => JSON.stringify(run)).join(',\n')}]}`,
    ],
    [
      'an object with a run a line under its name',
      'runs.json',
      `{"r0":\n${objects.map(({ ratio, loss }, i) => `${i === 0 ? '' : `"r${i}": `}${JSON.stringify({ ratio, loss })}`).join(',\n')}}`,
    ],
    [
      'lists in the order of the languages above',
      'runs.json',
      JSON.stringify({ languages: ['de', 'fr'], runs }),
    ],
    [
      'a list a run, in the order of the languages',
      'runs.json',
      JSON.stringify({
        languages: ['de', 'fr'],
        id: runs.map(({ id }) => id),
        ratios: runs.map(({ ratio }) => ratio),
        losses: runs.map(({ loss }) => loss),
      }),
    ],
    [
      'shares in pairs',
      'runs.json',
      JSON.stringify(objects.map(({ id, ratio, loss }) => ({ id, mix: Object.entries(ratio), loss }))),
    ],
  ])('as %s', (_, path, text) => {
    expectRuns(text, path);
  });
});

describe('shares that stand in the names of runs alone', () => {
  const named = (names: readonly string[]) =>
    read(`run,loss_de,loss_fr\n${names.map((name, i) => `${name},2.${i},2.3\n`).join('')}`);

  test.each([
    ['de0.3_fr0.7', 'de0.2_fr0.8'],
    ['mix-de30-fr70', 'mix-de20-fr80'],
    ['a/DE=30_FR=70_seed1', 'b/FR=80_DE=20_seed12'],
    ['de30fr70', 'de20fr80'],
  ])('are read: %s', (...names) => {
    const { runs: found, problems, summary } = named(names);
    expect(problems).toEqual([]);
    expect(found.map(({ id }) => id)).toEqual(names);
    expect(found.map(({ ratio }) => ratio)).toEqual([
      [0.3, 0.7],
      [0.2, 0.8],
    ]);
    expect(found.map(({ line }) => line)).toEqual([1, 2]);
    expect(summary?.sentences).toContain('The shares stand in the names in `run`.');
  });

  test('are read of languages whose codes have a hyphen', () => {
    const { languages, problems } = read('run,loss_pt-br,loss_pt\npt-br0.3_pt0.7,2,3\npt-br0.6_pt0.4,2,3\n');
    expect(problems).toEqual([]);
    expect(languages).toEqual(['pt-br', 'pt']);
  });

  test.each([
    ['their sum is no whole', 'de0.3_fr0.4', 'de0.2_fr0.5'],
    ['one name is another one', 'de0.3_fr0.7', 'uniform'],
    ['a language is not named', 'de0.3', 'de0.7'],
    ['a language is named twice', 'de0.3_fr0.7_de1', 'de0.2_fr0.8_de1'],
  ])('are none where %s', (_, ...names) => {
    expect(named(names).problems[0]?.message).toContain('no column is recognised as a share');
  });
});

test.each([
  ['de:fr', '3:7', '2:8'],
  ['Ratio (de : fr)', '3 : 7', '1 : 4'],
  ['de/fr', '30%/70%', '20%/80%'],
])('a mixture in one cell, its languages in the header: %s', (header, first, second) => {
  const { runs: found, problems } = read(
    `run,${header},loss_de,loss_fr\nr0,${first},2.21,2.35\nr1,${second},2.34,2.31\n`,
  );
  expect(problems).toEqual([]);
  expect(found.map(({ ratio }) => ratio)).toEqual([
    [0.3, 0.7],
    [0.2, 0.8],
  ]);
});

test('a mixture in one cell, of names that begin with a digit', () => {
  const { languages, summary } = read(
    'run,mixture,loss_1st,loss_2nd\nr0,"1st:0.3, 2nd:0.7",2,3\nr1,"1st:0.4, 2nd:0.6",2,3\n',
  );
  expect(languages).toEqual(['1st', '2nd']);
  expect(summary?.sentences).toContain('Shares: mixture.1st, mixture.2nd.');
});

test.each([
  'de:0.3,fr:0.7',
  'de=0.3 fr=0.7',
  'de: 30%; fr: 70%',
  'de 30% / fr 70%',
  'de (30%) + fr (70%)',
  '30% de and 70% fr',
  '30% de, 70% fr',
])('a mixture in one cell, as %s', (first) => {
  const { runs: found, problems } = read(
    `run,mixture,loss_de,loss_fr\nr0,"${first}",2.21,2.35\nr1,"de:0.2,fr:0.8",2.34,2.31\n`,
  );
  expect(problems).toEqual([]);
  expect(found.map(({ ratio }) => ratio)).toEqual([
    [0.3, 0.7],
    [0.2, 0.8],
  ]);
});

describe('Indonesian, `id`, under its bare code', () => {
  test('is a language beside a column that names the runs', () => {
    const set = readRuns([
      { path: 'mix.csv', text: 'run,en,id,bs\nr0,0.3,0.2,0.5\nr1,0.1,0.5,0.4\n' },
      { path: 'losses.csv', text: 'run,en,id,bs\nr0,1.84,2.21,2.37\nr1,1.94,2.07,2.42\n' },
    ]);
    expect(set.problems).toEqual([]);
    expect(set.languages).toEqual(['en', 'id', 'bs']);
    expect(set.runs.map(({ id, loss }) => [id, loss])).toEqual([
      ['r0', [1.84, 2.21, 2.37]],
      ['r1', [1.94, 2.07, 2.42]],
    ]);
  });

  test('is none where `id` alone names the runs', () => {
    const set = readRuns([
      { path: 'mix.csv', text: 'id,en,bs\n1.1,0.5,0.5\n1.2,0.6,0.4\n' },
      { path: 'losses.csv', text: 'id,en,bs\n1.1,1.84,2.37\n1.2,1.94,2.42\n' },
    ]);
    expect(set.languages).toEqual(['en', 'bs']);
    expect(set.runs.map(({ id }) => id)).toEqual(['1.1', '1.2']);
  });
});

test('JSON nested by kind and language, in one line, has as many runs as its lists are long', () => {
  const of = (kind: 'ratio' | 'loss') => ({
    de: runs.map((run) => run[kind][0]),
    fr: runs.map((run) => run[kind][1]),
  });
  const nested = { ratio: of('ratio'), loss: of('loss') };
  expectRuns(JSON.stringify({ run: runs.map(({ id }) => id), ...nested }), 'runs.json');
  const { runs: nameless } = read(JSON.stringify(nested), 'runs.json');
  expect(nameless.map(({ ratio }) => ratio)).toEqual(runs.map(({ ratio }) => ratio));
  expect(new Set(nameless.map(({ id }) => id)).size).toBe(3);
});

describe('epochs', () => {
  const rows =
    'r0,1,0.3,0.7,3.21,3.35\nr0,2,0.3,0.7,2.21,2.35\nr1,1,0.2,0.8,3.34,3.31\nr1,2,0.2,0.8,2.34,2.31\n';

  test('tell the last checkpoint of a run', () => {
    const set = read(`run,epoch,ratio_de,ratio_fr,loss_de,loss_fr\n${rows}`);
    expect(set.problems).toEqual([]);
    expect(set.runs.map(({ id, loss }) => [id, loss])).toEqual([
      ['r0', [2.21, 2.35]],
      ['r1', [2.34, 2.31]],
    ]);
  });

  test('tell no budget by the batch', () => {
    const text = `run,epoch,ratio_de,ratio_fr,loss_de,loss_fr\n${rows}`.replaceAll('\n', ',8,1024\n');
    const set = read(text.replace('loss_fr,8,1024', 'loss_fr,batch_size,seq_len'));
    expect(set.runs.map(({ tokens }) => tokens)).toEqual([null, null]);
  });
});

test.each([
  ['ratio_English', 'ratio_Chinese (Simplified)', 'loss_en', 'loss_zh', ['en', 'zh']],
  ['en_ratio', 'zh_ratio', 'loss_english', 'loss_mandarin', ['en', 'zh']],
  ['en_ratio', 'pt-br_ratio', 'eng_Latn_loss', 'por_Latn_loss', ['en', 'pt-br']],
  ['ratio_German', 'ratio_Farsi', 'loss_de', 'loss_fa', ['de', 'fa']],
])('%s and %s belong to %s and %s', (a, b, c, d, codes) => {
  const set = read(`run,${a},${b},${c},${d}\nr0,0.3,0.7,2.21,2.35\nr1,0.2,0.8,2.34,2.31\n`);
  expect(set.problems).toEqual([]);
  expect(set.languages).toEqual(codes);
  expect(set.runs.map(({ loss }) => loss)).toEqual([
    [2.21, 2.35],
    [2.34, 2.31],
  ]);
});

test('a variant is no partner where its language has another', () => {
  const set = read(
    'run,ratio_en,ratio_pt-BR,ratio_pt,loss_en,loss_pt\nr0,0.3,0.4,0.3,2.21,2.35\nr1,0.2,0.4,0.4,2.34,2.31\n',
  );
  expect(set.summary?.both).toEqual(['en', 'pt']);
  expect(set.summary?.sources).toEqual(['pt-BR']);
});

describe("a table of R's write.table", () => {
  const names = ['ratio_de', 'ratio_fr', 'loss_de', 'loss_fr'];
  const rows = runs.map(({ id, ratio, loss }) => [id, ...ratio, ...loss]);
  const written = (separator: string, quote: string): string =>
    [
      names.map((name) => quote + name + quote),
      ...rows.map(([id, ...cells]) => [`${quote}${id}${quote}`, ...cells]),
    ]
      .map((row) => row.join(separator))
      .join('\n');

  test.each([
    [',', '"'],
    ['\t', '"'],
    ['\t', ''],
    [' ', '"'],
    [' ', ''],
  ])('has the names of its rows before the columns of the header: %j, %j', (separator, quote) => {
    expectRuns(written(separator, quote), 'runs.txt');
  });

  test.each([
    ['a number', 'ratio_de,tokens,ratio_fr,loss_de,loss_fr', '0.3,1,000,0.7,2.21,2.35'],
    ['a text', 'run_id,ratio_de,ratio_fr,loss_de,note', 'r0,0.3,0.7,2.21,good, late'],
  ])('is none where a comma stands within %s', (_, header, row) => {
    const { problems, runs: found } = read(`${header}\n${row}\n${row.replace('0.3', '0.2')}\n`);
    expect(found).toEqual([]);
    expect(problems[0]?.message).toContain('6 fields, but the header has 5');
  });
});

test.each(['Sweep of March,,,,\n', 'Sweep,,,,\n,,,,\n', ',,,,\n'])(
  'a title in the first cell of a spreadsheet is no header: %j',
  (title) => {
    const header = 'run_id,ratio_de,ratio_fr,loss_de,loss_fr';
    const rows = runs.map(({ id, ratio, loss }) => [id, ...ratio, ...loss].join(','));
    expectRuns(`${title}${[header, ...rows].join('\n')}`);
  },
);
