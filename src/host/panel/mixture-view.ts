import * as vscode from 'vscode';
import { compareMixture, type OtherMixture } from '../../core/analysis/compare-mixtures.ts';
import {
  readFromPanel,
  type PanelCommand,
  type PanelResult,
  type PanelState,
  type SectionPicture,
  type ToPanel,
} from '../../protocol/panel.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import type { Comparisons } from '../compare/comparisons.ts';
import type { SolvedMixture, SolveService } from '../solver/solve-service.ts';
import { applyShares } from '../commands/apply-shares.ts';
import { withoutLinks } from '../../core/text/foreign.ts';
import { panelHtml } from './html.ts';
import { savePicture } from './save-picture.ts';

/** How long the page may take to draw its pictures: a sweep over budgets may still run. */
const patienceMilliseconds = 30_000;

/** The view "Mixture". The host owns the truth and tells every topic whole, so the page may be thrown away at any time. */
export class MixtureView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'climb.mixture';

  readonly #bundle: vscode.Uri;
  readonly #active: ActiveMixture;
  readonly #solver: SolveService;
  readonly #comparisons: Comparisons;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | null = null;
  /** Waits for the page's pictures; null: nobody does. */
  #painter: ((pictures: readonly SectionPicture[]) => void) | null = null;
  /** The page listens: it said `ready` and is not hidden, where messages would be lost. */
  #ready = false;
  /** The result and the comparison that the page has; null: it was sent none. */
  #sent: { readonly last: SolvedMixture | null; readonly others: readonly OtherMixture[] } | null = null;

  constructor(
    extension: vscode.Uri,
    active: ActiveMixture,
    solver: SolveService,
    comparisons: Comparisons,
    log: vscode.LogOutputChannel,
  ) {
    this.#bundle = vscode.Uri.joinPath(extension, 'dist', 'webview');
    this.#active = active;
    this.#solver = solver;
    this.#comparisons = comparisons;
    this.#log = log;
    this.#subscriptions = [
      solver.onDidChange((uri) => {
        if (uri.toString() === active.document?.uri.toString()) this.#update();
      }),
      active.onDidChange(() => this.#update()),
      comparisons.onDidChange(() => this.#update()),
      active.onDidMove((code) => this.#post({ type: 'highlight', code })),
    ];
  }

  /** The sections' pictures, drawn by the page; shows the panel first. Rejects where the page does not answer. */
  async pictures(): Promise<readonly SectionPicture[]> {
    const drawn = new Promise<readonly SectionPicture[]>((resolve, reject) => {
      const late = setTimeout(() => {
        this.#painter = null;
        reject(new Error(vscode.l10n.t('the panel did not draw its pictures')));
      }, patienceMilliseconds);
      this.#painter = (pictures) => {
        clearTimeout(late);
        this.#painter = null;
        resolve(pictures);
      };
    });
    await vscode.commands.executeCommand(`${MixtureView.id}.focus`);
    // A page that is not ready yet is asked when it is.
    this.#post({ type: 'draw' });
    return drawn;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#ready = false;
    view.webview.options = { enableScripts: true, localResourceRoots: [this.#bundle] };
    view.webview.html = panelHtml(view.webview, this.#bundle);
    const subscriptions = [
      view.webview.onDidReceiveMessage((message: unknown) => {
        this.#receive(message).catch((error: unknown) =>
          // A command that the page asked for and that failed: its reader hears of it here, nobody waits for it there.
          vscode.window.showErrorMessage(
            vscode.l10n.t('The panel asked for something that failed: {0}', withoutLinks(String(error))),
          ),
        );
      }),
      view.onDidChangeVisibility(() => {
        // A hidden page is destroyed and says `ready` again when it comes back.
        if (!view.visible) this.#ready = false;
      }),
    ];
    view.onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
      // The view may have been opened anew before the old one was gone.
      if (this.#view !== view) return;
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
    const others = document === null ? [] : this.#comparisons.of(document.uri);
    if (last !== this.#sent?.last || others !== this.#sent.others) {
      this.#sent = { last, others };
      this.#post(resultOf(last, others));
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
      case 'no-runs':
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
        this.#sent = null;
        this.#update();
        this.#post({ type: 'highlight', code: this.#active.language });
        if (this.#painter !== null) this.#post({ type: 'draw' });
        break;
      case 'command':
        await execute(message.command);
        break;
      case 'reveal':
        await this.#active.reveal(message.code);
        break;
      case 'apply-shares':
        if (this.#active.document !== null) {
          await applyShares(this.#active.document, message.version, message.ratio);
        }
        break;
      case 'uncompare':
        if (this.#active.document !== null) {
          await this.#comparisons.remove(this.#active.document.uri, message.id);
        }
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        break;
      case 'save':
        await savePicture(message, this.#active.document);
        break;
      case 'pictures':
        this.#painter?.(message.pictures);
        break;
      case 'violation':
        this.#log.error(
          `the panel's content security policy stopped ${message.directive}: ${message.blocked}`,
        );
        break;
    }
  }
}

const resultOf = (last: SolvedMixture | null, others: readonly OtherMixture[]): PanelResult => ({
  type: 'result',
  report: last?.report ?? null,
  ground: last === null ? null : { model: last.model, problem: last.problem },
  compared: last === null ? [] : others.map((other) => compareMixture(last, other)),
});

/** Most buttons stand for a command of ours; some lead to what VS Code has. */
const execute = (command: PanelCommand): Thenable<unknown> =>
  command === 'openMixture'
    ? vscode.commands.executeCommand('workbench.action.quickOpen', '.climb.')
    : command === 'showProblems'
      ? vscode.commands.executeCommand('workbench.actions.view.problems')
      : vscode.commands.executeCommand(`climb.${command}`);
