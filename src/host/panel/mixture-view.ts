import * as vscode from 'vscode';
import { readFromPanel, type PanelResult, type PanelState, type ToPanel } from '../../protocol/panel.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import type { SolvedMixture, SolveService } from '../solver/solve-service.ts';
import { applyShares } from '../commands/apply-shares.ts';
import { panelHtml } from './html.ts';
import { savePicture } from './save-picture.ts';

/** The view "Mixture". The host owns the truth and tells every topic whole, so the page may be thrown away at any time. */
export class MixtureView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'climb.mixture';

  readonly #bundle: vscode.Uri;
  readonly #active: ActiveMixture;
  readonly #solver: SolveService;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | null = null;
  /** The page listens: it said `ready` and is not hidden, where messages would be lost. */
  #ready = false;
  /** The result that the page has; undefined: it was sent none. */
  #sent: SolvedMixture | null | undefined;

  constructor(
    extension: vscode.Uri,
    active: ActiveMixture,
    solver: SolveService,
    log: vscode.LogOutputChannel,
  ) {
    this.#bundle = vscode.Uri.joinPath(extension, 'dist', 'webview');
    this.#active = active;
    this.#solver = solver;
    this.#log = log;
    this.#subscriptions = [
      solver.onDidChange((uri) => {
        if (uri.toString() === active.document?.uri.toString()) this.#update();
      }),
      active.onDidChange(() => this.#update()),
      active.onDidMove((code) => this.#post({ type: 'highlight', code })),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#ready = false;
    view.webview.options = { enableScripts: true, localResourceRoots: [this.#bundle] };
    view.webview.html = panelHtml(view.webview, this.#bundle);
    const subscriptions = [
      view.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message)),
      view.onDidChangeVisibility(() => {
        // A hidden page is destroyed and says `ready` again when it comes back.
        if (!view.visible) this.#ready = false;
      }),
    ];
    view.onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
      this.#view = null;
      this.#ready = false;
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #post(message: ToPanel): void {
    if (this.#view !== null && this.#ready) void this.#view.webview.postMessage(message);
  }

  /** Tells what is new: the result, which may be large, only if it is another one. */
  #update(): void {
    if (!this.#ready) return;
    const { document } = this.#active;
    const last = document === null ? null : this.#solver.status(document.uri).last;
    if (last !== this.#sent) {
      this.#sent = last;
      this.#post(resultOf(last));
    }
    this.#post(
      document === null
        ? { type: 'status', fileName: null, state: { kind: 'empty' } }
        : {
            type: 'status',
            fileName: vscode.workspace.asRelativePath(document.uri),
            state: this.#state(document),
          },
    );
  }

  #state(document: vscode.TextDocument): PanelState {
    const { state, last } = this.#solver.status(document.uri);
    switch (state.kind) {
      case 'solving':
        return { kind: 'solving', step: state.progress.step, done: state.progress.done };
      case 'failed':
        if (state.text === document.getText()) return { kind: 'failed', reason: state.failure.reason };
        return last === null ? { kind: 'unsolved' } : { kind: 'outdated' };
      case 'no-interactions':
        return state;
      case 'unsolved':
        return last === null ? state : { kind: 'outdated' };
      case 'solved':
        return this.#solver.isCurrent(document) ? state : { kind: 'outdated' };
    }
  }

  async #receive(raw: unknown): Promise<void> {
    const message = readFromPanel(raw);
    if (message === null) {
      // Not what it was: a message may be anything, and as large as it likes.
      this.#log.warn('the panel sent a message that is not understood');
      return;
    }
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#sent = undefined;
        this.#update();
        this.#post({ type: 'highlight', code: this.#active.language });
        break;
      case 'command':
        await vscode.commands.executeCommand(`climb.${message.command}`);
        break;
      case 'reveal':
        await this.#active.reveal(message.code);
        break;
      case 'apply-shares':
        if (this.#active.document !== null) {
          await applyShares(this.#active.document, message.version, message.ratio);
        }
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        break;
      case 'save':
        await savePicture(message, this.#active.document);
        break;
      case 'violation':
        this.#log.error(
          `the panel's content security policy stopped ${message.directive}: ${message.blocked}`,
        );
        break;
    }
  }
}

const resultOf = (last: SolvedMixture | null): PanelResult => ({
  type: 'result',
  report: last?.report ?? null,
  ground: last === null ? null : { model: last.model, problem: last.problem },
});
