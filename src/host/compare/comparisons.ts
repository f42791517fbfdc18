import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { readForComparison, type OtherMixture } from '../../core/analysis/compare-mixtures.ts';
import { mostMixtureBytes } from '../../core/mixture/source.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { demandRegular } from '../files.ts';
import { inTurns } from '../in-turns.ts';
import { idOf, pickMixtures, type MixtureSource } from './pick-mixtures.ts';
import { textInRevision } from './revisions.ts';
import { registerMixtureCommand } from '../mixture-command.ts';
import { messageOf } from '../../core/text/error-message.ts';

const none: readonly OtherMixture[] = [];

/** `Climb: Compare Mixtures…`: the files and revisions that stand beside each mixture, with their texts kept up to date. */
export class Comparisons implements vscode.Disposable {
  /** By the URI of the mixture that they are compared with. */
  readonly #sources = new Map<string, readonly MixtureSource[]>();
  readonly #texts = new Map<string, readonly OtherMixture[]>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];

  readonly onDidChange = this.#changed.event;

  constructor(active: ActiveMixture) {
    this.#subscriptions = [
      registerMixtureCommand('climb.compare', active, (document) => this.#choose(document)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#reread(uri)),
    ];
  }

  /** What is compared with a mixture; the same array as long as nothing changes. */
  of(mixture: vscode.Uri): readonly OtherMixture[] {
    return this.#texts.get(mixture.toString()) ?? none;
  }

  async remove(mixture: vscode.Uri, id: string): Promise<void> {
    const sources = this.#sources.get(mixture.toString()) ?? [];
    await this.#set(
      mixture,
      sources.filter((source) => idOf(source) !== id),
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #choose(document: vscode.TextDocument): Promise<void> {
    const chosen = await pickMixtures(document.uri, this.#sources.get(document.uri.toString()) ?? []);
    if (chosen === undefined) return;
    await this.#set(document.uri, chosen);
    await vscode.commands.executeCommand('climb.showPanel');
  }

  /** Reads the sources; of two calls at a time the later one's answer holds. */
  async #set(mixture: vscode.Uri, sources: readonly MixtureSource[]): Promise<void> {
    const key = mixture.toString();
    this.#sources.set(key, sources);
    const texts = await Promise.all(sources.map(read));
    if (this.#sources.get(key) !== sources) return;
    this.#texts.set(key, texts);
    this.#changed.fire();
  }

  #reread(saved: vscode.Uri): void {
    for (const [mixture, sources] of this.#sources) {
      const concerned = sources.some(
        ({ uri, revision }) => revision === null && uri.toString() === saved.toString(),
      );
      if (concerned) void this.#set(vscode.Uri.parse(mixture), [...sources]);
    }
  }
}

async function read(source: MixtureSource): Promise<OtherMixture> {
  const { uri, revision } = source;
  const path = nameOf(uri);
  const shown = {
    id: idOf(source),
    name: revision === null ? path : `${path} @ ${revision.hash.slice(0, 7)}`,
    detail: revision?.subject ?? '',
  };
  try {
    const text = revision === null ? await textOnDiskOrOpen(uri) : await textInRevision(uri, revision.hash);
    return { ...shown, read: await inTurns(readForComparison(text, path)), unreadable: null };
  } catch (error) {
    const reason = messageOf(error);
    return { ...shown, read: null, unreadable: vscode.l10n.t('It cannot be read: {0}', reason) };
  }
}

async function textOnDiskOrOpen(uri: vscode.Uri): Promise<string> {
  const isOpen = vscode.workspace.textDocuments.some(
    (document) => document.uri.toString() === uri.toString(),
  );
  if (!isOpen) await demandRegular(uri, mostMixtureBytes);
  return (await vscode.workspace.openTextDocument(uri)).getText();
}
