import { nearestPath } from '../../../src/core/analysis/nearest-path.ts';
import { describe, expect, it } from 'vitest';
import { FileTooLarge, OutsideWorkspace, type FileAccess } from '../../../src/core/analysis/file-access.ts';
import { readInputFiles } from '../../../src/core/analysis/input-files.ts';

/** Files in memory, by path. */
function memory(files: readonly string[]): FileAccess {
  return {
    read: (path) =>
      files.includes(path)
        ? Promise.resolve(new Uint8Array([1]))
        : Promise.reject(new Error(`${path} does not exist`)),
    list: (folder) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const below = files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
      const names = [...new Set(below.map((file) => file.split('/')[0]!))];
      return Promise.resolve(names.map((name) => ({ name, isFolder: !below.includes(name) })));
    },
  };
}
const paths = async (patterns: readonly string[], files: readonly string[]) =>
  (await readInputFiles(patterns, memory(files))).files.map(({ path }) => path);

describe('Files that a mixture names', () => {
  const files = [
    'runs/b.csv',
    'runs/a.csv',
    'runs/notes.md',
    'runs/old/c.csv',
    'more.csv',
    'runs/.hidden/d.csv',
  ];

  it('are read once each, by name', async () => {
    expect(await paths(['more.csv', 'runs/a.csv', 'more.csv'], files)).toEqual(['more.csv', 'runs/a.csv']);
  });
  it('match a glob in the order of their names', async () => {
    expect(await paths(['runs/*.csv'], files)).toEqual(['runs/a.csv', 'runs/b.csv']);
  });
  it('match ** in folders below, but not in hidden ones', async () => {
    expect(await paths(['runs/**/*.csv'], files)).toEqual(['runs/a.csv', 'runs/b.csv', 'runs/old/c.csv']);
  });
  it('are all below a folder where a pattern ends in **', async () => {
    expect(await paths(['runs/**'], files)).toEqual(await paths(['runs/**/*'], files));
    expect(await paths(['runs/**'], files)).toHaveLength(4);
  });
  it('are the tables in a folder and below, where that is named', async () => {
    expect(await paths(['runs'], files)).toEqual(['runs/a.csv', 'runs/b.csv', 'runs/old/c.csv']);
    expect(await paths(['runs/'], files)).toHaveLength(3);
  });

  it('are only what trainers left in a folder, where they left something', async () => {
    const sweep = [
      'sweep/r0/config.json',
      'sweep/r0/trainer_state.json',
      'sweep/r1/trainer_state.json',
      'sweep/note.csv',
    ];
    expect(await paths(['sweep'], sweep)).toEqual([
      'sweep/r0/trainer_state.json',
      'sweep/r1/trainer_state.json',
    ]);
    const board = ['tb/r0/events.out.tfevents.17.host', 'tb/r0/hparams.json'];
    expect(await paths(['tb/'], board)).toEqual(['tb/r0/events.out.tfevents.17.host']);
  });

  it.each([
    ['run/*.csv', 'runs/*.csv'],
    ['./Runs/a.csv', 'runs/a.csv'],
    ['runs/a.tsv', 'runs/a.csv'],
    ['c.csv', 'runs/old/c.csv'],
    ['data/more.csv', 'more.csv'],
    ['nothing/like/it.parquet', null],
    ['runs/a.csv', null],
  ])('%s, which is not there, stands most likely for %s', async (missing, nearest) => {
    expect(await nearestPath(missing, memory(files))).toBe(nearest);
  });

  it('are told when they do not exist, and the others are still read', async () => {
    const { files: read, unreadable } = await readInputFiles(
      ['nowhere.csv', 'more.csv', 'runs/*.tsv'],
      memory(files),
    );
    expect(read.map(({ path }) => path)).toEqual(['more.csv']);
    expect(unreadable).toEqual([
      { path: 'nowhere.csv', message: 'nowhere.csv does not exist', outside: false },
      { path: 'runs/*.tsv', message: 'runs/*.tsv matches no file', outside: false },
    ]);
  });
  it('are two thousand at most; names of missing ones are compared with what is there for the first few', async () => {
    const names = Array.from({ length: 30_000 }, (_, i) => `r${i}.csv`);
    let lists = 0;
    const there = memory(['r3.csv']);
    const { files: found, unreadable } = await readInputFiles(names, {
      read: (...asked) => there.read(...asked),
      list: (folder) => {
        lists++;
        return there.list(folder);
      },
    });
    expect(found.map(({ path }) => path)).toEqual(['r3.csv']);
    expect(unreadable).toHaveLength(2_000);
    expect(unreadable.at(-1)!.message).toMatch(
      /^r2000\.csv and what follows is not read: .* at most 2,000 files/,
    );
    expect(lists).toBeLessThan(200);
  });
  it('match patterns between other folders, each once', async () => {
    const deep = ['a/x/runs/1.csv', 'a/runs/2.csv', 'b/runs/3.csv', 'a/runs/x.txt'];
    expect(await paths(['a/**/runs/**/*.csv'], deep)).toEqual(['a/runs/2.csv', 'a/x/runs/1.csv']);
    expect(await paths(['{b,a}/runs/?.csv'], deep)).toEqual(['b/runs/3.csv', 'a/runs/2.csv']);
    expect(await paths(['./b/*/3.csv'], deep)).toEqual(['b/runs/3.csv']);
  });
  it('match from the root where the pattern says so', async () => {
    const listed: string[] = [];
    const access: FileAccess = {
      read: () => Promise.resolve(new Uint8Array()),
      list: (folder) => {
        listed.push(folder);
        return Promise.resolve([{ name: 'a.csv', isFolder: false }]);
      },
    };
    const { files: read } = await readInputFiles(['/*.csv'], access);
    expect(listed).toEqual(['/']);
    expect(read.map(({ path }) => path)).toEqual(['/a.csv']);
  });
  it('are not looked for behind links, which may lead round in a circle', async () => {
    const access: FileAccess = {
      read: () => Promise.resolve(new Uint8Array()),
      list: () =>
        Promise.resolve([
          { name: 'again', isFolder: true, isLink: true },
          { name: 'a.csv', isFolder: false },
        ]),
    };
    expect((await readInputFiles(['**/*.csv'], access)).files.map(({ path }) => path)).toEqual(['a.csv']);
  });
  it('are not looked for in folders without end', async () => {
    const access: FileAccess = {
      read: () => Promise.resolve(new Uint8Array()),
      list: () => Promise.resolve([{ name: 'down', isFolder: true }]),
    };
    const { unreadable } = await readInputFiles(['**/*.csv'], access);
    expect(unreadable[0]!.message).toMatch(/more than 12 folders deep/);
  });
  it('may have 64 MB together, and are asked for no more than is left', async () => {
    const asked: number[] = [];
    const sizes: Readonly<Record<string, number>> = { 'a.csv': 60_000_000, 'b.csv': 5_000_000, 'c.csv': 10 };
    const access: FileAccess = {
      read: (path, maxBytes) => {
        asked.push(maxBytes);
        const size = sizes[path]!;
        return size > maxBytes
          ? Promise.reject(new FileTooLarge(size))
          : Promise.resolve({ length: size } as Uint8Array<ArrayBuffer>);
      },
      list: () => Promise.resolve([]),
    };
    const { files: read, unreadable } = await readInputFiles(['a.csv', 'b.csv', 'c.csv'], access);
    expect(asked).toEqual([64_000_000, 4_000_000, 4_000_000]);
    expect(read.map(({ path }) => path)).toEqual(['a.csv', 'c.csv']);
    expect(unreadable[0]!.message).toBe(
      'b.csv has 5 MB, and all files of a mixture together may have 64 MB; leave out rows and columns that it does not need',
    );
  });
  it('outside the workspace are told apart from missing ones', async () => {
    const access: FileAccess = {
      read: (path) => Promise.reject(new OutsideWorkspace(path)),
      list: (path) => Promise.reject(new OutsideWorkspace(path)),
    };
    const { unreadable } = await readInputFiles(['../a.csv', '../*.csv'], access);
    expect(unreadable.map(({ outside }) => outside)).toEqual([true, true]);
  });
  it('never walk a whole disk', async () => {
    const many = Array.from({ length: 20_001 }, (_, index) => `runs/${index}.csv`);
    const { unreadable } = await readInputFiles(['runs/*.csv'], memory(many));
    expect(unreadable[0]!.message).toMatch(/more than 20000 files/);
  });
});
