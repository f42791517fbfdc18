import * as vscode from 'vscode';
import type { Report } from '../core/report/report.ts';
import { ActiveMixture } from './active-mixture.ts';
import { addInteractionsCommand } from './commands/add-interactions.ts';
import { AddLanguagesCommand } from './commands/add-languages.ts';
import { OptimizeCommand } from './commands/optimize.ts';
import { clearFitsCommand } from './commands/clear-fits.ts';
import { showRunsCommand } from './commands/show-runs.ts';
import { writeReportCommand } from './commands/write-report.ts';
import { Comparisons } from './compare/comparisons.ts';
import { Histories } from './compare/histories.ts';
import { readLocalFilesBy } from './files.ts';
import { mixtureLanguage } from './language/register.ts';
import { OutsideFiles } from './outside-files.ts';
import { MixtureView } from './panel/mixture-view.ts';
import type { Platform } from './platform.ts';
import { solveTriggers } from './solve-triggers.ts';
import { SolveService } from './solver/solve-service.ts';
import { SolverWorker } from './solver/worker-client.ts';
import { statusItem } from './status-item.ts';
import { ApplyToTargets } from './targets/apply-to-targets.ts';
import { configDiagnostics } from './targets/config-diagnostics.ts';
import { configHelp } from './targets/config-help.ts';
import { createMixture } from './targets/create-mixture.ts';
import { TargetTexts } from './targets/target-texts.ts';
import { TrainingConfigs } from './targets/training-configs.ts';
import { WorkspaceMixtures } from './targets/workspace-mixtures.ts';

/** For tests and other extensions. */
export interface ClimbApi {
  /** Resolves once no solve runs and none waits. */
  readonly whenIdle: () => Promise<void>;
  /** The newest good result of a mixture, whether or not its text changed since. */
  readonly lastReport: (uri: vscode.Uri) => Report | null;
  /** Whether that result belongs to the text as it stands. */
  readonly isCurrent: (document: vscode.TextDocument) => boolean;
}

const versionOf = ({ packageJSON }: vscode.Extension<unknown>): string =>
  String((packageJSON as { readonly version?: unknown }).version);

/** The extension on any platform; node.ts and web.ts are its entries. */
export function start(context: vscode.ExtensionContext, platform: Platform): ClimbApi {
  readLocalFilesBy(platform.localFiles);
  const log = vscode.window.createOutputChannel('Climb', { log: true });
  const active = new ActiveMixture();
  const outside = new OutsideFiles(context.workspaceState);
  const worker = new SolverWorker(platform.startThread, (message) => log.warn(message));
  const solver = new SolveService(worker, outside, log);
  const targets = new TargetTexts(outside);
  const mixtures = new WorkspaceMixtures();
  const configs = new TrainingConfigs(mixtures);
  const comparisons = new Comparisons(active);
  const histories = new Histories(active, solver);
  const optimize = new OptimizeCommand(active, solver);
  const view = new MixtureView(
    context.extensionUri,
    active,
    solver,
    comparisons,
    histories,
    (...shares) => optimize.previewShares(...shares),
    log,
  );

  context.subscriptions.push(
    log,
    outside,
    solver,
    active,
    targets,
    comparisons,
    histories,
    view,
    vscode.window.registerWebviewViewProvider(MixtureView.id, view),
    vscode.window.registerWebviewPanelSerializer(MixtureView.id, view),
    mixtureLanguage(solver, targets, outside, context.workspaceState),
    statusItem(active, solver),
    optimize,
    solveTriggers(solver, outside),
    mixtures,
    configDiagnostics(configs, mixtures),
    configHelp(configs),
    addInteractionsCommand(active),
    new AddLanguagesCommand(active, outside, context.workspaceState),
    showRunsCommand(active, solver),
    writeReportCommand(active, solver, comparisons, histories, view, versionOf(context.extension)),
    new ApplyToTargets(active, outside, log),
    createMixture(configs),
    platform.proxyRuns(active, solver, outside, log),
    vscode.commands.registerCommand('climb.solve', () => {
      if (active.document !== null) solver.request(active.document);
    }),
    vscode.commands.registerCommand('climb.cancel', () => {
      if (active.document !== null) solver.cancel(active.document.uri);
    }),
    clearFitsCommand(platform.fits, worker),
    vscode.commands.registerCommand('climb.showPanel', () =>
      vscode.commands.executeCommand(`${MixtureView.id}.focus`),
    ),
    vscode.commands.registerCommand('climb.openPanelToSide', () => view.openToSide()),
  );
  return {
    whenIdle: () => solver.whenIdle(),
    isCurrent: (document) => solver.isCurrent(document),
    lastReport: (uri) => solver.status(uri).last?.report ?? null,
  };
}
