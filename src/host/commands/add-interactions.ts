import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { addInteractions, type InteractionSource } from '../../core/edits/add-interactions.ts';
import { tableEndings } from '../../core/runs/endings.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { editDocument } from '../edits.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import { registerMixtureCommand } from '../mixture-command.ts';
import { showErrorMessage, showInformationMessage } from '../notifications.ts';

/** `Climb: Add Interactions…`: asks where a mixture's interactions come from and writes that to the file, as one undoable edit. */
export function addInteractionsCommand(active: ActiveMixture): vscode.Disposable {
  return registerMixtureCommand('climb.addInteractions', active, async (document) => {
    const from = await choose(document.uri);
    if (from === null) return;
    const parsed = parsedMixture(document);
    const edit = addInteractions(parsed, from);
    if (edit === null) {
      void showInformationMessage(
        vscode.l10n.t('The mixture already has the key `interactions`; change it there.'),
      );
    } else if (!(await editDocument(document, parsed.text, [edit]))) {
      void showErrorMessage(vscode.l10n.t('{0} could not be changed.', nameOf(document.uri)));
      return;
    }
    const editor = await vscode.window.showTextDocument(document);
    const end = document.positionAt(document.getText().length);
    editor.revealRange(new vscode.Range(end, end));
  });
}

async function choose(mixture: vscode.Uri): Promise<InteractionSource | null> {
  const choices = [
    {
      label: vscode.l10n.t('Proxy runs'),
      detail: vscode.l10n.t(
        'A table of small trainings: shares and losses (CSV, TSV, JSON, JSON Lines, Parquet)',
      ),
      from: 'runs' as const,
    },
    {
      label: vscode.l10n.t('A fitted model'),
      detail: vscode.l10n.t('Written by `climb fit` (*.model.json)'),
      from: 'model' as const,
    },
    {
      label: vscode.l10n.t('Relatedness'),
      detail: vscode.l10n.t('A first guess from genus, family and script; nothing is measured'),
      from: 'prior' as const,
    },
  ];
  const choice = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('Where do the interactions between languages come from?'),
  });
  if (choice === undefined) return null;
  if (choice.from === 'prior') return { kind: 'prior' };
  const folder = vscode.Uri.joinPath(mixture, '..');
  const [file] =
    (await vscode.window.showOpenDialog({
      title: choice.label,
      defaultUri: folder,
      filters: choice.from === 'runs' ? { [choice.label]: [...tableEndings] } : { [choice.label]: ['json'] },
    })) ?? [];
  return file === undefined ? null : { kind: choice.from, path: pathFrom(folder.path, file.path) };
}

/** `runs/a.csv`, `../a.csv`: a file as seen from a folder, both by their absolute paths. */
function pathFrom(folder: string, file: string): string {
  const parts = (path: string): string[] => path.split('/').filter((part) => part !== '');
  const [from, to] = [parts(folder), parts(file)];
  const same = to.findIndex((part, i) => part !== from[i]);
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
