import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { openMixture } from '../no-mixture.ts';
import { compareMixture, type OtherMixture } from '../../core/analysis/compare-mixtures.ts';
import {
  readFromPanel,
  type PanelCommand,
  type PanelHistory,
  type PanelResult,
  type PanelState,
  type SectionPicture,
  type ToPanel,
} from '../../protocol/panel.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import type { Comparisons } from '../compare/comparisons.ts';
import { noHistory, type Histories } from '../compare/histories.ts';
import type { SolvedMixture, SolveService } from '../solver/solve-service.ts';
import { applyShares } from '../commands/apply-shares.ts';
import { panelHtml } from './html.ts';
import { demandRegular, resolvePath } from '../files.ts';
import { savePicture } from './save-picture.ts';
import { showErrorMessage } from '../notifications.ts';
import { triedModel } from './tried-model.ts';

/** How long the page may take to draw its pictures: a sweep over budgets may still run. */
const patienceMilliseconds = 30_000;

/** One page, in the side bar or in an editor tab. The host owns the truth, so it may be thrown away at any time. */
interface Page {
  readonly webview: vscode.Webview;
  /** The page listens: it said `ready` and is not hidden, where messages would be lost. */
  ready: boolean;
  /** The result (its model apart, which outlives it), the comparison and the history that the page has; null: it was sent none. */
  sent: {
    readonly last: SolvedMixture | null;
    readonly others: readonly OtherMixture[];
    readonly history: PanelHistory;
  } | null;
}

/** The view "Mixture", and the same beside the file as an editor tab. Both follow one mixture and are told every topic whole. */
export class MixtureView
  implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, vscode.Disposable
{
  static readonly id = 'climb.mixture';

  readonly #bundle: vscode.Uri;
  readonly #active: ActiveMixture;
  readonly #solver: SolveService;
  readonly #comparisons: Comparisons;
  readonly #histories: Histories;
  readonly #preview: PreviewShares;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable[];
  readonly #pages = new Set<Page>();
  /** The editor tab; null: there is none. */
  #tab: vscode.WebviewPanel | null = null;
  /** Waits for the page's pictures; null: nobody does. */
  #painter: ((pictures: readonly SectionPicture[]) => void) | null = null;

  constructor(
    extension: vscode.Uri,
    active: ActiveMixture,
    solver: SolveService,
    comparisons: Comparisons,
    histories: Histories,
    preview: PreviewShares,
    log: vscode.LogOutputChannel,
  ) {
    this.#bundle = vscode.Uri.joinPath(extension, 'dist', 'webview');
    this.#active = active;
    this.#solver = solver;
    this.#comparisons = comparisons;
    this.#histories = histories;
    this.#preview = preview;
    this.#log = log;
    this.#subscriptions = [
      ...[solver.onDidChange, solver.onDidProgress].map((told) =>
        told((uri) => {
          if (uri.toString() === active.document?.uri.toString()) this.#update();
        }),
      ),
      active.onDidChange(() => this.#update()),
      comparisons.onDidChange(() => this.#update()),
      histories.onDidChange(() => this.#update()),
      active.onDidMove((code) => this.#postToAll({ type: 'highlight', code })),
    ];
  }

  /** The sections' pictures, drawn by a page; shows the panel first where none is in view. Rejects where it does not answer. */
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
    const shown = [...this.#pages].find(({ ready }) => ready);
    if (shown === undefined) {
      // A page that is not ready yet is asked when it is.
      await vscode.commands.executeCommand(`${MixtureView.id}.focus`);
    } else post(shown, { type: 'draw' });
    return drawn;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const page = this.#open(view.webview);
    const visibility = view.onDidChangeVisibility(() => {
      // A hidden page is destroyed and says `ready` again when it comes back.
      if (!view.visible) page.ready = false;
    });
    view.onDidDispose(() => {
      visibility.dispose();
      this.#pages.delete(page);
    });
  }

  /** Opens the panel as an editor tab beside the file, or shows the one that there is. */
  openToSide(): void {
    if (this.#tab !== null) {
      this.#tab.reveal(undefined, true);
      return;
    }
    this.#adopt(
      vscode.window.createWebviewPanel(
        MixtureView.id,
        vscode.l10n.t('Climb: Mixture'),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, localResourceRoots: [this.#bundle] },
      ),
    );
  }

  /** An editor tab that was open when VS Code was closed. */
  deserializeWebviewPanel(tab: vscode.WebviewPanel): Promise<void> {
    this.#adopt(tab);
    return Promise.resolve();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#tab?.dispose();
  }

  #adopt(tab: vscode.WebviewPanel): void {
    this.#tab = tab;
    tab.iconPath = vscode.Uri.joinPath(this.#bundle, '..', '..', 'media', 'climb.svg');
    const page = this.#open(tab.webview);
    const visibility = tab.onDidChangeViewState(() => {
      if (!tab.visible) page.ready = false;
    });
    tab.onDidDispose(() => {
      visibility.dispose();
      this.#pages.delete(page);
      if (this.#tab === tab) this.#tab = null;
    });
  }

  #open(webview: vscode.Webview): Page {
    const page: Page = { webview, ready: false, sent: null };
    this.#pages.add(page);
    webview.options = { enableScripts: true, localResourceRoots: [this.#bundle] };
    webview.html = panelHtml(webview, this.#bundle);
    // Ends with the webview.
    webview.onDidReceiveMessage((message: unknown) => {
      this.#receive(page, message).catch((error: unknown) =>
        // A command that the page asked for and that failed: its reader hears of it here, nobody waits for it there.
        showErrorMessage(vscode.l10n.t('A request from the panel failed: {0}', String(error))),
      );
    });
    return page;
  }

  #postToAll(message: ToPanel): void {
    for (const page of this.#pages) post(page, message);
  }

  #update(): void {
    for (const page of this.#pages) this.#tell(page);
  }

  /** Tells what is new: the result and its model, which may be large, only if they are others. */
  #tell(page: Page): void {
    if (!page.ready) return;
    const { document } = this.#active;
    const last = document === null ? null : this.#solver.status(document.uri).last;
    const others = document === null ? [] : this.#comparisons.of(document.uri);
    const history = document === null ? noHistory : this.#histories.of(document.uri, last);
    const { sent } = page;
    page.sent = { last, others, history };
    if (last?.model !== sent?.last?.model)
      post(page, { type: 'model', model: last === null ? null : triedModel(last.model) });
    if (last !== sent?.last || others !== sent.others) post(page, resultOf(last, others));
    if (history !== sent?.history) post(page, history);
    post(
      page,
      document === null
        ? { type: 'status', fileName: null, state: { kind: 'empty' } }
        : {
            type: 'status',
            fileName: nameOf(document.uri),
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
        if (state.text === document.getText()) {
          const { kind, reason } = state.failure;
          return { kind: kind === 'paused' ? 'paused' : 'failed', reason };
        }
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

  /** Shows a row of a table that the last result says something of; no other file is opened for the page. */
  async #revealRow(file: string, line: number): Promise<void> {
    const { document } = this.#active;
    if (document === null) return;
    const named = this.#solver.status(document.uri).last?.report.trust.badRuns ?? [];
    const uri = named.some((run) => run.file === file) ? resolvePath(document.uri, file) : null;
    if (uri === null) return;
    // It may have become a pipe since it was read.
    await demandRegular(uri, Infinity);
    const place = new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(uri, { selection: place, preview: true });
  }

  async #receive(page: Page, raw: unknown): Promise<void> {
    const message = readFromPanel(raw);
    if (message === null) {
      // Not what it was: a message may be anything, and as large as it likes.
      this.#log.warn('the panel sent a message that is not understood');
      return;
    }
    switch (message.type) {
      case 'ready':
        page.ready = true;
        page.sent = null;
        this.#tell(page);
        post(page, { type: 'highlight', code: this.#active.language });
        if (this.#painter !== null) post(page, { type: 'draw' });
        break;
      case 'command':
        await execute(message.command);
        break;
      case 'reveal':
        await this.#active.reveal(message.code);
        break;
      case 'reveal-row':
        await this.#revealRow(message.file, message.line);
        break;
      case 'apply-shares':
        if (this.#active.document !== null) {
          await applyShares(this.#active.document, message.version, message.ratio);
        }
        break;
      case 'preview-shares':
        if (this.#active.document !== null) {
          await this.#preview(this.#active.document, message.version, message.ratio, message.name);
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

/** Shows as a diff what shares would change in a document of a version. */
type PreviewShares = (
  document: vscode.TextDocument,
  version: number,
  ratio: readonly number[],
  name: string,
) => Promise<void>;

function post(page: Page, message: ToPanel): void {
  if (page.ready) void page.webview.postMessage(message);
}

const resultOf = (last: SolvedMixture | null, others: readonly OtherMixture[]): PanelResult => ({
  type: 'result',
  report: last?.report ?? null,
  problem: last?.problem ?? null,
  compared: last === null ? [] : others.map((other) => compareMixture(last, other)),
});

/** Most buttons stand for a command of ours; some lead to what VS Code has. */
const execute = (command: PanelCommand): Thenable<unknown> =>
  command === 'openMixture'
    ? openMixture()
    : command === 'showProblems'
      ? vscode.commands.executeCommand('workbench.actions.view.problems')
      : vscode.commands.executeCommand(`climb.${command}`);
