// Text that others wrote is in the repository only with its origin and licence, and in no package.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const examples = 'examples';
const folders = readdirSync(examples)
  .map((example) => path.join(examples, example, 'text'))
  .filter((folder) => existsSync(folder));
const read = (...parts: string[]) => readFileSync(path.join(...parts), 'utf8');

describe.each(folders)('%s', (folder) => {
  const languages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it('names origin, licence and changes, and has the licence beside it', () => {
    for (const word of ['**Origin**', '**Licence**', '**Changes**']) expect(read(folder, 'ORIGIN.md')).toContain(word);
    expect(read(folder, 'LICENCE.txt')).toMatch(/^Mozilla Public License Version 2\.0/);
    expect(read('NOTICE')).toContain(folder.split(path.sep).join('/'));
  });

  it('has the sizes that its page and its mixture say', () => {
    const mixture = read(folder, `../${path.basename(path.dirname(folder))}.climb.yaml`);
    for (const { name } of languages) {
      const [train, heldOut] = [read(folder, name, 'train.txt'), read(folder, name, 'held-out.txt')];
      const bytes = Buffer.byteLength(train);
      expect(read(folder, 'ORIGIN.md')).toContain(`| ${name} | ${bytes} | ${Buffer.byteLength(heldOut)} |`);
      expect(mixture).toMatch(new RegExp(`\\b${name}: \\{.* available: ${bytes} \\}`));
      const trained = new Set(train.split('\n'));
      expect(heldOut.split('\n').filter((line) => line !== '' && trained.has(line))).toEqual([]);
    }
  });

  it('is left out of the extension', () => {
    const [first, ...named] = read('.vscodeignore').split('\n').filter((line) => line !== '' && !line.startsWith('#')); // prettier-ignore
    expect(first).toBe('**');
    expect(named.filter((line) => line.startsWith(`!${examples}`))).toEqual([]);
  });
});
