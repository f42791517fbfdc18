import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { proxyProblem } from '../../../src/core/checks/proxy-problem.ts';
import { chosenEngine, engines } from '../../../src/core/proxy/engines/all-engines.ts';

const read = (proxy: string) =>
  parseMixture(`climb: 1\nlanguages: { en: 0.5, de: 0.5 }\nproxy:\n  command: train\n${proxy}`);
const chosen = (proxy: string) => chosenEngine(read(proxy).mixture.proxy!);

describe('engines', () => {
  it('are those of the schema, each with its section and its limit', () => {
    const schema = JSON.parse(readFileSync('schemas/mixture.schema.json', 'utf8')) as {
      $defs: { proxy: { properties: Record<string, { enum?: string[]; properties?: object }> } };
    };
    const { properties } = schema.$defs.proxy;
    expect(properties['engine']!.enum).toEqual(engines.map(({ name }) => name));
    for (const { name, limit } of engines) expect(properties[name]!.properties).toHaveProperty(limit);
  });

  it('are local, one run at a time, unless the section says otherwise', () => {
    expect(chosen('')).toMatchObject({ name: 'local', limit: 1, options: new Map(), words: null });
    expect(chosen('  local: { parallel: 3 }\n')!.limit).toBe(3);
  });

  it('pass on options of their own section, without those that are reserved', () => {
    const slurm =
      '  engine: slurm\n  slurm: { array_limit: 4, partition: gpu, time: 30, wrap: id, Bad: 1 }\n';
    expect(chosen(slurm)).toMatchObject({
      name: 'slurm',
      limit: 4,
      options: new Map([
        ['partition', 'gpu'],
        ['time', '30'],
      ]),
    });
  });

  it('tell how long and on how many GPUs a run may take, where their options say', () => {
    const asked = (engine: string, options: string) =>
      chosen(`  engine: ${engine}\n  ${engine}: { ${options} }\n`)!.asked;
    expect(asked('slurm', 'time: "01:30:00", gres: "gpu:a100:2"')).toEqual({ gpus: 2, hours: 1.5 });
    expect(asked('slurm', 'time: 1-12, gpus-per-node: 4')).toEqual({ gpus: 4, hours: 36 });
    expect(asked('slurm', 'time: 90, gres: gpu')).toEqual({ gpus: 1, hours: 1.5 });
    expect(asked('slurm', 'partition: gpu')).toEqual({ gpus: null, hours: null });
    expect(asked('grid-engine', 'l: "h_rt=02:00:00,gpu=1"')).toEqual({ gpus: 1, hours: 2 });
    expect(asked('grid-engine', 'q: gpu.q')).toEqual({ gpus: null, hours: null });
  });

  it('say their options as their programs take them', () => {
    expect(
      chosen('  engine: grid-engine\n  grid-engine: { task_limit: 8, q: gpu.q, pe: smp 4, t: 1-9 }\n'),
    ).toMatchObject({
      limit: 8,
      words: ['qsub', '-q', 'gpu.q', '-pe', 'smp', '4'],
    });
  });

  it('are never guessed from a name that is none of theirs', () => {
    expect(chosen('  engine: sulrm\n')).toBeNull();
  });
});

describe('proxyProblem', () => {
  it.each([
    ['  tokens: -5\n', 'quantity.invalid'],
    ['  parameters: 1.2 trillion\n', 'quantity.invalid'],
    ['  engine: sulrm\n', 'file.schema'],
    ['  slurm: { partiton: gpu }\n', 'proxy.option'],
    ['  result: "{uot}/x"\n', 'proxy.command'],
    ['  runs: [\n', 'file.syntax'],
  ])('keeps %j from being launched', (proxy, code) => {
    expect(proxyProblem(read(proxy))?.code).toBe(code);
  });

  it('leaves alone what is wrong elsewhere in the file', () => {
    const text = 'climb: 1\nlanguages: { en: 0.7, de: 0.5 }\nproxy: { command: train }\n';
    expect(proxyProblem(parseMixture(text))).toBeNull();
  });
});
