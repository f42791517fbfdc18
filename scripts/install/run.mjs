import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] `quiet` keeps what it prints for the error
 * @returns {Promise<number>} its exit code; with `quiet` a failure throws instead, with what it printed
 */
export async function run(program, args, { cwd = root, env = process.env, quiet = false } = {}) {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    // npm, npx and code are .cmd files on Windows, which only a shell can start.
    shell: process.platform === 'win32' && !program.endsWith('.exe'),
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (printed += text));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit, signal) => resolve(exit ?? (signal ? 128 : 1)));
  });
  if (quiet && code !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with code ${code}.\n${printed.slice(-4000)}`);
  }
  return code;
}
