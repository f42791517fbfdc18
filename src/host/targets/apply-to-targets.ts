import * as vscode from 'vscode';
import { OutsideWorkspace } from '../../core/analysis/input-files.ts';
import { recognise } from '../../core/formats/check.ts';
import { writeShares } from '../../core/formats/write.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { targetWish } from '../../core/checks/target-wish.ts';
import { applyEdits, type TextEdit } from '../../core/text/range.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { toWorkspaceEdit } from '../edits.ts';
import { locate } from '../files.ts';
import type { OutsideFiles } from '../outside-files.ts';
import { withoutLinks } from '../../core/text/foreign.ts';

const scheme = 'climb-target';

interface Proposal {
  readonly document: vscode.TextDocument;
  /** Of the document that the edits were made for. */
  readonly version: number;
  readonly edits: readonly TextEdit[];
}

/**
 * `Climb: Apply Mixture to Training Configs`: what the mixture would change in each of its targets as diffs, then, once
 * confirmed, one edit of all of them that one undo takes back. Nothing is saved.
 */
export class ApplyToTargets implements vscode.Disposable {
  readonly #active: ActiveMixture;
  readonly #outside: OutsideFiles;
  readonly #log: vscode.LogOutputChannel;
  readonly #contentChanged = new vscode.EventEmitter<vscode.Uri>();
  /** By the URI of the preview. */
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(active: ActiveMixture, outside: OutsideFiles, log: vscode.LogOutputChannel) {
    this.#active = active;
    this.#outside = outside;
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#contentChanged.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
      vscode.commands.registerCommand('climb.applyToTargets', () => this.preview()),
      vscode.commands.registerCommand('climb.writeTargets', () => this.apply()),
    ];
  }

  /** Shows the diffs and offers to apply them. */
  async preview(): Promise<void> {
    const proposals = await this.#propose();
    if (proposals === null) return;
    for (const { document, edits } of proposals) {
      const preview = document.uri.with({ scheme });
      this.#texts.set(preview.toString(), applyEdits(document.getText(), edits));
      this.#contentChanged.fire(preview);
      const name = vscode.workspace.asRelativePath(document.uri);
      const title = vscode.l10n.t('{0}: now ↔ mixture', name);
      await vscode.commands.executeCommand('vscode.diff', document.uri, preview, title, {
        preview: proposals.length === 1,
      });
    }
    const apply = vscode.l10n.t('Apply');
    const offer =
      proposals.length === 1
        ? vscode.l10n.t('The mixture changes one training config.')
        : vscode.l10n.t('The mixture changes {0} training configs.', proposals.length);
    // Not awaited: the offer may stay open for as long as its reader likes.
    void vscode.window.showInformationMessage(offer, apply).then((choice) => {
      if (choice === apply) void this.#write(proposals);
    });
  }

  /** Applies at once; the edit can be undone, and the files are not saved. */
  async apply(): Promise<void> {
    const proposals = await this.#propose();
    if (proposals !== null) await this.#write(proposals);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#contentChanged.dispose();
  }

  async #write(proposals: readonly Proposal[]): Promise<void> {
    const stale = proposals.find(({ document, version }) => document.version !== version);
    if (stale !== undefined) {
      const name = vscode.workspace.asRelativePath(stale.document.uri);
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} changed in the meantime. Apply the mixture again.', name),
      );
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    for (const { document, edits } of proposals) {
      for (const [uri, changes] of toWorkspaceEdit(document, edits).entries()) edit.set(uri, changes);
    }
    if (!(await vscode.workspace.applyEdit(edit))) {
      void vscode.window.showErrorMessage(vscode.l10n.t('The training configs could not be changed.'));
      return;
    }
    await this.#closePreviews(proposals);
    for (const { document } of proposals) await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Null: there is nothing to apply, and the reader was told why. */
  async #propose(): Promise<Proposal[] | null> {
    const { document } = this.#active;
    if (document === null) {
      return this.#tell(vscode.l10n.t('Open a mixture file (*.climb.yaml) first.'));
    }
    const { mixture } = parseMixture(document.getText(), { fileName: document.uri.path });
    if (mixture.targets.length === 0)
      return this.#tell(vscode.l10n.t('This mixture names no training configs under `targets`.'));
    const proposals: Proposal[] = [];
    const notes: string[] = [];
    for (const target of mixture.targets) {
      const wish = targetWish(mixture, target);
      if (wish === null) return this.#tell(vscode.l10n.t('Give every language a ratio first.'));
      const name = target.file.value;
      const config = await this.#open(document.uri, name);
      if (typeof config === 'string') {
        notes.push(config);
        continue;
      }
      if (proposals.some((proposal) => proposal.document === config)) continue;
      const recognised = recognise(config.getText());
      if (recognised === null) {
        notes.push(vscode.l10n.t('{0} is no training config that Climb knows.', name));
        continue;
      }
      const result = writeShares(recognised, wish.shares, { ...wish, languages: languageKnowledge });
      notes.push(...result.notes.map((note) => `${name}: ${note}`));
      if (result.edits.length > 0)
        proposals.push({ document: config, version: config.version, edits: result.edits });
    }
    for (const note of notes) this.#log.info(note);
    if (notes.length > 0) {
      const first = notes[0]!;
      const warning =
        notes.length === 1
          ? first
          : vscode.l10n.t('{0} (and {1} more in the output “Climb”)', first, notes.length - 1);
      void vscode.window.showWarningMessage(withoutLinks(warning));
    }
    if (proposals.length === 0 && notes.length === 0) {
      return this.#tell(
        vscode.l10n.t('The training configs follow the mixture already: there is nothing to change.'),
      );
    }
    return proposals.length === 0 ? null : proposals;
  }

  /** The document of a target, or why there is none. */
  async #open(mixture: vscode.Uri, path: string): Promise<vscode.TextDocument | string> {
    try {
      return await vscode.workspace.openTextDocument(await locate(mixture, path, this.#outside));
    } catch (error) {
      if (error instanceof OutsideWorkspace) {
        return vscode.l10n.t(
          '{0} lies outside the workspace (Climb: Allow Files Outside the Workspace).',
          path,
        );
      }
      // Missing, unreadable or binary: VS Code's reasons differ, the consequence does not.
      return vscode.l10n.t('{0} cannot be opened.', path);
    }
  }

  #tell(message: string): null {
    void vscode.window.showInformationMessage(message);
    return null;
  }

  async #closePreviews(proposals: readonly Proposal[]): Promise<void> {
    const previews = new Set(proposals.map(({ document }) => document.uri.with({ scheme }).toString()));
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) => input instanceof vscode.TabInputTextDiff && previews.has(input.modified.toString()),
      );
    await vscode.window.tabGroups.close(tabs);
  }
}
