// Whether work leaves something behind: memory, threads, listeners. A short round; `npm run endurance` makes the long one.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { activate } from '../../src/host/node.ts';
import { climb, closeAll, eventually, twoLanguageRuns, workspaceFile } from './mixture.ts';

const long = process.env['CLIMB_ENDURANCE'] === 'long';
const rounds = long
  ? { saves: 1_000, files: 50, openings: 200, activations: 50 }
  : { saves: 40, files: 5, openings: 10, activations: 5 };

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

interface Measure {
  /** Megabytes. */
  readonly heap: number;
  readonly threads: number;
}

function measure(): Measure {
  gc();
  gc();
  const threads = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  return { heap: process.memoryUsage().heapUsed / 1e6, threads };
}

/** Threads end in their own time. */
const threadsAsBefore = (before: Measure): Promise<true> =>
  eventually(
    () => (measure().threads <= before.threads ? true : undefined),
    () => `${measure().threads} worker ports, ${before.threads} before`,
  );

function report(what: string, before: Measure, after: Measure): void {
  const line = `      ${what}: heap ${before.heap.toFixed(1)} to ${after.heap.toFixed(1)} MB, worker ports ${before.threads} to ${after.threads}\n`;
  const file = process.env['CLIMB_TEST_REPORT'];
  if (file !== undefined) appendFileSync(file, line);
}

async function mixtures(count: number): Promise<vscode.TextDocument[]> {
  const folder = await mkdtemp(workspaceFile('endurance-').fsPath);
  await writeFile(path.join(folder, 'runs.csv'), twoLanguageRuns);
  const documents: vscode.TextDocument[] = [];
  for (let i = 0; i < count; i++) {
    const file = path.join(folder, `m${i}.climb.yaml`);
    await writeFile(
      file,
      `climb: 1\nbudget: { tokens: 1000000 }\nlanguages:\n  en: { ratio: 0.5, available: 1B }\n  de: { ratio: 0.5, available: 1B }\ninteractions: { runs: runs.csv }\n`,
    );
    // Not by openTextDocument, whose documents VS Code keeps open for minutes after their editors were closed.
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { preview: false });
    documents.push(
      await eventually(
        () => vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file),
        () => `${file} is open`,
      ),
    );
  }
  return documents;
}

async function save(document: vscode.TextDocument, tokens: number): Promise<void> {
  const { isCurrent } = await climb();
  const found = /tokens: (\d+)/.exec(document.getText())!;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(
    document.positionAt(found.index),
    document.positionAt(found.index + found[0].length),
  );
  edit.replace(document.uri, range, `tokens: ${tokens}`);
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.ok(await document.save());
  await eventually(
    () => (isCurrent(document) ? true : undefined),
    () => `a solution of ${document.fileName}`,
  );
}

describe('Endurance', function () {
  this.timeout(long ? 3_000_000 : 600_000);
  before(climb);
  afterEach(closeAll);

  it(`comes back to where it was after ${rounds.saves} saves of ${rounds.files} files`, async () => {
    const documents = await mixtures(rounds.files);
    const round = async (from: number, saves: number): Promise<void> => {
      for (let i = 0; i < saves; i++) {
        await save(documents[i % documents.length]!, 1_000_000 + from + i);
      }
    };
    await round(0, documents.length);
    const before = measure();
    await round(1_000, rounds.saves);
    const after = measure();
    report(`${rounds.saves} saves of ${rounds.files} files`, before, after);
    assert.ok(after.heap - before.heap < 20, `the heap grew by ${after.heap - before.heap} MB`);
    await threadsAsBefore(before);
  });

  it(`comes back to where it was after ${rounds.openings} openings of the panel`, async () => {
    const [document] = await mixtures(1);
    await save(document!, 2_000_000);
    const openings = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        await vscode.commands.executeCommand('climb.showPanel');
        await vscode.commands.executeCommand('workbench.action.closeSidebar');
      }
    };
    await openings(3);
    const before = measure();
    await openings(rounds.openings);
    const after = measure();
    report(`${rounds.openings} openings of the panel`, before, after);
    assert.ok(after.heap - before.heap < 20, `the heap grew by ${after.heap - before.heap} MB`);
    await threadsAsBefore(before);
  });

  it(`leaves nothing behind when it is activated and deactivated ${rounds.activations} times`, async () => {
    const counted = countRegistrations();
    try {
      await activateOnce();
      await eventually(
        () => (counted.live() === 0 ? true : undefined),
        () => `live after deactivation: ${counted.names().join(', ')}`,
      );
      const before = measure();
      for (let i = 0; i < rounds.activations; i++) await activateOnce();
      await eventually(
        () => (counted.live() === 0 ? true : undefined),
        () => `live after deactivation: ${counted.names().join(', ')}`,
      );
      await threadsAsBefore(before);
      const after = measure();
      report(`${rounds.activations} activations, ${counted.total()} registrations in all`, before, after);
      assert.ok(counted.total() > 30 * rounds.activations, 'registrations were counted');
      assert.ok(after.heap - before.heap < 20, `the heap grew by ${after.heap - before.heap} MB`);
    } finally {
      counted.restore();
    }
  });
});

/** Our own copy of the extension beside the one that VS Code runs: activated, used for a solve, deactivated. */
async function activateOnce(): Promise<void> {
  const extension = vscode.extensions.getExtension('climb.climb-mixture')!;
  const memory = new Map<string, unknown>();
  const memento = {
    get: (key: string, otherwise?: unknown) => memory.get(key) ?? otherwise,
    update: (key: string, value: unknown) => Promise.resolve(memory.set(key, value)),
    keys: () => [...memory.keys()],
    setKeysForSync: () => undefined,
  };
  const subscriptions: vscode.Disposable[] = [];
  const context = {
    extension,
    extensionUri: extension.extensionUri,
    subscriptions,
    workspaceState: memento,
    globalState: memento,
  } as unknown as vscode.ExtensionContext;
  const [document] = await mixtures(1);
  const { isCurrent } = activate(context);
  await eventually(
    () => (isCurrent(document!) ? true : undefined),
    () => 'the copy has solved',
  );
  for (const subscription of subscriptions.reverse()) subscription.dispose();
  await closeAll();
}

/**
 * Counts what is registered with VS Code and not disposed; what exists once a name gets a name of its own (newer VS Codes
 * close every log channel of a name with the first).
 */
function countRegistrations() {
  const live = new Map<object, string>();
  let total = 0;
  const restore: (() => void)[] = [];
  const names = new Set([
    'createOutputChannel',
    'registerCommand',
    'registerWebviewViewProvider',
    'registerWebviewPanelSerializer',
    'createTreeView',
    'registerTaskProvider',
  ]);
  for (const space of ['commands', 'extensions', 'languages', 'tasks', 'window', 'workspace'] as const) {
    const api = vscode[space] as unknown as Record<string, unknown>;
    for (const name of Object.keys(api)) {
      if (!/^(?:onDid|onWill|register|create)/.test(name)) continue;
      const original = api[name];
      if (typeof original !== 'function') continue;
      const counting = (...args: unknown[]): unknown => {
        if (names.has(name)) args[0] = `endurance.${String(total)}.${String(args[0])}`;
        const made: unknown = (original as (...given: unknown[]) => unknown).apply(api, args);
        if (typeof made !== 'object' || made === null || !('dispose' in made)) return made;
        if (!Object.isExtensible(made)) return made;
        total += 1;
        live.set(made, `${space}.${name}`);
        const dispose = (made.dispose as () => void).bind(made);
        Object.defineProperty(made, 'dispose', {
          value: () => {
            live.delete(made);
            dispose();
          },
        });
        return made;
      };
      Object.defineProperty(api, name, { value: counting, configurable: true, writable: true });
      restore.push(() =>
        Object.defineProperty(api, name, { value: original, configurable: true, writable: true }),
      );
    }
  }
  return {
    live: () => live.size,
    names: () => [...new Set(live.values())],
    total: () => total,
    restore: () => restore.forEach((undo) => undo()),
  };
}
