import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  climb,
  closeAll,
  codeOf,
  eventually,
  mixture,
  open,
  openNew,
  problem,
  problems,
  replace,
  workspaceFile,
} from './mixture.ts';

describe('Problems', () => {
  before(climb);
  afterEach(closeAll);

  it('has no error for the example', async () => {
    const { whenIdle } = await climb();
    const document = await open(workspaceFile('six.climb.yaml'));
    await eventually(
      () => (vscode.window.activeTextEditor?.document === document ? true : undefined),
      () => 'the example is open',
    );
    await whenIdle();
    const errors = problems(document).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.deepEqual(errors.map(codeOf), []);
  });

  it('shows at once that shares sum to 0.8, and takes it back once they sum to 1', async () => {
    const document = await openNew({ 'sum.climb.yaml': mixture('  en: 0.5\n  de: 0.3\n') });
    const sum = await problem(document, 'ratio.sum');
    assert.equal(sum.severity, vscode.DiagnosticSeverity.Error);
    assert.match(sum.message, /0\.8/);
    await replace(document, '0.3', '0.5');
    await eventually(
      () => (problems(document).length === 0 ? true : undefined),
      () => problems(document).map(codeOf).join(', '),
    );
  });

  it('marks exactly the value that is wrong', async () => {
    const document = await openNew({
      'values.climb.yaml': mixture('  en: 1.5\n  de: -0.5\n  fr: system(1)\n'),
    });
    const negative = await problem(document, 'ratio.negative');
    assert.equal(document.getText(negative.range), '-0.5');
    const invalid = await problem(document, 'quantity.invalid');
    assert.equal(document.getText(invalid.range), 'system(1)');
  });

  it('tells a missing runs file at its path', async () => {
    const document = await openNew({
      'missing.climb.yaml': mixture('  en: 0.5\n  de: 0.5\n', 'interactions:\n  runs: nowhere.csv\n'),
    });
    const unreadable = await problem(document, 'interaction.unreadable');
    assert.equal(document.getText(unreadable.range), 'nowhere.csv');
  });

  it('leads from a text in place of a loss to its row in the runs', async () => {
    const document = await openNew({
      'row.climb.yaml': mixture('  en: 0.5\n  de: 0.5\n', 'interactions:\n  runs: bad.csv\n'),
      'bad.csv': 'run_id,ratio_en,ratio_de,loss_en,loss_de\na,1,0,2.0,3.0\nb,0,1,oops,2.0\n',
    });
    const unreadable = await problem(document, 'interaction.unreadable');
    const place = unreadable.relatedInformation?.[0];
    assert.ok(place);
    assert.ok(place.location.uri.path.endsWith('/bad.csv'));
    assert.equal(place.location.range.start.line, 2);
    assert.equal(place.location.range.start.character, 'b,0,1,'.length);
  });

  it('takes an empty file and binary runs without an exception', async () => {
    const empty = await openNew({ 'empty.climb.yaml': '' });
    await eventually(
      () => (problems(empty).length > 0 ? true : undefined),
      () => 'a problem in an empty file',
    );
    const document = await openNew({
      'binary.climb.yaml': mixture('  en: 0.5\n  de: 0.5\n', 'interactions:\n  runs: runs.csv\n'),
      'runs.csv': Uint8Array.from({ length: 512 }, (_, i) => (i * 7) % 32),
    });
    const unreadable = await problem(document, 'interaction.unreadable');
    assert.equal(document.getText(unreadable.range), 'runs.csv');
  });

  it('clears the problems of a deleted file', async () => {
    const document = await openNew({ 'deleted.climb.yaml': mixture('  en: 0.5\n') });
    await problem(document, 'ratio.sum');
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(document.uri);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually(
      () => (problems(document).length === 0 ? true : undefined),
      () => 'no problems are left',
    );
  });
});
