import { execFile } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BuiltProgram } from './program.ts';

describe('climb report', () => {
  const cli = new BuiltProgram((folder) =>
    writeFile(
      path.join(folder, 'm.climb.yaml'),
      'climb: 1\nbudget: { tokens: 1B }\nlanguages: { en: 0.9, de: 0.1 }\ninteractions: { matrix: { en: { de: 0.3 } } }\n',
    ),
  );
  const git = (...words: string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: cli.folder });

  it('prints the verdict, the sections and the sources as Markdown, with the budget that is asked for', async () => {
    const { status, out } = await cli.run(['report', 'm.climb.yaml', '--tokens', '2B']);
    const { out: solved } = await cli.run(['solve', 'm.climb.yaml', '--tokens', '2B']);
    expect(status).toBe(0);
    expect(out).toMatch(/^# m\.climb\.yaml\n/);
    expect(out.replaceAll('\\', '')).toContain(`**${solved.split('\n')[0]}**`);
    for (const heading of ['Allocation', 'Interactions', 'Compare', 'Terms', 'Sources and settings'])
      expect(out).toContain(`\n## ${heading}\n`);
    expect(out).toMatch(/^\* \*\*Budget\*\*: 2.B tokens$/mu);
    // A matrix has no intervals.
    expect(out).toContain('**Verdict**: a gain, with an unknown interval\n');
  });

  it('writes HTML where the name asks for it, with the commit, and whether the file changed since', async () => {
    expect((await cli.run(['report', 'm.climb.yaml'])).out).toContain(': not in a git repository');
    await git('init', '-q');
    await git('add', 'm.climb.yaml');
    await git('commit', '-q', '-m', 'A mixture');
    const commit = (await git('rev-parse', 'HEAD')).stdout.trim();
    const written = async (name: string): Promise<string> => {
      const { err } = await cli.run(['report', 'm.climb.yaml', '--out', name]);
      expect(err).toBe(`wrote ${name}\n`);
      return readFile(path.join(cli.folder, name), 'utf8');
    };
    const html = await written('r.html');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain(`<dd>${commit}</dd>`);
    await appendFile(path.join(cli.folder, 'm.climb.yaml'), '# later\n');
    expect(await written('later.html')).toContain(`<dd>${commit}, changed since</dd>`);
    expect(await cli.run(['report', 'm.climb.yaml', '--out', 'r.pdf'])).toMatchObject({ status: 2 });
  });
});
