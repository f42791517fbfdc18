import * as vscode from 'vscode';
import type { ActiveMixture } from '../active-mixture.ts';
import type { OutsideFiles } from '../outside-files.ts';
import type { SolveService } from '../solver/solve-service.ts';
import { ClimbCommand } from './climb-process.ts';
import { ProxyRuns } from './proxy-runs.ts';
import { refitWhenCollected } from './refit.ts';
import { RunCommands } from './run-commands.ts';
import { RunsView } from './runs-view.ts';

/** From plan to runs: the view "Runs", its commands, and the fit of what comes in. */
export function proxyRuns(
  extension: vscode.Uri,
  active: ActiveMixture,
  solver: SolveService,
  outside: OutsideFiles,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const climb = new ClimbCommand(extension);
  const runs = new ProxyRuns(active, climb, log);
  const view = new RunsView(runs);
  return vscode.Disposable.from(
    runs,
    view,
    new RunCommands(runs, climb, outside, log),
    refitWhenCollected(runs, solver, (document, news) => view.tell(document, news)),
  );
}
