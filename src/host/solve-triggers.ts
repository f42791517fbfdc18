import * as vscode from 'vscode';
import { isMixture } from './mixture-documents.ts';
import type { SolveService } from './solver/solve-service.ts';

/**
 * When a mixture is solved without being asked: when it is opened, when it is saved, and when it changes on disk (a checkout,
 * another program), unless `climb.solve` is manual.
 */
export function solveTriggers(solver: SolveService): vscode.Disposable {
  const automatic = (document: vscode.TextDocument): boolean =>
    isMixture(document) && vscode.workspace.getConfiguration('climb', document.uri).get('solve') !== 'manual';
  const visible = (editors: readonly vscode.TextEditor[]): void => {
    for (const { document } of editors) {
      const isNew =
        solver.status(document.uri).state.kind === 'unsolved' && solver.status(document.uri).last === null;
      if (isNew && automatic(document)) solver.request(document);
    }
  };
  visible(vscode.window.visibleTextEditors);
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(visible),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (automatic(document)) solver.request(document);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
      const undone = reason !== undefined;
      const fromDisk = contentChanges.length > 0 && !document.isDirty && !undone;
      if (fromDisk && !solver.isCurrent(document) && automatic(document)) solver.request(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => solver.forget(document.uri)),
  );
}
