import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { withoutLinks } from '../../core/text/foreign.ts';
import { showCommand } from '../../core/text/command-line.ts';
import { usualRuns, varied } from '../../core/analysis/varied.ts';
import { isActive, isRetriable, isUnfinished } from '../../core/proxy/run.ts';
import { logOf } from '../../proxy/folders.ts';
import { cancelRuns, isCancellable, retryRuns } from '../../proxy/launch.ts';
import { engineOf, prepareRun, readRecipe, type Recipe } from '../../proxy/project.ts';
import { collect } from '../../proxy/collect.ts';
import { describeCost, launchCost } from '../../proxy/cost.ts';
import { addProxy } from '../../core/edits/add-proxy.ts';
import { editDocument } from '../edits.ts';
import { demandRegular, exists } from '../files.ts';
import { keptTexts } from '../kept-texts.ts';
import type { OutsideFiles } from '../outside-files.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import type { RunStatus } from '../../proxy/status.ts';
import type { ClimbCommand, Ended } from './climb-process.ts';
import { launchInTerminal } from './launch-terminal.ts';
import type { ListedRuns, ProxyRuns } from './proxy-runs.ts';
import { stateName, type RunNode } from './run-items.ts';
import { tellThatNoMixtureIsOpen } from '../no-mixture.ts';
import { showErrorMessage, showInformationMessage, showWarningMessage } from '../notifications.ts';
import { messageOf } from '../../core/text/error-message.ts';

/** The commands that plan, launch, collect, retry and cancel the proxy runs of the active mixture. */
export class RunCommands implements vscode.Disposable {
  readonly #runs: ProxyRuns;
  readonly #climb: ClimbCommand;
  readonly #outside: OutsideFiles;
  readonly #log: vscode.LogOutputChannel;
  readonly #registrations: vscode.Disposable;

  constructor(runs: ProxyRuns, climb: ClimbCommand, outside: OutsideFiles, log: vscode.LogOutputChannel) {
    this.#runs = runs;
    this.#climb = climb;
    this.#outside = outside;
    this.#log = log;
    this.#registrations = vscode.Disposable.from(
      vscode.commands.registerCommand('climb.runs.plan', (count?: unknown) => told(this.#plan(count))),
      vscode.commands.registerCommand('climb.runs.launch', () => told(this.#launch())),
      vscode.commands.registerCommand('climb.runs.collect', () => told(this.#collect())),
      vscode.commands.registerCommand('climb.runs.retry', (node?: RunNode) => told(this.#retry(node))),
      vscode.commands.registerCommand('climb.runs.cancel', (node?: RunNode) => told(this.#cancel(node))),
      vscode.commands.registerCommand('climb.runs.openLog', (node: RunNode) => told(openLog(node.run))),
      vscode.commands.registerCommand('climb.runs.openConfig', (node: RunNode) => told(openConfig(node.run))),
    );
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  /** @param suggested how many, by whoever offers it; else by what varies */
  async #plan(suggested?: unknown): Promise<void> {
    const listed = await this.#listed();
    if (listed === null) return;
    const { document, project, status } = listed;
    const { mixture } = parsedMixture(document);
    const textOf = await keptTexts(document.uri, mixture, this.#outside);
    const usual = usualRuns(varied(mixture, textOf).columns);
    const count = await vscode.window.showInputBox({
      title: vscode.l10n.t('Plan Proxy Runs'),
      // VS Code makes links of it as of a notification.
      prompt: withoutLinks(
        vscode.l10n.t(
          'How many more runs? {0} are planned so far. They become pending in {1}; nothing is started.',
          status.runs.length,
          vscode.workspace.asRelativePath(project.runsFolder),
        ),
      ),
      value: String(typeof suggested === 'number' ? suggested : usual),
      validateInput: (text) =>
        /^[1-9]\d{0,3}$/.test(text.trim()) ? null : vscode.l10n.t('A whole number from 1 to 9999'),
    });
    if (count === undefined) return;
    const file = document.uri.fsPath;
    const ended = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Planning {0} proxy runs', count.trim()),
        cancellable: true,
      },
      (_, cancellation) =>
        this.#climb.run(['plan', file, '--runs', count.trim(), '--write'], project.folder, cancellation),
    );
    await this.#runs.read();
    if (ended.code === null) return;
    if (ended.code !== 0) throw new Error(this.#sentenceOf(ended));
    await vscode.commands.executeCommand('climb.runs.focus');
    const launch = vscode.l10n.t('Launch…');
    const planned = vscode.l10n.t('{0} proxy runs are pending.', count.trim());
    // Not awaited: the offer may stay open for as long as its reader likes.
    void showInformationMessage(planned, launch).then((choice) => {
      if (choice === launch) void told(this.#launch());
    });
  }

  /** Shows what would be started, word for word, and starts it only on yes. */
  async #launch(): Promise<void> {
    const listed = await this.#listed();
    if (listed === null) return;
    const { document, status } = listed;
    const startable = status.runs.filter(({ state }) => isUnfinished(state));
    const active = status.runs.filter(({ state }) => isActive(state));
    const next = startable[0];
    if (next === undefined && active.length === 0) {
      void showInformationMessage(
        status.runs.length === 0
          ? vscode.l10n.t('No proxy runs are planned. Plan some first.')
          : vscode.l10n.t('All planned runs have ended. Plan more, or retry those that failed.'),
      );
      return;
    }
    let confirmed: string | null = null;
    if (next !== undefined) {
      const recipe = await readRecipe(listed.project);
      if (!(await this.#agreed(listed, recipe, next, startable.length))) return;
      confirmed = recipe.confirmation;
    }
    await launchInTerminal(this.#climb, document.uri, confirmed);
    await vscode.commands.executeCommand('climb.runs.focus');
  }

  async #agreed(
    { project, status }: ListedRuns,
    recipe: Recipe,
    next: RunStatus,
    count: number,
  ): Promise<boolean> {
    const { engine } = project;
    const folder = path.join(next.folder, `attempt-${next.tries + 1}`);
    const { command } = prepareRun(project, recipe, next.run, folder);
    const where =
      engine.name === 'local'
        ? vscode.l10n.t('on this machine, {0} at a time', engine.limit ?? 1)
        : vscode.l10n.t('on {0}, as an array of jobs', engine.title);
    const cost = describeCost(launchCost(status.runs, count, engine));
    const detail = [
      ...(cost === null ? [] : [vscode.l10n.t('Expected: {0}.', cost)]),
      vscode.l10n.t('Run {0} starts as:', next.run.id),
      showCommand(command),
      vscode.l10n.t(
        'in the folder {0}. Any others differ in their mixture, seed and run folder.',
        project.folder,
      ),
      ...(engine.words === null ? [] : [showCommand(engine.words)]),
    ].join('\n\n');
    const launch = vscode.l10n.t('Launch');
    const choice = await showWarningMessage(
      count === 1
        ? vscode.l10n.t('Start one proxy run {0}?', where)
        : vscode.l10n.t('Start {0} proxy runs {1}?', count, where),
      { modal: true, detail },
      launch,
    );
    return choice === launch;
  }

  async #collect(): Promise<void> {
    const listed = await this.#listed();
    if (listed === null) return;
    const { project, status } = listed;
    const { count } = await collect(project, status.runs);
    await this.#runs.read();
    const table = vscode.workspace.asRelativePath(project.table);
    void showInformationMessage(
      count === 0
        ? vscode.l10n.t('No proxy run has ended with losses yet.')
        : vscode.l10n.t('The losses of {0} proxy runs are in {1}.', count, table),
    );
  }

  async #retry(node?: RunNode): Promise<void> {
    const listed = await this.#listed();
    if (listed === null) return;
    const chosen = await choose(listed, node, {
      fits: isRetriable,
      title: vscode.l10n.t('Retry Proxy Runs'),
      none: vscode.l10n.t('No proxy run failed, diverged or was cancelled.'),
    });
    if (chosen.length === 0) return;
    await retryRuns(chosen);
    await this.#runs.read();
    // A launch that is at work takes them up by itself.
    if (!listed.status.runs.some(({ state }) => isActive(state))) await this.#launch();
  }

  async #cancel(node?: RunNode): Promise<void> {
    const listed = await this.#listed();
    if (listed === null) return;
    const chosen = await choose(listed, node, {
      fits: (state) => isCancellable({ state }),
      title: vscode.l10n.t('Cancel Proxy Runs'),
      none: vscode.l10n.t('No proxy run is pending or running.'),
    });
    if (chosen.length === 0) return;
    if (node !== undefined) {
      const stop = vscode.l10n.t('Stop Run');
      const choice = await showWarningMessage(
        vscode.l10n.t('Stop run {0}?', node.run.run.id),
        {
          modal: true,
          detail: vscode.l10n.t('Its training so far is lost. You can retry it later.'),
        },
        stop,
      );
      if (choice !== stop) return;
    }
    const { unstopped } = await vscode.window.withProgress(
      { location: { viewId: 'climb.runs' }, title: vscode.l10n.t('Stopping proxy runs') },
      () => cancelRuns(engineOf(listed.project), chosen),
    );
    const [first] = unstopped;
    if (first !== undefined) {
      const ids = unstopped.map(({ attempt }) => attempt.runId).join(', ');
      void showWarningMessage(vscode.l10n.t('{0} cannot be stopped: {1}', ids, first.reason));
    }
    await this.#runs.read();
  }

  /** What a command says went wrong, in one sentence; all that it said is in the log. */
  #sentenceOf({ messages }: Ended): string {
    this.#log.error(messages.trim());
    const said = messages.split('\n').findLast((line) => line.startsWith('climb plan: '));
    return (
      said?.slice('climb plan: '.length) ??
      vscode.l10n.t('The runs could not be planned. See the Climb log for the reason.')
    );
  }

  /** The runs as they are now, of a mixture that is saved. Null: there are none; its reader was told why. */
  async #listed(): Promise<ListedRuns | null> {
    const state = await this.#runs.read();
    switch (state.kind) {
      case 'no-mixture':
        void tellThatNoMixtureIsOpen();
        return null;
      case 'untrusted':
        await askForTrust();
        return null;
      case 'unread':
      case 'not-on-disk':
        void showInformationMessage(
          vscode.l10n.t('Proxy runs need a mixture file that is saved on a disk where programs can run.'),
        );
        return null;
      case 'no-section':
        void offerSection(state.document);
        return null;
      case 'unknown-engine':
        void showInformationMessage(
          vscode.l10n.t(
            '`proxy.engine` names an engine that Climb does not know. Correct it in the mixture first.',
          ),
        );
        return null;
      case 'listed':
        return (await saved(state.document)) ? state : null;
    }
  }
}

/** Says what is missing, and writes it as one edit to undo where its reader wants that. */
async function offerSection(document: vscode.TextDocument): Promise<void> {
  const parsed = parsedMixture(document);
  const edits = addProxy(parsed);
  const add = vscode.l10n.t('Add the Section');
  const chosen = await showInformationMessage(
    vscode.l10n.t('The mixture has no section `proxy`, which says how one run is trained.'),
    ...(edits === null ? [] : [add]),
  );
  if (chosen !== add || edits === null) return;
  if (!(await editDocument(document, parsed.text, edits))) {
    void showErrorMessage(vscode.l10n.t('{0} could not be changed.', nameOf(document.uri)));
    return;
  }
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(document.getText().length);
  editor.revealRange(new vscode.Range(end, end));
}

/** What is launched is what the file on disk says. */
async function saved(document: vscode.TextDocument): Promise<boolean> {
  if (!document.isDirty) return true;
  const save = vscode.l10n.t('Save');
  const choice = await showWarningMessage(
    vscode.l10n.t('{0} has unsaved changes.', nameOf(document.uri)),
    { modal: true, detail: vscode.l10n.t('Proxy runs are planned and launched from the saved file.') },
    save,
  );
  return choice === save && (await document.save());
}

async function askForTrust(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const choice = await showWarningMessage(
    vscode.l10n.t('Launching proxy runs needs a trusted workspace.'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The section `proxy` of the mixture file names a program to run. Trust the workspace if you know where it comes from.',
      ),
    },
    manage,
  );
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

/** The run that was pointed at, or those that are picked from a list. */
async function choose(
  { status }: ListedRuns,
  node: RunNode | undefined,
  {
    fits,
    title,
    none,
  }: {
    readonly fits: (state: RunStatus['state']) => boolean;
    readonly title: string;
    readonly none: string;
  },
): Promise<readonly RunStatus[]> {
  const fitting = status.runs.filter(({ state }) => fits(state));
  if (node !== undefined) return fitting.filter(({ run }) => run.id === node.run.run.id);
  if (fitting.length === 0) {
    void showInformationMessage(none);
    return [];
  }
  const items = fitting.map((run) => ({
    label: run.run.id,
    description: [stateName(run.state), run.reason].filter(Boolean).join(' · '),
    picked: true,
    run,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  return (picked ?? []).map(({ run }) => run);
}

async function openLog({ attempt, run }: RunStatus): Promise<void> {
  if (attempt === null) throw new Error(vscode.l10n.t('{0} has not started yet.', run.id));
  const log = vscode.Uri.file(logOf(attempt));
  if (!(await exists(log))) throw new Error(vscode.l10n.t('{0} has written no log yet.', run.id));
  await openRegular(log);
}

/** The config the run trains with; the plan of a run that was never tried, or has none. */
async function openConfig({ attempt, folder }: RunStatus): Promise<void> {
  const names = attempt === null ? [] : await readdir(attempt.folder);
  const config = names.find((name) => name.startsWith('config.'));
  const file =
    attempt !== null && config !== undefined
      ? path.join(attempt.folder, config)
      : path.join(folder, 'run.json');
  await openRegular(vscode.Uri.file(file));
}

/** Opens a file that somebody else may have put there, unless it is a pipe. */
async function openRegular(uri: vscode.Uri): Promise<void> {
  await demandRegular(uri, Infinity);
  await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
}

/** A command that fails says so. */
async function told(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    void showErrorMessage(messageOf(error));
  }
}
