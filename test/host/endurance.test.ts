// Whether work leaves something behind: memory, threads, open files, listeners. A short round; `npm run endurance` makes the long one.
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { activate } from '../../src/host/node.ts';
import { mixtures as hostileMixtures } from '../fuzz/hostile-texts.ts';
import { climb, closeAll, eventually, openNew, problems, twoLanguageRuns, workspaceFile } from './mixture.ts';

const long = process.env['CLIMB_ENDURANCE'] === 'long';
const rounds = long
  ? { saves: 500, files: 50, openings: 300, activations: 50 }
  : { saves: 40, files: 5, openings: 10, activations: 5 };

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

interface Measure {
  /** Megabytes. */
  readonly heap: number;
  readonly threads: number;
  /** Open files, pipes and connections of the process; 0 where the system does not tell. */
  readonly handles: number;
}

function measure(): Measure {
  gc();
  gc();
  const threads = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  return { heap: process.memoryUsage().heapUsed / 1e6, threads, handles: openHandles() };
}

function openHandles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}

/** What VS Code itself may open meanwhile: far less than one for each time that something was done. */
const fewHandles = 8;

/** Memory, threads and handles as they were; threads end in their own time, and so do their handles. */
async function isAsBefore(before: Measure): Promise<void> {
  const { heap } = measure();
  assert.ok(heap - before.heap < 20, `the heap grew by ${heap - before.heap} MB`);
  await eventually(
    () => {
      const { threads, handles } = measure();
      return threads <= before.threads && handles <= before.handles + fewHandles ? true : undefined;
    },
    () => `${describeMeasure(measure())}; before ${describeMeasure(before)}`,
  );
}

const describeMeasure = ({ heap, threads, handles }: Measure): string =>
  `heap ${heap.toFixed(1)} MB, ${threads} worker ports, ${handles} handles`;

function tell(line: string): void {
  const file = process.env['CLIMB_TEST_REPORT'];
  if (file !== undefined) appendFileSync(file, `      ${line}\n`);
}

function report(what: string, before: Measure): void {
  tell(`${what}: before ${describeMeasure(before)}; after ${describeMeasure(measure())}`);
}

/** A hundred things done take minutes on a busy machine: whoever waits sees that they go on. */
function tellProgress(done: number, of: number, what: string): void {
  if (done % 100 === 0 && done < of) tell(`${done} of ${of} ${what}: ${describeMeasure(measure())}`);
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
        tellProgress(i + 1, saves, 'saves');
      }
    };
    await round(0, documents.length);
    const before = measure();
    await round(1_000, rounds.saves);
    report(`${rounds.saves} saves of ${rounds.files} files`, before);
    await isAsBefore(before);
  });

  it(`comes back to where it was after ${rounds.openings} openings of the panel`, async () => {
    const [document] = await mixtures(1);
    await save(document!, 2_000_000);
    const openings = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        await vscode.commands.executeCommand('climb.showPanel');
        await vscode.commands.executeCommand('workbench.action.closeSidebar');
        tellProgress(i + 1, count, 'openings');
      }
    };
    await openings(3);
    const before = measure();
    await openings(rounds.openings);
    report(`${rounds.openings} openings of the panel`, before);
    await isAsBefore(before);
  });

  it(`leaves nothing behind when it is activated and deactivated ${rounds.activations} times`, async () => {
    const counted = countRegistrations();
    try {
      await activateOnce();
      await eventually(
        () => (counted.live() === 0 ? true : undefined),
        () => `live after deactivation: ${counted.liveNames().join(', ')}`,
      );
      const before = measure();
      for (let i = 0; i < rounds.activations; i++) await activateOnce();
      await eventually(
        () => (counted.live() === 0 ? true : undefined),
        () => `live after deactivation: ${counted.liveNames().join(', ')}`,
      );
      report(`${rounds.activations} activations, ${counted.names().length} registrations in all`, before);
      assert.ok(counted.names().length > 30 * rounds.activations, 'registrations were counted');
      await isAsBefore(before);
    } finally {
      counted.restore();
    }
  });
});

describe('Deactivation', function () {
  this.timeout(600_000);
  before(climb);
  afterEach(closeAll);

  it('stops all that is under way: nothing is checked, registered or solved any more', async () => {
    const [small] = await mixtures(1);
    await save(small!, 1_000_000);
    const document = await openNew({
      'long.climb.yaml':
        hostileMixtures['languages with comments']!(120_000) + 'targets: [{ file: a.yaml }]\n',
      'a.yaml': 'train_weights: { en: 0.5, de: 0.5 }\n',
    });
    const checked = (most: number): Promise<true> =>
      eventually(
        () => (problems(document).length === most + 1 ? true : undefined),
        () => `${most} problems of the long mixture, and that there are more`,
      );
    await checked(200);
    const before = measure();
    const rejected: unknown[] = [];
    const onRejection = (reason: unknown): void => void rejected.push(reason);
    process.on('unhandledRejection', onRejection);
    const settings = vscode.workspace.getConfiguration('climb');
    const counted = countRegistrations();
    try {
      const { context, deactivate } = ownContext();
      // By now it has begun to read the mixture, to look for others, and to solve.
      activate(context);
      deactivate();
      const registered = counted.names().length;
      // The extension itself goes through all of it once more, in the time that the copy would have taken.
      await settings.update('maxProblems', 50, vscode.ConfigurationTarget.Workspace);
      await checked(50);
      await save(small!, 2_000_000);
      assert.deepEqual(counted.names().slice(registered), [], 'nothing is registered any more');
      assert.equal(counted.live(), 0, `live after deactivation: ${counted.liveNames().join(', ')}`);
      await isAsBefore(before);
      // VS Code refuses to be told the problems that a check finds after its end.
      assert.deepEqual(rejected, []);
    } finally {
      counted.restore();
      process.off('unhandledRejection', onRejection);
      await settings.update('maxProblems', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});

/** For our own copy of the extension, beside the one that VS Code runs. */
function ownContext() {
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
  const deactivate = (): void => {
    for (const subscription of subscriptions.reverse()) subscription.dispose();
  };
  return { context, deactivate };
}

/** Our own copy of the extension: activated, used for a solve, deactivated. */
async function activateOnce(): Promise<void> {
  const { context, deactivate } = ownContext();
  const [document] = await mixtures(1);
  const { isCurrent } = activate(context);
  await eventually(
    () => (isCurrent(document!) ? true : undefined),
    () => 'the copy has solved',
  );
  deactivate();
  await closeAll();
}

/**
 * Counts what is registered with VS Code and not disposed; what exists once a name gets a name of its own (newer VS Codes
 * close every log channel of a name with the first).
 */
function countRegistrations() {
  const live = new Map<object, string>();
  const names: string[] = [];
  const restore: (() => void)[] = [];
  const named = new Set([
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
        // The extension that VS Code runs has the same API, and registers when it likes: a config that changes is watched anew.
        if (/dist.extension\.cjs/.test(new Error().stack ?? ''))
          return (original as (...given: unknown[]) => unknown).apply(api, args);
        if (named.has(name)) args[0] = `endurance.${String(names.length)}.${String(args[0])}`;
        const made: unknown = (original as (...given: unknown[]) => unknown).apply(api, args);
        if (typeof made !== 'object' || made === null || !('dispose' in made)) return made;
        if (!Object.isExtensible(made)) return made;
        names.push(`${space}.${name}`);
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
    liveNames: () => [...new Set(live.values())],
    /** Of all that was registered, in order. */
    names: (): readonly string[] => names,
    restore: () => restore.forEach((undo) => undo()),
  };
}
