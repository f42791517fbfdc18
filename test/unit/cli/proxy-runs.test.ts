// Proxy runs on the command line, on a Slurm whose programs are scripts of the test's own.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../src/proxy/files.ts';
import { buildProgram, runProgram, type Ended } from './program.ts';

const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'climb-cli-runs-')));
const program = path.join(root, 'climb.cjs');
let folder = '';
let rounds = 0;
const file = (name: string): string => path.join(folder, name);
const lines = (name: string): string[] =>
  existsSync(file(name)) ? readFileSync(file(name), 'utf8').split('\n').filter(Boolean) : [];

const climb = (...args: string[]): Promise<Ended> =>
  runProgram(program, args, folder, { PATH: `${file('bin')}:${process.env['PATH'] ?? ''}` });

const stub = (name: string, text: string): void =>
  writeFileSync(file(`bin/${name}`), `#!/bin/sh\n${text}`, { mode: 0o755 });

/** Plans a run and launches it into a queue where it waits; what `scancel` is given stands in `cancelled`. */
async function launchPending(): Promise<{ readonly launched: Promise<Ended> }> {
  stub('sbatch', 'echo 7\n');
  stub('squeue', 'echo "7_0 PENDING"\n');
  stub('scancel', 'printf "%s\\n" "$@" >>cancelled\n');
  await climb('plan', 'm.climb.yaml', '--runs', '1', '--write');
  const launched = climb('launch', 'm.climb.yaml');
  expect(await until(() => existsSync(file('runs/p-001/attempt-1/job')), 30_000)).toBe(true);
  return { launched };
}

beforeAll(async () => {
  await buildProgram(program);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});
beforeEach(() => {
  folder = path.join(root, `project-${++rounds}`);
  mkdirSync(file('bin'), { recursive: true });
  writeFileSync(
    file('m.climb.yaml'),
    'climb: 1\nbudget: { tokens: 1B }\nlanguages: { en: 0.6, de: 0.4 }\nproxy:\n  command: sh train.sh {out} {run}\n  tokens: 1M\n  engine: slurm\n  slurm: { time: 30, gres: "gpu:2" }\n',
  );
  writeFileSync(
    file('train.sh'),
    `echo "$2" >>starts\nwhile [ ! -e go ]; do sleep 0.05; done\nprintf '{ "loss_en": 2.02 }' >"$1/losses.json"\n`,
  );
});

describe('a line break in what a file says', () => {
  it('makes no row in what climb status prints, nor a line beside it', async () => {
    await climb('plan', 'm.climb.yaml', '--runs', '2', '--write');
    const forged = 'p-999   done      1';
    const rewrite = (run: string, change: object): void => {
      const record = file(`runs/${run}/run.json`);
      const planned = JSON.parse(readFileSync(record, 'utf8')) as object;
      writeFileSync(record, JSON.stringify({ ...planned, ...change }));
    };
    rewrite('p-001', { id: `p-001\n${forged}\nx`, ratio: { [`en\n${forged}`]: 1 } });
    rewrite('p-002', { mixture: `../train.sh\n${forged}` });
    mkdirSync(file(`train.sh\n${forged}`));
    const { out, err } = await climb('status', 'm.climb.yaml');
    expect(out).toContain(`p-001\\x0a${forged}\\x0ax`);
    expect(err).toContain(`p-002 was planned for ../train.sh\\x0a${forged}`);
    expect(`${out}\n${err}`).not.toMatch(/^p-999/m);
  });

  it('makes no line of a message in the name of a file', async () => {
    expect((await climb('plan', 'm.climb.yaml', '--out', 'new\nwrote x.csv')).err).toMatch(
      /^wrote new\\x0awrote x\.csv$/m,
    );
  });
});

describe('climb collect', () => {
  it('says how many rows stay beside those that it writes, and refuses a name that is empty', async () => {
    writeFileSync(
      file('m.climb.yaml'),
      readFileSync(file('m.climb.yaml'), 'utf8').replace(/ {2}engine[^]*/, ''),
    );
    writeFileSync(file('go'), '');
    await climb('plan', 'm.climb.yaml', '--runs', '2', '--write');
    await climb('launch', 'm.climb.yaml');
    writeFileSync(file('runs/p-001/attempt-1/ended.json'), '{');
    expect((await climb('collect', 'm.climb.yaml')).out).toMatch(
      /^1 run in .*runs\.csv \(.*\); 1 other row stays as it was$/m,
    );
    expect((await climb('collect', 'm.climb.yaml', '--out', '')).err).toContain(
      'climb collect: --out is empty: is a variable not set?',
    );
  });
});

describe('climb plan, launch and status', () => {
  it('say what failed and why in a line that a terminal holds, however many languages there are, and how to try again', async () => {
    const codes = ['en', 'de', 'nl', 'fr', 'es', 'it', 'pt', 'pl'];
    writeFileSync(
      file('m.climb.yaml'),
      `climb: 1\nbudget: { tokens: 1B }\nlanguages: { ${codes.map((code) => `${code}: 0.125`).join(', ')} }\nproxy:\n  command: sh train.sh\n  tokens: 1M\n`,
    );
    writeFileSync(file('train.sh'), 'echo out of memory\nexit 1\n');
    await climb('plan', 'm.climb.yaml', '--runs', '1', '--write');
    const { status, out, err } = await climb('launch', 'm.climb.yaml');
    expect(status).toBe(1);
    const failure =
      /^p-001 +failed +1 +The command ended with status 1\. runs\/p-001\/attempt-1\/log\.txt ends with: out of memory$/m;
    expect(out).toMatch(failure);
    expect((await climb('status', 'm.climb.yaml')).out).toMatch(failure);
    expect(err).not.toContain('next:');
    expect(err).toMatch(/^1 failed: climb launch m\.climb\.yaml --retry tries it again$/m);
  });

  it('say where the losses are and what to do with them, also where the mixture does not name that table yet', async () => {
    const section = 'proxy: { command: "sh train.sh {out} {run}", tokens: 1M }\n';
    const launched = async (interactions: string): Promise<string> => {
      writeFileSync(
        file('m.climb.yaml'),
        `climb: 1\nlanguages: { en: 0.6, de: 0.4 }\n${interactions}${section}`,
      );
      await climb('plan', 'm.climb.yaml', '--runs', '1', '--write');
      return (await climb('launch', 'm.climb.yaml')).err;
    };
    writeFileSync(file('go'), '');
    expect(await launched('interactions: { runs: runs/*.csv }\n')).toMatch(
      /^the losses are in runs\/runs\.csv; next: climb solve m\.climb\.yaml fits them/m,
    );
    expect(await launched('interactions: { prior: relatedness }\n')).toContain(
      'next: write `interactions: { runs: runs/runs.csv }` into m.climb.yaml, then climb solve m.climb.yaml',
    );
  });

  it('say what to write where the section is missing, with interactions in place of a guess', async () => {
    const said = async (rest: string): Promise<string> => {
      writeFileSync(file('m.climb.yaml'), `climb: 1\nlanguages: { en: 0.6, de: 0.4 }\n${rest}`);
      return (await climb('plan', 'm.climb.yaml')).err;
    };
    const guessed = await said('interactions: { prior: relatedness }\n');
    expect(guessed).toContain('In place of its `interactions`, write at its end');
    const lines = guessed.slice(guessed.indexOf('\n\n') + 2, guessed.lastIndexOf('\n\nhttps://'));
    expect(lines).toMatch(/^interactions:\n {2}runs: runs\/runs\.csv .*\nproxy:\n/);
    expect(await said('interactions: { runs: mine.csv }\n')).not.toContain('runs/runs.csv');
    // What it says to write is enough to plan.
    expect(await said(lines)).toBe('Nothing has been measured yet. No run is at the optimum yet.\n');
  });

  it.each([
    ['in UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['with a control character', (text: string) => `${text}\x1b[31m: x\n`],
    ['nested too deep', (text: string) => `${text}x: ${'['.repeat(300)}${']'.repeat(300)}\n`],
    ['that is a list', () => '- climb: 1\n'],
    ['whose section is a number', (text: string) => text.replace(/proxy:[^]*/, 'proxy: 3\n')],
  ])('do not take the section for missing in a file that cannot be read: %s', async (_, made) => {
    writeFileSync(file('m.climb.yaml'), made(readFileSync(file('m.climb.yaml'), 'utf8')));
    const [why = ''] = /(?<=: error: ).*(?= \[file\.)/.exec((await climb('check', 'm.climb.yaml')).out) ?? [];
    const { status, err } = await climb('status', 'm.climb.yaml');
    expect(status).toBe(1);
    expect(err).toMatch(/^climb status: m\.climb\.yaml, line \d+: /);
    expect(why).not.toBe('');
    expect(err).toContain(why);
  });

  it('name a folder that is given for a training config, also their own', async () => {
    const text = readFileSync(file('m.climb.yaml'), 'utf8').replace('  tokens', '  config: .\n  tokens');
    writeFileSync(file('m.climb.yaml'), text);
    expect((await climb('check', 'm.climb.yaml')).out).toContain('error: . is a folder. ');
  });

  it('say how to make the training config that is missing', async () => {
    const text = readFileSync(file('m.climb.yaml'), 'utf8').replace(
      '  tokens',
      '  config: proxy.json\n  tokens',
    );
    writeFileSync(file('m.climb.yaml'), text);
    const how = /`climb (export m\.climb\.yaml --to doremi --out proxy\.json)` writes/;
    const { err } = await climb('plan', 'm.climb.yaml', '--write');
    expect(err).toMatch(how);
    await climb(...how.exec(err)![1]!.split(' '));
    expect((await climb('plan', 'm.climb.yaml', '--write')).status).toBe(0);
  });

  it('plan four runs for each language and at least eight, where nobody says how many', async () => {
    const { out } = await climb('plan', 'm.climb.yaml', '--json');
    expect((JSON.parse(out) as { runs: object[] }).runs).toHaveLength(8);
    expect(await climb('plan', 'm.climb.yaml', '--runs', '0')).toMatchObject({ status: 2 });
  });

  it('plan different runs, also when two plan at once', async () => {
    const both = await Promise.all([1, 2].map(() => climb('plan', 'm.climb.yaml', '--runs', '3', '--write')));
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    const planned = readdirSync(file('runs'))
      .filter((name) => name.startsWith('p-'))
      .map(
        (name) =>
          JSON.parse(readFileSync(file(`runs/${name}/run.json`), 'utf8')) as { seed: number; ratio: object },
      );
    expect(planned.map(({ seed }) => seed).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    // Equal shares are planned twice, with two seeds; all others are random.
    expect(new Set(planned.map(({ ratio }) => JSON.stringify(ratio))).size).toBe(5);
  });

  it('plan two budgets where the command is told the tokens, or those that are listed', async () => {
    const tokens = async (...options: string[]): Promise<number[]> => {
      const { out } = await climb('plan', 'm.climb.yaml', '--runs', '9', '--json', ...options);
      const { runs } = JSON.parse(out) as { runs: { tokens: number }[] };
      return [...new Set(runs.map((run) => run.tokens))].sort((a, b) => a - b);
    };
    expect(await tokens()).toEqual([1e6]);
    writeFileSync(
      file('m.climb.yaml'),
      readFileSync(file('m.climb.yaml'), 'utf8').replace('{run}', '{run} {tokens}'),
    );
    expect(await tokens()).toEqual([5e5, 1e6]);
    expect(await tokens('--tokens', '4M,1M')).toEqual([1e6, 4e6]);
  });

  it('say what a launch would start and ask for, and start nothing else', async () => {
    await climb('plan', 'm.climb.yaml', '--runs', '2', '--write');
    const shown = await climb('launch', 'm.climb.yaml', '--dry-run', '--json');
    expect(shown.err).toContain('at most 2.00 GPU hours asked for');
    const { confirmation } = JSON.parse(shown.out) as { confirmation: string };
    writeFileSync(
      file('m.climb.yaml'),
      readFileSync(file('m.climb.yaml'), 'utf8').replace('train.sh', 'other.sh'),
    );
    const refused = await climb('launch', 'm.climb.yaml', '--confirmed', confirmation);
    expect(refused).toMatchObject({
      status: 1,
      err: expect.stringContaining('not what was confirmed') as string,
    });
    expect(existsSync(file('runs/p-001/attempt-1'))).toBe(false);
  });

  it('start no run again because squeue answers nothing while it trains', async () => {
    stub(
      'sbatch',
      'for script; do :; done\nfor i in 0 1; do SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=$i setsid sh "$script" >/dev/null 2>&1 </dev/null & done\necho 7\n',
    );
    stub('squeue', 'echo asked >>asked\n');
    await climb('plan', 'm.climb.yaml', '--runs', '2', '--write');
    const launched = climb('launch', 'm.climb.yaml');
    expect(await until(() => lines('starts').length === 2, 30_000)).toBe(true);
    const asked = lines('asked').length;
    expect(await until(() => lines('asked').length >= asked + 3, 30_000)).toBe(true);
    expect((await climb('status', 'm.climb.yaml')).out).toContain('2 running');
    writeFileSync(file('go'), '');
    expect((await launched).status).toBe(0);
    expect(lines('starts').sort()).toEqual(['p-001', 'p-002']);
    // A loss that was not measured is an empty cell.
    expect(
      lines('runs/runs.csv')
        .slice(1)
        .map((row) => row.split(',').slice(-2)),
    ).toEqual([
      ['2.02', ''],
      ['2.02', ''],
    ]);
  });

  it('start a task again, three times at most, that the scheduler cancelled by itself', async () => {
    stub('sbatch', 'echo "$*" >>jobs\nwc -l <jobs | tr -d " "\n');
    stub('squeue', 'for word; do case $word in --jobs=*) echo "${word#--jobs=}_0 CANCELLED" ;; esac; done\n');
    await climb('plan', 'm.climb.yaml', '--runs', '1', '--write');
    const { status, out } = await climb('launch', 'm.climb.yaml');
    expect(status).toBe(1);
    expect(out).toMatch(/p-001 +interrupted +3 .*cancelled in Slurm, and not from here/);
    expect(lines('jobs')).toHaveLength(3);
  });

  it('cancel what runs while the section is half written', async () => {
    const { launched } = await launchPending();
    const text = readFileSync(file('m.climb.yaml'), 'utf8');
    writeFileSync(
      file('m.climb.yaml'),
      text
        .replace('command: sh train.sh {out} {run}', 'command: sh "train')
        .replace('tokens: 1M', 'tokens: 1X'),
    );
    expect((await climb('plan', 'm.climb.yaml')).status).not.toBe(0);
    const { status, out } = await climb('cancel', 'm.climb.yaml');
    expect({ status, out }).toEqual({ status: 0, out: 'cancelled p-001\n' });
    expect((await launched).out).toMatch(/p-001 +cancelled/);
  });

  it('name the runs that train where they cannot be stopped, and cancel the others', async () => {
    stub('sbatch', 'echo 7\n');
    stub('squeue', 'echo "7_0 RUNNING"; echo "7_1 RUNNING"\n');
    stub('scancel', 'printf "%s\\n" "$@" >>cancelled\n');
    await climb('plan', 'm.climb.yaml', '--runs', '2', '--write');
    for (const [run, job] of [
      ['p-001', ''],
      ['p-002', '7_1\n'],
    ] as const) {
      const attempt = file(`runs/${run}/attempt-1`);
      mkdirSync(path.join(attempt, 'started'), { recursive: true });
      const launcher = { host: 'elsewhere', machine: 'another', pid: 2, started: '3' };
      writeFileSync(
        path.join(attempt, 'attempt.json'),
        JSON.stringify({
          engine: 'slurm',
          mark: `no-process-has-this-${run}`,
          command: ['train'],
          result: 'out/losses.json',
          recipe: 'r',
          launcher,
        }),
      );
      writeFileSync(path.join(attempt, 'started/process'), 'a-boot\npid:[1]\n77\n');
      writeFileSync(path.join(attempt, 'heartbeat'), '');
      writeFileSync(path.join(attempt, 'job'), job);
    }
    expect(await climb('cancel', 'm.climb.yaml', 'p-001', 'p-002')).toEqual({
      status: 1,
      out: 'cancelled p-002\n',
      err: 'p-001 cannot be stopped: It trains on another machine, and attempt-1/job does not tell which job of Slurm it is: cancel it there.\n',
    });
    expect(lines('cancelled').at(-1)).toBe('7_1');
    // Without a scheduler, its machine is all that can be told.
    writeFileSync(
      file('m.climb.yaml'),
      readFileSync(file('m.climb.yaml'), 'utf8').replace(/ {2}engine[^]*/, ''),
    );
    const { status, err } = await climb('cancel', 'm.climb.yaml', 'p-001');
    expect({ status, err }).toEqual({
      status: 1,
      err: 'p-001 cannot be stopped: It trains on elsewhere: cancel it there.\n',
    });
    expect(existsSync(file('runs/p-001/attempt-1/ended.json'))).toBe(false);
  });

  it('hand scancel nothing but tasks', async () => {
    const { launched } = await launchPending();
    writeFileSync(file('runs/p-001/attempt-1/job'), '--user=root\n');
    await climb('cancel', 'm.climb.yaml');
    expect(lines('cancelled')).toEqual([]);
    expect((await launched).out).toMatch(/p-001 +cancelled/);
  });
});
