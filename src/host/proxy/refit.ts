import * as vscode from 'vscode';
import { interactionPaths } from '../../core/mixture/paths.ts';
import { isActive } from '../../core/proxy/run.ts';
import { describeRefit } from '../../core/report/refit.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import { whenSolved } from '../settings.ts';
import type { SolveService } from '../solver/solve-service.ts';
import type { ListedRuns, ProxyRuns } from './proxy-runs.ts';

/**
 * Fits and solves again once the table of finished runs has changed and no run is under way, and tells what that changed.
 */
export function refitWhenCollected(
  runs: ProxyRuns,
  solver: SolveService,
  tell: (document: vscode.TextDocument, news: string) => void,
): vscode.Disposable {
  let seen: { readonly file: string; readonly text: string | null } | null = null;

  const refit = async ({ document, project }: ListedRuns): Promise<void> => {
    const table = vscode.workspace.asRelativePath(project.table);
    const paths = interactionPaths(parsedMixture(document).mixture);
    if (paths === null || paths.length === 0) {
      tell(
        document,
        vscode.l10n.t('The losses are in {0}: name it under `interactions: runs:` to fit them.', table),
      );
      return;
    }
    if (whenSolved(document.uri) === 'manual') {
      tell(document, vscode.l10n.t('The losses are in {0}: solve the mixture to fit them.', table));
      return;
    }
    const before = solver.status(document.uri).last;
    solver.request(document);
    await solver.whenSettled(document.uri);
    const { last } = solver.status(document.uri);
    if (last !== null && last !== before) tell(document, describeRefit(before?.report ?? null, last.report));
  };

  return runs.onDidChange(() => {
    const { state } = runs;
    if (state.kind !== 'listed') return;
    const { project, table, status } = state;
    if (seen?.file !== project.table) {
      seen = { file: project.table, text: table };
      return;
    }
    if (table === null || table === seen.text || status.runs.some((run) => isActive(run.state))) return;
    seen = { file: project.table, text: table };
    void refit(state);
  });
}
