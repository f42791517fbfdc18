import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Solution } from '../../../src/core/climb/model/allocation.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { strategyNames } from '../../../src/core/climb/optimum/strategies.ts';
import { twoLanguages } from '../../two-languages.ts';
import { BuiltProgram, type Ended } from './program.ts';

describe('The command line', () => {
  const cli = new BuiltProgram((folder) =>
    cp('examples/six-languages', path.join(folder, 'six'), { recursive: true }),
  );

  const climb = (...args: string[]): Promise<Ended> => cli.run(args, 'six');

  it('fits every one of the 174 runs, with a mean held-out R² of at least 0.97', async () => {
    const { status, out } = await climb('fit', 'runs/six-languages.csv', '--json', '--out', 'six.model.json');
    expect(status).toBe(0);
    const { quality, languages } = JSON.parse(out) as Model;
    expect(quality).toMatchObject({ runs: 174, setAside: 0 });
    const mean = languages.reduce((sum, code) => sum + quality!.cvR2[code]!, 0) / languages.length;
    expect(mean).toBeGreaterThanOrEqual(0.97);
  });

  it('finds no error in what is shipped as an example', async () => {
    const examples = ['*.yaml', '*.json', '*.sh'].map((name) => path.resolve('examples/*', name));
    const { status, out } = await climb('check', ...examples);
    expect(out).toMatch(/^\d+ files checked: 0 errors, /m);
    expect(status).toBe(0);
  });

  it('says in a check what keeps the runs from being fitted, as the editor does', async () => {
    const at = (name: string) => path.join(cli.folder, 'six', name);
    const rows = ['r0', 'r1', 'r2', 'r3', 'r4'].map((id, i) => `${id},0.5,0.5,${2 + i / 10},2.5`);
    await writeFile(at('alike.csv'), ['run_id,ratio_en,ratio_de,loss_en,loss_de', ...rows].join('\n'));
    const mixture = 'climb: 1\nlanguages: { en: 0.5, de: 0.5 }\ninteractions: { runs: alike.csv }\n';
    await writeFile(at('alike.climb.yaml'), mixture);
    const { status, out } = await climb('check', 'alike.climb.yaml');
    expect(status).toBe(1);
    expect(out).toContain('alike.climb.yaml:3:1: error: Not solved: The shares do not vary');
  });

  it('fits the tables that a mixture file names, with the text on disk it tells of', async () => {
    const at = (name: string) => path.join(cli.folder, 'six', name);
    const languages = '{ en: { available: 100k }, de: {}, fr: {}, es: {}, ru: {}, uk: {} }';
    const mixture = `climb: 1\nlanguages: ${languages}\ninteractions: { runs: runs/six-languages.csv }\n`;
    await writeFile(at('scarce.climb.yaml'), mixture);
    const quality = async (file: string) =>
      (JSON.parse((await climb('fit', file, '--json')).out) as Model).quality;
    const [ofTable, ofMixture] = [
      await quality('runs/six-languages.csv'),
      await quality('scarce.climb.yaml'),
    ];
    expect(ofMixture?.runs).toBe(174);
    // The runs read 100 thousand tokens of English many times over, which the table alone does not tell.
    expect(ofMixture?.cvR2).not.toEqual(ofTable?.cvR2);

    const told = async (...args: string[]) => (await climb('fit', ...args)).err;
    await writeFile(at('none.climb.yaml'), 'climb: 1\nlanguages: { en: 1 }\n');
    expect(await told('none.climb.yaml')).toContain('none.climb.yaml: it names no tables of runs to fit');
    expect(await told('none.climb.yaml', 'runs')).toContain('name one mixture file, or tables of runs');
    expect(await told('scarce.climb.yaml', '--id', 'x')).toContain('itself says how its tables are read');
  });

  it('follows a launcher to the file that holds its blend, and no file outside', async () => {
    const at = (name: string) => path.join(cli.folder, 'six', 'far', name);
    await mkdir(at('data'), { recursive: true });
    await writeFile(at('train.sh'), '#!/bin/bash\npython pretrain_gpt.py --data-args-path data/mix.txt\n');
    await writeFile(at('data/mix.txt'), '50 /d/en_text_document\n50 /d/de_text_document\n');
    const mixture = (file: string) =>
      `climb: 1\nlanguages: { en: 0.7, de: 0.3 }\ntargets: [{ file: ${file} }]\n`;
    await writeFile(at('m.climb.yaml'), mixture('train.sh'));
    const { files } = JSON.parse((await climb('check', 'far/train.sh', '--json')).out) as {
      files: { file: string; format: string; shares: string; blendIn?: string }[];
    };
    expect(files.map(({ file, shares }) => [file, shares])).toEqual([
      ['far/train.sh', 'known'],
      ['far/data/mix.txt', 'known'],
    ]);
    expect(files[0]?.blendIn).toBe('far/data/mix.txt');
    expect((await climb('check', 'far')).out).toMatch(
      /^far\/data\/mix.txt:1:1: info: .*\[target\.out-of-sync\]$/m,
    );
    expect((await climb('apply', 'far/m.climb.yaml')).status).toBe(0);
    expect(await readFile(at('data/mix.txt'), 'utf8')).toBe(
      '70 /d/en_text_document\n30 /d/de_text_document\n',
    );

    const outside = path.join(cli.folder, 'outside.txt');
    await writeFile(outside, '50 /d/en_text_document\n50 /d/de_text_document\n');
    await writeFile(at('lost.sh'), `#!/bin/bash\npython pretrain_gpt.py --data-args-path ${outside}\n`);
    await writeFile(at('lost.climb.yaml'), mixture('lost.sh'));
    expect((await climb('apply', 'far/lost.climb.yaml')).status).toBe(1);
    expect(await readFile(outside, 'utf8')).toContain('50 /d/en');
    await rm(at('.'), { recursive: true });
  });

  it('keeps its fits, and clears them', async () => {
    // A place of its own: other tests keep theirs meanwhile.
    const env = { XDG_CACHE_HOME: path.join(cli.folder, 'cache') };
    await cli.run(['fit', 'runs/six-languages.csv'], 'six', env);
    const kept = async (...options: string[]) =>
      JSON.parse((await cli.run(['cache', '--json', ...options], 'six', env)).out) as {
        folder: string;
        fits: number;
      };
    const { folder: place, fits } = await kept();
    expect(place).toContain(env.XDG_CACHE_HOME);
    expect(fits).toBeGreaterThan(0);
    await kept('--clear');
    expect((await kept()).fits).toBe(0);
  });

  it('adds languages: printed, then written, with the runs that they need', async () => {
    const file = path.join(cli.folder, 'six', 'add.climb.yaml');
    const before = 'climb: 1\nlanguages: { en: 0.6, de: 0.4 }\n';
    const after = `climb: 1
languages: { en: 0.6, de: 0.4, nl: 0, sv: 0 }
groups:
  base: { members: [en, de], keep: true } # their proportions stay; only their total is decided
`;
    await writeFile(file, before);
    const printed = await climb('add', 'add.climb.yaml', 'nl', 'sv');
    expect(printed).toMatchObject({ status: 0, out: after });
    expect(printed.err).toContain('would take about 18 in place of 12');
    expect(printed.err).toContain('climb plan add.climb.yaml --runs 12');
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await climb('add', 'add.climb.yaml', 'nl', 'sv', '--write')).toMatchObject({ status: 0, out: '' });
    expect(await readFile(file, 'utf8')).toBe(after);

    expect(await climb('add', 'add.climb.yaml', 'nl')).toMatchObject({ status: 1 });
    const misspelt = await climb('add', 'add.climb.yaml', 'swedish');
    expect(misspelt.status).toBe(2);
    expect(misspelt.err).toContain('Did you mean sv?');
  });

  it('applies the stages of a mixture to all stages of one config at once', async () => {
    const at = (name: string) => path.join(cli.folder, 'six', name);
    const stage = (name: string, weights: string) =>
      `  - name: ${name}\n    data: { dataset: { dataset_folder: [/d/en, /d/de], dataset_weights: ${weights} } }\n`;
    await writeFile(
      at('run.yaml'),
      `data_stages:\n${stage('stable', '[0.7, 0.3]')}${stage('decay', '[0.7, 0.3]')}`,
    );
    await writeFile(
      at('stages.climb.yaml'),
      `climb: 1
budget: { tokens: 1T }
languages: { en: {}, de: {} }
stages:
  - { name: stable, languages: { en: 0.4, de: 0.6 } }
  - { name: decay, tokens: 10%, languages: { en: 0.9, de: 0.1 } }
targets: [{ file: run.yaml }]
`,
    );
    expect((await climb('apply', 'stages.climb.yaml')).status).toBe(0);
    expect(await readFile(at('run.yaml'), 'utf8')).toBe(
      `data_stages:\n${stage('stable', '[0.4, 0.6]')}${stage('decay', '[0.9, 0.1]')}`,
    );
    expect(await climb('check', 'stages.climb.yaml', 'run.yaml')).toMatchObject({ status: 0 });

    // Both stages read one list of weights.
    const shared = `data_stages:\n${stage('stable', '&w [0.7, 0.3]')}${stage('decay', '*w')}`;
    await writeFile(at('run.yaml'), shared);
    const refused = await climb('apply', 'stages.climb.yaml');
    expect(refused).toMatchObject({ status: 1, out: '' });
    expect(refused.err).toContain(
      'run.yaml: Nothing was written: `stable`, `decay` take weights from the same place',
    );
    expect(await readFile(at('run.yaml'), 'utf8')).toBe(shared);
  });

  it('applies a mixture to the configs it names: shown, checked, written in place', async () => {
    const at = (name: string) => path.join(cli.folder, 'six', name);
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

  it('applies a mixture to no more configs than are read for one, and changes none then', async () => {
    const at = (name: string) => path.join(cli.folder, 'six', name);
    const config = '70 /d/en_text_document\n30 /d/de_text_document\n';
    await writeFile(at('small.txt'), config);
    await writeFile(at('long.txt'), config.padEnd(5_000_000, '\n'));
    const targets = ['small.txt', 'long.txt', 'small.txt'].map((file) => `  - file: ${file}\n`).join('');
    await writeFile(at('long.climb.yaml'), `climb: 1\nlanguages: { en: 0.4, de: 0.6 }\ntargets:\n${targets}`);
    const refused = await climb('apply', 'long.climb.yaml');
    expect(refused.status).toBe(2);
    expect(refused.err).toContain(
      'long.txt is not read: the limit for one mixture (200 configs, 4 million characters in total) is reached',
    );
    expect(await readFile(at('small.txt'), 'utf8')).toBe(config);
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

  it('predicts a row without tokens and parameters for those of the mixture, as solve does for the same shares', async () => {
    const { current } = JSON.parse((await climb('solve', 'six.climb.yaml', '--json')).out) as Solution;
    const codes = ['en', 'de', 'fr', 'es', 'ru', 'uk'];
    await writeFile(
      path.join(cli.folder, 'six', 'shares.csv'),
      `run_id,${codes.join(',')}\nfile,${current!.ratio.join(',')}\n`,
    );
    const { out, err } = await climb('predict', 'six.climb.yaml', 'shares.csv', '--json');
    const spellings = 'ratio_eng,ratio_deu_Latn,ratio_fr,ratio_Spanish,ratio_rus_Cyrl,ratio_uk';
    await writeFile(
      path.join(cli.folder, 'six', 'spelt.csv'),
      `run_id,${spellings}\nfile,${current!.ratio.join(',')}\n`,
    );
    expect((await climb('predict', 'six.climb.yaml', 'spelt.csv', '--json')).out).toBe(out);
    const [row] = (JSON.parse(out) as { predictions: { tokens: number; loss: Record<string, number> }[] })
      .predictions;
    codes.forEach((code, i) => expect(row!.loss[code]).toBeCloseTo(current!.loss[i]!, 9));
    expect(row!.tokens).toBe(4e6);
    expect(err).toContain(
      'rows without tokens are predicted for 4\u00a0M tokens, the budget of six.climb.yaml\n',
    );
    await writeFile(
      path.join(cli.folder, 'six', 'named.csv'),
      `name,${codes.map((code) => `x${code}y`).join(',')}\nfile,${current!.ratio.join(',')}\n`,
    );
    const mapped = await climb('predict', 'six.climb.yaml', 'named.csv', '--json', '--share', 'x{language}y');
    expect(JSON.parse(mapped.out)).toMatchObject({ predictions: [{ loss: row!.loss }] });
    await climb('fit', 'runs/six-languages.csv', '--out', 'assuming.model.json');
    const byModel = await climb('predict', 'assuming.model.json', 'shares.csv', '--json');
    const assumed = (JSON.parse(byModel.out) as { predictions: { tokens: number }[] }).predictions[0]!.tokens;
    expect(assumed).toBeGreaterThan(1e5);
    expect(byModel.err).toMatch(
      /^rows without tokens are predicted for .+ tokens, typical of the runs behind the model$/m,
    );
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

  it('says who loses by the optimum, and which column belongs to which mixture', async () => {
    const { out } = await climb('solve', 'six.climb.yaml');
    expect(out).toMatch(
      /^With the optimum, the predicted loss falls against the file for \d of 6 languages\. Most is lost by \w+: \+/m,
    );
    expect(out).toMatch(
      /^language +file +effective, file +optimum +effective, optimum +as good within 0\.\d+.%/m,
    );
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

  it('warns of a bare model as of a mixture with it: of what is assumed, extrapolated and not included', async () => {
    await climb('fit', 'runs/six-languages.csv', '--out', 'warned.model.json');
    const warned = async (...args: string[]) =>
      (await climb('solve', ...args)).out
        .split('\n')
        .filter((line) =>
          /^(?:The (?:file|command line) gives|Extrapolated|No mixture was trained)/.test(line),
        );
    expect((await warned('--model', 'warned.model.json'))[0]).toBe(
      'The command line gives no token budget; 1.02\u00a0M, typical of the runs, is assumed.',
    );
    const ofModel = await warned('--model', 'warned.model.json', '--tokens', '40M');
    expect(ofModel).toContain('Extrapolated: 40\u00a0M tokens are 20 times the largest budget of the runs.');
    expect(ofModel).toEqual(await warned('six.climb.yaml', '--tokens', '40M'));
  });

  it('predicts runs with a fitted model', async () => {
    // The fit is kept, so that only the first of these tests waits for it.
    await climb('fit', 'runs/six-languages.csv', '--out', 'predicting.model.json');
    const { status, out } = await climb(
      'predict',
      'predicting.model.json',
      'runs/six-languages.csv',
      '--json',
    );
    expect(status).toBe(0);
    const { predictions, errors } = JSON.parse(out) as {
      predictions: { run_id: string; loss: Record<string, number> }[];
      errors: Record<string, { r2: number; mae: number }>;
    };
    expect(predictions).toHaveLength(174);
    expect(errors['uk']!.r2).toBeGreaterThan(0.97);
  });

  it('says where the runs behind a model tell nothing of a budget, and asks for the unit of one', async () => {
    const at = (name: string) => path.join(cli.folder, 'six', name);
    // Token counts rounded to 10 million: budgets of 9.99 to 10.01 billion are one.
    const rows = Array.from({ length: 12 }, (_, i) => {
      const en = 1 + ((i * 7) % 12) / 1.5;
      const de = 10 - en + ((i % 3) - 1) / 100;
      return `r${i},${en.toFixed(2)}B,${de.toFixed(2)}B,${(3 / en ** 0.1).toFixed(4)},${(3.2 / (11 - en) ** 0.1).toFixed(4)}`;
    });
    await writeFile(at('one.csv'), ['run_id,tokens_en,tokens_de,loss_en,loss_de', ...rows].join('\n'));
    await climb('fit', 'one.csv', '--out', 'one.model.json');
    await writeFile(at('more.csv'), 'run_id,tokens_en,tokens_de\na,5B,5B\nb,5T,5T\n');
    const { out, err } = await climb('predict', 'one.model.json', 'more.csv', '--json');
    const [near, far] = (JSON.parse(out) as { predictions: { loss: Record<string, number> }[] }).predictions;
    expect(far!.loss['en']).toBeCloseTo(near!.loss['en']!, 6);
    expect(err).toMatch(/one budget \(10.B tokens\).+: do not rely on those of 1 row that has another$/m);
    await writeFile(at('unit.csv'), 'run_id,en,de,tokens\na,0.5,0.5,100\n');
    const refused = await climb('predict', 'one.model.json', 'unit.csv');
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('No run has more than 100 tokens, fewer than any training');
  });

  it('solves the example to a certified optimum that is better than the file', async () => {
    const { status, out } = await climb('solve', 'six.climb.yaml', '--json', '--max-gap', '1e-6');
    expect(status).toBe(0);
    const solution = JSON.parse(out) as Solution & { lossUnit: string };
    expect(solution.lossUnit).toBe('nats');
    expect(solution.status).toBe('optimal');
    expect(Math.abs(solution.ratio.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-9);
    expect(solution.objective).toBeLessThan(solution.current!.objective);
    expect(solution.joint.objective).toBeLessThanOrEqual(solution.twoSteps.objective);
  });

  it('writes the optimum only when asked, and nothing but the ratios', async () => {
    const file = path.join(cli.folder, 'six', 'six.climb.yaml');
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

  it('writes shares without a verdict only when that is asked for', async () => {
    const at = (name: string): string => path.join(cli.folder, 'six', name);
    await cp('test/fixtures/evidence/tied.csv', at('runs/tied.csv'));
    const text =
      'climb: 1\nlanguages: { en: 0.4, de: 0.3, fi: 0.3 }\ninteractions: { runs: runs/tied.csv }\n';
    await writeFile(at('tied.climb.yaml'), text);
    const refused = await climb('solve', 'tied.climb.yaml', '--apply');
    expect(refused.status).toBe(1);
    expect(refused.out).toMatch(/^No advice: /);
    expect(refused.err).toContain('no verdict is possible, so nothing is written; --force writes it anyway');
    expect(await readFile(at('tied.climb.yaml'), 'utf8')).toBe(text);
    expect(await climb('solve', 'tied.climb.yaml', '--apply', '--force')).toMatchObject({
      status: 0,
      err: 'wrote tied.climb.yaml (no verdict: the runs do not support one)\n',
    });
    expect(await readFile(at('tied.climb.yaml'), 'utf8')).not.toBe(text);
    expect((await climb('solve', 'tied.climb.yaml', '--force')).status).toBe(2);
  });

  it('prints no shares where no mixture keeps the limits, and ends with 1', async () => {
    await writeFile(
      path.join(cli.folder, 'six/little.climb.yaml'),
      `climb: 1
languages: { en: { ratio: 0.5, available: 100k }, de: { ratio: 0.5, available: 100k } }
objective: { max_epochs: 2 }
interactions: { runs: runs/six-languages.csv }
`,
    );
    const { status, out } = await climb('solve', 'little.climb.yaml');
    expect(status).toBe(1);
    expect(out.split('\n').slice(0, 2)).toEqual([
      'No mixture satisfies the limits: the most that all languages may have sums to 39.37\u00a0%, less than 100\u00a0%.',
      'The file gives no token budget; 1.02\u00a0M, typical of the runs, is assumed.',
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
    await writeFile(path.join(cli.folder, 'six', 'bare.climb.yaml'), text);
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

  it('compares in the words and the order of the panel, mixtures that are one in one row', async () => {
    // Other tests write into the example.
    const text = await readFile('examples/six-languages/six.climb.yaml', 'utf8');
    await writeFile(path.join(cli.folder, 'six', 'compared.climb.yaml'), text);
    const { out } = await climb('compare', 'compared.climb.yaml');
    expect(out).toMatch(
      /^Judged by the model, budget and importance of compared\.climb\.yaml\. Lowest objective: Optimum/m,
    );
    expect(out).toMatch(/^Mixture +Objective \(nats\) +Against the file \(%\) +en +de/m);
    expect(out).toMatch(/^Optimum +1\.\d+ \(1\.\d+–1\.\d+\) +−\d+\.\d +\d/m);
    expect(out).toMatch(/^File = Natural +1\.\d+ \S+ +0\.0 +61\.79\s%/m);
    expect(out).toMatch(/^UniMax: Equal shares as far as the text lasts/m);
  });

  it('says on what a mixture rests, and the next step where there is no advice', async () => {
    const text = 'climb: 1\nlanguages:\n  en: 0.5\n  de: 0.5\ninteractions:\n  prior: relatedness\n';
    await writeFile(path.join(cli.folder, 'six', 'guess.climb.yaml'), text);
    const { out } = await climb('solve', 'guess.climb.yaml');
    expect(out).toMatch(/^Trust: Nothing has been measured/m);
    expect(out).toMatch(/^Next: climb plan guess\.climb\.yaml says what to add to the file/m);
    const told =
      text.replace('0.5', '0.7').replace('0.5', '0.3') + 'proxy: { command: [train], tokens: 1M }\n';
    await writeFile(path.join(cli.folder, 'six', 'guess.climb.yaml'), told);
    const applied = await climb('solve', 'guess.climb.yaml', '--apply');
    expect(applied.out).toMatch(/^Next: climb plan guess\.climb\.yaml --write plans/m);
    expect(applied.err).toBe(
      'wrote guess.climb.yaml (prior: based on the relatedness of languages only, nothing was measured)\n',
    );
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
    const solved = async (problem: object | null, ...options: string[]): Promise<Ended> => {
      await writeFile(path.join(cli.folder, 'six', 'given.model.json'), JSON.stringify(model));
      await writeFile(path.join(cli.folder, 'six', 'bounds.json'), JSON.stringify(problem));
      const bounds = problem === null ? [] : ['--problem', 'bounds.json'];
      return climb('solve', '--model', 'given.model.json', '--json', ...bounds, ...options);
    };

    it('with null where a source-only language has nothing of its own', async () => {
      const { status, out } = await solved(null, '--tokens', '2M');
      expect(status).toBe(0);
      const solution = JSON.parse(out) as Solution;
      expect(solution).toMatchObject({ status: 'optimal', tokens: 2e6, current: null, epochs: null });
      for (const list of [solution.effective, solution.direction, solution.marginalBenefit, solution.loss])
        expect(list.map((value) => value === null)).toEqual([false, false, true]);
      expect(solution.joint.gap).toBeLessThan(1e-9);
    });

    it('with the certificate and the trust that a mixture file is told of, in the same words', async () => {
      await solved(null);
      const { out } = await climb('solve', '--model', 'given.model.json', '--tokens', '2M');
      expect(out).toMatch(
        /^Exact for this model \(to within 1\.0e\u22129.*\); how well the model predicts is under Trust\. The two steps are /m,
      );
      expect(out).toMatch(/^Trust: The interactions were entered by hand/m);
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
        conflict: ['min 60\u00a0% of a', 'min 60\u00a0% of b'],
      });
      expect((await solved(null, '--max-gap', '0')).status).toBe(1);
      expect((await solved(null, '--max-gap', '1e-6')).status).toBe(0);
    });

    it('and says what is wrong with a problem file', async () => {
      const cases: [object, RegExp][] = [
        [{ min: [0.5] }, /min has 1 entries, but the model has 3 languages/],
        [{ min: [0, 0, 2] }, /min\.2 must be <= 1/],
        [{ minimum: [0, 0, 0] }, /additional properties: minimum/],
        [{ groups: [{ members: ['z'] }] }, /names z, which is not a language of the model/],
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
      path.join(cli.folder, 'six', 'bad.climb.yaml'),
      'climb: 1\nlanguages:\n  en: 0.5\n  de: 0.3\n',
    );
    const { status, out } = await climb('check', 'bad.climb.yaml', '--json');
    expect(status).toBe(1);
    const { files } = JSON.parse(out) as { files: { problems: { code: string; range: unknown }[] }[] };
    expect(files[0]!.problems.map(({ code }) => code)).toContain('ratio.sum');
  });

  it.runIf(process.platform !== 'win32')('keeps the old file where the new one does not fit', async () => {
    const file = path.join(cli.folder, 'six', 'long.climb.yaml');
    const old = `climb: 1\nlanguages: { en: 0.6, de: 0.4 }\n${'# A remark.\n'.repeat(200)}`;
    await writeFile(file, old);
    // `ulimit -f` makes the system refuse the write half-way, as a full disk does.
    const command = `ulimit -f 1; "${process.execPath}" "${cli.file}" add long.climb.yaml fr --write`;
    const run = promisify(execFile)('sh', ['-c', command], { cwd: path.join(cli.folder, 'six') });
    await expect(run).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /long\.climb\.yaml cannot be written: files may not be that large/,
      ) as string,
    });
    expect(await readFile(file, 'utf8')).toBe(old);
    expect((await readdir(path.dirname(file))).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('refuses a mixture whose runs are 1 GB, at once', async () => {
    await writeFile(
      path.join(cli.folder, 'six', 'large.climb.yaml'),
      'climb: 1\nlanguages: { en: 0.5, de: 0.5 }\nbudget: { tokens: 1B }\ninteractions: { runs: large.csv }\n',
    );
    await writeFile(path.join(cli.folder, 'six', 'large.csv'), 'run_id\n');
    await truncate(path.join(cli.folder, 'six', 'large.csv'), 1_000_000_000);
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
      const project = path.join(cli.folder, 'six', 'project');
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

    it('and not what only resembles a config, unless it is named or called one', async () => {
      const folder = path.join(cli.folder, 'six', 'resembling');
      await mkdir(folder);
      const text =
        'model:\n  data:\n    data_prefix: [0.7, /d/en_document, 0.3, /d/de_document]\n    splits: }\n';
      for (const name of ['notes.txt', 'nemo.yaml']) await writeFile(path.join(folder, name), text);
      const inFolder = await report('resembling');
      expect(inFolder.files.map(({ file }) => file)).toEqual(['resembling/nemo.yaml']);
      const { files, status } = await report('resembling/notes.txt');
      expect(files.map(({ problems }) => problems[0]!.code)).toEqual(['nemo.syntax']);
      expect(status).toBe(1);
    });

    it('but mentions every file that is named, with no format where it is something else', async () => {
      const { status, files } = await report('project/compose.yaml', 'project/configs/mix.txt');
      expect(status).toBe(0);
      expect(files.map(({ format }) => format)).toEqual([null, 'megatron-args']);
      expect(files[0]!.problems).toEqual([]);
    });

    it('and leaves out large files, but for one whose name says that it is a mixture', async () => {
      const folder = path.join(cli.folder, 'six', 'large');
      await mkdir(folder);
      const text = `# ${'x'.repeat(2_500_000)}\nclimb: 1\nlanguages: { en: 1 }\n`;
      for (const name of ['data.yaml', 'large.climb.yaml']) await writeFile(path.join(folder, name), text);
      const { status, files } = await report('large');
      expect(status).toBe(1);
      expect(files.map(({ file, problems }) => [file, problems.map(({ code }) => code)])).toEqual([
        ['large/large.climb.yaml', ['file.syntax']],
      ]);
    });

    it('or those that a pattern matches, and says where there is none', async () => {
      const { files } = await report('project/**/mix.*');
      expect(files.map(({ file }) => file)).toEqual(['project/configs/mix.txt', 'project/mix.climb.yaml']);
      const unmatched = await climb('check', 'project/*.toml');
      expect(unmatched).toMatchObject({ status: 2 });
      expect(unmatched.err).toContain('project/*.toml matches no file');
      const empty = await climb('check', '');
      expect(empty).toMatchObject({ status: 2 });
      expect(empty.err).toContain('an argument is empty');
      const { status, err, out } = await climb('check', 'runs');
      expect({ status, err, out }).toEqual({
        status: 0,
        err: 'runs: no mixture and no training config is there\n',
        out: '0 files checked: 0 errors, 0 warnings\n',
      });
    });

    it('and ends with a line of counts; warnings count where they are limited, silenced ones with --strict', async () => {
      const text =
        'climb: 1\nlanguages:\n  en: 0.5\n  # climb-ignore: language.unknown\n  deu_Lat: 0.25\n  fra_Lat: 0.25\n';
      await writeFile(path.join(cli.folder, 'six', 'warned.climb.yaml'), text);
      const counts = async (...args: string[]) => {
        const { status, out } = await climb('check', 'warned.climb.yaml', ...args);
        return [status, out.trim().split('\n').at(-1)];
      };
      const one = '1 file checked: 0 errors, 1 warning';
      expect(await counts()).toEqual([0, one]);
      expect(await counts('--max-warnings', '1')).toEqual([0, one]);
      expect(await counts('--max-warnings', '0')).toEqual([1, one]);
      const both = '1 file checked: 0 errors, 2 warnings';
      expect(await counts('--strict', '--max-warnings', '1')).toEqual([1, both]);
      expect(await climb('check', '.', '--max-warnings', 'few')).toMatchObject({ status: 2 });
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
        'header only': { text: header, said: /The tables contain no readable runs/, ends: [1, 1, 1, 0] },
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
        const at = (file: string): string => path.join(cli.folder, 'six', file);
        await mkdir(at('hostile'), { recursive: true });
        if (text === undefined) await mkdir(at(table));
        else if (text !== null) await writeFile(at(table), text);
        await writeFile(
          at(mixture),
          `climb: 1\nlanguages: { en: 0.5, de: 0.5 }\nbudget: { tokens: 1B }\ninteractions: { runs: ${path.basename(table)} }\nproxy: { command: [train], tokens: 1M }\n`,
        );
        await writeFile(at('hostile/known.model.json'), JSON.stringify(twoLanguages));
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
    const at = (file: string): string => path.join(cli.folder, 'six', file);
    const mixture = (interactions: string): string =>
      `climb: 1\nlanguages: { en: 0.5, de: 0.5 }\nbudget: { tokens: 1B }\ninteractions: { ${interactions} }\nproxy: { command: [train], tokens: 1M }\n`;
    await writeFile(at('matrix.climb.yaml'), mixture('matrix: { en: { de: 0.3 } }'));
    const given = await climb('plan', 'matrix.climb.yaml', '--runs', '2');
    expect(given).toMatchObject({ status: 0, err: '' });
    await writeFile(at('broken.model.json'), '{ "climbModel": 1 }');
    await writeFile(at('broken.climb.yaml'), mixture('model: broken.model.json'));
    const broken = await climb('plan', 'broken.climb.yaml', '--runs', '2');
    expect(broken.status).toBe(1);
    expect(broken.err).toMatch(/broken\.model\.json is not a model\..* No run is at the optimum yet/s);
  });

  it('says what to do next where a table, the shares or the right kind of file is missing', async () => {
    const at = (name: string) => path.join(cli.folder, 'six', name);
    await writeFile(
      at('next.climb.yaml'),
      'climb: 1\nlanguages: { en: {}, de: {} }\ninteractions: { runs: runs/runs.csv }\nproxy: { command: [train], tokens: 1M }\ntargets: [{ file: next.args }]\n',
    );
    await writeFile(at('next.args'), '--data-path 0.5 en_text_document 0.5 de_text_document\n');
    expect((await climb('fit', 'next.climb.yaml')).err).toMatch(
      /next\.climb\.yaml: No proxy runs are collected/,
    );
    expect((await climb('apply', 'next.climb.yaml')).err).toContain('climb solve next.climb.yaml --apply');
    await writeFile(at('next.model.json'), JSON.stringify(twoLanguages));
    expect((await climb('solve', 'next.model.json')).err).toContain('takes with --model');
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
    expect(err).toContain('did you mean solve?\nclimb --help');
    expect((await climb('help', 'solve')).out).toBe((await climb('solve', '--help')).out);
  });

  it('names the nearest option, and where all are explained', async () => {
    const { status, err } = await climb('solve', 'six.climb.yaml', '--aply');
    expect(status).toBe(2);
    expect(err).toMatch(/^climb solve: there is no option --aply; did you mean --apply\?$/m);
    expect(err).toContain('climb solve --help');
    expect((await climb('launch', 'six.climb.yaml', '--parallel')).err).toMatch(
      /there is no option --parallel\n/,
    );
    expect((await climb('solve', '-x')).err).toMatch(/there is no option -x\n/);
  });

  it('explains every option of every command in its help', async () => {
    const { out: overview } = await climb('--help');
    const names = [...overview.matchAll(/^ {2}climb (\w+)/gm)].map(([, name]) => name!);
    expect(names).toContain('check');
    for (const name of names) {
      const { status, out } = await climb(name, '--help');
      expect(status).toBe(0);
      expect(out).toMatch(new RegExp(`^climb ${name}: .*\n\nusage: climb ${name} `));
      expect(out).toContain('-h, --help');
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(140);
      // A name, two blanks, what it does.
      for (const option of out.match(/^ {2}-.*$/gm) ?? [])
        expect(option).toMatch(/^ {2}(?:-\w, )?--[\w-]+(?: \S+)? {2,}\w/);
    }
    const { status, err } = await climb('check');
    expect(status).toBe(2);
    expect(err).toMatch(/usage: climb check .*\nclimb check --help explains the options/);
  });

  it('shows control characters of a file instead of sending them to the terminal', async () => {
    const text = String.raw`climb: 1
languages:
  "e\x1b[31mn\u202e": 1
`;
    await writeFile(path.join(cli.folder, 'six', 'odd.climb.yaml'), text);
    const { out } = await climb('check', 'odd.climb.yaml');
    expect(out).toContain(String.raw`e\x1b[31mn\u202e`);
    expect(out).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  });
});
