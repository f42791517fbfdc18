import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { OutsideWorkspace } from '../../core/analysis/file-access.ts';
import type { RecognisedConfig } from '../../core/formats/check.ts';
import { beyondBudget, ConfigBudget, mostConfigBytes } from '../../core/formats/config-limits.ts';
import { readWithHolders, targetSteps } from '../../core/formats/held.ts';
import { KnownConfigs } from '../../core/formats/known-configs.ts';
import type { RequestedShares } from '../../core/formats/requested.ts';
import { writeAllSteps } from '../../core/formats/write.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { requestedShares } from '../../core/checks/requested-shares.ts';
import { applyEdits } from '../../core/text/range.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { editDocuments, type DocumentEdits } from '../edits.ts';
import { demandRegular, locate } from '../files.ts';
import { configFault } from './config-fault.ts';
import { inTurns } from '../in-turns.ts';
import type { OutsideFiles } from '../outside-files.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import { Previews } from '../preview.ts';
import { openMixtureOf } from '../mixture-command.ts';
import { showInformationMessage, showWarningMessage } from '../notifications.ts';

/**
 * `Climb: Apply Mixture to Training Configs`: what the mixture would change in each of its targets as diffs, then, once
 * confirmed, one edit of all of them that one undo takes back. Nothing is saved.
 */
export class ApplyToTargets implements vscode.Disposable {
  readonly #active: ActiveMixture;
  readonly #outside: OutsideFiles;
  readonly #log: vscode.LogOutputChannel;
  readonly #previews = new Previews('climb-target');
  readonly #subscriptions: vscode.Disposable[];

  constructor(active: ActiveMixture, outside: OutsideFiles, log: vscode.LogOutputChannel) {
    this.#active = active;
    this.#outside = outside;
    this.#log = log;
    this.#subscriptions = [
      vscode.commands.registerCommand('climb.applyToTargets', () => this.preview()),
      vscode.commands.registerCommand('climb.writeTargets', () => this.apply()),
    ];
  }

  /** Shows the diffs and offers to apply them. */
  async preview(): Promise<void> {
    const proposals = await this.#propose();
    if (proposals === null) return;
    for (const { document, text, edits } of proposals) {
      const name = nameOf(document.uri);
      const title = vscode.l10n.t('{0}: now ↔ mixture', name);
      await this.#previews.showChange(document.uri, applyEdits(text, edits), title, proposals.length > 1);
    }
    const apply = vscode.l10n.t('Apply');
    const offer =
      proposals.length === 1
        ? vscode.l10n.t('The mixture changes one training config.')
        : vscode.l10n.t('The mixture changes {0} training configs.', proposals.length);
    // Not awaited: the offer may stay open for as long as its reader likes.
    void showInformationMessage(offer, apply).then((choice) => {
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
    this.#previews.dispose();
  }

  async #write(proposals: readonly DocumentEdits[]): Promise<void> {
    const missed = await editDocuments(proposals);
    if (missed.length > 0) {
      const names = missed.map(({ uri }) => nameOf(uri)).join(', ');
      void showWarningMessage(vscode.l10n.t('{0} changed in the meantime. Apply the mixture again.', names));
      return;
    }
    await this.#previews.close(proposals.map(({ document }) => document.uri));
    for (const { document } of proposals) await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Null: there is nothing to apply, and the reader was told why. */
  async #propose(): Promise<DocumentEdits[] | null> {
    const document = openMixtureOf(this.#active);
    if (document === null) return null;
    const { mixture } = parsedMixture(document);
    if (mixture.targets.length === 0)
      return this.#tell(vscode.l10n.t('This mixture names no training configs under `targets`.'));
    const known = new KnownConfigs();
    const proposals: DocumentEdits[] = [];
    const notes: string[] = [];
    const budget = new ConfigBudget();
    /** What is asked of each config: targets may be stages of one. */
    const wanted = new Map<
      vscode.TextDocument,
      { readonly name: string; readonly recognised: RecognisedConfig; readonly requests: RequestedShares[] }
    >();
    for (const target of mixture.targets) {
      const name = target.file.value;
      const documents = new Map<string, vscode.TextDocument>();
      const read = async (path: string, named: boolean): Promise<string | null> => {
        const opened = await this.#open(document.uri, path);
        if (typeof opened === 'string') {
          if (named) notes.push(opened);
          return null;
        }
        documents.set(path, opened);
        return opened.getText();
      };
      const texts = await readWithHolders([name], read, budget);
      if (budget.hasRefused(name)) notes.push(`${beyondBudget(name)}.`);
      const held = await inTurns(targetSteps(name, (path) => texts.get(path) ?? null, known));
      const config = documents.get(held?.file ?? name);
      if (config === undefined || budget.hasRefused(name)) continue;
      if (held === null) {
        notes.push(vscode.l10n.t('{0} is not a training config that Climb recognises.', name));
        continue;
      }
      const { recognised } = held;
      const requested = requestedShares(mixture, target, recognised.config);
      if (requested === null) return this.#tell(vscode.l10n.t('Give every language a ratio first.'));
      if (requested.length === 0)
        notes.push(
          vscode.l10n.t('{0}: the mixture has no such stage ({1}).', name, String(target.stage?.value)),
        );
      const before = wanted.get(config);
      if (before === undefined) wanted.set(config, { name, recognised, requests: [...requested] });
      else before.requests.push(...requested);
    }
    for (const [config, { name, recognised, requests }] of wanted) {
      const result = await inTurns(writeAllSteps(recognised, requests, languageKnowledge));
      notes.push(...result.notes.map((note) => `${name}: ${note}`));
      if (result.edits.length > 0)
        proposals.push({ document: config, text: recognised.document.text, edits: result.edits });
    }
    for (const note of notes) this.#log.info(note);
    const [first] = notes;
    if (first !== undefined) {
      const warning =
        notes.length === 1
          ? first
          : vscode.l10n.t('{0} (and {1} more in the output “Climb”)', first, notes.length - 1);
      void showWarningMessage(warning);
    }
    if (proposals.length === 0 && notes.length === 0) {
      return this.#tell(vscode.l10n.t('The training configs already follow the mixture: nothing to change.'));
    }
    return proposals.length === 0 ? null : proposals;
  }

  /** The document of a target, or why there is none. */
  async #open(mixture: vscode.Uri, path: string): Promise<vscode.TextDocument | string> {
    try {
      const uri = await locate(mixture, path, this.#outside);
      await demandRegular(uri, mostConfigBytes);
      return await vscode.workspace.openTextDocument(uri);
    } catch (error) {
      if (error instanceof OutsideWorkspace) {
        return vscode.l10n.t(
          '{0} lies outside the workspace (Climb: Allow Files Outside the Workspace).',
          path,
        );
      }
      return `${configFault(error, path)}.`;
    }
  }

  #tell(message: string): null {
    void showInformationMessage(message);
    return null;
  }
}
