#!/usr/bin/env node
// Runs every test/bench/*.bench.ts, bundled as the product is, and prints one table of ratios: only ratios within one run mean
// anything on a machine that does other things too. `npm run bench -- NAME …` runs only the files whose names begin with one of these;
// `npm run bench -- --write` puts the table into docs/performance.md, with the machine and the day, in place of the one that is there.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import esbuild from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'test/bench');
const write = process.argv.includes('--write');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const files = (await readdir(folder)).filter(
  (name) =>
    name.endsWith('.bench.ts') && (wanted.length === 0 || wanted.some((part) => name.startsWith(part))),
);
const out = await mkdtemp(path.join(tmpdir(), 'climb-bench-'));
const rows = [];
try {
  for (const file of files.sort()) {
    const outfile = path.join(out, file.replace(/\.ts$/, '.cjs'));
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: [path.join(folder, file)],
      outfile,
      bundle: true,
      platform: 'node',
      // As the worker and the command line are: engines run the same code of a module more slowly.
      format: 'cjs',
      target: 'es2022',
      logLevel: 'warning',
      define: { 'import.meta.url': 'moduleUrl' },
      banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    });
    const { run, page = 'docs/performance.md' } = await import(pathToFileURL(outfile).href);
    // A bench yields { name, measured, unit, target } rows as it goes; `skipped` says why there is no figure.
    for await (const row of run({ root })) {
      rows.push({ ...row, page });
      process.stderr.write(`${file}: ${row.name}\n`);
    }
  }
} finally {
  await rm(out, { recursive: true, force: true });
}

const cells = [
  ['benchmark', 'measured', 'target', ''],
  ...rows.map((row) => [
    row.name,
    row.skipped ?? row.measured,
    row.target ?? '',
    row.met === undefined ? '' : row.met ? 'met' : 'MISSED',
  ]),
];
const widths = cells[0].map((_, c) => Math.max(...cells.map((row) => row[c].length)));
for (const row of cells)
  console.log(
    row
      .map((cell, c) => cell.padEnd(widths[c]))
      .join('  ')
      .trimEnd(),
  );
if (write) await writePage();
if (rows.some((row) => row.met === false)) process.exitCode = 1;

/** Replaces the table between the marks of docs/performance.md. */
async function writePage() {
  const page = path.join(root, 'docs/performance.md');
  const [head, ...body] = cells
    .filter((_, i) => i === 0 || isOnPage(rows[i - 1]))
    .map((row) => `| ${row.join(' | ')} |`);
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`;
  const table = [
    `${machine}, ${new Date().toISOString().slice(0, 10)}`,
    '',
    head,
    '|---|---|---|---|',
    ...body,
  ];
  const text = await readFile(page, 'utf8');
  await writeFile(
    page,
    text.replace(
      /(<!-- table -->\n)[^]*(<!-- end -->)/,
      (_, start, end) => `${start}\n${table.join('\n')}\n\n${end}`,
    ),
  );
}

/** Speeds and sizes alone: rows without a target, and all of a bench with another page, say how well a fit predicts. */
function isOnPage({ page, target, skipped }) {
  return page === 'docs/performance.md' && (target !== undefined || skipped !== undefined);
}
