import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { takeFix } from './code-actions.ts';
import { climb, closeAll, codeOf, eventually, mixture, openNew, problem, problems } from './mixture.ts';

/** Twelve runs whose columns no name tells. */
const table = [
  'job;tok;web_en;web_de;ce@en;ce@de',
  ...Array.from({ length: 12 }, (_, i) => {
    const en = (i + 1) / 13;
    const losses = [2 * (en + 0.1) ** -0.2, 2 * (1.1 - en) ** -0.2].map((loss) => loss.toFixed(4));
    return [`j${i}`, 1_000_000, en.toFixed(6), (1 - en).toFixed(6), ...losses].join(';').replaceAll('.', ',');
  }),
].join('\n');

const mapped = mixture(
  '  en: 0.5\n  de: 0.5\n',
  `interactions:
  runs:
    - files: sweep.csv
      id: job
      tokens: tok
      share: "web_{language}"
      loss: { en: ce@en, de: "ce@de" }
`,
);

describe('Tables of runs', () => {
  afterEach(closeAll);

  it('are read by a map, whose columns complete, are explained and are shown', async () => {
    const document = await openNew({ 'a.climb.yaml': mapped, 'sweep.csv': table });
    const { lastReport } = await climb();
    const report = await eventually(
      () => lastReport(document.uri) ?? undefined,
      () => 'the mixture was never solved',
    );
    assert.ok(report.trust.read.length > 3);

    const info = await problem(document, 'interaction.read');
    assert.match(info.message, /12 runs of 12 mixtures/);

    const at = document.positionAt(document.getText().indexOf('id: job') + 'id: '.length);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('job') && labels.includes('ce@en'), labels.join());

    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(document.getText().indexOf('ce@en') + 2),
    );
    const [content] = hover?.contents ?? [];
    assert.match(content instanceof vscode.MarkdownString ? content.value : '', /loss of en/);

    await vscode.commands.executeCommand('climb.showRuns');
    const shown = await eventually(
      () => vscode.window.visibleTextEditors.find((editor) => editor.document.uri.scheme === 'climb-runs'),
      () => 'the runs were never shown',
    );
    const text = shown.document.getText();
    assert.match(text, /ce@de +loss of de/);
    assert.match(text, /^j11 /m);
  });

  it('say at the map which column is not there, and offer the nearest', async () => {
    const document = await openNew({
      'a.climb.yaml': mapped.replace('id: job', 'id: jobb'),
      'sweep.csv': table,
    });
    const wrong = await problem(document, 'interaction.map');
    assert.equal(document.getText(wrong.range), 'jobb');
    await takeFix(document, wrong.range, 'Replace with `job`');
    assert.match(document.getText(), /id: job\n/);
    assert.ok(problems(document).every((found) => codeOf(found) !== 'file.syntax'));
  });
});
