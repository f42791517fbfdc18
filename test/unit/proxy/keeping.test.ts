// What keeps runs from being lost, and from being trained twice, without killing anybody (test/cluster/chaos does).
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../../../src/core/text/error-message.ts';
import { CannotLaunch } from '../../../src/proxy/failures.ts';
import { collect } from '../../../src/proxy/collect.ts';
import { createRun, recordWish, withdraw } from '../../../src/proxy/folders.ts';
import { cancelRuns, launch, retryRuns, type LaunchOptions } from '../../../src/proxy/launch.ts';
import { engineOf, readRecipe, type ProxyProject } from '../../../src/proxy/project.ts';
import { readStatus } from '../../../src/proxy/status.ts';
import { projectIn } from './project-in.ts';
import { projectWith, startsOf, trainerCommand, writeTrainer } from './projects.ts';

const launchAll = (project: ProxyProject, options: Partial<LaunchOptions> = {}) =>
  launch(project, engineOf(project), {
    signal: new AbortController().signal,
    onStatus: () => undefined,
    ...options,
  });
const statusOf = (project: ProxyProject) => readStatus(project, engineOf(project));
const statesOf = async (project: ProxyProject) => (await statusOf(project)).runs.map(({ state }) => state);
const tableOf = (project: ProxyProject) => readFileSync(project.table, 'utf8').trim().split('\n');
const section = { command: trainerCommand };
const another = {
  ratio: { en: 0.5, de: 0.5 },
  tokens: 1000,
  parameters: null,
  seed: 9,
  climbRun: 1,
} as const;

describe('losses', () => {
  it('stay when the result goes, and when the project is moved', async () => {
    const project = await projectWith(section, 2);
    writeTrainer(project);
    await launchAll(project);
    rmSync(path.join(project.runsFolder, 'p-001/attempt-1/out'), { recursive: true });
    const folder = `${project.folder} moved`;
    renameSync(project.folder, folder);
    const moved = projectIn(folder, section);
    const before = tableOf(moved);
    rmSync(moved.table);
    expect(await collect(moved, (await statusOf(moved)).runs)).toEqual({ count: 2, kept: 0 });
    expect(tableOf(moved)).toEqual(before);
  });

  it('are read again where one was missing under another key', async () => {
    const project = await projectWith(section, 1);
    writeTrainer(project, `printf '{ "loss_en": 2, "third": 3 }' >"$1/losses.json"; exit`);
    expect((await launchAll(project)).runs[0]).toMatchObject({
      state: 'done',
      losses: { en: 2 },
      missing: ['de'],
    });
    const mended = projectIn(project.folder, { ...section, losses: { en: 'loss_en', de: 'third' } });
    expect((await statusOf(mended)).runs[0]).toMatchObject({
      state: 'done',
      losses: { en: 2, de: 3 },
      missing: [],
    });
  });

  it('are read inside the folder of the run only', async () => {
    const project = await projectWith(section, 1);
    mkdirSync(path.join(project.folder, 'elsewhere'));
    writeTrainer(project, `rmdir "$1"; ln -s "$PWD/elsewhere" "$1"`);
    expect((await launchAll(project)).runs[0]).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('outside') as string,
    });
    const outside = projectIn(project.folder, { ...section, result: 'results/{run}.json' });
    await createRun(outside.runsFolder, another);
    await expect(launchAll(outside)).rejects.toThrow('lies outside the folder of the run');
  });
});

describe('a result that is no file of the run', () => {
  it.each([
    [
      'a link to losses elsewhere',
      `echo '{ "losses": { "en": 1, "de": 1 } }' >other.json; ln -s "$PWD/other.json"`,
    ],
    ['a link to a device', 'ln -s /dev/zero'],
    ['a pipe', 'mkfifo'],
  ])('is not read: %s', async (_, make) => {
    const project = await projectWith(section, 1);
    writeTrainer(project, `${make} "$1/losses.json"; exit`);
    expect((await launchAll(project)).runs[0]).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/cannot be read: it is (a link|not a regular file)/) as string,
    });
  });
});

describe('the table', () => {
  it('keeps rows made by hand, and is left alone where it is read-only or a link that leads nowhere', async () => {
    const project = await projectWith(section, 1);
    writeTrainer(project);
    const header = 'run_id,tokens,ratio_en,ratio_de,loss_en,loss_de';
    writeFileSync(project.table, `${header}\nhand-1,5,1,0,3,4\n`);
    await launchAll(project);
    expect(tableOf(project)).toEqual([`${header},seed`, 'hand-1,5,1,0,3,4,', 'p-001,1000,0.5,0.5,1.5,2.5,1']);
    writeFileSync(project.table, `${header}\n`);
    chmodSync(project.table, 0o444);
    await expect(launchAll(project)).rejects.toThrow('read-only');
    expect(tableOf(project)).toEqual([header]);
    rmSync(project.table);
    symlinkSync('nowhere.csv', project.table);
    await expect(launchAll(project)).rejects.toThrow('leads nowhere');
    rmSync(project.table);
    symlinkSync('../table.csv', project.table);
    writeFileSync(path.join(project.folder, 'table.csv'), '');
    await launchAll(project);
    expect(readFileSync(path.join(project.folder, 'table.csv'), 'utf8')).toContain('p-001');
  });
});

describe('a table that cannot be merged', () => {
  /** Why the losses of one run are not added to what is in place of the table. */
  async function refusal(put: (project: ProxyProject) => void): Promise<string> {
    const project = await projectWith(section, 1);
    writeTrainer(project);
    await launchAll(project);
    rmSync(project.table);
    put(project);
    const collected = collect(project, (await statusOf(project)).runs);
    return collected.then(String, messageOf);
  }

  it('is left as it is where it is not UTF-8, so that no letter of a row made by hand is lost', async () => {
    const latin1 = Buffer.from(
      'run_id,note,tokens,ratio_en,ratio_de,loss_en,loss_de\nold,caf\xe9,5,1,0,3,4\n',
      'latin1',
    );
    let table = '';
    const why = await refusal((project) => writeFileSync((table = project.table), latin1));
    expect(why).toMatch(
      /^The losses cannot be added to .*runs\.csv: it is not UTF-8 text\. The file is left as it is;/,
    );
    expect(readFileSync(table)).toEqual(latin1);
  });

  it('says so with one full stop', async () => {
    const why = await refusal((project) => writeFileSync(project.table, 'run_id,tokens\nold,5,9,9\n'));
    expect(why).toMatch(/the row is left out\. The file is left as it is/);
  });

  it('is not reached through a link that leads out of the folder of the mixture, whose end is named', async () => {
    let outside = '';
    const why = await refusal((project) => {
      outside = path.join(project.folder, '../outside.csv');
      writeFileSync(outside, 'kept');
      symlinkSync(outside, project.table);
    });
    expect(why).toContain(`runs.csv is a link to ${outside}, which lies elsewhere, and is not followed.`);
    expect(readFileSync(outside, 'utf8')).toBe('kept');
  });
});

describe('a plan', () => {
  it('is not launched beside runs of another command, unless that is said', async () => {
    const project = await projectWith(section, 1);
    writeTrainer(project);
    await launchAll(project);
    await createRun(project.runsFolder, another);
    const edited = projectIn(project.folder, { command: [...trainerCommand, '--lr=1'] });
    await expect(launchAll(edited)).rejects.toThrow('Run p-001 was started by another `command` or `config`');
    expect(startsOf(project)).toEqual(['p-001']);
    await launchAll(edited, { mayDiffer: true });
    expect(startsOf(project)).toEqual(['p-001', 'p-002']);
  });

  it('may be launched by a mended command as long as nothing was trained by the other', async () => {
    const project = await projectWith({ command: ['/bin/sh', 'trian.sh'] }, 1);
    writeTrainer(project);
    const failed = await launchAll(project);
    expect(failed.runs[0]).toMatchObject({
      state: 'failed',
      lastLine: expect.stringContaining('trian.sh') as string,
    });
    const mended = projectIn(project.folder, section);
    await retryRuns((await statusOf(mended)).runs);
    await launchAll(mended);
    expect(await statesOf(mended)).toEqual(['done']);
  });

  it('belongs to its mixture, also when the file is renamed', async () => {
    const project = await projectWith(section, 0);
    writeTrainer(project);
    await createRun(project.runsFolder, { ...another, mixture: '../other.climb.yaml' });
    await createRun(project.runsFolder, { ...another, mixture: project.mixture });
    const other = path.join(project.folder, 'other.climb.yaml');
    writeFileSync(other, '');
    const { runs, problems } = await statusOf(project);
    expect(runs.map(({ run }) => run.id)).toEqual(['p-002']);
    expect(problems).toEqual([expect.stringContaining('p-001 was planned for ../other.climb.yaml')]);
    rmSync(other);
    expect(await statesOf(project)).toEqual(['pending', 'pending']);
  });

  it('runs as it was confirmed, or not at all', async () => {
    const project = await projectWith(section, 1);
    writeTrainer(project);
    const { confirmation } = await readRecipe(project);
    const edited = projectIn(project.folder, { command: [...trainerCommand, '--lr=1'] });
    await expect(launchAll(edited, { confirmed: confirmation })).rejects.toThrow(CannotLaunch);
    expect(await statesOf(project)).toEqual(['pending']);
    await launchAll(project, { confirmed: confirmation });
    expect(await statesOf(project)).toEqual(['done']);
  });

  it('can be cancelled before it starts, and retried', async () => {
    const project = await projectWith(section, 2);
    writeTrainer(project);
    await cancelRuns(engineOf(project), (await statusOf(project)).runs.slice(0, 1));
    await launchAll(project);
    expect(await statesOf(project)).toEqual(['cancelled', 'done']);
    expect(await cancelRuns(engineOf(project), (await statusOf(project)).runs)).toEqual({
      cancelled: [],
      unstopped: [],
    });
    await retryRuns((await statusOf(project)).runs);
    await launchAll(project);
    expect(await statesOf(project)).toEqual(['done', 'done']);
  });

  it('is ignored by git but for plans and tables', async () => {
    const project = await projectWith(section, 1);
    writeTrainer(project);
    await launchAll(project);
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', project.folder, ...args], { encoding: 'utf8' });
    git('init', '--quiet');
    const kept = git('ls-files', '--others', '--exclude-standard', 'runs').trim().split('\n');
    expect(kept).toEqual(['runs/.gitignore', 'runs/p-001/run.json', 'runs/runs.csv']);
  });
});

it('a training config that is not UTF-8 is not copied for a run with other letters in it', async () => {
  const project = await projectWith({ ...section, config: 'c.yaml' }, 1);
  writeFileSync(path.join(project.folder, 'c.yaml'), Buffer.from('# caf\xe9\n', 'latin1'));
  await expect(readRecipe(project)).rejects.toThrow(
    '`c.yaml` (`proxy.config`) cannot be read: it is not UTF-8 text.',
  );
});

describe('records that cannot be read', () => {
  it('are told, and all other runs go on', async () => {
    const project = await projectWith(section, 5);
    writeTrainer(project);
    const at = (name: string) => path.join(project.runsFolder, name);
    mkdirSync(at('p-001/attempt-1'));
    writeFileSync(at('p-001/attempt-1/attempt.json'), '');
    mkdirSync(at('p-002/attempt-1'));
    writeFileSync(at('p-002/attempt-1/attempt.json'), '{}\n');
    writeFileSync(at('p-003/run.json'), '{"climbRun":1,"ratio":null}');
    rmSync(at('p-004/run.json'));
    symlinkSync('/dev/zero', at('p-004/run.json'));
    mkdirSync(at('p-006'));
    execFileSync('mkfifo', [at('p-006/run.json')]);
    symlinkSync('/', at('p-007'));
    const { runs, problems } = await launchAll(project);
    expect(runs.map(({ run, state, tries }) => [run.id, state, tries])).toEqual([
      ['p-001', 'done', 2],
      ['p-002', 'done', 2],
      ['p-005', 'done', 1],
    ]);
    expect(problems).toEqual([
      'p-007 is a link, so its run is left out: links are not followed here. Put the folder itself in its place; the folder of all runs may be a link.',
      'p-003/run.json is not a planned run: `ratio` is missing or not a mapping.',
      'p-004/run.json is not a planned run: it is a link.',
      'p-006/run.json is not a planned run: it is not a regular file.',
    ]);
  });

  it('are not waited for, followed or read to an end that never comes, whatever lies in their place', async () => {
    const project = await projectWith(section, 1);
    writeTrainer(project);
    await launchAll(project);
    const attempt = path.join(project.runsFolder, 'p-001/attempt-1');
    const names = [
      'ended.json',
      'measured.json',
      'log.txt',
      'heartbeat',
      'job',
      'started',
      'out/losses.json',
    ];
    for (const [program, ...words] of [
      ['mkfifo'],
      ['ln', '-s', '/dev/zero'],
      ['ln', '-s', '/'],
      ['mkdir', '-p'],
      ['truncate', '-s', '50M'],
    ] as const) {
      for (const name of names) {
        const file = path.join(attempt, name);
        rmSync(file, { recursive: true, force: true });
        execFileSync(program, [...words, file]);
      }
      const { runs } = await statusOf(project);
      expect(runs).toHaveLength(1);
      await expect(collect(project, runs)).resolves.toEqual({ count: 0, kept: 0 });
    }
  });

  it('are told where a run was moved and left as a link, and its row in the table stays', async () => {
    const project = await projectWith(section, 2);
    writeTrainer(project);
    await launchAll(project);
    const table = tableOf(project);
    const moved = path.join(project.folder, 'elsewhere');
    const at = (name: string) => path.join(project.runsFolder, name);
    renameSync(at('p-001'), moved);
    for (const name of ['p-001', 'mine']) symlinkSync(moved, at(name));
    symlinkSync(at('p-002'), at('latest'));
    const { runs, problems } = await statusOf(project);
    expect(problems).toEqual([
      expect.stringMatching(/^mine, p-001 are links, so these 2 runs are left out: /),
    ]);
    expect(await collect(project, runs)).toEqual({ count: 1, kept: 1 });
    expect(tableOf(project)).toEqual(table);
  });

  it('are not followed by what its user wants of a run', async () => {
    const project = await projectWith(section, 1);
    writeTrainer(project);
    const [run] = (await launchAll(project)).runs;
    const precious = path.join(project.folder, 'precious');
    writeFileSync(precious, 'kept');
    for (const name of ['withdrawn', 'attempt-1/cancel', 'attempt-1/retry'])
      symlinkSync(precious, path.join(project.runsFolder, 'p-001', name));
    await withdraw(run!, true);
    for (const wish of ['cancel', 'retry'] as const) await recordWish(run!.attempt!, wish);
    expect(readFileSync(precious, 'utf8')).toBe('kept');
  });

  it('are read up to a size of all together', async () => {
    const project = await projectWith(section, 0);
    const ratio = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x${i}`, 0.01]));
    const text = JSON.stringify({ ...another, id: 'x', ratio }).padEnd(399_000);
    for (let i = 0; i < 170; i++) {
      const folder = path.join(project.runsFolder, `x-${i}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'run.json'), text.replace('"x"', `"x-${i}"`));
    }
    const { runs, problems } = await statusOf(project);
    expect(runs).toHaveLength(160);
    expect(problems).toEqual([
      'The records of these runs have more than 64 MB together; 10 of them are not read.',
    ]);
  });

  it('name no job that reaches a scheduler', async () => {
    const project = await projectWith(section, 1);
    writeTrainer(project);
    await launchAll(project);
    const attempt = path.join(project.runsFolder, 'p-001/attempt-1');
    rmSync(path.join(attempt, 'ended.json'));
    writeFileSync(path.join(attempt, 'job'), '--user=root\n');
    const { problems } = await statusOf(project);
    expect(problems).toEqual(['p-001/attempt-1/job is not used: it is not a job number with an index.']);
  });
});
