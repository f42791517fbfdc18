import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import esbuild from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

/** How a command of the command line ended, and what it printed. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in a folder of its own, for the tests of a `describe`: made before them, gone after. */
export class BuiltProgram {
  folder = '';

  constructor(then: (folder: string) => Promise<void> = () => Promise.resolve()) {
    beforeAll(async () => {
      this.folder = await mkdtemp(path.join(os.tmpdir(), 'climb-cli-'));
      await buildProgram(this.file);
      await then(this.folder);
    });
    afterAll(() => rm(this.folder, { recursive: true, force: true }));
  }

  get file(): string {
    return path.join(this.folder, 'climb.cjs');
  }

  /** Runs it in a folder below its own. */
  run(words: readonly string[], below = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return runProgram(this.file, words, path.join(this.folder, below), env);
  }
}

/** Bundles the command line as it is now into one file. */
export async function buildProgram(outfile: string): Promise<void> {
  await esbuild.build({
    entryPoints: ['src/cli/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
}

/** Runs it in a folder; `env` comes on top of that of the tests. */
export async function runProgram(
  program: string,
  words: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...words], {
      cwd,
      env: { ...process.env, ...env },
      maxBuffer: 1e8,
    });
    return { status: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, out: stdout, err: stderr };
  }
}
