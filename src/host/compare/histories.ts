import * as vscode from 'vscode';
import { readForComparison } from '../../core/analysis/compare-mixtures.ts';
import { judgedNow, toldThen, type PastMixture } from '../../core/analysis/history.ts';
import { readInputFiles } from '../../core/analysis/input-files.ts';
import type { MixtureResult } from '../../core/analysis/solve-mixture.ts';
import { interactionPaths } from '../../core/mixture/paths.ts';
import type { PanelHistory } from '../../protocol/panel.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { inTurns } from '../in-turns.ts';
import { nameOf } from '../name-of.ts';
import { registerMixtureCommand } from '../mixture-command.ts';
import { showInformationMessage } from '../notifications.ts';
import { thresholds } from '../settings.ts';
import type { SolveService } from '../solver/solve-service.ts';
import { filesInRevision, revisionsOf, textInRevision, whyNotThere, type Revision } from './revisions.ts';

/** Commits that are solved; each may be a fit of its own. */
const most = 10;

/** What is known of the commits of one file. */
interface History {
  readonly past: PastMixture[];
  /** Commits that are still to be solved. */
  left: number;
  readonly abort: AbortController;
  /** What was told of it last, and by which result commits were judged; null: more is known since. */
  told: { readonly now: MixtureResult | null; readonly message: PanelHistory } | null;
}

/** Of what nobody has asked for. */
export const noHistory: PanelHistory = { type: 'history', entries: null, left: 0 };

/** `Climb: Show History`: how a mixture, what was predicted of it and its fit changed over the commits of its file. */
export class Histories implements vscode.Disposable {
  readonly #solver: SolveService;
  readonly #histories = new Map<string, History>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration: vscode.Disposable;

  /** More is known of a history. */
  readonly onDidChange = this.#changed.event;

  constructor(active: ActiveMixture, solver: SolveService) {
    this.#solver = solver;
    this.#registration = registerMixtureCommand('climb.showHistory', active, (document) =>
      this.#show(document),
    );
  }

  /** What is known of a file's commits, judged by its newest result; the same object as long as nothing changes. */
  of(file: vscode.Uri, now: MixtureResult | null): PanelHistory {
    const history = this.#histories.get(file.toString());
    if (history === undefined) return noHistory;
    if (history.told?.now === now) return history.told.message;
    const name = nameOf(file);
    const own = toldThen(now ?? vscode.l10n.t('It is not solved yet.'));
    const subject = vscode.l10n.t('the file as it is');
    const asItIs = { revision: null, date: null, subject, ...own, objectiveNow: own.objective };
    const entries = [asItIs, ...history.past.map((past) => judgedNow(past, now, name))];
    const message: PanelHistory = { type: 'history', entries, left: history.left };
    history.told = { now, message };
    return message;
  }

  dispose(): void {
    for (const { abort } of this.#histories.values()) abort.abort();
    this.#registration.dispose();
    this.#changed.dispose();
  }

  async #show({ uri }: vscode.TextDocument): Promise<void> {
    const revisions = (await revisionsOf(uri)).slice(0, most);
    if (revisions.length === 0) {
      void showInformationMessage(
        vscode.l10n.t('{0} has no history: no commit in git has it yet.', nameOf(uri)),
      );
      return;
    }
    const key = uri.toString();
    this.#histories.get(key)?.abort.abort();
    const history: History = { past: [], left: revisions.length, abort: new AbortController(), told: null };
    this.#histories.set(key, history);
    this.#changed.fire();
    await vscode.commands.executeCommand('climb.showPanel');
    for (const revision of revisions) {
      const past = await this.#past(uri, revision, history.abort.signal);
      if (history.abort.signal.aborted) return;
      history.past.push(past);
      history.left--;
      history.told = null;
      this.#changed.fire();
    }
  }

  /** A commit's mixture, solved with the files that it named then. */
  async #past(uri: vscode.Uri, { hash, subject, date }: Revision, signal: AbortSignal): Promise<PastMixture> {
    const about = { revision: hash, subject, date: date === null ? null : date.toISOString().slice(0, 10) };
    let text: string;
    try {
      text = await textInRevision(uri, hash);
    } catch (error) {
      return { ...about, read: null, own: toldThen(whyNotThere(error)) };
    }
    const fileName = nameOf(uri);
    const read = await inTurns(readForComparison(text, fileName));
    const paths = interactionPaths(read.mixture);
    if (paths === null) return { ...about, read, own: toldThen(vscode.l10n.t('It names no interactions.')) };
    const { files, unreadable } = await readInputFiles(paths, filesInRevision(uri, hash));
    const { minR2 } = thresholds(uri);
    const request = { fileName, version: 0, mixture: text, files, unreadable, minR2 };
    const outcome = await this.#solver.solveAside(uri, request, signal);
    return {
      ...about,
      read,
      own: toldThen(outcome.kind === 'solved' ? outcome.result : outcome.failure.reason),
    };
  }
}
