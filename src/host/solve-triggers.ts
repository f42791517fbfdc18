import * as vscode from 'vscode';
import { isMixture } from './mixture-documents.ts';
import type { OutsideFiles } from './outside-files.ts';
import { solvesUnasked } from './settings.ts';
import type { SolveService } from './solver/solve-service.ts';

/** VS Code tells of a change first and that it made the document dirty a moment later. */
const dirtyDelayMilliseconds = 200;

/**
 * When a mixture is solved without being asked: when it is opened, when it is saved, and when it changes on disk (a checkout,
 * another program), or what it may read changes, unless `climb.solve` is manual.
 */
export function solveTriggers(solver: SolveService, outside: OutsideFiles): vscode.Disposable {
  const automatic = (document: vscode.TextDocument): boolean =>
    isMixture(document) && solvesUnasked(document.uri);

  const visible = (editors: readonly vscode.TextEditor[]): void => {
    for (const { document } of editors) {
      const { state, last } = solver.status(document.uri);
      if (state.kind === 'unsolved' && last === null && automatic(document)) solver.request(document);
    }
  };

  const changed = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  const solveIfFromDisk = (document: vscode.TextDocument): void => {
    clearTimeout(changed.get(document));
    const look = (): void => {
      changed.delete(document);
      const fromDisk = !document.isClosed && !document.isDirty && !solver.isCurrent(document);
      if (fromDisk && automatic(document)) solver.request(document);
    };
    changed.set(document, setTimeout(look, dirtyDelayMilliseconds));
  };

  visible(vscode.window.visibleTextEditors);
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(visible),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (automatic(document)) solver.request(document);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && !document.isDirty && isMixture(document)) solveIfFromDisk(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => solver.forget(document.uri)),
    outside.onDidChange(() => {
      for (const { document } of vscode.window.visibleTextEditors) {
        if (automatic(document)) solver.request(document);
      }
    }),
    { dispose: () => changed.forEach((timer) => clearTimeout(timer)) },
  );
}
