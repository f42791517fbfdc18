// The licences of everything that is bundled, as their terms ask: package by package, the texts as they came.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Licences that a package of ours may carry along: permissive, and compatible with MIT. */
const allowed = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MIT OR Apache-2.0',
  'Unlicense',
]);

/** Packages under the MIT licence that ship no text of it, with the copyright line of their repository. */
const copyrightOf = new Map([
  ['@microsoft/fast-element', 'Copyright (c) Microsoft Corporation. All rights reserved.'],
  ['@microsoft/fast-foundation', 'Copyright (c) Microsoft Corporation. All rights reserved.'],
  ['@microsoft/fast-web-utilities', 'Copyright (c) Microsoft Corporation. All rights reserved.'],
]);

/**
 * The folder of the package that a bundled file came from, relative to the repository; null: the file is ours.
 * @param {string} file as esbuild's metafile names it
 */
function packageFolder(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? null;
}

/**
 * The text to ship beside bundles.
 * @param {string} root
 * @param {import('esbuild').Metafile[]} metafiles of everything bundled
 * @throws where a package has a licence that is not among the allowed ones, or no text of it
 */
export async function noticesOf(root, metafiles) {
  const bundled = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
  const folders = [...new Set(bundled.map(packageFolder).filter((folder) => folder !== null))].sort();
  const parts = await Promise.all(folders.map((folder) => noticeOf(root, folder)));
  return [
    'Climb contains the following packages. Data made by others is named in NOTICE.\n',
    ...new Set(parts),
  ].join(`\n${'-'.repeat(100)}\n\n`);
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function noticeOf(root, folder) {
  const files = await readdir(path.join(root, folder));
  const { name, version, license } = JSON.parse(
    await readFile(path.join(root, folder, 'package.json'), 'utf8'),
  );
  if (!allowed.has(license))
    throw new Error(`${name} ${version} has the licence ${license}: may it be bundled?`);
  const texts = files.filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const contents = await Promise.all(texts.map((file) => readFile(path.join(root, folder, file), 'utf8')));
  const copyright = copyrightOf.get(name);
  if (contents.length === 0 && license === 'MIT' && copyright !== undefined) {
    const ours = await readFile(path.join(root, 'LICENSE'), 'utf8');
    contents.push(ours.replace(/^Copyright .*$/m, () => copyright));
  }
  if (contents.length === 0) throw new Error(`${name} ${version} comes without the text of its licence.`);
  return `${name} ${version} (${license})\n\n${contents.map((text) => text.trim()).join('\n\n')}\n`;
}
