import type * as vscode from 'vscode';
import type { FitStore } from '../fitting/fit-store.ts';
import type { LocalFiles } from './files.ts';
import type { ActiveMixture } from './active-mixture.ts';
import type { OutsideFiles } from './outside-files.ts';
import type { SolveService } from './solver/solve-service.ts';
import type { StartThread } from './solver/thread.ts';

/** What VS Code with a machine and VS Code as a web page alone do each in their way. */
export interface Platform {
  readonly startThread: StartThread;
  /** Null: there are no files of this machine. */
  readonly localFiles: LocalFiles | null;
  /** Where fits are kept: the same place that the solver's thread keeps them in. */
  readonly fits: FitStore;
  /** The view "Runs" and its commands. */
  readonly proxyRuns: (
    active: ActiveMixture,
    solver: SolveService,
    outside: OutsideFiles,
    log: vscode.LogOutputChannel,
  ) => vscode.Disposable;
}
