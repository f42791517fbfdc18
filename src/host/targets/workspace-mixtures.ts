import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import type { MixtureRequest } from '../../core/formats/requested.ts';
import type { Mixture } from '../../core/mixture/mixture.ts';
import type { TrainingConfig } from '../../core/formats/adapter.ts';
import { parseSteps } from '../../core/mixture/parse.ts';
import { mostMixtureBytes } from '../../core/mixture/source.ts';
import { requestedShares } from '../../core/checks/requested-shares.ts';
import { readBounded } from '../files.ts';
import { inTurns } from '../in-turns.ts';
import { isMixture } from '../mixture-documents.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import { targetUri } from './target-uri.ts';

const pattern = '**/*.climb.{yaml,yml,json}';
/** More mixtures than people have; a folder of generated ones must not be read whole. */
const most = 200;

/** What the mixtures of the workspace, and those that are open, ask of training configs. */
export class WorkspaceMixtures implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** A mixture was read, changed or removed. */
  readonly onDidChange = this.#changed.event;
  /** On disk, by URI. */
  readonly #mixtures = new Map<string, { readonly uri: vscode.Uri; readonly mixture: Mixture }>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
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
    void vscode.workspace
      .findFiles(pattern, '**/node_modules/**', most)
      .then((uris) => Promise.all(uris.map((uri) => this.#read(uri))));
  }

  /** The mixtures that name a config among their targets: as they are edited, else as they are on disk. */
  requests(uri: vscode.Uri, config: TrainingConfig): MixtureRequest[] {
    const open = vscode.workspace.textDocuments.filter(isMixture);
    const edited = new Set(open.map(({ uri }) => uri.toString()));
    const onDisk = [...this.#mixtures].filter(([key]) => !edited.has(key)).map(([, mixture]) => mixture);
    const all = [
      ...open.map((document) => ({ uri: document.uri, mixture: parsedMixture(document).mixture })),
      ...onDisk,
    ];
    return all.flatMap(({ uri: from, mixture }) =>
      mixture.targets.flatMap((target) => {
        if (targetUri(from, target)?.toString() !== uri.toString()) return [];
        const requested = requestedShares(mixture, target, config) ?? [];
        return requested.map((request) => ({ file: nameOf(from), request }));
      }),
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #read(uri: vscode.Uri): Promise<void> {
    try {
      const text = new TextDecoder().decode(await readBounded(uri, mostMixtureBytes));
      const { mixture } = await inTurns(parseSteps(text, { fileName: uri.path }));
      this.#mixtures.set(uri.toString(), { uri, mixture });
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
