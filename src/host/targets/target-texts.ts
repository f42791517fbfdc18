import * as vscode from 'vscode';
import { resolvePath } from '../files.ts';

/** Larger files are no training configs. */
const sizeLimit = 8_000_000;

/**
 * The texts of the training configs that open mixtures target: of the open document where there is one, else of the
 * file, read once and again when it changes.
 */
export class TargetTexts implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** A config was read, or changed in an editor or on disk. */
  readonly onDidChange = this.#changed.event;
  /** By URI; null: being read, or no such file, or none that can be read. */
  readonly #texts = new Map<string, string | null>();
  readonly #missing = new Set<string>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
    if (this.#watchers.has(document.uri.toString())) this.#changed.fire();
  });

  /** The text of a target, by its path in the mixture; null: not (yet) known. */
  of(mixture: vscode.Uri, path: string): string | null {
    const uri = resolvePath(vscode.Uri.joinPath(mixture, '..'), path);
    const key = uri.toString();
    this.#watch(uri);
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
    if (open !== undefined) return open.getText();
    const known = this.#texts.get(key);
    if (known === undefined) void this.#read(uri);
    return known ?? null;
  }

  /** Whether reading the target failed. */
  isMissing(mixture: vscode.Uri, path: string): boolean {
    return this.#missing.has(resolvePath(vscode.Uri.joinPath(mixture, '..'), path).toString());
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#changed.dispose();
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    // Said first, so that nobody asks for the same file meanwhile.
    this.#texts.set(key, null);
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > sizeLimit) return;
      this.#texts.set(key, new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    } catch {
      // Whatever the reason, nothing can be written to it: `target.unmapped` says so.
      this.#missing.add(key);
    }
    this.#changed.fire();
  }

  #watch(uri: vscode.Uri): void {
    const key = uri.toString();
    if (this.#watchers.has(key)) return;
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1).replace(/[[\]{}*?!]/g, '[$&]');
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const forget = () => {
      this.#texts.delete(key);
      this.#missing.delete(key);
      this.#changed.fire();
    };
    watcher.onDidChange(forget);
    watcher.onDidCreate(forget);
    watcher.onDidDelete(forget);
    this.#watchers.set(key, watcher);
  }
}
