import * as vscode from 'vscode';

/** Texts that are only shown, never saved: a document of a scheme of its own beside each file, gone when it is closed. */
export class Previews implements vscode.Disposable {
  readonly #scheme: string;
  readonly #contentChanged = new vscode.EventEmitter<vscode.Uri>();
  /** By the URI of the preview. */
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(scheme: string) {
    this.#scheme = scheme;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#contentChanged.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  /** Gives a file's preview this text; `ending` is added to its name. */
  set(file: vscode.Uri, text: string, ending = ''): vscode.Uri {
    const preview = this.#of(file, ending);
    this.#texts.set(preview.toString(), text);
    this.#contentChanged.fire(preview);
    return preview;
  }

  /** Shows a file beside what it would become. */
  async showChange(file: vscode.Uri, text: string, title: string, keepOpen = false): Promise<void> {
    const options = { preview: !keepOpen } satisfies vscode.TextDocumentShowOptions;
    await vscode.commands.executeCommand('vscode.diff', file, this.set(file, text), title, options);
  }

  async close(files: readonly vscode.Uri[]): Promise<void> {
    const previews = new Set(files.map((file) => this.#of(file).toString()));
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) => input instanceof vscode.TabInputTextDiff && previews.has(input.modified.toString()),
      );
    await vscode.window.tabGroups.close(tabs);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#contentChanged.dispose();
  }

  #of(file: vscode.Uri, ending = ''): vscode.Uri {
    return file.with({ scheme: this.#scheme, path: file.path + ending });
  }
}
