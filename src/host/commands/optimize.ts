import * as vscode from 'vscode';
import { applyRatios } from '../../core/edits/apply-ratios.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { applyEdits, type TextEdit } from '../../core/text/range.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { editDocument } from '../edits.ts';
import type { SolveService } from '../solver/solve-service.ts';
import { withoutLinks } from '../../core/text/foreign.ts';

const scheme = 'climb-optimum';

interface Proposal {
  readonly document: vscode.TextDocument;
  /** Of the document, that the edits were made for. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/**
 * `Climb: Optimise Mixture` shows what the optimum would change as a diff; `Climb: Apply Optimum` makes it one undoable edit.
 * Nothing is saved: the file is left changed, for its author to look at, undo or save.
 */
export class OptimizeCommand implements vscode.Disposable {
  readonly #active: ActiveMixture;
  readonly #solver: SolveService;
  readonly #subscriptions: vscode.Disposable[];
  readonly #contentChanged = new vscode.EventEmitter<vscode.Uri>();
  /** By the URI of the preview. */
  readonly #texts = new Map<string, string>();

  constructor(active: ActiveMixture, solver: SolveService) {
    this.#active = active;
    this.#solver = solver;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#contentChanged.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
      vscode.commands.registerCommand('climb.optimize', () => this.preview()),
      vscode.commands.registerCommand('climb.apply', () => this.apply()),
    ];
  }

  async preview(): Promise<void> {
    const proposal = await this.#propose();
    if (proposal === null) return;
    const { document, edits } = proposal;
    if (edits.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The mixture is at its optimum already: there is nothing to change.'),
      );
      return;
    }
    const preview = document.uri.with({ scheme });
    this.#texts.set(preview.toString(), applyEdits(document.getText(), edits));
    this.#contentChanged.fire(preview);
    const name = vscode.workspace.asRelativePath(document.uri);
    const title = vscode.l10n.t('{0}: now ↔ optimum', name);
    await vscode.commands.executeCommand('vscode.diff', document.uri, preview, title);
    const apply = vscode.l10n.t('Apply');
    const offer =
      edits.length === 1
        ? vscode.l10n.t('The optimum changes one ratio.')
        : vscode.l10n.t('The optimum changes {0} ratios.', edits.length);
    // Not awaited: the offer may stay open for as long as its reader likes.
    void vscode.window.showInformationMessage(offer, apply).then((choice) => {
      if (choice === apply) void this.apply();
    });
  }

  /** Applies the optimum to the file as it stands; the diff need not be open. */
  async apply(): Promise<void> {
    const proposal = await this.#propose();
    if (proposal === null) return;
    const { document, text, edits } = proposal;
    if (document.getText() !== text) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The file changed in the meantime. Optimise it again.'),
      );
      return;
    }
    if (!(await editDocument(document, text, edits))) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('{0} could not be changed.', vscode.workspace.asRelativePath(document.uri)),
      );
      return;
    }
    await this.#closePreview(document);
    await vscode.window.showTextDocument(document);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#contentChanged.dispose();
  }

  /** Solves first where the last result is older than the text. Null: there is no optimum to show; the reader was told why. */
  async #propose(): Promise<Proposal | null> {
    const { document } = this.#active;
    if (document === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a mixture file (*.climb.yaml) first.'));
      return null;
    }
    if (!this.#solver.isCurrent(document)) {
      await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: vscode.l10n.t('Climb: solving the mixture'),
          cancellable: true,
        },
        async (_, cancellation) => {
          cancellation.onCancellationRequested(() => this.#solver.cancel(document.uri));
          this.#solver.request(document);
          await this.#solver.whenSettled(document.uri);
        },
      );
    }
    const { state, last } = this.#solver.status(document.uri);
    if (last === null || !this.#solver.isCurrent(document)) {
      const reason =
        state.kind === 'failed'
          ? state.failure.reason
          : state.kind === 'no-interactions'
            ? vscode.l10n.t('It names no interactions.')
            : state.kind === 'no-runs'
              ? vscode.l10n.t('No proxy runs are collected yet: plan and launch some.')
              : vscode.l10n.t('It was cancelled.');
      void vscode.window.showErrorMessage(
        vscode.l10n.t('The mixture was not solved. {0}', withoutLinks(reason)),
      );
      return null;
    }
    if (last.solution.status === 'infeasible') {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('No mixture keeps all limits. {0}', withoutLinks(last.solution.reason ?? '')),
      );
      return null;
    }
    const text = document.getText();
    const parsed = parseMixture(text, { fileName: document.uri.path });
    return { document, text, edits: applyRatios(parsed, last.solution.ratio) };
  }

  async #closePreview(document: vscode.TextDocument): Promise<void> {
    const preview = document.uri.with({ scheme }).toString();
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === preview,
      );
    await vscode.window.tabGroups.close(tabs);
  }
}
