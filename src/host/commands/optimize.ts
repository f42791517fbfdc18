import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { applyRatios } from '../../core/edits/apply-ratios.ts';
import { carriesAdvice, isBetterAsItIs } from '../../core/evidence/verdict.ts';
import { recommendedName, recommendedTitle, type Report } from '../../core/report/report.ts';
import { applyEdits, type TextEdit } from '../../core/text/range.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { editDocument } from '../edits.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import { Previews } from '../preview.ts';
import { applyShares, editsOfShares } from './apply-shares.ts';
import type { SolveService } from '../solver/solve-service.ts';
import { openMixtureOf } from '../mixture-command.ts';
import { showErrorMessage, showInformationMessage, showWarningMessage } from '../notifications.ts';

/** Of the texts that previews show; package.json knows it. */
const scheme = 'climb-optimum';

/** What a document would become. */
interface Change {
  readonly document: vscode.TextDocument;
  /** Of the document, that the edits were made for. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
  /** Why the edits are not advised; null: they are, or their reader chose them. */
  readonly reservation: string | null;
}

/** The change to what is recommended. */
interface Proposal extends Change {
  readonly recommended: Report['recommended'];
}

/**
 * `Climb: Optimise Mixture` shows what the recommended mixture would change as a diff; `Climb: Apply Optimum` makes it one undoable edit.
 * Nothing is saved: the file is left changed, for its author to look at, undo or save.
 */
export class OptimizeCommand implements vscode.Disposable {
  readonly #active: ActiveMixture;
  readonly #solver: SolveService;
  readonly #subscriptions: vscode.Disposable[];
  readonly #previews = new Previews(scheme);
  /** Applies what was previewed last. */
  #offered = (): Promise<void> => this.#applyShown();

  constructor(active: ActiveMixture, solver: SolveService) {
    this.#active = active;
    this.#solver = solver;
    this.#subscriptions = [
      vscode.commands.registerCommand('climb.optimize', () => this.preview()),
      vscode.commands.registerCommand('climb.apply', () => (isShown() ? this.#offered() : this.apply())),
    ];
  }

  async preview(): Promise<void> {
    const proposal = await this.#propose();
    if (proposal === null) return;
    if (proposal.edits.length === 0) {
      void showInformationMessage(
        vscode.l10n.t(
          'The mixture already has the shares of {0}: nothing to change.',
          recommendedName(proposal),
        ),
      );
      return;
    }
    await this.#show(proposal, recommendedTitle(proposal), () => this.#applyShown());
  }

  /**
   * Shows what other shares would change, those of a strategy or of a compared mixture.
   *
   * @param version of the document that they were made for; one that has changed since is not shown
   * @param ratio in the order of the mixture's languages
   * @param name of the mixture, as the panel has it
   */
  async previewShares(
    document: vscode.TextDocument,
    version: number,
    ratio: readonly number[],
    name: string,
  ): Promise<void> {
    const change = editsOfShares(document, version, ratio);
    if (change === null) return;
    if (change.edits.length === 0) {
      void showInformationMessage(vscode.l10n.t('The file already has these shares.'));
      return;
    }
    await this.#show({ document, ...change, reservation: null }, name, async () => {
      await applyShares(document, version, ratio);
      await this.#previews.close([document.uri]);
    });
  }

  /** The file beside what it would be, with an offer to make it so. */
  async #show(
    { document, edits, reservation }: Change,
    name: string,
    apply: () => Promise<void>,
  ): Promise<void> {
    const file = nameOf(document.uri);
    const title = vscode.l10n.t('{0}: now ↔ {1}', file, name);
    await this.#previews.showChange(document.uri, applyEdits(document.getText(), edits), title);
    this.#offered = apply;
    const yes = vscode.l10n.t('Apply');
    const offer =
      edits.length === 1
        ? vscode.l10n.t('One ratio changes ({0}).', name)
        : vscode.l10n.t('{0} ratios change ({1}).', edits.length, name);
    // Not awaited: the offer may stay open for as long as its reader likes.
    const show = reservation === null ? showInformationMessage : showWarningMessage;
    void show(reservation === null ? offer : `${offer} ${reservation}`, yes).then((choice) => {
      if (choice === yes) void apply();
    });
  }

  /** Applies what is recommended to the file as it stands, without a diff; asks first where it is not advised. */
  async apply(): Promise<void> {
    const proposal = await this.#propose();
    if (proposal === null) return;
    const { reservation, edits } = proposal;
    if (reservation !== null && edits.length > 0) {
      const yes = vscode.l10n.t('Write It Anyway');
      const detail = vscode.l10n.t('Climb does not advise writing these shares.');
      if ((await showWarningMessage(reservation, { modal: true, detail }, yes)) !== yes) return;
    }
    await this.#write(proposal);
  }

  /** Applies the recommended mixture that a diff showed, with all that is to be said of it. */
  async #applyShown(): Promise<void> {
    const proposal = await this.#propose();
    if (proposal !== null) await this.#write(proposal);
  }

  async #write({ document, text, edits }: Proposal): Promise<void> {
    if (document.getText() !== text) {
      void showWarningMessage(vscode.l10n.t('The file changed in the meantime. Optimise it again.'));
      return;
    }
    if (!(await editDocument(document, text, edits))) {
      void showErrorMessage(vscode.l10n.t('{0} could not be changed.', nameOf(document.uri)));
      return;
    }
    await this.#previews.close([document.uri]);
    await vscode.window.showTextDocument(document);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#previews.dispose();
  }

  /** Solves first where the last result is older than the text. Null: there is nothing to show; the reader was told why. */
  async #propose(): Promise<Proposal | null> {
    const document = openMixtureOf(this.#active);
    if (document === null) return null;
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
              ? vscode.l10n.t('No proxy runs have been collected yet: plan and launch some.')
              : vscode.l10n.t('It was cancelled.');
      void showErrorMessage(vscode.l10n.t('The mixture was not solved. {0}', reason));
      return null;
    }
    if (last.solution.status === 'infeasible') {
      void showErrorMessage(
        vscode.l10n.t('No mixture satisfies all limits. {0}', last.solution.reason ?? ''),
      );
      return null;
    }
    const text = document.getText();
    const edits = applyRatios(parsedMixture(document), last.solution.ratio);
    const { verdict, recommended } = last.report;
    const isAdvised = carriesAdvice(verdict) && !isBetterAsItIs(verdict);
    return { document, text, edits, reservation: isAdvised ? null : verdict.headline, recommended };
  }
}

/** The preview is what its reader looks at: applying means what it shows. */
function isShown(): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme;
}
