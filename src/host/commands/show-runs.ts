import * as vscode from 'vscode';
import type { ActiveMixture } from '../active-mixture.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import { Previews } from '../preview.ts';
import type { SolveService } from '../solver/solve-service.ts';
import { showInformationMessage } from '../notifications.ts';

/**
 * `Climb: Show Runs` opens the tables of runs of a mixture as they were read, the meaning of their columns above them. The solver has
 * read them, in its own thread; where it has not yet, it is asked to.
 */
export function showRunsCommand(active: ActiveMixture, solver: SolveService): vscode.Disposable {
  const previews = new Previews('climb-runs');
  return vscode.Disposable.from(
    previews,
    vscode.commands.registerCommand('climb.showRuns', async () => {
      const { document } = active;
      if (document === null || parsedMixture(document).mixture.interactions?.kind !== 'runs') {
        void showInformationMessage(
          vscode.l10n.t('There are no runs to show: open a mixture file that names tables of runs.'),
        );
        return;
      }
      if (solver.findings(document.uri).read === null) {
        solver.request(document);
        await solver.whenSettled(document.uri);
      }
      const { read, unreadable, runProblems } = solver.findings(document.uri);
      const problems = [
        ...unreadable.map(({ message }) => message),
        ...runProblems.map(({ file, line, message }) => `${file}:${line + 1}: ${message}`),
      ];
      const text = [...(read === null ? [] : [read.listing, '']), ...problems, ''].join('\n');
      const uri = previews.set(document.uri, text, '.runs.txt');
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
        preview: true,
        viewColumn: vscode.ViewColumn.Beside,
      });
    }),
  );
}
