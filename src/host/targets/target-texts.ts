import * as vscode from 'vscode';
import { FileTooLarge, OutsideWorkspace } from '../../core/analysis/file-access.ts';
import { configFault } from './config-fault.ts';
import type { Unreadable } from '../../core/checks/rules/rule.ts';
import {
  mostConfigBytes,
  mostConfigFiles,
  mostConfigText,
  mostConfigTexts,
} from '../../core/formats/config-limits.ts';
import { KnownConfigs } from '../../core/formats/known-configs.ts';
import { locate, readBounded, resolvePath } from '../files.ts';
import type { OutsideFiles } from '../outside-files.ts';

/**
 * Of two mixtures whole, so that none asks for what was just forgotten again and again; a path that is being typed names another file with
 * every letter.
 */
const kept = { files: 2 * mostConfigFiles, characters: 3 * mostConfigTexts };

interface Config {
  /** Null: being read, or `fault` says why there is none. */
  text: string | null;
  fault: Unreadable | null;
  readonly watcher: vscode.Disposable;
}

/**
 * The texts of the training configs that open mixtures target: of the open document where there is one, else of the
 * file, read once and again when it changes.
 */
export class TargetTexts implements vscode.Disposable {
  readonly #outside: OutsideFiles;
  readonly #changed = new vscode.EventEmitter<void>();
  /** A config was read, or changed in an editor or on disk. */
  readonly onDidChange = this.#changed.event;
  /** By URI, last asked for last. */
  readonly #configs = new Map<string, Config>();
  readonly #subscriptions: vscode.Disposable[];
  #isDisposed = false;
  /** What was recognised in them. */
  readonly known = new KnownConfigs();

  constructor(outside: OutsideFiles) {
    this.#outside = outside;
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#configs.has(document.uri.toString())) this.#changed.fire();
      }),
      outside.onDidChange(() => {
        for (const key of this.#configs.keys()) this.#forget(key);
        this.#changed.fire();
      }),
    ];
  }

  /** The text of a target, by its path in the mixture; null: not (yet) known. */
  of(mixture: vscode.Uri, path: string): string | null {
    const uri = resolvePath(mixture, path);
    // A check in turns may outlive us, and nobody would take a watcher away any more.
    if (uri === null || this.#isDisposed) return null;
    const key = uri.toString();
    const config = this.#config(mixture, path, uri);
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
    return open === undefined ? config.text : open.getText();
  }

  /** Why the target cannot be read; null: it can, or nobody has tried. */
  unreadable(mixture: vscode.Uri, path: string): Unreadable | null {
    const uri = resolvePath(mixture, path);
    return uri === null ? null : (this.#configs.get(uri.toString())?.fault ?? null);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const key of this.#configs.keys()) this.#forget(key);
    this.#changed.dispose();
  }

  #config(mixture: vscode.Uri, path: string, uri: vscode.Uri): Config {
    const key = uri.toString();
    const known = this.#configs.get(key);
    const config: Config = known ?? { text: null, fault: null, watcher: this.#watch(uri) };
    this.#configs.delete(key);
    this.#configs.set(key, config);
    if (known === undefined) void this.#read(mixture, path, config);
    this.#trim();
    return config;
  }

  #trim(): void {
    let characters = 0;
    for (const { text } of this.#configs.values()) characters += text?.length ?? 0;
    for (const [oldest, { text }] of this.#configs) {
      if (this.#configs.size <= kept.files && characters <= kept.characters) break;
      characters -= text?.length ?? 0;
      this.#forget(oldest);
    }
  }

  async #read(mixture: vscode.Uri, path: string, config: Config): Promise<void> {
    try {
      const uri = await locate(mixture, path, this.#outside);
      const bytes = await readBounded(uri, mostConfigBytes, this.#outside.allowed);
      const text = new TextDecoder().decode(bytes);
      // It would be recognised as none, and is not worth its memory.
      if (text.length > mostConfigText) throw new FileTooLarge(bytes.length);
      config.text = text;
      this.#trim();
    } catch (error) {
      config.fault = { message: configFault(error, path), outside: error instanceof OutsideWorkspace };
    }
    this.#changed.fire();
  }

  #forget(key: string): void {
    this.#configs.get(key)?.watcher.dispose();
    this.#configs.delete(key);
  }

  #watch(uri: vscode.Uri): vscode.Disposable {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1).replace(/[[\]{}*?!]/g, '[$&]');
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const changed = (): void => {
      this.#forget(uri.toString());
      this.#changed.fire();
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    );
  }
}
