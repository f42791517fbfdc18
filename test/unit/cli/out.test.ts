import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BuiltProgram } from './program.ts';

const measured = 'run_id,ratio_en,ratio_de,loss_en,loss_de\nr0,0.6,0.4,1.9,2.2\n';

describe('--out', () => {
  const cli = new BuiltProgram(async (folder) => {
    await writeFile(
      path.join(folder, 'm.climb.yaml'),
      'climb: 1\nbudget: { tokens: 1B }\nlanguages: { en: 0.6, de: 0.4 }\ninteractions: { matrix: { en: { de: 0.3 } } }\nproxy: { command: sh train.sh, tokens: 1M }\n',
    );
    await writeFile(
      path.join(folder, 'weights.json'),
      '{ "train_domain_weights": { "en": 0.6, "de": 0.4 }, "eval_domain_weights": { "en": 0.6, "de": 0.4 } }',
    );
  });

  it.each<[command: string, name: string, words: string[]]>([
    ['new', 'new.climb.yaml', ['de', 'nl']],
    ['plan', 'base.csv', ['m.climb.yaml', '--runs', '3']],
    ['plan', 'written.csv', ['m.climb.yaml', '--runs', '3', '--write']],
    ['fit', 'old.model.json', ['base.csv']],
    ['export', 'old.json', ['m.climb.yaml', '--to', 'doremi']],
    ['convert', 'old.climb.yaml', ['weights.json']],
    ['report', 'old.html', ['m.climb.yaml']],
  ])(
    'of climb %s does not replace a file, which may have been measured: %s',
    async (command, name, words) => {
      await writeFile(path.join(cli.folder, name), measured);
      const { status, err } = await cli.run([command, ...words, '--out', name]);
      expect({ status, err }).toEqual({
        status: 2,
        err: expect.stringContaining(
          `climb ${command}: ${name} exists already: name a new file, or remove it first\n`,
        ) as string,
      });
      expect(await readFile(path.join(cli.folder, name), 'utf8')).toBe(measured);
    },
  );

  it('is no folder', async () => {
    const { status, err } = await cli.run(['report', 'm.climb.yaml', '--out', '.']);
    expect({ status, err }).toEqual({
      status: 2,
      err: expect.stringContaining('climb report: . is a folder: name a new file\n') as string,
    });
  });

  it('writes a new file and says so', async () => {
    const { status, err } = await cli.run(['plan', 'm.climb.yaml', '--runs', '3', '--out', 'planned.csv']);
    expect(status).toBe(0);
    expect(err).toContain('wrote planned.csv\n');
    expect(await readFile(path.join(cli.folder, 'planned.csv'), 'utf8')).toMatch(/^run_id,/);
  });

  it.runIf(existsSync('/proc/self/fd/1'))('writes to standard output, which is no file', async () => {
    // A link of its own, so that a program that replaced it would harm nothing.
    await symlink('/proc/self/fd/1', path.join(cli.folder, 'stdout'));
    const command = `"${process.execPath}" "${cli.file}" export m.climb.yaml --to doremi --out stdout | cat`;
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: cli.folder });
    expect(stdout).toContain('0.6');
    expect((await lstat(path.join(cli.folder, 'stdout'))).isSymbolicLink()).toBe(true);
  });
});
