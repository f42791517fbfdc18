// The whole loop of examples/hub-and-scarce, with few runs of a few thousand bytes.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, runProgram, type Ended } from '../cli/program.ts';

const shipped = path.resolve('examples/hub-and-scarce');

describe('The loop of the example', () => {
  let folder: string;
  let example: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-loop-'));
    example = path.join(folder, 'examples/hub-and-scarce');
    await cp(shipped, example, { recursive: true, filter: (source) => source !== path.join(shipped, 'runs') });
    await mkdir(path.join(folder, 'dist'));
    await buildProgram(path.join(folder, 'dist/climb.cjs'));
    for (const language of await readdir(path.join(example, 'text'))) {
      if (!language.includes('.')) await truncate(path.join(example, 'text', language, 'held-out.txt'), 2_000);
    }
    const mixture = path.join(example, 'hub-and-scarce.climb.yaml');
    const text = await readFile(mixture, 'utf8');
    await writeFile(mixture, text.replace('tokens: 600k # a', 'tokens: 8k # a').replace('tokens: 600k # of', 'tokens: 8k # of'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const loop = (): Promise<Ended> =>
    runProgram(path.join(example, 'loop.mjs'), ['--runs', '8,2', '--seeds', '2'], example);
  /** Rows of the first table after a heading, cells by column. */
  function table(out: string, heading: string): string[][] {
    const rows = out.slice(out.indexOf(heading)).split('\n').slice(2);
    const end = rows.findIndex((row) => !row.startsWith('|'));
    return rows.slice(2, end === -1 ? undefined : end).map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim())); // prettier-ignore
  }

  it('plans, launches, collects, fits, solves, trains what is compared, and keeps all of it', async () => {
    const { status, out, err } = await loop();
    expect(err).toContain('10 done');
    expect(status).toBe(0);
    expect(out).toContain('8 runs fitted');
    expect(out).toContain('10 runs fitted');
    expect(out).toMatch(/^p-009 +optimum/m); // the second round knows of an optimum
    const compared = table(out, 'Held-out loss');
    expect(compared.map(([strategy]) => strategy)).toEqual(
      ['optimum', 'uniform', 'isolated', 'temperature', 'natural', 'two-steps'], // prettier-ignore
    );

    // What is printed is what was trained: the mean of two seeds, and the standard error of their difference.
    const meanLoss = async (strategy: string, seed: number): Promise<number> => {
      const file = path.join(example, 'runs/compared', `${strategy}-${seed}`, 'losses.json');
      const losses = Object.values((JSON.parse(await readFile(file, 'utf8')) as { losses: Record<string, number> }).losses); // prettier-ignore
      expect(losses).toHaveLength(9);
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    };
    for (const [strategy = '', , trained, , difference] of compared) {
      const [a, b] = [await meanLoss(strategy, 1001), await meanLoss(strategy, 1002)];
      expect(trained).toBe(`${((a + b) / 2).toFixed(4)} ± ${(Math.abs(a - b) / 2).toFixed(4)}`);
      if (strategy === 'uniform') continue;
      const [over, under] = [a - (await meanLoss('uniform', 1001)), b - (await meanLoss('uniform', 1002))];
      expect(difference).toBe(`${((over + under) / 2).toFixed(4)} ± ${(Math.abs(over - under) / 2).toFixed(4)}`);
    }

    const again = await loop();
    expect(again.err).not.toContain('trained');
    expect(table(again.out, 'Held-out loss')).toEqual(compared);
  }, 600_000);
});
