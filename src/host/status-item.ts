import * as vscode from 'vscode';
import { carriesAdvice } from '../core/evidence/verdict.ts';
import type { Report } from '../core/report/report.ts';
import type { ActiveMixture } from './active-mixture.ts';
import type { SolveService } from './solver/solve-service.ts';

/** The one status item: what the solver is doing about the mixture in the active editor. */
export function statusItem(active: ActiveMixture, solver: SolveService): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('climb.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Climb';
  item.command = 'climb.showPanel';

  const draw = (): void => {
    const { document } = active;
    if (document === null) {
      item.hide();
      return;
    }
    const { state, last } = solver.status(document.uri);
    switch (state.kind) {
      case 'solving':
        item.text = `$(sync~spin) ${vscode.l10n.t('Climb: solving')}`;
        item.tooltip = `${state.progress.step}…`;
        break;
      case 'failed':
        item.text =
          state.failure.kind === 'paused'
            ? `$(debug-pause) ${vscode.l10n.t('Climb: paused')}`
            : `$(error) ${vscode.l10n.t('Climb: failed')}`;
        item.tooltip = state.failure.reason;
        break;
      case 'no-interactions':
        item.text = `$(info) ${vscode.l10n.t('Climb: no interactions')}`;
        item.tooltip = vscode.l10n.t(
          'Name proxy runs, a model or a prior under `interactions` to get an optimum.',
        );
        break;
      case 'no-runs':
        item.text = `$(info) ${vscode.l10n.t('Climb: no runs yet')}`;
        item.tooltip = vscode.l10n.t('No proxy runs have been collected yet: plan and launch some.');
        break;
      case 'unsolved':
      case 'solved':
        if (last !== null && solver.isCurrent(document)) {
          item.text = solvedText(last.report.verdict);
          item.tooltip = last.report.verdict.headline;
        } else {
          item.text =
            last === null
              ? `$(circle-outline) ${vscode.l10n.t('Climb: not solved')}`
              : `$(history) ${vscode.l10n.t('Climb: out of date')}`;
          item.tooltip = vscode.l10n.t('Save the file to solve it.');
        }
        break;
    }
    item.accessibilityInformation = { label: item.text.replace(/\$\([^)]*\) /, '') };
    item.show();
  };
  draw();
  return vscode.Disposable.from(
    item,
    active.onDidChange(draw),
    solver.onDidChange(draw),
    solver.onDidProgress(draw),
  );
}

/** A check mark is for a verdict alone: an optimum of a model that says too little is none. */
function solvedText({ status, kind }: Report['verdict']): string {
  switch (status) {
    case 'optimal':
    case 'local':
      return carriesAdvice({ kind })
        ? `$(check) ${vscode.l10n.t('Climb: solved')}`
        : `$(info) ${vscode.l10n.t('Climb: no advice yet')}`;
    case 'infeasible':
      return `$(error) ${vscode.l10n.t('Climb: limits conflict')}`;
    case 'stalled':
    case 'cancelled':
      return `$(warning) ${vscode.l10n.t('Climb: not converged')}`;
  }
}
