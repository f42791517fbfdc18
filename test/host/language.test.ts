import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { validateMixture } from '../../src/core/checks/validate.ts';
import { codeLenses } from '../../src/host/language/code-lenses.ts';
import { parsedInTurns } from '../../src/host/parsed-mixture.ts';
import { codeActions, takeFix } from './code-actions.ts';
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
  until,
  workspaceFile,
} from './mixture.ts';

/** The place right behind the only occurrence of a text. */
function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0, `"${text}" is not in the file`);
  return document.positionAt(start + text.length);
}

const labelOf = ({ label }: vscode.CompletionItem): string =>
  typeof label === 'string' ? label : label.label;

async function completions(document: vscode.TextDocument, position: vscode.Position) {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return list.items;
}

async function hover(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return plain(
    hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
      .join('\n'),
  );
}

async function lenses(document: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
  return found.map(({ command }) => plain(command?.title ?? ''));
}

async function hints(document: vscode.TextDocument): Promise<string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    whole,
  );
  return found.map(({ label }) => plain(typeof label === 'string' ? label : ''));
}

/** With ordinary spaces. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

async function configure(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('climb').update(key, value, vscode.ConfigurationTarget.Global);
}

describe('The mixture language in the editor', () => {
  before(climb);
  afterEach(closeAll);

  it('completes languages by name, keys with their meaning, and paths', async () => {
    const document = await openNew({
      'complete.climb.yaml': mixture('  en: 1\n  \n', 'interactions:\n  runs: \n'),
      'six.csv': '',
    });
    const languages = await completions(document, behind(document, 'en: 1\n  '));
    const german = languages.find((item) => labelOf(item) === 'de');
    assert.ok(german, 'German is offered');
    assert.equal(german.filterText, 'de German');
    assert.ok(!languages.some((item) => labelOf(item) === 'en'), 'what is there is not offered again');
    const files = await completions(document, behind(document, 'runs: '));
    assert.ok(files.map(labelOf).includes('six.csv'), 'a file of the folder is offered');
    const keys = await completions(document, document.lineAt(document.lineCount - 1).range.end);
    const budget = keys.find((item) => labelOf(item) === 'budget');
    assert.ok(budget?.documentation instanceof vscode.MarkdownString);
  });

  it('tells on hover what the fit predicts for a language, as the text stands', async () => {
    const document = await open(workspaceFile('six.climb.yaml'));
    await eventually(
      () => (vscode.window.activeTextEditor?.document === document ? true : undefined),
      () => 'the example is open',
    );
    await (await climb()).whenIdle();
    const ofThisText = /^Predicted loss 1\.\d+ ± 0\.\d+, can fall by [\d.]+ % to [\d.]+ %$/;
    await until(
      () => lenses(document),
      (found) => ofThisText.test(found[0] ?? ''),
    );
    const german = behind(document, '\n  d');
    const before = await hover(document, german);
    for (const part of ['German', 'tokens', 'epochs', 'effective', 'benefit', '90 %', 'optimum', 'helped']) {
      assert.ok(before.toLowerCase().includes(part.toLowerCase()), `${part} in: ${before}`);
    }
    const english = (await hints(document))[0]!;
    assert.match(english, /^2\.47 M · 0\.10 ep · loss \d\.\d+ ± 0\.\d+$/);

    // Edited and not saved: predictions follow at once, the optimum is said to be the one of the last solve.
    const original = document.getText();
    try {
      await replace(document, '0.6179', '0.5179');
      await replace(document, '0.1464', '0.2464');
      assert.notEqual(await hover(document, german), before);
      const ofLastSolve = /^Predicted loss 1\.\d+ ± 0\.\d+, optimum 1\.\d+ at the last solve$/;
      const [, ...others] = await until(
        () => lenses(document),
        (found) => ofLastSolve.test(found[0] ?? ''),
      );
      assert.deepEqual(others, ['Solve', 'Optimise']);
      assert.notEqual((await hints(document))[0], english);
    } finally {
      await replace(document, document.getText(), original);
      await document.save();
    }
  });

  it('has a lens that tells of a solve once it takes long: VS Code would still show it when a short one had ended', async () => {
    const text = mixture('  en: 1\n', 'interactions: { prior: relatedness }\n');
    const document = await openNew({ 'lens.climb.yaml': text });
    await (await climb()).whenIdle();
    const changed = new vscode.EventEmitter<vscode.Uri>();
    let kind: 'solving' | 'unsolved' = 'solving';
    const solver = {
      onDidChange: changed.event,
      status: () => ({
        state: kind === 'solving' ? { kind, progress: { step: '', done: null } } : { kind },
        last: null,
      }),
      isCurrent: () => false,
    };
    const texts = { parsed: parsedInTurns, prediction: () => null };
    const telling = async (): Promise<boolean> => (await lenses(document)).includes('Solving…');
    // After more time than any test has, and at once.
    for (const from of [1e9, 0]) {
      kind = 'solving';
      const provider = codeLenses(texts, solver, from);
      try {
        changed.fire(document.uri);
        if (from === 0) await until(telling, (tells) => tells);
        else assert.equal(await telling(), false);
        kind = 'unsolved';
        changed.fire(document.uri);
        assert.equal(await telling(), false);
      } finally {
        provider.dispose();
      }
    }
  });

  it('has lenses that hold what is true when the text loses the focus, for which VS Code forgets to ask', async () => {
    const document = await openNew({ 'focus.climb.yaml': mixture('  en: 1\n') });
    await (await climb()).whenIdle();
    const changed = new vscode.EventEmitter<vscode.Uri>();
    const solver = {
      onDidChange: changed.event,
      status: () => ({ state: { kind: 'unsolved' as const }, last: null }),
      isCurrent: () => false,
    };
    let asked = 0;
    const parsed = (of: vscode.TextDocument): ReturnType<typeof parsedInTurns> => {
      asked++;
      return parsedInTurns(of);
    };
    const times = (): Promise<number> => Promise.resolve(asked);
    const provider = codeLenses({ parsed, prediction: () => null }, solver);
    try {
      // A provider that comes is asked.
      await until(times, (count) => count > 0);
      const before = asked;
      changed.fire(document.uri);
      await vscode.commands.executeCommand('workbench.action.focusSideBar');
      await until(times, (count) => count > before);
    } finally {
      provider.dispose();
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    }
  });

  it('completes in stages, tells of a language in each, and has a lens above each', async () => {
    const document = await openNew({
      'staged.climb.yaml': `climb: 1
budget: { tokens: 1T }
languages: { en: {}, de: { available: 640B } }
stages:
  - name: stable
    languages: { en: 0.7, de: 0.3 }
  - name: annealing
    tokens: 10%
    fixed: true
    languages: { en: 0.6, de: 0.4 }
  - name: more
    languages: {  }
targets:
  - { file: a.sh, stage:  }
interactions: { prior: relatedness }
`,
    });
    const of = async (text: string) => (await completions(document, behind(document, text))).map(labelOf);
    assert.deepEqual(await of('more\n    languages: { '), ['en', 'de']);
    assert.deepEqual(await of('stage: '), ['stable', 'annealing', 'more']);
    await replace(document, '  - name: more\n    languages: {  }\n', '');
    await replace(document, 'targets:\n  - { file: a.sh, stage:  }\n', '');
    await document.save();
    await (await climb()).whenIdle();

    const german = await hover(document, behind(document, '{ en: 0.7, d'));
    for (const part of ['German', 'stable 30 %', 'annealing 40 %']) assert.ok(german.includes(part), german);
    const above = await lenses(document);
    // Of a prior alone it is not said how far the optimum lies.
    assert.equal(above.at(-2), '900 B tokens (90 %)');
    assert.equal(above.at(-1), '100 B tokens (10 %) · fixed');
    const behindRatios = await hints(document);
    assert.ok(
      behindRatios.some((hint) => hint.includes('270 B')),
      behindRatios.join(' | '),
    );
  });

  it('repairs by quick fix; one undo gives the same bytes back', async () => {
    const text = `# kept\r\nclimb: 1\r\nlanguages: { en: 0.50, 'de': 30%, no: 0.1 } # kept\r\n`;
    const document = await openNew({ 'fix.climb.yaml': text });
    for (const code of ['ratio.sum', 'file.yaml-surprise']) {
      // The range may still be that of the text before the last undo.
      const actions = await until(
        async () =>
          (await codeActions(document, (await problem(document, code)).range)).filter(
            ({ edit }) => edit !== undefined,
          ),
        ({ length }) => length > 1,
      );
      for (const action of actions) {
        assert.ok(await vscode.workspace.applyEdit(action.edit!));
        assert.notEqual(document.getText(), text, action.title);
        assert.equal(document.getText().match(/# kept/g)?.length, 2, action.title);
        await vscode.commands.executeCommand('undo');
        assert.equal(document.getText(), text, action.title);
      }
    }
  });

  it('fixes all at once, and silences one place on request', async () => {
    const document = await openNew({ 'all.climb.yaml': mixture('  en: 0.5\n  no: 3e-1\n') });
    const { range } = await problem(document, 'file.yaml-surprise');
    await takeFix(document, range, 'Silence `file.yaml-surprise` here');
    assert.match(document.getText(), /^ {2}# climb-ignore: file\.yaml-surprise$/m);
    await eventually(
      () => (problems(document).some((found) => codeOf(found) === 'file.yaml-surprise') ? undefined : true),
      () => 'silenced',
    );
    await vscode.commands.executeCommand('undo');
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const [all] = await codeActions(document, whole, 'source.fixAll.climb');
    assert.ok(all?.edit);
    assert.ok(await vscode.workspace.applyEdit(all.edit));
    assert.equal(document.getText(), mixture('  en: 0.625\n  "no": 0.375\n'));
  });

  it('obeys climb.rules, climb.maxProblems and climb.inlayHints', async () => {
    const document = await openNew({
      'settings.climb.yaml': mixture('  en: 0.5\n  de: 0\n  xq: 0.1\n', 'budget: { tokens: 1T }\n'),
    });
    await problem(document, 'ratio.zero');
    assert.ok((await hints(document)).length > 0);
    try {
      await configure('rules', { 'ratio.zero': 'error', 'language.unknown': 'off' });
      const zero = await eventually(
        () =>
          problems(document).find(
            (found) => codeOf(found) === 'ratio.zero' && found.severity === vscode.DiagnosticSeverity.Error,
          ),
        () => 'ratio.zero is an error',
      );
      assert.equal(document.getText(zero.range), '0');
      assert.ok(!problems(document).some((found) => codeOf(found) === 'language.unknown'));
      await configure('maxProblems', 1);
      await problem(document, 'file.more-problems');
      assert.equal(problems(document).length, 2);
      await configure('inlayHints', false);
      await until(
        () => hints(document),
        (found) => found.length === 0,
      );
    } finally {
      for (const key of ['rules', 'maxProblems', 'inlayHints']) await configure(key, undefined);
    }
  });

  it('outlines the file, links its paths, and is folded by its indentation', async () => {
    const document = await openNew({
      'outline.climb.yaml': mixture(
        '  en: 0.5\n  de: 0.5\n',
        'interactions:\n  runs: [a.csv, b/*.csv]\ntargets:\n  - file: ../train.yaml\n',
      ),
    });
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const languages = symbols.find(({ name }) => name === 'languages');
    assert.deepEqual(
      languages?.children.map(({ name, detail }) => [name, plain(detail)]),
      [
        ['en', '50 % English'],
        ['de', '50 % German'],
      ],
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    assert.deepEqual(
      links.map(({ range }) => document.getText(range)),
      ['a.csv', '../train.yaml'],
    );
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    // VS Code does this for every YAML file; a provider of ours would only take its place.
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [
        [1, 3],
        [4, 5],
        [6, 7],
      ],
    );
  });

  it('does not say again what VS Code says of a JSON file', async () => {
    const json = vscode.extensions.getExtension('vscode.json-language-features');
    const document = await openNew({
      'twice.climb.json': '{\n  "climb": 1,\n  "languages": { "en": 0.5, "en": 0.4 },\n}\n',
    });
    const all = await eventually(
      () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.length > 0 ? found : undefined;
      },
      () => 'the trailing comma is reported',
    );
    const ours = all.filter(({ source }) => source === 'climb').map(codeOf);
    assert.deepEqual(ours, json === undefined ? ['file.syntax'] : []);
  });

  it('is not awake for other YAML files', async () => {
    const document = await openNew({ 'other.yaml': 'languages:\n  en: 5\n' });
    assert.deepEqual(await hover(document, behind(document, 'lan')), '');
    assert.deepEqual(await lenses(document), []);
    assert.deepEqual(problems(document), []);
  });

  it('takes a file that names our schema, under any name', async () => {
    const document = await openNew({
      'mix.yaml': `# yaml-language-server: $schema=./climb-mixture.schema.json\n${mixture('  en: 0.5\n')}`,
    });
    await problem(document, 'ratio.sum');
  });

  it('clears problems on close and takes them along on rename', async () => {
    const document = await openNew({ 'first.climb.yaml': mixture('  en: 0.5\n') });
    await problem(document, 'ratio.sum');
    const { uri } = document;
    const renamed = vscode.Uri.joinPath(uri, '../second.climb.yaml');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(uri, renamed);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const at = (place: vscode.Uri) =>
      vscode.languages.getDiagnostics(place).filter(({ source }) => source === 'climb');
    await eventually(
      () => (at(uri).length === 0 && at(renamed).length === 1 ? true : undefined),
      () => `old ${at(uri).length}, new ${at(renamed).length}`,
    );
    await closeAll();
    await eventually(
      () => (at(renamed).length === 0 ? true : undefined),
      () => 'problems of the closed file are gone',
    );
  });

  it('has after any edits the problems of a fresh look at the text', async () => {
    const document = await openNew({
      'random.climb.yaml': mixture('  en: 0.5\n  de: { ratio: 30%, min: 0.1 }\n  fr: 0.2\n'),
    });
    let state = 12;
    const random = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    const pieces = [
      '0',
      '.',
      '9',
      ' ',
      '\n',
      '{',
      '}',
      ':',
      '%',
      'x',
      '#',
      '- ',
      '"',
      '  de: 1\n',
      ', min: 2',
    ];
    for (let step = 0; step < 40; step++) {
      const length = document.getText().length;
      const start = random(length);
      const edit = new vscode.WorkspaceEdit();
      const range = new vscode.Range(
        document.positionAt(start),
        document.positionAt(Math.min(length, start + random(4))),
      );
      edit.replace(document.uri, range, pieces[random(pieces.length)]!);
      await vscode.workspace.applyEdit(edit);
      // Now and then the keys rest; else the next edit comes while the last one is still waiting to be looked at.
      if (step % 8 !== 7) continue;
      const fresh = validateMixture(document.getText(), { fileName: document.uri.path }).map(
        ({ code, message }) => `${code}: ${message}`,
      );
      const shown = (): string[] => problems(document).map((found) => `${codeOf(found)}: ${found.message}`);
      await eventually(
        () => (JSON.stringify(shown().sort()) === JSON.stringify([...fresh].sort()) ? true : undefined),
        () => `shown ${shown().join(' | ')}; fresh ${fresh.join(' | ')}`,
      );
    }
  });

  it('solves while typing where climb.solve says so, as soon as the shares sum to 1 again', async () => {
    const text = mixture('  en: 0.5\n  de: 0.5\n', 'interactions:\n  prior: relatedness\n');
    const document = await openNew({ 'typing.climb.yaml': text });
    const { isCurrent, whenIdle } = await climb();
    await eventually(
      () => (isCurrent(document) ? true : undefined),
      () => 'solved when opened',
    );
    try {
      await configure('solve', 'onType');
      await replace(document, 'en: 0.5', 'en: 0.4');
      await problem(document, 'ratio.sum');
      await replace(document, 'de: 0.5', 'de: 0.6');
      await eventually(
        () => (isCurrent(document) ? true : undefined),
        () => 'solved without saving',
      );
      await eventually(
        () => (document.isDirty ? true : undefined),
        () => 'nothing is saved',
      );
      await whenIdle();
    } finally {
      await configure('solve', undefined);
    }
  });
});
