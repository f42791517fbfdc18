import * as vscode from 'vscode';
import { clear, type FitStore } from '../../fitting/fit-store.ts';
import { showInformationMessage } from '../notifications.ts';
import type { SolverWorker } from '../solver/worker-client.ts';

/** Forgets every fit, also that of the command line, which keeps them in the same place. */
export function clearFitsCommand(fits: FitStore, worker: SolverWorker): vscode.Disposable {
  return vscode.commands.registerCommand('climb.clearFits', async () => {
    await clear(fits);
    worker.forget();
    void showInformationMessage(
      vscode.l10n.t('The fit cache is cleared. The next solve of a mixture fits its runs again.'),
    );
  });
}
