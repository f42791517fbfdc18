import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { noticesOf } from '../../../scripts/notices.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'climb-notices-'));
});
afterEach(() => rm(root, { recursive: true }));

async function addPackage(name: string, license: string, texts: Record<string, string>): Promise<void> {
  const folder = path.join(root, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
  for (const [file, text] of Object.entries(texts)) await writeFile(path.join(folder, file), text);
}

/** What esbuild says of one bundle made of these files, in bytes. */
const bundleOf = (inputs: Record<string, number>) => ({
  inputs: {},
  outputs: {
    'dist/a.js': {
      bytes: 1,
      imports: [],
      exports: [],
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([file, bytesInOutput]) => [file, { bytesInOutput }]),
      ),
    },
  },
});

it('gives every bundled package once, with its licence and its notice', async () => {
  await addPackage('a', 'Apache-2.0', { LICENSE: 'the terms of a', NOTICE: 'made by A' });
  await addPackage('@b/c', 'MIT', { 'license.md': 'the terms of c' });
  await addPackage('unused', 'MIT', { LICENSE: 'never shipped' });
  const text = await noticesOf(root, [
    bundleOf({ 'src/ours.ts': 5, 'node_modules/a/x.js': 5, 'node_modules/@b/c/lib/y.js': 5 }),
    bundleOf({ 'node_modules/a/z.js': 5, 'node_modules/unused/index.js': 0 }),
  ]);
  expect(text.match(/^(?:a|@b\/c|unused) 1\.2\.3 \(.*\)$/gm)).toEqual([
    '@b/c 1.2.3 (MIT)',
    'a 1.2.3 (Apache-2.0)',
  ]);
  expect(text).toContain('the terms of a\n\nmade by A');
  expect(text).toContain('the terms of c');
  expect(text).not.toContain('never shipped');
});

it('refuses a licence that may not be bundled, and a package without the text of its own', async () => {
  await addPackage('copyleft', 'GPL-3.0', { LICENSE: 'terms' });
  await addPackage('silent', 'MIT', {});
  await expect(noticesOf(root, [bundleOf({ 'node_modules/copyleft/a.js': 1 })])).rejects.toThrow('GPL-3.0');
  await expect(noticesOf(root, [bundleOf({ 'node_modules/silent/a.js': 1 })])).rejects.toThrow(
    'silent 1.2.3',
  );
});
