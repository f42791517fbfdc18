import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BuiltProgram, type Ended } from './program.ts';

describe('climb compare --revisions', () => {
  const cli = new BuiltProgram();

  // Repositories around the temporary folder are none of the test's.
  const climb = (file: string): Promise<Ended> =>
    cli.run(['compare', file, '--revisions', '5', '--json'], '', {
      GIT_CEILING_DIRECTORIES: os.tmpdir(),
      XDG_CACHE_HOME: cli.folder,
    });

  it('tells how a mixture, its prediction and its fit changed over commits', async () => {
    const repository = path.join(cli.folder, 'repository');
    await mkdir(repository);
    await writeFile(path.join(cli.folder, 'alone.climb.yaml'), 'climb: 1\nlanguages: { en: 1 }\n');
    const git = (...words: string[]) =>
      promisify(execFile)('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
        cwd: repository,
      });
    const shares = (en: number) =>
      writeFile(
        path.join(repository, 'a.climb.yaml'),
        `climb: 1\nbudget: { tokens: 2M }\nlanguages: { en: ${en}, de: ${1 - en} }\ninteractions: { runs: "run*.csv" }\n`,
      );
    const runs = (count: number) => {
      const rows = Array.from({ length: count }, (_, k) => {
        const en = (k + 0.5) / count;
        const loss = (share: number, other: number) => 1.5 * (share + 0.2 * other) ** -0.15;
        return `r${k},1e6,${en},${1 - en},${loss(en, 1 - en)},${loss(1 - en, en)}`;
      });
      const text = ['run_id,tokens,ratio_en,ratio_de,loss_en,loss_de', ...rows].join('\n');
      return writeFile(path.join(repository, 'runs.csv'), text);
    };
    await git('init', '-q');
    await shares(0.9);
    await runs(12);
    await git('add', '.');
    await git('commit', '-qm', 'Mostly English');
    await shares(0.7);
    await runs(20);
    await git('commit', '-qam', 'More German');
    await shares(0.5);

    const { status, out } = await climb('repository/a.climb.yaml');
    expect(status).toBe(0);
    const { revisions } = JSON.parse(out) as {
      revisions: {
        subject: string;
        ratio: Record<string, number>;
        objective: number;
        objectiveNow: number;
        runs: number;
        heldOutR2: number;
        heldOutError: number;
      }[];
    };
    expect(revisions.map(({ subject, ratio, runs: count }) => [subject, ratio['en'], count])).toEqual([
      ['the file as it is', 0.5, 20],
      ['More German', 0.7, 20],
      ['Mostly English', 0.9, 12],
    ]);
    const [now, , first] = revisions;
    expect(now?.objective).toBe(now?.objectiveNow);
    expect(first?.objectiveNow).toBeGreaterThan(now?.objectiveNow ?? NaN);
    expect(first?.objectiveNow).not.toBe(first?.objective);
    expect(first?.heldOutR2).toBeGreaterThan(0.9);
    expect(first?.heldOutError).toBeLessThan(0.05);
    const outside = await climb('alone.climb.yaml');
    expect(outside.status).toBe(2);
    expect(outside.err).toContain('not a git repository');
  });
});
