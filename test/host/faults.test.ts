// What goes wrong around a solve: files, settings, renames. The solver's own thread is in test/unit/host/worker-client.test.ts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { readBounded, readLocalFilesBy } from '../../src/host/files.ts';
import { localFiles } from '../../src/host/local-files.ts';
import {
  answeringWarnings,
  climb,
  closeAll,
  codeOf,
  eventually,
  openNew,
  problem,
  problems,
  replace,
  workspaceFile,
} from './mixture.ts';

const head = 'climb: 1\nbudget: { tokens: 4M }\nlanguages:\n  en: 0.5\n  de: 0.3\n  fr: 0.2\n';
const ofRuns = `${head}interactions: { runs: runs.csv }\n`;
const ofPrior = `${head}interactions: { prior: relatedness }\n`;

let runs: string;

/** Solved as it stands. */
async function solved(document: vscode.TextDocument): Promise<void> {
  const { isCurrent } = await climb();
  await eventually(
    () => (isCurrent(document) ? true : undefined),
    () =>
      `a solution; problems: ${problems(document)
        .map(({ message }) => message)
        .join(' ')}`,
  );
}

/** Changes the text a little and saves it. */
async function touchAndSave(document: vscode.TextDocument): Promise<void> {
  const written = /tokens: (\d+)M/.exec(document.getText())!;
  await replace(document, written[0], `tokens: ${Number(written[1]) + 1}M`);
  assert.ok(await document.save());
}

const beside = (document: vscode.TextDocument, name: string): string =>
  path.join(path.dirname(document.uri.fsPath), name);

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('climb').update(name, value, vscode.ConfigurationTarget.Workspace);
}

describe('Faults', () => {
  before(async () => {
    await climb();
    runs = await readFile(workspaceFile('runs/six-languages.csv').fsPath, 'utf8');
  });
  afterEach(async () => {
    for (const name of ['solve', 'solver.timeLimit', 'rules', 'maxProblems']) await set(name, undefined);
    await (await climb()).whenIdle();
    await closeAll();
  });

  it('refuses 1 GB of runs without reading it, and solves what fits at the next save', async () => {
    const document = await openNew({ 'large.climb.yaml': ofRuns, 'runs.csv': runs });
    await solved(document);
    await truncate(beside(document, 'runs.csv'), 1_000_000_000);
    const before = process.memoryUsage().rss;
    await touchAndSave(document);
    const refused = await problem(document, 'interaction.unreadable');
    assert.match(
      refused.message,
      /runs\.csv has 1000 MB, and all files of a mixture together may have 64 MB/,
    );
    assert.ok(process.memoryUsage().rss - before < 300e6, 'it was not read');
    await writeFile(beside(document, 'runs.csv'), runs);
    await touchAndSave(document);
    await solved(document);
  });

  it('keeps the last result when the runs disappear, and solves again when they are back', async () => {
    const document = await openNew({ 'gone.climb.yaml': ofRuns, 'runs.csv': runs });
    await solved(document);
    await rm(beside(document, 'runs.csv'));
    await touchAndSave(document);
    const missing = await problem(document, 'interaction.unreadable');
    assert.match(missing.message, /runs\.csv does not exist/);
    assert.ok((await climb()).lastReport(document.uri), 'the last result stays');
    await writeFile(beside(document, 'runs.csv'), runs);
    await touchAndSave(document);
    await solved(document);
    await eventually(
      () =>
        problems(document).some((found) => codeOf(found) === 'interaction.unreadable') ? undefined : true,
      () => 'the problem is gone',
    );
  });

  it('reads a whole table while another program writes it, and the finished one at the next save', async () => {
    const half = runs.slice(0, runs.length / 2);
    const document = await openNew({ 'half.climb.yaml': ofRuns, 'runs.csv': half });
    // The row that was cut is a problem at its place; the others count.
    const cut = await problem(document, 'interaction.unreadable');
    assert.match(cut.message, /line \d+/);
    await solved(document);
    await writeFile(beside(document, 'runs.csv'), runs);
    await touchAndSave(document);
    await solved(document);
    assert.equal((await climb()).lastReport(document.uri)?.trust.runs, 174);
  });

  it('reads what it looked at: not what takes the place of a file meanwhile', async function () {
    if (process.platform === 'win32') this.skip();
    const file = beside(await openNew({ 'a.txt': '', 'b.csv': 'b' }), 'b.csv');
    const others: Readonly<Record<string, () => void>> = {
      pipe: () => execFileSync('mkfifo', [file]),
      link: () => execFileSync('ln', ['-s', '/etc/passwd', file]),
      'large file': () => execFileSync('truncate', ['-s', '1G', file]),
    };
    try {
      for (const [what, make] of Object.entries(others)) {
        execFileSync('rm', [file]);
        await writeFile(file, 'small');
        readLocalFilesBy({
          ...localFiles,
          read: (...asked) => {
            execFileSync('rm', [file]);
            make();
            return localFiles.read(...asked);
          },
        });
        await assert.rejects(readBounded(vscode.Uri.file(file), 1_000, false), /it (is|has)/, what);
      }
    } finally {
      readLocalFilesBy(null);
    }
  });

  it('does not wait for a pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const document = await openNew({ 'pipe.climb.yaml': `${head}interactions: { runs: pipe.csv }\n` });
    execFileSync('mkfifo', [beside(document, 'pipe.csv')]);
    await touchAndSave(document);
    await eventually(
      () => problems(document).find(({ message }) => message.includes('not a regular file')),
      () =>
        problems(document)
          .map(({ message }) => message)
          .join(' '),
    );
  });

  it('ends a solve at the time limit, says so, and solves at the next save', async () => {
    await set('solver.timeLimit', 0.001);
    // So many languages that they take seconds on any machine: an answer that is there before the limit is noticed counts.
    const many = Array.from({ length: 2_500 }, (_, i) => `  l${i}: 1\n`).join('');
    const slow = `climb: 1\nratios: weights\nlanguages:\n${many}interactions: { prior: relatedness }\n`;
    const document = await openNew({ 'slow.climb.yaml': slow });
    const { message } = await problem(document, 'solver.failed');
    assert.match(message, /it takes longer than 0\.001 s \(setting climb\.solver\.timeLimit\)/);
    const { lastReport } = await climb();
    assert.equal(lastReport(document.uri), null);
    await set('solver.timeLimit', undefined);
    await replace(document, slow, ofPrior);
    await touchAndSave(document);
    await solved(document);
  });

  it('takes settings that are none for the usual ones', async () => {
    await set('solver.timeLimit', 'soon');
    await set('rules', null);
    await set('maxProblems', -3);
    const document = await openNew({ 'settings.climb.yaml': ofPrior });
    await solved(document);
    await replace(document, 'de: 0.3', 'de: 0.1');
    await problem(document, 'ratio.sum');
    await set('solver.timeLimit', 1e12);
    await replace(document, 'de: 0.1', 'de: 0.3');
    await touchAndSave(document);
    await solved(document);
  });

  it('finishes what runs when solving becomes manual, and starts nothing more', async () => {
    const document = await openNew({
      'manual.climb.yaml': ofRuns,
      'runs.csv': runs.replaceAll('m1-', 'n1-'),
    });
    await set('solve', 'manual');
    await solved(document);
    const { whenIdle, isCurrent } = await climb();
    await touchAndSave(document);
    await whenIdle();
    assert.equal(isCurrent(document), false);
    await vscode.commands.executeCommand('climb.solve');
    await solved(document);
  });

  it('forgets a file that is deleted while it is solved', async () => {
    const document = await openNew({
      'deleted.climb.yaml': ofRuns,
      'runs.csv': runs.replaceAll('m1-', 'd1-'),
    });
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(document.uri);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const { whenIdle, lastReport } = await climb();
    await whenIdle();
    await eventually(
      () => (lastReport(document.uri) === null ? true : undefined),
      () => 'nothing is known of the file',
    );
  });

  it('solves a file that is renamed while it is solved under its new name', async () => {
    const document = await openNew({ 'old.climb.yaml': ofRuns, 'runs.csv': runs.replaceAll('m1-', 'r1-') });
    const renamed = vscode.Uri.file(beside(document, 'new.climb.yaml'));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, renamed);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const { lastReport } = await climb();
    await eventually(
      () => lastReport(renamed) ?? undefined,
      () => 'a solution under the new name',
    );
    await eventually(
      () => (lastReport(document.uri) === null ? true : undefined),
      () => 'nothing is known of the old name',
    );
  });

  it('follows what another window saves, and keeps what was typed here', async () => {
    const document = await openNew({ 'shared.climb.yaml': ofPrior });
    await solved(document);
    await writeFile(document.uri.fsPath, ofPrior.replace('4M', '40M'));
    await eventually(
      () => (document.getText().includes('40M') ? true : undefined),
      () => 'the editor shows what was saved elsewhere',
    );
    await solved(document);
    assert.equal((await climb()).lastReport(document.uri)?.tokens, 40e6);

    await replace(document, '40M', '50M');
    await writeFile(document.uri.fsPath, ofPrior.replace('4M', '60M'));
    await answeringWarnings('Write It Anyway', async () => {
      await vscode.commands.executeCommand('climb.apply');
    });
    assert.ok(
      document.getText().includes('50M'),
      'what was typed here is applied to, not what lies on the disk',
    );
    assert.ok(document.isDirty);
    assert.ok((await readFile(document.uri.fsPath, 'utf8')).includes('60M'), 'and the disk is left alone');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
