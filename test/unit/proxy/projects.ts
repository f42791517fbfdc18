import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { onTestFinished } from 'vitest';
import type { ProxyProject } from '../../../src/proxy/project.ts';
import { planRuns, projectIn } from './project-in.ts';

/** A mixture file with this `proxy:` section in a folder of its own, and as many planned runs of `en` and `de`. */
export async function projectWith(
  proxy: Readonly<Record<string, unknown>>,
  runs: number,
  folderName = 'project',
): Promise<ProxyProject> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'climb-proxy-')));
  onTestFinished(() => {
    // A run that has ended may still be about to leave its folder: it is a program of its own, which nobody waits for.
    rmSync(root, { recursive: true, force: true, maxRetries: 20 });
  });
  const folder = path.join(root, folderName);
  mkdirSync(folder);
  const project = projectIn(folder, proxy);
  await planRuns(project, runs, 1);
  return project;
}

/** Launches in another process, to be killed. */
export function launchElsewhere(
  project: ProxyProject,
  proxy: Readonly<Record<string, unknown>>,
): ChildProcess {
  const program = path.join(project.folder, 'launcher.cjs');
  const entry = path.join(import.meta.dirname, 'launcher.ts');
  esbuild.buildSync({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  return spawn(process.execPath, [program, project.folder, JSON.stringify(proxy)], { stdio: 'ignore' });
}

/**
 * A training in shell, started as `sh train.sh OUT RUN MORE…`: notes its start in `starts`, runs the given lines, leaves
 * losses.
 */
export function writeTrainer(project: ProxyProject, lines = ''): void {
  writeFileSync(
    path.join(project.folder, 'train.sh'),
    `echo "$2" >>starts\n${lines}\nprintf '{ "losses": { "en": 1.5, "de": 2.5 } }' >"$1/losses.json"\n`,
  );
}

export const trainerCommand = ['/bin/sh', 'train.sh', '{out}', '{run}'];

/** Ids in the order of their starts; an id twice was run twice. */
export function startsOf(project: ProxyProject): string[] {
  return readFileSync(path.join(project.folder, 'starts'), 'utf8').trim().split('\n');
}
