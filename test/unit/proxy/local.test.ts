import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cancelRuns, launch, retryRuns, type LaunchOptions } from '../../../src/proxy/launch.ts';
import { engineOf, prepareRun, readRecipe, type ProxyProject } from '../../../src/proxy/project.ts';
import { readStatus, type ProjectStatus, type RunStatus } from '../../../src/proxy/status.ts';
import { launchElsewhere, projectWith, startsOf, trainerCommand, writeTrainer } from './projects.ts';

const calm: LaunchOptions = {
  signal: new AbortController().signal,
  onStatus: () => undefined,
};

const statesOf = ({ runs }: ProjectStatus) => runs.map(({ state }) => state);
const launchAll = (project: ProxyProject, options: Partial<LaunchOptions> = {}) =>
  launch(project, engineOf(project), { ...calm, ...options });

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(20);
}

function isGone(pid: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' });
  return stdout.replace(/^Z.*/, '').trim() === '';
}

describe('the engine "local"', () => {
  it('runs what is planned and collects the losses', async () => {
    const project = await projectWith({ command: trainerCommand, local: { parallel: 2 } }, 3);
    writeTrainer(project);
    expect(statesOf(await launchAll(project))).toEqual(['done', 'done', 'done']);
    expect(readFileSync(project.table, 'utf8').split('\n').slice(0, 2)).toEqual([
      'run_id,tokens,seed,ratio_en,ratio_de,loss_en,loss_de',
      'p-001,1000,1,0.25,0.75,1.5,2.5',
    ]);
  });

  it('starts only what is not done when launched again', async () => {
    const project = await projectWith({ command: trainerCommand }, 2);
    writeTrainer(project);
    await launchAll(project);
    await launchAll(project);
    expect(startsOf(project)).toEqual(['p-001', 'p-002']);
  });

  it('does not start again what ended well and was killed before it could publish that', async () => {
    const project = await projectWith({ command: trainerCommand }, 1);
    writeTrainer(project);
    const { folder } = (await launchAll(project)).runs[0]!.attempt!;
    renameSync(path.join(folder, 'ended.json'), path.join(folder, 'ended.part'));
    rmSync(path.join(folder, 'measured.json'));
    expect((await launchAll(project)).runs[0]).toMatchObject({ state: 'done', attempt: { number: 1 } });
    expect(startsOf(project)).toEqual(['p-001']);
  });

  it('keeps failed runs, and runs them again when told to', async () => {
    const project = await projectWith({ command: trainerCommand }, 2);
    writeTrainer(project, '[ "$2" = p-002 ] && [ ! -e mended ] && echo oh && exit 3');
    const failed = await launchAll(project);
    expect(failed.runs[1]).toMatchObject({ state: 'failed', reason: 'The command ended with status 3.' });
    expect(readFileSync(path.join(failed.runs[1]!.attempt!.folder, 'log.txt'), 'utf8')).toBe('oh\n');
    expect(statesOf(await launchAll(project))).toEqual(['done', 'failed']);
    writeFileSync(path.join(project.folder, 'mended'), '');
    await retryRuns(failed.runs);
    const mended = await launchAll(project);
    expect(mended.runs[1]).toMatchObject({ state: 'done', attempt: { number: 2 } });
    expect(startsOf(project)).toEqual(['p-001', 'p-002', 'p-002']);
  });

  it('tells a diverged run from a failed one', async () => {
    const project = await projectWith({ command: trainerCommand }, 1);
    writeTrainer(project, `printf '{ "losses": { "en": NaN, "de": Infinity } }' >"$1/losses.json"; exit 0`);
    expect((await launchAll(project)).runs[0]).toMatchObject({
      state: 'diverged',
      losses: { en: null, de: null },
    });
  });

  it('cancels a run with all that it started', async () => {
    const project = await projectWith({ command: trainerCommand }, 1);
    writeTrainer(project, `sh -c 'trap "" TERM; echo $$ >child; while :; do sleep 0.1; done' &\nwait`);
    const launched = launchAll(project);
    const child = path.join(project.folder, 'child');
    await until(() => existsSync(child) && readFileSync(child, 'utf8') !== '');
    const engine = engineOf(project);
    await cancelRuns(engine, (await readStatus(project, engine)).runs);
    expect(statesOf(await launched)).toEqual(['cancelled']);
    expect(isGone(readFileSync(child, 'utf8').trim())).toBe(true);
  });

  it('takes a training that a signal to stop has ended for stopped, also where the script has not had it yet', async () => {
    const project = await projectWith({ command: trainerCommand }, 1);
    writeTrainer(
      project,
      `[ -s child ] || {
  sh -c 'trap "" TERM; echo $$ >child; while :; do sleep 0.1; done' &
  while [ ! -s child ]; do sleep 0.1; done
  kill -TERM $$
}`,
    );
    expect(statesOf(await launchAll(project))).toEqual(['done']);
    expect(startsOf(project)).toEqual(['p-001', 'p-001']);
    const child = readFileSync(path.join(project.folder, 'child'), 'utf8').trim();
    // The script clears it away once it has told the end.
    await until(() => isGone(child));
  });

  it('interrupts its runs when the launch is stopped, and goes on with the next launch', async () => {
    const project = await projectWith({ command: trainerCommand }, 2);
    writeTrainer(project, 'while [ ! -e go ]; do sleep 0.05; done');
    const controller = new AbortController();
    const launched = launchAll(project, { signal: controller.signal });
    await until(() => existsSync(path.join(project.folder, 'starts')));
    controller.abort();
    expect(statesOf(await launched)).toEqual(['interrupted', 'pending']);
    writeFileSync(path.join(project.folder, 'go'), '');
    expect(statesOf(await launchAll(project))).toEqual(['done', 'done']);
    expect(startsOf(project)).toEqual(['p-001', 'p-001', 'p-002']);
  });

  it('never runs one run twice, however many launch at once', async () => {
    const project = await projectWith({ command: trainerCommand, local: { parallel: 3 } }, 6);
    writeTrainer(project);
    const all = await Promise.all([launchAll(project), launchAll(project), launchAll(project)]);
    for (const status of all) expect(statesOf(status)).toEqual(Array(6).fill('done'));
    expect(startsOf(project).sort()).toEqual(['p-001', 'p-002', 'p-003', 'p-004', 'p-005', 'p-006']);
  });

  it('keeps to its pool, however many launch at once', async () => {
    const project = await projectWith({ command: trainerCommand, local: { parallel: 2 } }, 6);
    // The first waits for a second, which so runs beside it.
    const beside = 'until [ "$(grep -c begin events)" -gt 1 ]; do sleep 0.05; done';
    writeTrainer(project, `echo begin >>events; ${beside}; sleep 0.1; echo end >>events`);
    await Promise.all([launchAll(project), launchAll(project), launchAll(project)]);
    let now = 0;
    let most = 0;
    for (const event of readFileSync(path.join(project.folder, 'events'), 'utf8').trim().split('\n')) {
      now += event === 'begin' ? 1 : -1;
      most = Math.max(most, now);
    }
    expect([most, now]).toEqual([2, 0]);
  });

  it('starts again what died with its launcher, and spares the process that has its number now', async () => {
    const project = await projectWith({ command: trainerCommand }, 1);
    writeTrainer(project, '[ -e again ] || sleep 60');
    const launcher = launchElsewhere(project, { command: trainerCommand });
    const process_ = path.join(project.runsFolder, 'p-001/attempt-1/started/process');
    await until(() => existsSync(process_) && existsSync(path.join(project.folder, 'starts')));
    launcher.kill('SIGKILL');
    const words = readFileSync(process_, 'utf8').trim().split('\n');
    process.kill(-Number(words.at(-1)), 'SIGKILL');
    const engine = engineOf(project);
    await until(async () => (await readStatus(project, engine)).runs[0]!.state === 'interrupted');
    const stranger = spawn('sleep', ['600']);
    writeFileSync(process_, [...words.slice(0, -1), stranger.pid].join('\n'));
    expect((await readStatus(project, engine)).runs[0]).toMatchObject({ state: 'interrupted' });
    writeFileSync(path.join(project.folder, 'again'), '');
    expect((await launchAll(project)).runs[0]).toMatchObject({ state: 'done', attempt: { number: 2 } });
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
  });

  it('does not read a result before its run has ended', async () => {
    const project = await projectWith({ command: trainerCommand }, 1);
    writeTrainer(
      project,
      `printf '{ "losses": { "en": 9, "de": 9 } }' >"$1/losses.json"\nwhile [ ! -e go ]; do sleep 0.05; done`,
    );
    const launched = launchAll(project);
    await until(() => existsSync(path.join(project.runsFolder, 'p-001/attempt-1/out/losses.json')));
    const { runs } = await readStatus(project, engineOf(project));
    expect(runs[0]).toMatchObject({ state: 'running', losses: null });
    writeFileSync(path.join(project.folder, 'go'), '');
    expect((await launched).runs[0]).toMatchObject({ state: 'done', losses: { en: 1.5, de: 2.5 } });
  });

  it('says where a result is too large to be read, or is none', async () => {
    const project = await projectWith({ command: trainerCommand }, 2);
    writeTrainer(
      project,
      `[ "$2" = p-001 ] && truncate -s 70M "$1/losses.json" && exit\nmkdir "$1/losses.json"; exit`,
    );
    const { runs } = await launchAll(project);
    expect(runs.map(({ state, reason }) => [state, reason])).toEqual([
      ['failed', expect.stringMatching(/losses\.json cannot be read: it has 73 MB, and at most 64 are read/)],
      ['failed', expect.stringMatching(/losses\.json cannot be read: it is not a regular file/)],
    ]);
  });

  it('follows the runs of a launcher that was killed', async () => {
    const project = await projectWith({ command: trainerCommand }, 2);
    writeTrainer(project, 'while [ ! -e go ]; do sleep 0.05; done');
    const killed = launchElsewhere(project, { command: trainerCommand });
    await until(() => existsSync(path.join(project.folder, 'starts')) || killed.exitCode !== null);
    killed.kill('SIGKILL');
    expect(statesOf(await readStatus(project, engineOf(project)))).toEqual(['running', 'pending']);
    const launched = launchAll(project);
    writeFileSync(path.join(project.folder, 'go'), '');
    expect(statesOf(await launched)).toEqual(['done', 'done']);
    expect(startsOf(project)).toEqual(['p-001', 'p-002']);
  });
});

describe('a command', () => {
  const wild = `it's "$(touch pwned)" \`touch pwned\`; touch pwned #\n&`;

  it('with quotes, spaces, $() and line breaks in paths and arguments runs as meant, and nothing else runs', async () => {
    const project = await projectWith(
      { command: [...trainerCommand, wild, '--at={out}'] },
      1,
      `a ${wild}`.replaceAll('/', ''),
    );
    writeTrainer(project, `printf '%s\\0' "$3" "$4" >arguments`);
    const { runs } = await launchAll(project);
    expect(runs[0]).toMatchObject({ state: 'done' });
    const passed = readFileSync(path.join(project.folder, 'arguments'), 'utf8').split('\0');
    expect(passed).toEqual([wild, `--at=${path.join(runs[0]!.attempt!.folder, 'out')}`, '']);
    expect(existsSync(path.join(project.folder, 'pwned'))).toBe(false);
  });

  it('that asks for a config has one with the shares of the run', async () => {
    const project = await projectWith({ command: ['train', '{config}'], config: 'mix.json' }, 1);
    const weights = '{ "en": 0.5, "de": 0.5 }';
    writeFileSync(
      path.join(project.folder, 'mix.json'),
      `{ "train_domain_weights": ${weights}, "eval_domain_weights": ${weights} }`,
    );
    const { runs } = await readStatus(project, engineOf(project));
    const [run] = runs as [RunStatus];
    const prepared = prepareRun(
      project,
      await readRecipe(project),
      { ...run.run, ratio: { en: 0.2, de: 0.8 } },
      '/runs/p-001/attempt-1',
    );
    expect(prepared.command).toEqual(['train', '/runs/p-001/attempt-1/config.json']);
    expect(prepared.config?.text).toContain('"train_domain_weights": { "en": 0.2, "de": 0.8 }');
  });

  it('cannot be launched without what its command asks for, and says whether the plan or the file lacks it', async () => {
    const lacking = async (proxy: Readonly<Record<string, unknown>>): Promise<string> => {
      const project = await projectWith({ command: ['train', '{parameters}'], ...proxy }, 1);
      const { runs } = await readStatus(project, engineOf(project));
      const recipe = await readRecipe(project);
      try {
        prepareRun(project, recipe, runs[0]!.run, '/runs/p-001/attempt-1');
      } catch (error) {
        return String(error);
      }
      return 'launched';
    };
    expect(await lacking({})).toContain('the section `proxy` has no `parameters`');
    expect(await lacking({ parameters: '70M' })).toContain(
      'planned before `proxy.parameters` was there: plan it again',
    );
  });
});
