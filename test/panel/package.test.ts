// What people install: the VSIX of the galleries and the tarball of npm.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';

const exec = promisify(execFile);

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

describe('The VSIX', () => {
  it('holds the bundles and what package.json names, and nothing else', async () => {
    expect(await filesIn(inject('extension'))).toEqual(
      [
        '.vsixmanifest',
        'LICENSE.txt',
        'NOTICE',
        'changelog.md',
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/climb.cjs',
        'dist/extension.cjs',
        'dist/web/extension.js',
        'dist/web/worker.js',
        'dist/webview/panel-style.css',
        'dist/webview/panel.js',
        'dist/worker.cjs',
        'l10n/bundle.l10n.json',
        'media/climb.svg',
        'media/icon.png',
        'media/walkthrough/edit.md',
        'media/walkthrough/new.md',
        'media/walkthrough/optimize.md',
        'media/walkthrough/panel.md',
        'package.json',
        'package.nls.json',
        'readme.md',
        ...(await filesIn(path.join(root, 'schemas'))).map((file) => `schemas/${file}`),
      ].sort(),
    );
  });

  it('carries the notices of what it bundles', async () => {
    const notices = await readFile(path.join(inject('extension'), 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const bundled of ['yaml', 'mathjs', 'ajv', 'd3-scale', 'hyparquet', '@vscode/webview-ui-toolkit'])
      expect(notices).toMatch(new RegExp(`^${bundled} \\d.*\\((?:MIT|ISC|Apache-2\\.0)\\)$`, 'm'));
  });

  it('has less than 2 MB', async () => {
    expect((await stat(path.join(root, 'climb-mixture.vsix'))).size).toBeLessThan(2_000_000);
  });
});

describe('The npm package', () => {
  let folder: string;
  let installed: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-npm-'));
    installed = path.join(folder, 'node_modules/climb-mixture');
    await exec(process.execPath, [path.join(root, 'scripts/package-cli.mjs')]);
    const tarball = (await readdir(path.join(root, 'dist/npm'))).find((name) => name.endsWith('.tgz'))!;
    const npm = ['install', '--offline', '--no-audit', '--no-fund', '--prefix', folder];
    await exec('npm', [...npm, path.join(root, 'dist/npm', tarball)]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds the command and its papers, and depends on nothing', async () => {
    expect(await filesIn(installed)).toEqual([
      'LICENSE',
      'NOTICE',
      'README.md',
      'THIRD-PARTY-NOTICES.txt',
      'climb.cjs',
      'package.json',
    ]);
    const manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('scripts');
    const notices = await readFile(path.join(installed, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const bundled of ['yaml', 'mathjs', 'ajv', 'hyparquet'])
      expect(notices).toMatch(new RegExp(`^${bundled} \\d`, 'm'));
  });

  it.each(['climb-mixture', 'climb'])('runs as npx %s', async (name) => {
    const { stdout } = await exec('npx', ['--no', name, '--', '--help'], { cwd: folder });
    expect(stdout).toMatch(/climb solve/);
  });

  it('solves the example', async () => {
    const example = path.join(root, 'examples/six-languages/six.climb.yaml');
    const { stdout } = await exec('npx', ['--no', 'climb', '--', 'solve', example, '--json'], {
      cwd: folder,
    });
    expect((JSON.parse(stdout) as { status?: string }).status).toBe('optimal');
  });
});
