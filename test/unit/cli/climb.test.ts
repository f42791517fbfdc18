import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Solution } from '../../../src/core/climb/model/allocation.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { strategyNames } from '../../../src/core/climb/optimum/strategies.ts';

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

  it('applies a mixture to the configs it names: shown, checked, written in place', async () => {
    const at = (name: string) => path.join(folder, 'six', name);
    const config = '70 /d/en_text_document\n30 /d/de_text_document\n';
    await writeFile(at('blend.txt'), config);
    await writeFile(
      at('apply.climb.yaml'),
      'climb: 1\nlanguages: { en: 0.4, de: 0.6 }\ntargets: [{ file: blend.txt }]\n',
    );
    const checked = await climb('apply', 'apply.climb.yaml', '--check');
    expect(checked).toMatchObject({ status: 1, out: 'blend.txt:1:1: 70 → 40\nblend.txt:2:1: 30 → 60\n' });
    expect(await readFile(at('blend.txt'), 'utf8')).toBe(config);

    const applied = await climb('apply', 'apply.climb.yaml');
    expect(applied).toMatchObject({ status: 0, out: checked.out });
    expect(await readFile(at('blend.txt'), 'utf8')).toBe('40 /d/en_text_document\n60 /d/de_text_document\n');
    expect(await climb('apply', 'apply.climb.yaml', '--check')).toMatchObject({ status: 0, out: '' });
  });

  it('predicts by a mixture file too, with intervals that hold most of the losses', async () => {
    const { status, out } = await climb('predict', 'six.climb.yaml', 'runs/six-languages.csv', '--json');
    expect(status).toBe(0);
    const { predictions } = JSON.parse(out) as {
      predictions: { loss: Record<string, number>; interval: Record<string, [number, number] | null> }[];
    };
    expect(predictions).toHaveLength(174);
    for (const { loss, interval } of predictions)
      for (const [code, [low, high]] of Object.entries(interval) as [string, [number, number]][]) {
        expect(loss[code]).toBeGreaterThan(low);
        expect(loss[code]).toBeLessThan(high);
      }
  });

  it('says a verdict, and the shares that are as good as the optimum', async () => {
    const { out } = await climb('solve', 'six.climb.yaml', '--json');
    const solved = JSON.parse(out) as Solution & {
      recommended: string;
      range: [number, number][];
      verdict: { kind: string; headline: string; gain: { value: number; low: number; high: number } };
    };
    expect(solved.verdict.kind).toBe('gain');
    expect(solved.verdict.gain.low).toBeLessThan(solved.verdict.gain.value);
    expect(solved.verdict.headline).toContain('can fall by');
    expect(solved.recommended).toBe('optimum');
    solved.range.forEach(([low, high], i) => {
      expect(low).toBeLessThan(solved.ratio[i]!);
      expect(high).toBeGreaterThan(solved.ratio[i]!);
    });
  });

  it('says of a bare model what it says of a mixture with it: quality, and no advice that the runs do not carry', async () => {
    const table = path.resolve('test/fixtures/evidence/nothing-predicted.csv');
    await climb('fit', table, '--out', 'nothing.model.json');
    const { out } = await climb('solve', '--model', 'nothing.model.json');
    expect(out).toMatch(/^No advice: /);
    expect(out).toContain('The fit predicts en, de and fi poorly');
    const failed = await climb('solve', '--model', 'nothing.model.json', '--max-gap', '1');
    expect(failed.status).toBe(1);
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
    expect(solution.joint.objective).toBeLessThanOrEqual(solution.twoSteps.objective);
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

  it('prints no shares where no mixture keeps the limits, and ends with 1', async () => {
    await writeFile(
      path.join(folder, 'six/little.climb.yaml'),
      `climb: 1
languages: { en: { ratio: 0.5, available: 100k }, de: { ratio: 0.5, available: 100k } }
objective: { max_epochs: 2 }
interactions: { runs: runs/six-languages.csv }
`,
    );
    const { status, out } = await climb('solve', 'little.climb.yaml');
    expect(status).toBe(1);
    expect(out.split('\n').slice(0, 2)).toEqual([
      'No mixture satisfies the limits: The most that all languages may have sums to 39.37 %, less than everything.',
      'The file names no token budget; 1.02\u00a0M, typical of the runs, is assumed.',
    ]);
    expect(out).not.toContain('file  effective');
  });

  it('compares the strategies, and none is better than the optimum', async () => {
    const { status, out } = await climb('compare', 'six.climb.yaml', '--json');
    expect(status).toBe(0);
    interface Compared {
      name: string;
      ratio: number[];
      objective: number;
    }
    const { strategies } = JSON.parse(out) as { strategies: Compared[] };
    expect(strategies.map(({ name }) => name)).toEqual([...strategyNames]);
    const joint = strategies.find(({ name }) => name === 'optimum')!;
    for (const strategy of strategies) {
      expect(Object.keys(strategy)).toEqual(['name', 'ratio', 'effective', 'loss', 'objective', 'epochs']);
      expect(strategy.objective).toBeGreaterThanOrEqual(joint.objective - 1e-9);
    }
  });

  it('compares what can be had where no text sizes are known, and says what is missing for the rest', async () => {
    const text = 'climb: 1\nlanguages:\n  en: 0.5\n  de: 0.5\ninteractions:\n  prior: relatedness\n';
    await writeFile(path.join(folder, 'six', 'bare.climb.yaml'), text);
    const { status, out } = await climb('compare', 'bare.climb.yaml', '--json');
    expect(status).toBe(0);
    const { strategies } = JSON.parse(out) as { strategies: { name: string; ratio: number[] | null }[] };
    expect(strategies.find(({ name }) => name === 'natural')).toMatchObject({
      ratio: null,
      loss: null,
      missing: expect.stringContaining('available') as string,
    });
    expect(strategies.find(({ name }) => name === 'uniform')!.ratio![0]).toBeCloseTo(0.5, 12);
  });

  describe('solves a model without a mixture file', () => {
    const model = {
      climbModel: 1,
      languages: ['a', 'b', 'source'],
      law: 'power',
      coefficient: [1, 2, null],
      exponent: [0.2, 0.1, null],
      floor: [1e-3, 1e-3, null],
      transfer: [
        [0, 0.1, null],
        [0.1, 0, null],
        [0, 1.5, null],
      ],
    };
    const solved = async (problem: object | null, ...options: string[]): Promise<Run> => {
      await writeFile(path.join(folder, 'six', 'given.model.json'), JSON.stringify(model));
      await writeFile(path.join(folder, 'six', 'bounds.json'), JSON.stringify(problem));
      const bounds = problem === null ? [] : ['--problem', 'bounds.json'];
      return climb('solve', '--model', 'given.model.json', '--json', ...bounds, ...options);
    };

    it('with null where a mere source has nothing of its own', async () => {
      const { status, out } = await solved(null, '--tokens', '2M');
      expect(status).toBe(0);
      const solution = JSON.parse(out) as Solution;
      expect(solution).toMatchObject({ status: 'optimal', tokens: 2e6, current: null, epochs: null });
      for (const list of [solution.effective, solution.direction, solution.marginalBenefit, solution.loss])
        expect(list.map((value) => value === null)).toEqual([false, false, true]);
      expect(solution.joint.gap).toBeLessThan(1e-9);
    });

    it('under the bounds of a problem file', async () => {
      const { status, out } = await solved(
        {
          min: [0.7, 0, 0],
          available: [null, null, 1e5],
          maxEpochs: 2,
          groups: [{ members: ['b', 'source'], min: 0.25 }],
        },
        '--tokens',
        '1e7',
      );
      expect(status).toBe(0);
      const { ratio, epochs } = JSON.parse(out) as Solution;
      expect(ratio[0]).toBeGreaterThanOrEqual(0.7);
      expect(ratio[1]! + ratio[2]!).toBeGreaterThanOrEqual(0.25 - 1e-9);
      expect(ratio[2]).toBeLessThanOrEqual(0.02 + 1e-12);
      expect(epochs![0]).toBeNull();
      expect(epochs![2]).toBeLessThanOrEqual(2 + 1e-9);
    });

    it('with exit status 1 where the bounds conflict or the gap is larger than asked for', async () => {
      const { status, out } = await solved({ min: [0.6, 0.6, 0] });
      expect(status).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        status: 'infeasible',
        conflict: ['min 60 % of a', 'min 60 % of b'],
      });
      expect((await solved(null, '--max-gap', '0')).status).toBe(1);
      expect((await solved(null, '--max-gap', '1e-6')).status).toBe(0);
    });

    it('and says what is wrong with a problem file', async () => {
      const cases: [object, RegExp][] = [
        [{ min: [0.5] }, /min has 1 entries, but the model has 3 languages/],
        [{ min: [0, 0, 2] }, /min\.2 must be <= 1/],
        [{ minimum: [0, 0, 0] }, /additional properties: minimum/],
        [{ groups: [{ members: ['z'] }] }, /names z, no language of the model/],
      ];
      for (const [problem, message] of cases) {
        const { status, err } = await solved(problem);
        expect(status).toBe(1);
        expect(err).toMatch(message);
      }
    });
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

  it.runIf(process.platform !== 'win32')('keeps the old file where the new one does not fit', async () => {
    const model = path.join(folder, 'six', 'old.model.json');
    await writeFile(model, 'old');
    // `ulimit -f` makes the system refuse the write half-way, as a full disk does.
    const command = `ulimit -f 1; "${process.execPath}" "${program}" fit runs/six-languages.csv --out old.model.json`;
    const run = promisify(execFile)('sh', ['-c', command], { cwd: path.join(folder, 'six') });
    await expect(run).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /old\.model\.json cannot be written: files may not be that large/,
      ) as string,
    });
    expect(await readFile(model, 'utf8')).toBe('old');
    expect((await readdir(path.dirname(model))).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('refuses a mixture whose runs are 1 GB, at once', async () => {
    await writeFile(
      path.join(folder, 'six', 'large.climb.yaml'),
      'climb: 1\nlanguages: { en: 0.5, de: 0.5 }\nbudget: { tokens: 1B }\ninteractions: { runs: large.csv }\n',
    );
    await writeFile(path.join(folder, 'six', 'large.csv'), 'run_id\n');
    await truncate(path.join(folder, 'six', 'large.csv'), 1_000_000_000);
    const { status, err } = await climb('solve', 'large.climb.yaml');
    expect(status).toBe(1);
    expect(err).toMatch(/large\.csv has 1000 MB, and all files of a mixture together may have 64 MB/);
  });

  describe('checks a folder', () => {
    const report = async (...args: string[]) => {
      const { status, out, err } = await climb('check', ...args, '--json');
      const { files } = JSON.parse(out) as {
        files: { file: string; format: string | null; problems: { code: string; fixes: string[] }[] }[];
      };
      return { status, err, files };
    };
    beforeAll(async () => {
      const project = path.join(folder, 'six', 'project');
      await mkdir(path.join(project, 'node_modules/x'), { recursive: true });
      await mkdir(path.join(project, 'configs'), { recursive: true });
      const broken = '0,7 /d/en_text_document 0,3 /d/de_text_document\n';
      const files: Record<string, string> = {
        'mix.climb.yaml':
          'climb: 1\nbudget: { tokens: 100B }\nlanguages:\n  en: { ratio: 0.5, available: 50B, max_epochs: 1 }\n  de: { ratio: 0.5, available: 50B }\ntargets:\n  - file: configs/mix.txt\n',
        'configs/mix.txt': '0.7 /d/en_text_document 0.3 /d/de_text_document\n',
        'configs/broken.args': broken,
        'compose.yaml': 'services: { web: { image: nginx } }\n',
        'node_modules/x/broken.txt': broken,
        'picture.png': broken,
      };
      for (const [name, text] of Object.entries(files)) await writeFile(path.join(project, name), text);
    });

    it('and mentions only the mixtures and training configs in it, with what they ask of one another', async () => {
      const { status, files } = await report('project');
      expect(status).toBe(1);
      expect(files.map(({ file, format }) => [file, format])).toEqual([
        ['project/configs/broken.args', 'megatron-args'],
        ['project/configs/mix.txt', 'megatron-args'],
        ['project/mix.climb.yaml', 'climb'],
      ]);
      expect(files.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
        ['megatron.parity'],
        ['target.out-of-sync', 'megatron.epochs', 'target.out-of-sync'],
        ['target.out-of-sync'],
      ]);
      expect(files[1]!.problems[0]!.fixes).toEqual(['Write the shares of project/mix.climb.yaml']);
    });

    it('but mentions every file that is named, with no format where it is something else', async () => {
      const { status, files } = await report('project/compose.yaml', 'project/configs/mix.txt');
      expect(status).toBe(0);
      expect(files.map(({ format }) => format)).toEqual([null, 'megatron-args']);
      expect(files[0]!.problems).toEqual([]);
    });

    it('in the forms for code scanning and pull requests, with the same exit status', async () => {
      const sarif = await climb('check', 'project', '--format', 'sarif');
      expect(sarif.status).toBe(1);
      const { runs } = JSON.parse(sarif.out) as { runs: { results: { ruleId: string }[] }[] };
      expect(runs[0]!.results.map(({ ruleId }) => ruleId)).toContain('megatron.epochs');
      const github = await climb('check', 'project', '--format', 'github');
      expect(github.status).toBe(1);
      expect(github.out).toMatch(/^::error file=project\/configs\/broken\.args,line=1,/);
      expect((await climb('check', 'project/configs/mix.txt')).status).toBe(0);
    });
  });

  describe('says in plain words what is wrong with a table of runs', () => {
    const header = 'run_id,ratio_en,ratio_de,loss_en,loss_de\n';
    /**
     * What the table holds (null: it is missing, undefined: it is a folder), what is said of it, and how fit, predict, compare and plan
     * end. Too few runs are no error to a plan: those to be planned are to make up for it.
     */
    const tables: Readonly<Record<string, { text?: string | null; said: RegExp; ends: readonly number[] }>> =
      {
        empty: { text: '', said: /:1:1: error: The file is empty/, ends: [1, 1, 1, 1] },
        'header only': { text: header, said: /The tables hold no run that can be read/, ends: [1, 1, 1, 0] },
        'one row': {
          text: `${header}a,0.5,0.5,2,2\n`,
          said: /Only 1 of the runs measured/,
          ends: [1, 0, 1, 0],
        },
        'NaN, infinite and negative numbers': {
          text: `${header}a,nan,0.5,2,2\nb,0.5,0.5,inf,nan\nc,0.5,0.5,-2,2\nd,-0.5,1.5,2,2\n`,
          said: /:4:11: error: .*above zero.*:5:3: error: .*negative.*:2:7: error: .*sum to 0.5/s,
          ends: [1, 1, 1, 1],
        },
        'a column twice': {
          text: 'run_id,ratio_en,ratio_en,loss_en\na,0.5,0.5,2\n',
          said: /:1:17: error: A second column for the share of en/,
          ends: [1, 1, 1, 1],
        },
        'no known language': {
          text: 'run_id,ratio_qqx,ratio_zz,loss_qqx\na,0.5,0.5,2\n',
          said: /none of the languages of the tables: qqx, zz|Only 1 of the runs/,
          ends: [1, 1, 1, 0],
        },
        missing: { text: null, said: /does not exist/, ends: [2, 2, 1, 1] },
        'a folder': { said: /is a folder|holds no tables of runs/, ends: [2, 2, 1, 1] },
      };
    for (const [name, { text, said, ends }] of Object.entries(tables))
      it(name, async () => {
        const table = `hostile/${name.replaceAll(/\W+/g, '-')}.csv`;
        const mixture = table.replace('.csv', '.climb.yaml');
        const at = (file: string): string => path.join(folder, 'six', file);
        await mkdir(at('hostile'), { recursive: true });
        if (text === undefined) await mkdir(at(table));
        else if (text !== null) await writeFile(at(table), text);
        await writeFile(
          at(mixture),
          `climb: 1\nlanguages: { en: 0.5, de: 0.5 }\nbudget: { tokens: 1B }\ninteractions: { runs: ${path.basename(table)} }\nproxy: { command: [train], tokens: 1M }\n`,
        );
        await writeFile(
          at('hostile/known.model.json'),
          JSON.stringify({
            climbModel: 1,
            languages: ['en', 'de'],
            law: 'power',
            coefficient: [1, 1],
            exponent: [0.2, 0.2],
            transfer: [
              [0, 0.1],
              [0.1, 0],
            ],
          }),
        );
        const commands = [
          ['fit', table],
          ['predict', 'hostile/known.model.json', table],
          ['compare', mixture],
          ['plan', mixture, '--runs', '2'],
        ];
        for (const [index, args] of commands.entries()) {
          const { status, err } = await climb(...args);
          expect({ args, status }).toEqual({ args, status: ends[index] });
          if (status !== 0 || args[0] === 'plan') expect(err).toMatch(said);
          expect(err).not.toMatch(/^\s+at /m);
        }
      });
  });

  it('plans from a matrix, and says of a broken model that it plans without', async () => {
    const at = (file: string): string => path.join(folder, 'six', file);
    const mixture = (interactions: string): string =>
      `climb: 1\nlanguages: { en: 0.5, de: 0.5 }\nbudget: { tokens: 1B }\ninteractions: { ${interactions} }\nproxy: { command: [train], tokens: 1M }\n`;
    await writeFile(at('matrix.climb.yaml'), mixture('matrix: { en: { de: 0.3 } }'));
    const given = await climb('plan', 'matrix.climb.yaml', '--runs', '2');
    expect(given).toMatchObject({ status: 0, err: '' });
    await writeFile(at('broken.model.json'), '{ "climbModel": 1 }');
    await writeFile(at('broken.climb.yaml'), mixture('model: broken.model.json'));
    const broken = await climb('plan', 'broken.climb.yaml', '--runs', '2');
    expect(broken.status).toBe(1);
    expect(broken.err).toMatch(/broken\.model\.json is not a model\..* planned from the relatedness/s);
  });

  it('ends with 2 for a file that does not exist and for options that it does not know', async () => {
    expect(await climb('solve', 'nowhere.climb.yaml')).toMatchObject({ status: 2 });
    expect((await climb('solve', 'nowhere.climb.yaml')).err).toMatch(/nowhere\.climb\.yaml does not exist/);
    expect(await climb('solve', '--frobnicate')).toMatchObject({ status: 2 });
    expect(await climb('frobnicate')).toMatchObject({ status: 2 });
    expect(await climb('solve', 'six.climb.yaml', '--tokens', '0')).toMatchObject({ status: 2 });
    expect(await climb('solve', '--model', 'nowhere.model.json')).toMatchObject({ status: 2 });
  });

  it('says which version it is, and names the nearest command', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await climb('--version')).toMatchObject({ status: 0, out: `${version}\n` });
    expect(await climb('-h')).toMatchObject({ status: 0 });
    const { status, err } = await climb('slove');
    expect(status).toBe(2);
    expect(err).toContain('did you mean solve?');
  });

  it('shows control characters of a file instead of sending them to the terminal', async () => {
    const text = String.raw`climb: 1
languages:
  "e\x1b[31mn\u202e": 1
`;
    await writeFile(path.join(folder, 'six', 'odd.climb.yaml'), text);
    const { out } = await climb('check', 'odd.climb.yaml');
    expect(out).toContain(String.raw`e\x1b[31mn\u202e`);
    expect(out).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  });
});
