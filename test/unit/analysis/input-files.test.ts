import { describe, expect, it } from 'vitest';
import { readInputFiles, type FileAccess } from '../../../src/core/analysis/input-files.ts';

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
  it('are told when they do not exist, and the others are still read', async () => {
    const { files: read, unreadable } = await readInputFiles(
      ['nowhere.csv', 'more.csv', 'runs/*.tsv'],
      memory(files),
    );
    expect(read.map(({ path }) => path)).toEqual(['more.csv']);
    expect(unreadable).toEqual([
      { path: 'nowhere.csv', message: 'nowhere.csv does not exist' },
      { path: 'runs/*.tsv', message: 'no file matches runs/*.tsv' },
    ]);
  });
  it('never walk a whole disk', async () => {
    const many = Array.from({ length: 20_001 }, (_, index) => `runs/${index}.csv`);
    const { unreadable } = await readInputFiles(['runs/*.csv'], memory(many));
    expect(unreadable[0]!.message).toMatch(/more than 20000 files/);
  });
});
