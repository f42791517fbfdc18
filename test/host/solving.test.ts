import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Report } from '../../src/core/report/report.ts';
import {
  answeringWarnings,
  climb,
  closeAll,
  eventually,
  open,
  openNew,
  problem,
  replace,
  twoLanguageRuns,
  workspaceFile,
} from './mixture.ts';

const example = (): vscode.Uri => workspaceFile('six.climb.yaml');

/** The report of the text as it stands. */
async function solved(document: vscode.TextDocument): Promise<Report> {
  const { isCurrent, lastReport } = await climb();
  return eventually(
    () => (isCurrent(document) ? (lastReport(document.uri) ?? undefined) : undefined),
    () => `a report of version ${document.version}, last is ${lastReport(document.uri)?.version ?? 'none'}`,
  );
}

describe('Solving', () => {
  let original: string;
  before(async () => {
    await climb();
    original = (await open(example())).getText();
  });
  afterEach(async () => {
    const document = await open(example());
    await replace(document, document.getText(), original);
    await document.save();
    await (await climb()).whenIdle();
    await closeAll();
  });

  it('solves the example when it is opened: a certified optimum about 6 % better than the file', async () => {
    const report = await solved(await open(example()));
    assert.equal(report.verdict.status, 'optimal');
    assert.deepEqual(
      report.languages.map(({ code }) => code),
      ['en', 'de', 'fr', 'es', 'ru', 'uk'],
    );
    const { kind, gain } = report.verdict;
    assert.equal(kind, 'gain');
    assert.ok(gain !== null && gain.value > 0.05 && gain.value < 0.08);
    assert.ok(Math.abs(report.optimum.ratio.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    assert.equal(report.trust.runs, 174);
  });

  it('solves again on save, for the text that was saved', async () => {
    const document = await open(example());
    const before = await solved(document);
    assert.ok(before.current);
    await replace(document, 'ratio: 0.6179', 'ratio: 0.5179');
    await replace(document, 'ratio: 0.1464', 'ratio: 0.2464');
    await document.save();
    const after = await solved(document);
    assert.notEqual(after.version, before.version);
    assert.ok(after.current);
    assert.equal(after.current.ratio[0], 0.5179);
    assert.ok(after.current.objective.value! < before.current.objective.value!);
  });

  it('solves again when another fit is called poor, so that the panel says what Problems say', async () => {
    const document = await open(example());
    const { lastReport } = await climb();
    const trustWith = async (minR2: number | undefined): Promise<Report['trust']> => {
      await vscode.workspace
        .getConfiguration('climb')
        .update('fit.minR2', minR2, vscode.ConfigurationTarget.Workspace);
      return eventually(
        () => {
          const trust = lastReport(document.uri)?.trust;
          return trust?.minR2 === (minR2 ?? 0.8) ? trust : undefined;
        },
        () => `a report with ${minR2}, last is with ${lastReport(document.uri)?.trust.minR2}`,
      );
    };
    assert.doesNotMatch((await solved(document)).trust.summary, /poorly/);
    assert.match((await trustWith(0.9999)).summary, / It predicts .* poorly\./);
    assert.doesNotMatch((await trustWith(undefined)).summary, /poorly/);
  });

  it('lets the newest of many quick saves win', async () => {
    const document = await open(example());
    await solved(document);
    for (const budget of ['4.1M', '4.2M', '4.3M', '4.4M', '4.5M']) {
      const line = /tokens: \S+/.exec(document.getText())![0];
      await replace(document, line, `tokens: ${budget}`);
      await document.save();
    }
    const report = await solved(document);
    assert.equal(report.tokens, 4.5e6);
  });

  it('keeps the last good result when the file becomes unsolvable', async () => {
    const document = await open(example());
    const good = await solved(document);
    await replace(document, 'ratio: 0.6179', 'ratio: 0.4179');
    await document.save();
    await problem(document, 'ratio.sum');
    const { whenIdle, lastReport } = await climb();
    await whenIdle();
    assert.equal(lastReport(document.uri)?.version, good.version);
  });

  it('applies the optimum as one edit that keeps all but the ratios, and one undo takes it back', async () => {
    const document = await open(example());
    const report = await solved(document);
    const before = document.getText();
    const version = document.version;
    await vscode.commands.executeCommand('climb.apply');
    const after = document.getText();
    assert.notEqual(after, before);
    assert.equal(document.version, version + 1);
    const blank = (text: string): string => text.replaceAll(/ratio: [\d.]+/g, 'ratio: …');
    assert.equal(blank(after), blank(before));
    const ratios = [...after.matchAll(/ratio: ([\d.]+)/g)].map((match) => Number(match[1]));
    ratios.forEach((ratio, index) => assert.ok(Math.abs(ratio - report.optimum.ratio[index]!) < 1e-3));
    assert.ok(Math.abs(ratios.reduce((sum, ratio) => sum + ratio, 0) - 1) < 1e-12);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    const { isCurrent } = await climb();
    assert.ok(isCurrent(document), 'the undone text is the solved one again');
  });

  it('shows the change as a diff before anything is written', async () => {
    const document = await open(example());
    await solved(document);
    const before = document.getText();
    await vscode.commands.executeCommand('climb.optimize');
    const diff = await eventually(
      () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof vscode.TabInputTextDiff ? input : undefined;
      },
      () => 'a diff editor is open',
    );
    assert.equal(diff.original.toString(), document.uri.toString());
    const proposed = await vscode.workspace.openTextDocument(diff.modified);
    assert.notEqual(proposed.getText(), before);
    assert.equal(document.getText(), before);
    assert.equal(document.isDirty, false);
  });

  const runsWithoutGerman = twoLanguageRuns
    .split('\n')
    .map((line) => line.slice(0, line.lastIndexOf(',')))
    .join('\n');
  const notAdvised = [
    ['runs carry no verdict', [0.3, 0.4, 0.3], 'interactions: { runs: two.csv }', /^No advice: /],
    [
      'only relatedness is known',
      [0.3, 0.4, 0.3],
      'interactions: { prior: relatedness }',
      /^By relatedness alone/,
    ],
    [
      'the file is better than the two steps it asks for',
      [0.98, 0.01, 0.01],
      'interactions: { matrix: { en: { de: 0.6, fi: 0.5 }, de: { fi: 0.1 } } }\nsolver: { method: two-steps }',
      /^The file's mixture is already 0\.3\s% better than the two steps/,
    ],
  ] as const;
  for (const [where, [en, de, fi], rest, question] of notAdvised) {
    it(`asks before it applies what is recommended where ${where}`, async () => {
      const text = `climb: 1\nlanguages:\n  en: ${en}\n  de: ${de}\n  fi: ${fi}\n${rest}\n`;
      const document = await openNew({ 'asked.climb.yaml': text, 'two.csv': runsWithoutGerman });
      await solved(document);
      const apply = async (): Promise<void> => {
        await vscode.commands.executeCommand('climb.apply');
      };
      const [asked, ...more] = await answeringWarnings(undefined, apply);
      assert.match(asked ?? '', question);
      assert.deepEqual(more, []);
      assert.equal(document.getText(), text);
      await answeringWarnings('Write It Anyway', apply);
      assert.notEqual(document.getText(), text);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  }
});
