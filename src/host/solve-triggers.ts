import * as vscode from 'vscode';
import { checkSteps } from '../core/checks/validate.ts';
import { inTurns } from './in-turns.ts';
import { Later } from './later.ts';
import { isMixture } from './mixture-documents.ts';
import type { OutsideFiles } from './outside-files.ts';
import { parsedInTurns } from './parsed-mixture.ts';
import { whenSolved } from './settings.ts';
import type { SolveService } from './solver/solve-service.ts';

/** VS Code tells of a change first and that it made the document dirty a moment later. */
const dirtyDelayMilliseconds = 200;

/** With `climb.solve: onType`, typing has to pause this long before a solve starts. */
const typingRestMilliseconds = 500;

/**
 * When a mixture is solved without being asked: when it is opened, when it is saved, and when it changes on disk (a checkout,
 * another program), or what it may read or what is called a poor fit changes, unless `climb.solve` is manual; with `onType` also
 * while it is edited, as long as it has no errors.
 */
export function solveTriggers(solver: SolveService, outside: OutsideFiles): vscode.Disposable {
  const automatic = (document: vscode.TextDocument): boolean =>
    isMixture(document) && whenSolved(document.uri) !== 'manual';

  const visible = (editors: readonly vscode.TextEditor[]): void => {
    for (const { document } of editors) {
      const { state, last } = solver.status(document.uri);
      if (state.kind === 'unsolved' && last === null && automatic(document)) solver.request(document);
    }
  };

  const later = new Later<vscode.TextDocument>();
  const solveLater = (
    document: vscode.TextDocument,
    delay: number,
    wanted: () => boolean | Promise<boolean>,
  ): void =>
    later.after(delay, document, () => {
      if (document.isClosed || !automatic(document) || solver.isCurrent(document)) return;
      void Promise.resolve(wanted()).then((isWanted) => {
        if (isWanted) solver.request(document);
      });
    });
  const edited = (document: vscode.TextDocument): void => {
    if (whenSolved(document.uri) === 'onType') {
      solveLater(document, typingRestMilliseconds, () => isReady(document));
    } else if (!document.isDirty) {
      solveLater(document, dirtyDelayMilliseconds, () => !document.isDirty);
    }
  };

  const again = (): void => {
    for (const { document } of vscode.window.visibleTextEditors)
      if (automatic(document)) solver.request(document);
  };

  visible(vscode.window.visibleTextEditors);
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(visible),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (automatic(document)) solver.request(document);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && isMixture(document)) edited(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => solver.forget(document.uri)),
    outside.onDidChange(again),
    // Problems follow this setting at once, and the panel must not say otherwise; the fit is kept.
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('climb.fit.minR2')) again();
    }),
    later,
  );
}

/** Whether a document may be solved as it stands: half-typed shares would only fail. */
async function isReady(document: vscode.TextDocument): Promise<boolean> {
  const { version } = document;
  const isWanted = (): boolean => document.version === version && !document.isClosed;
  const parsed = await parsedInTurns(document);
  const problems = parsed === null ? null : await inTurns(checkSteps(parsed), isWanted);
  return problems !== null && !problems.some(({ severity }) => severity === 'error');
}
