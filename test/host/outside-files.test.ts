import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { codeActions } from './code-actions.ts';
import {
  climb,
  closeAll,
  codeOf,
  eventually,
  openNew,
  problem,
  problems,
  twoLanguageRuns,
  until,
} from './mixture.ts';

const mixture = (interactions: string): string =>
  `climb: 1\nbudget: { tokens: 1B }\nlanguages:\n  en: { ratio: 0.5, available: 1B }\n  de: { ratio: 0.5, available: 1B }\n${interactions}`;

describe('A file outside the workspace', () => {
  let outside: string;
  before(async () => {
    await climb();
    outside = await mkdtemp(path.join(os.tmpdir(), 'climb-outside-'));
    await writeFile(path.join(outside, 'runs.csv'), twoLanguageRuns);
    await writeFile(path.join(outside, 'blend.yaml'), 'train_weights: {en: 0.5, de: 0.5}\n');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('climb.forbidOutsideFiles');
    await closeAll();
  });
  after(() => rm(outside, { recursive: true, force: true }));

  it('is not read before it was allowed, then it is, until that is taken back', async () => {
    const { whenIdle, lastReport } = await climb();
    const document = await openNew({
      'outside.climb.yaml': mixture(`interactions: { runs: ${outside}/runs.csv }\n`),
    });
    const found = await problem(document, 'file.outside');
    assert.equal(document.getText(found.range), `${outside}/runs.csv`);
    await whenIdle();
    assert.equal(lastReport(document.uri), null);

    const allows = ({ command }: vscode.CodeAction) => command?.command === 'climb.allowOutsideFiles';
    await until(
      () => codeActions(document, found.range),
      (actions) => actions.some(allows),
    );
    await vscode.commands.executeCommand('climb.allowOutsideFiles');
    const report = await eventually(
      () => lastReport(document.uri) ?? undefined,
      () =>
        `a solution; problems: ${problems(document)
          .map(({ message }) => message)
          .join(' ')}`,
    );
    assert.equal(report.trust.runs, 12);
    await eventually(
      () => (problems(document).some((p) => codeOf(p) === 'file.outside') ? undefined : true),
      () => 'the problem is gone',
    );
    await vscode.commands.executeCommand('climb.forbidOutsideFiles');
    await problem(document, 'file.outside');
  });

  it('is not reached through a link in the workspace', async () => {
    const document = await openNew({
      'link.climb.yaml': mixture('interactions: { runs: linked/runs.csv }\n'),
    });
    await symlink(outside, path.join(path.dirname(document.uri.fsPath), 'linked'));
    await vscode.commands.executeCommand('climb.solve');
    await problem(document, 'file.outside');
  });

  it('is not reached round a corner, by a glob, or as a target', async () => {
    const document = await openNew({
      'corner.climb.yaml': mixture(
        `interactions:\n  runs: [../../../../../../../../..${outside}/runs.csv, ${outside}/*.csv]\ntargets:\n  - file: ${outside}/blend.yaml\n`,
      ),
    });
    await eventually(
      () => (problems(document).filter((p) => codeOf(p) === 'file.outside').length === 3 ? true : undefined),
      () =>
        problems(document)
          .map(({ message }) => message)
          .join(' '),
    );
  });

  it('on another computer or under another scheme is refused, allowed or not', async () => {
    await vscode.commands.executeCommand('climb.allowOutsideFiles');
    for (const place of ['//server/share/runs.csv', 'https://example.org/runs.csv']) {
      const document = await openNew({ 'far.climb.yaml': mixture(`interactions: { runs: ${place} }\n`) });
      const refused = await problem(document, 'interaction.unreadable');
      assert.match(refused.message, /is not a file path/);
    }
  });
});
