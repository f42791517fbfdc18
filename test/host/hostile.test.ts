// Files that are made to keep the editor: how long each keeps the extension host's thread is printed, and what must hold is that the
// host answers, with no more problems than it may show. A few of them; `npm run endurance` opens them all.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { ActiveMixture } from '../../src/host/active-mixture.ts';
import { MixtureView } from '../../src/host/panel/mixture-view.ts';
import { configs, mixtures, namesOfAll } from '../fuzz/hostile-texts.ts';
import { climb, closeAll, eventually, mixture, openNew, problem, problems } from './mixture.ts';
import { longestBlock, type Block } from './thread-blocks.ts';

const all = process.env['CLIMB_ENDURANCE'] === 'long';
/** Kinds that were the worst of all when they were first tried. */
const few = ['unknown keys', 'groups that cross', 'languages with comments', 'lingua sources', 'shell lines'];
const kindsOf = (texts: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(texts).filter((kind) => all || few.includes(kind));

/** Characters: the most that is read, nearly. */
const size = { mixture: 395_000, config: 490_000 };
const shown = 200;

function print(kind: string, blocks: Readonly<Record<string, Block>>): void {
  const file = process.env['CLIMB_TEST_REPORT'];
  const told = Object.entries(blocks).map(([what, { waited, computed }]) => {
    const own = computed === null ? '' : ` (${computed.toFixed(0)} of its own processor time)`;
    return `${what} ${waited.toFixed(0)}${own}`;
  });
  if (file !== undefined)
    appendFileSync(file, `      ${kind}: thread kept for at most (ms): ${told.join(', ')}\n`);
}

/** All that VS Code asks of a document that is looked at. */
async function ask(document: vscode.TextDocument): Promise<void> {
  const { uri } = document;
  const middle = document.positionAt(document.getText().length >> 1);
  const line = document.lineAt(middle.line).range;
  const view = new vscode.Range(Math.max(0, middle.line - 50), 0, middle.line + 50, 0);
  const commands: [string, ...unknown[]][] = [
    ['vscode.executeHoverProvider', uri, middle],
    ['vscode.executeCompletionItemProvider', uri, middle],
    ['vscode.executeInlayHintProvider', uri, view],
    ['vscode.executeCodeLensProvider', uri],
    ['vscode.executeDocumentSymbolProvider', uri],
    ['vscode.executeCodeActionProvider', uri, line],
  ];
  for (const [command, ...given] of commands) await vscode.commands.executeCommand(command, ...given);
}

/** A small mixture gets its problem: the host goes on. */
async function answers(): Promise<void> {
  const document = await openNew({ 'small.climb.yaml': mixture('  en: 0.5\n  de: 0.3\n') });
  await problem(document, 'ratio.sum');
}

async function measure(kind: string, files: Readonly<Record<string, string>>): Promise<void> {
  const { whenIdle } = await climb();
  let document: vscode.TextDocument | undefined;
  const opening = await longestBlock(async () => {
    document = await openNew(files);
    await whenIdle();
  });
  assert.ok(document !== undefined);
  const opened = document;
  const asking = await longestBlock(() => ask(opened));
  const typing = await longestBlock(async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(opened.uri, new vscode.Position(0, 0), '# \n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await answers();
  });
  print(kind, { opening, asking, typing });
  assert.ok(problems(opened).length <= shown + 1, `${problems(opened).length} problems`);
}

describe('Hostile files', function () {
  this.timeout(600_000);
  before(climb);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeAll();
  });

  for (const kind of kindsOf(mixtures))
    it(`let the host answer: a mixture of ${kind}`, () =>
      measure(kind, { 'hostile.climb.yaml': mixtures[kind]!(size.mixture) }));

  for (const kind of kindsOf(configs)) {
    it(`let the host answer: a training config of ${kind}`, () =>
      measure(kind, { [kind.startsWith('shell') ? 'a.sh' : 'a.yaml']: configs[kind]!(size.config) }));

    it(`let the host answer: a target of ${kind}`, () =>
      measure(`target of ${kind}`, {
        'target.climb.yaml': namesOfAll,
        'a.yaml': configs[kind]!(size.config),
      }));
  }

  it('let the host answer: a solution of a thousand languages', async () => {
    const languages = Array.from({ length: 1_000 }, (_, i) => `  x${i}: 1\n`).join('');
    const text = `climb: 1\nratios: weights\nlanguages:\n${languages}interactions: { prior: relatedness }\n`;
    const { isCurrent } = await climb();
    const solving = await longestBlock(async () => {
      const document = await openNew({ 'thousand.climb.yaml': text });
      await eventually(
        () => (isCurrent(document) ? true : undefined),
        () => 'a solution',
      );
    });
    print('a solution of a thousand languages', { solving });
  });

  it('let the host answer: as many mixtures in the workspace as are read', async () => {
    const count = all ? 200 : 20;
    const text = mixtures['languages with comments']!(size.mixture) + 'targets: [{ file: a.yaml }]\n';
    let first: vscode.TextDocument | undefined;
    const kept = await longestBlock(async () => {
      first = await openNew({
        'a.yaml': configs['nemo prefixes']!(20_000),
        ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}.climb.yaml`, text])),
      });
      await answers();
    });
    print(`${count} mixtures in the workspace`, { 'all of it': kept });
    await rm(path.dirname(first!.uri.fsPath), { recursive: true });
  });
});

describe('A message from the panel', () => {
  it('that is none is noted, and nothing comes of it: no rejection, no answer', async () => {
    const noted: string[] = [];
    const rejected: unknown[] = [];
    const onRejection = (reason: unknown): void => void rejected.push(reason);
    process.on('unhandledRejection', onRejection);
    const messages = new vscode.EventEmitter<unknown>();
    const posted: unknown[] = [];
    const never = new vscode.EventEmitter<never>().event;
    const quiet = { onDidChange: never, onDidProgress: never };
    const active = new ActiveMixture();
    const view = new MixtureView(
      vscode.Uri.file('/'),
      active,
      { ...quiet, status: () => ({ last: null, state: { kind: 'unsolved' } }) } as never,
      { ...quiet, of: () => [] } as never,
      { ...quiet, of: () => ({ entries: null, left: 0 }) } as never,
      () => Promise.reject(new Error('asked for nothing')),
      { warn: (message: string) => noted.push(message), error: () => undefined } as never,
    );
    try {
      const webview = {
        onDidReceiveMessage: messages.event,
        asWebviewUri: (uri: vscode.Uri) => uri,
        cspSource: '',
        postMessage: (message: unknown) => Promise.resolve(posted.push(message) > 0),
      };
      view.resolveWebviewView({ webview, onDidChangeVisibility: never, onDidDispose: never } as never);
      const strange = [
        null,
        undefined,
        'ready',
        7,
        [],
        {},
        { type: 'unknown' },
        { type: 'command', command: 'workbench.action.terminal.new' },
        { type: 'save', name: '../../.bashrc', format: 'svg', content: '' },
        { type: 'apply-shares', version: Number.NaN, ratio: [1] },
        Object.create(null) as unknown,
      ];
      for (const message of strange) messages.fire(message);
      await eventually(
        () => (noted.length === strange.length ? true : undefined),
        () => `${noted.length} of ${strange.length} noted`,
      );
      // The next that is one is answered.
      messages.fire({ type: 'ready' });
      await eventually(
        () => (posted.length > 0 ? true : undefined),
        () => 'an answer to a message that is understood',
      );
      assert.deepEqual(rejected, []);
    } finally {
      process.off('unhandledRejection', onRejection);
      view.dispose();
      active.dispose();
    }
  });
});
