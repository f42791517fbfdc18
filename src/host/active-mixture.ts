import * as vscode from 'vscode';
import { Later } from './later.ts';
import { isMixture } from './mixture-documents.ts';
import { parsedInTurns, parsedMixture } from './parsed-mixture.ts';

/** A cursor that moves on is not asked where it stands: that needs the text parsed. */
const restMilliseconds = 100;

/**
 * The mixture that the panel follows: the active editor's, or the last one while another kind of file or the panel itself
 * has the focus.
 */
export class ActiveMixture implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #moved = new vscode.EventEmitter<string | null>();
  #document: vscode.TextDocument | null = null;
  #language: string | null = null;
  readonly #later = new Later<'cursor'>();

  /** The followed document or its text changed. */
  readonly onDidChange = this.#changed.event;
  /** The cursor came to another language, or left the languages: null. */
  readonly onDidMove = this.#moved.event;

  constructor() {
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#follow(editor)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document === this.#document && contentChanges.length > 0) this.#changed.fire();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#document) this.#leave();
      }),
      // A document is closed long after its last tab, if at all.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0 && this.#document !== null && !hasTab(this.#document.uri)) this.#leave();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor.document !== this.#document) return;
        this.#later.after(restMilliseconds, 'cursor', () => void this.#locate(textEditor));
      }),
    ];
    this.#follow(vscode.window.activeTextEditor);
  }

  get document(): vscode.TextDocument | null {
    return this.#document;
  }

  /** Code of the language whose entry holds the cursor. */
  get language(): string | null {
    return this.#language;
  }

  /** Shows a language's line in the editor and puts the cursor there. */
  async reveal(code: string): Promise<void> {
    const document = this.#document;
    if (document === null) return;
    const entry = parsedMixture(document).mixture.languages.find((language) => language.code === code);
    if (entry === undefined) return;
    const range = new vscode.Range(
      document.positionAt(entry.codeRange.start),
      document.positionAt(entry.codeRange.end),
    );
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    const editor = await vscode.window.showTextDocument(
      document,
      shown?.viewColumn ?? vscode.ViewColumn.Active,
    );
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    this.#later.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    this.#moved.dispose();
  }

  #follow(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || !isMixture(editor.document) || editor.document === this.#document) return;
    this.#document = editor.document;
    this.#changed.fire();
    void this.#locate(editor);
  }

  #leave(): void {
    this.#document = null;
    this.#language = null;
    this.#changed.fire();
    this.#moved.fire(null);
  }

  async #locate(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    // Whoever changes it moves the cursor, too.
    const parsed = document === this.#document ? await parsedInTurns(document) : null;
    if (parsed === null || document !== this.#document || this.#later.isDisposed) return;
    const offset = document.offsetAt(editor.selection.active);
    const { languages } = parsed.mixture;
    const entry = languages.find(({ range }) => range.start <= offset && offset <= range.end);
    const code = entry?.code ?? null;
    if (code === this.#language) return;
    this.#language = code;
    this.#moved.fire(code);
  }
}

/** Whether a tab shows a file, alone or beside another. */
function hasTab(uri: vscode.Uri): boolean {
  const wanted = uri.toString();
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => {
      if (input instanceof vscode.TabInputText) return input.uri.toString() === wanted;
      if (!(input instanceof vscode.TabInputTextDiff)) return false;
      return [input.original, input.modified].some((shown) => shown.toString() === wanted);
    });
}
