#!/usr/bin/env node
// Writes l10n/bundle.l10n.json, the strings of src/host that a translation replaces. A translation is a copy of it, named
// bundle.l10n.LANGUAGE.json, with other values; and likewise package.nls.LANGUAGE.json beside package.nls.json.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { root } from './install/paths.mjs';

/** @type {Set<string>} */
const messages = new Set();
for (const file of await readdir(path.join(root, 'src/host'), { recursive: true })) {
  if (!file.endsWith('.ts')) continue;
  const text = await readFile(path.join(root, 'src/host', file), 'utf8');
  collect(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
}
const bundle = Object.fromEntries([...messages].sort().map((text) => [text, text]));
await mkdir(path.join(root, 'l10n'), { recursive: true });
await writeFile(path.join(root, 'l10n/bundle.l10n.json'), `${JSON.stringify(bundle, null, 2)}\n`);

/**
 * The literals that `l10n.t(…)` is called with; a lint rule sees to it that there are no others.
 * @param {ts.Node} node
 */
function collect(node) {
  if (ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText())) {
    const [message] = node.arguments;
    if (message && ts.isStringLiteralLike(message)) messages.add(message.text);
  }
  ts.forEachChild(node, collect);
}
