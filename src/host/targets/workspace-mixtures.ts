import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import type { MixtureRequest } from '../../core/formats/requested.ts';
import type { Mixture } from '../../core/mixture/mixture.ts';
import type { TrainingConfig } from '../../core/formats/adapter.ts';
import { parseSteps } from '../../core/mixture/parse.ts';
import { ownNames } from '../../core/mixture/recognise.ts';
import { mostMixtureBytes } from '../../core/mixture/source.ts';
import { requestedShares } from '../../core/checks/requested-shares.ts';
import { readBounded } from '../files.ts';
import { inTurns } from '../in-turns.ts';
import { isMixture } from '../mixture-documents.ts';
import { parsedInTurns } from '../parsed-mixture.ts';
import { targetUri } from './target-uri.ts';

/** More mixtures than people have; a folder of generated ones must not be read whole. */
const most = 200;
/** Characters of all of them that name targets; what is read of them is kept. */
const mostCharacters = 8_000_000;
/** What is asked of one config: more than anybody has mixtures and stages for one. */
const mostRequests = 100;

interface ReadMixture {
  readonly uri: vscode.Uri;
  readonly mixture: Mixture;
}

/** What the mixtures of the workspace, and those that are open, ask of training configs. */
export class WorkspaceMixtures implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** A mixture was read, changed or removed. */
  readonly onDidChange = this.#changed.event;
  /** Those on disk that name targets, by URI. */
  readonly #mixtures = new Map<string, ReadMixture & { readonly characters: number }>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #isDisposed = false;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(ownNames);
    const read = (uri: vscode.Uri) => void this.#read(uri);
    this.#subscriptions = [
      watcher,
      watcher.onDidCreate(read),
      watcher.onDidChange(read),
      watcher.onDidDelete((uri) => {
        this.#mixtures.delete(uri.toString());
        this.#changed.fire();
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.#touched(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#touched(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#touched(document);
      }),
    ];
    void vscode.workspace.findFiles(ownNames, '**/node_modules/**', most).then(async (uris) => {
      for (const uri of uris) await this.#read(uri);
    });
  }

  /**
   * What the mixtures that name a config among their targets ask of it: as they are edited, else as they are on disk. Null: it is
   * not wanted any more.
   */
  async requests(
    uri: vscode.Uri,
    config: TrainingConfig,
    isWanted: () => boolean,
  ): Promise<readonly MixtureRequest[] | null> {
    const open = vscode.workspace.textDocuments.filter(isMixture);
    const edited = new Set(open.map(({ uri }) => uri.toString()));
    const onDisk = [...this.#mixtures].filter(([key]) => !edited.has(key)).map(([, mixture]) => mixture);
    const asEdited: ReadMixture[] = [];
    for (const document of open) {
      const parsed = await parsedInTurns(document);
      // One that changes meanwhile tells so, and the config is looked at again.
      if (parsed !== null) asEdited.push({ uri: document.uri, mixture: parsed.mixture });
    }
    return inTurns(requestSteps([...asEdited, ...onDisk], uri, config), isWanted);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #read(uri: vscode.Uri): Promise<void> {
    if (this.#isDisposed) return;
    try {
      const text = new TextDecoder().decode(await readBounded(uri, mostMixtureBytes, false));
      const parsed = await inTurns(parseSteps(text, { fileName: uri.path }), () => !this.#isDisposed);
      if (parsed === null) return;
      this.#mixtures.delete(uri.toString());
      let characters = text.length;
      for (const kept of this.#mixtures.values()) characters += kept.characters;
      const { mixture } = parsed;
      if (mixture.targets.length > 0 && characters <= mostCharacters)
        this.#mixtures.set(uri.toString(), { uri, mixture, characters: text.length });
    } catch {
      // Gone meanwhile, unreadable or too large: it asks for nothing.
      this.#mixtures.delete(uri.toString());
    }
    this.#changed.fire();
  }

  #touched(document: vscode.TextDocument): void {
    if (isMixture(document)) this.#changed.fire();
  }
}

/** A step is what one target asks. */
function* requestSteps(
  mixtures: readonly ReadMixture[],
  uri: vscode.Uri,
  config: TrainingConfig,
): Generator<undefined, MixtureRequest[]> {
  const wanted = uri.toString();
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const found: MixtureRequest[] = [];
  for (const { uri: from, mixture } of mixtures) {
    yield;
    for (const target of mixture.targets) {
      // Told without looking for its place, which takes far longer than all else where there are thousands of targets.
      if (!target.file.value.endsWith(name)) continue;
      yield;
      if (targetUri(from, target)?.toString() !== wanted) continue;
      for (const request of requestedShares(mixture, target, config) ?? []) {
        if (found.length === mostRequests) return found;
        found.push({ file: nameOf(from), request });
      }
    }
  }
  return found;
}
