// The trainer of examples/hub-and-scarce, as its command line is used.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram, type Ended } from '../cli/program.ts';

const trainer = path.resolve('examples/hub-and-scarce/train.mjs');
const shipped = path.resolve('examples/hub-and-scarce/text');

describe('The trainer of the example', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-trainer-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  let runs = 0;
  async function start(weights: Record<string, number>, tokens: number, ...more: string[]): Promise<Ended & { out: string }> {
    const config = path.join(folder, `config-${++runs}.json`);
    await writeFile(config, JSON.stringify({ train_domain_weights: weights }));
    const out = path.join(folder, `out-${runs}`);
    const ended = await runProgram(trainer, ['--config', config, '--tokens', String(tokens), '--out', out, ...more], folder);
    return { ...ended, out };
  }

  /** Held-out loss by language, nats a byte. */
  async function train(...args: Parameters<typeof start>): Promise<Record<string, number>> {
    const { status, err, out } = await start(...args);
    expect([status, err]).toEqual([0, '']);
    const result = JSON.parse(await readFile(path.join(out, 'losses.json'), 'utf8')) as { losses: Record<string, number> };
    return result.losses;
  }

  it('gives the same losses for the same seed, and others for another', async () => {
    const once = await train({ es: 0.5, fi: 0.5 }, 20_000, '--seed', '3');
    expect(await train({ es: 0.5, fi: 0.5 }, 20_000, '--seed', '3')).toEqual(once);
    expect(await train({ es: 0.5, fi: 0.5 }, 20_000, '--seed', '4')).not.toEqual(once);
  });

  it('learns what it reads, and relatives of it more than others', async () => {
    const weights = { es: 1, gl: 0, fi: 0 };
    const [little, much] = [await train(weights, 10_000), await train(weights, 100_000)];
    expect(little['es']).toBeLessThan(Math.log(256));
    expect(much['es']).toBeLessThan(little['es']! - 0.5);
    expect(much['gl']).toBeLessThan(much['fi']! - 0.5);
  });

  it('reads a text that is too small for its share again', async () => {
    const text = path.join(folder, 'text');
    await mkdir(path.join(text, 'es'), { recursive: true });
    const whole = await readFile(path.join(shipped, 'es/train.txt'));
    await writeFile(path.join(text, 'es/train.txt'), whole.subarray(0, 4_000));
    await writeFile(path.join(text, 'es/held-out.txt'), await readFile(path.join(shipped, 'es/held-out.txt')));
    const once = await train({ es: 1 }, 4_000, '--text', text);
    const repeated = await train({ es: 1 }, 16_000, '--text', text);
    const fresh = await train({ es: 1 }, 16_000);
    expect(repeated['es']).toBeLessThan(once['es']!);
    expect(fresh['es']).toBeLessThan(repeated['es']!);
  });

  it('says what is wrong with weights or a text, and leaves no result', async () => {
    expect((await start({ es: 0 }, 1_000)).err).toMatch(/config-\d+\.json: the weights must be numbers/);
    const text = path.join(folder, 'hardly');
    await mkdir(path.join(text, 'es'), { recursive: true });
    await writeFile(path.join(text, 'es/train.txt'), 'Hola.\n');
    const { status, err, out } = await start({ es: 1 }, 1_000, '--text', text);
    expect([status, err]).toEqual([2, 'es has less than 128 bytes of text to train on\n']);
    await expect(readFile(path.join(out, 'losses.json'))).rejects.toThrow('ENOENT');
  });
});
