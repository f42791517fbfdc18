import * as vscode from 'vscode';
import { addition } from '../../core/analysis/add-languages.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { editDocument } from '../edits.ts';
import { keptTexts } from '../kept-texts.ts';
import { pickLanguages } from '../language/pick-languages.ts';
import { nameOf } from '../name-of.ts';
import { registerMixtureCommand } from '../mixture-command.ts';
import { showErrorMessage, showInformationMessage } from '../notifications.ts';
import type { OutsideFiles } from '../outside-files.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import { Previews } from '../preview.ts';

/**
 * `Climb: Add Languages…`: asks which, shows the file with them and with the group that keeps the old proportions as a diff, makes it one
 * edit that one undo takes back, and offers to plan the proxy runs that tell the new shares. Nothing is saved.
 */
export class AddLanguagesCommand implements vscode.Disposable {
  readonly #outside: OutsideFiles;
  readonly #memory: vscode.Memento;
  readonly #previews = new Previews('climb-languages');
  readonly #registration: vscode.Disposable;

  constructor(active: ActiveMixture, outside: OutsideFiles, memory: vscode.Memento) {
    this.#outside = outside;
    this.#memory = memory;
    this.#registration = registerMixtureCommand('climb.addLanguages', active, (document) =>
      this.#run(document),
    );
  }

  dispose(): void {
    this.#registration.dispose();
    this.#previews.dispose();
  }

  async #run(document: vscode.TextDocument): Promise<void> {
    const there = parsedMixture(document).mixture.languages.map(({ code }) => code);
    const codes = await pickLanguages(this.#memory, vscode.l10n.t('Add languages'), there);
    if (codes.length === 0) return;
    // The file as it is now: the question may have stood for a while.
    const parsed = parsedMixture(document);
    const textOf = await keptTexts(document.uri, parsed.mixture, this.#outside);
    const added = addition(parsed, codes, document.uri.path, textOf);
    const file = nameOf(document.uri);
    if (added.kind === 'refused') {
      void showErrorMessage(vscode.l10n.t('{0}: {1}', file, added.reason));
      return;
    }
    const { change, text, summary, saving } = added;
    await this.#previews.showChange(
      document.uri,
      text,
      vscode.l10n.t('{0}: now ↔ with {1}', file, change.added.join(', ')),
    );
    const add = vscode.l10n.t('Add');
    const said = saving === null ? summary : `${summary} ${saving}`;
    // Not awaited: the offer may stay open for as long as its reader likes.
    void showInformationMessage(said, add).then(async (choice) => {
      if (choice !== add) return;
      if (!(await editDocument(document, parsed.text, change.edits))) {
        void showErrorMessage(vscode.l10n.t('{0} changed in the meantime. Add the languages again.', file));
        return;
      }
      await this.#previews.close([document.uri]);
      await vscode.window.showTextDocument(document);
      await offerRuns(added.runs);
    });
  }
}

async function offerRuns(count: number): Promise<void> {
  const plan = vscode.l10n.t('Plan {0} Runs…', count);
  const choice = await showInformationMessage(
    vscode.l10n.t('Only proxy runs that include the new languages can tell what they give and get.'),
    plan,
  );
  if (choice === plan) await vscode.commands.executeCommand('climb.runs.plan', count);
}
