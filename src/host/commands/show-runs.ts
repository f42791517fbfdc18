import * as vscode from 'vscode';
import { readInputFiles } from '../../core/analysis/input-files.ts';
import { readingOf } from '../../core/mixture/run-tables.ts';
import { decodeRunFiles } from '../../core/runs/decode.ts';
import { listRuns } from '../../core/runs/listing.ts';
import { readRuns } from '../../core/runs/read-runs.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { fileAccess } from '../files.ts';
import type { OutsideFiles } from '../outside-files.ts';
import { parsedMixture } from '../parsed-mixture.ts';

const scheme = 'climb-runs';
/** A text of more is no longer looked through, but searched in the table itself. */
const shownRuns = 2_000;

/** `Climb: Show Runs` opens the tables of runs of a mixture as they were read, the meaning of their columns above them. */
export function showRunsCommand(active: ActiveMixture, outside: OutsideFiles): vscode.Disposable {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
    vscode.commands.registerCommand('climb.showRuns', async () => {
      const { document } = active;
      const mixture = document === null ? null : parsedMixture(document).mixture;
      if (document === null || mixture?.interactions?.kind !== 'runs') {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('There are no runs to show: open a mixture file that names tables of runs.'),
        );
        return;
      }
      const paths = mixture.interactions.paths.map(({ value }) => value);
      const { files, unreadable } = await readInputFiles(paths, fileAccess(document.uri, outside));
      const set = readRuns(await decodeRunFiles(files), readingOf(mixture));
      const problems = [
        ...unreadable.map(({ message }) => message),
        ...set.problems.map(({ file, line, message }) => `${file}:${line + 1}: ${message}`),
      ];
      const uri = document.uri.with({ scheme, path: `${document.uri.path}.runs.txt` });
      texts.set(uri.toString(), [listRuns(set, shownRuns), ...problems, ''].join('\n'));
      changed.fire(uri);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
        preview: true,
        viewColumn: vscode.ViewColumn.Beside,
      });
    }),
  );
}
