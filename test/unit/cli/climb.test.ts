import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Solution } from '../../../src/core/climb/allocation.ts';
import type { Model } from '../../../src/core/climb/model.ts';

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

describe('The command line', () => {
  let folder: string;
  let program: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-cli-'));
    program = path.join(folder, 'climb.cjs');
    await esbuild.build({
      entryPoints: ['src/cli/main.ts'],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: program,
      logLevel: 'error',
    });
    await cp('examples/six-languages', path.join(folder, 'six'), { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function climb(...args: string[]): Promise<Run> {
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args], {
        cwd: path.join(folder, 'six'),
        maxBuffer: 1e8,
      });
      return { status: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { status: code, out: stdout, err: stderr };
    }
  }

  it('fits every one of the 174 runs, with a mean held-out R² of at least 0.97', async () => {
    const { status, out } = await climb('fit', 'runs/six-languages.csv', '--json', '--out', 'six.model.json');
    expect(status).toBe(0);
    const { quality, languages } = JSON.parse(out) as Model;
    expect(quality).toMatchObject({ runs: 174, setAside: 0 });
    const mean = languages.reduce((sum, code) => sum + quality!.cvR2[code]!, 0) / languages.length;
    expect(mean).toBeGreaterThanOrEqual(0.97);
  });

  it('predicts runs with a fitted model', async () => {
    const { status, out } = await climb('predict', 'six.model.json', 'runs/six-languages.csv', '--json');
    expect(status).toBe(0);
    const { predictions, errors } = JSON.parse(out) as {
      predictions: { run_id: string; loss: Record<string, number> }[];
      errors: Record<string, { r2: number; mae: number }>;
    };
    expect(predictions).toHaveLength(174);
    expect(errors['uk']!.r2).toBeGreaterThan(0.97);
  });

  it('solves the example to a certified optimum that is better than the file', async () => {
    const { status, out } = await climb('solve', 'six.climb.yaml', '--json', '--max-gap', '1e-6');
    expect(status).toBe(0);
    const solution = JSON.parse(out) as Solution;
    expect(solution.status).toBe('optimal');
    expect(Math.abs(solution.ratio.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-9);
    expect(solution.objective).toBeLessThan(solution.current!.objective);
    expect(solution.joint.objective).toBeLessThanOrEqual(solution.objective);
  });

  it('writes the optimum only when asked, and nothing but the ratios', async () => {
    const file = path.join(folder, 'six', 'six.climb.yaml');
    const before = await readFile(file, 'utf8');
    await climb('solve', 'six.climb.yaml');
    expect(await readFile(file, 'utf8')).toBe(before);
    expect((await climb('solve', 'six.climb.yaml', '--apply')).status).toBe(0);
    const after = await readFile(file, 'utf8');
    expect(after).not.toBe(before);
    const blank = (text: string): string => text.replaceAll(/ratio: [\d.]+/g, '');
    expect(blank(after)).toBe(blank(before));
    expect((await climb('check', 'six.climb.yaml')).status).toBe(0);
    await writeFile(file, before);
  });

  it('checks a file: places counted from 1, exit status 1 for an error', async () => {
    await writeFile(
      path.join(folder, 'six', 'bad.climb.yaml'),
      'climb: 1\nlanguages:\n  en: 0.5\n  de: 0.3\n',
    );
    const { status, out } = await climb('check', 'bad.climb.yaml', '--json');
    expect(status).toBe(1);
    const { files } = JSON.parse(out) as { files: { problems: { code: string; range: unknown }[] }[] };
    expect(files[0]!.problems.map(({ code }) => code)).toContain('ratio.sum');
  });

  it('ends with 2 for a file that does not exist and for options that it does not know', async () => {
    expect(await climb('solve', 'nowhere.climb.yaml')).toMatchObject({ status: 2 });
    expect((await climb('solve', 'nowhere.climb.yaml')).err).toMatch(/nowhere\.climb\.yaml does not exist/);
    expect(await climb('solve', '--frobnicate')).toMatchObject({ status: 2 });
    expect(await climb('frobnicate')).toMatchObject({ status: 2 });
  });
});
