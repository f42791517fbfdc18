import * as vscode from 'vscode';
import { proxyProblemSteps } from '../../core/checks/proxy-problem.ts';
import type { ParsedMixture } from '../../core/mixture/parse.ts';
import { isActive, isUnfinished } from '../../core/proxy/run.ts';
import type { Engine } from '../../proxy/engine.ts';
import { onceUnlessChanged, readBounded } from '../../proxy/files.ts';
import { engineOf, projectOf, type ProxyProject } from '../../proxy/project.ts';
import { readStatus, type ProjectStatus } from '../../proxy/status.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import type { ClimbCommand } from './climb-process.ts';
import { inTurns } from '../in-turns.ts';
import { parsedInTurns, parsedMixture } from '../parsed-mixture.ts';

/** The proxy runs of the mixture that the panel follows; or why there are none to show. */
export type ProxyRunsState =
  | { readonly kind: 'no-mixture' | 'not-on-disk' | 'unknown-engine' | 'untrusted' | 'unread' }
  | { readonly kind: 'no-section'; readonly document: vscode.TextDocument }
  | ListedRuns;

export interface ListedRuns {
  readonly kind: 'listed';
  readonly document: vscode.TextDocument;
  readonly project: ProxyProject;
  readonly status: ProjectStatus;
  /** What keeps the runs from being launched, in a sentence; null: nothing. */
  readonly problem: string | null;
  /** Text of the table of finished runs; null: there is none yet. */
  readonly table: string | null;
}

/** What a mixture says of its runs, before their folders are read. */
interface FoundRuns extends Pick<ListedRuns, 'kind' | 'document' | 'project'> {
  readonly parsed: ParsedMixture;
}

/** Changes come in flocks: they are waited for this long, and so the folders are read at most this often. */
const calmMilliseconds = 400;
/** File events do not cross a network file system: runs that have not ended are looked at without them. */
const lookMilliseconds = { here: 2000, scheduler: 5000 };

/**
 * Follows the run folders of the active mixture: one watcher, one reading at a time, none while nobody looks. What a run
 * is doing is read from its folder every time, so that it does not matter who launched it.
 */
export class ProxyRuns implements vscode.Disposable {
  readonly #active: ActiveMixture;
  readonly #climb: ClimbCommand;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable[];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  #state: ProxyRunsState = { kind: 'no-mixture' };
  /** What keeps the runs of a text from being launched. */
  #problem: { readonly of: ParsedMixture; readonly message: string | null } | null = null;
  /** It remembers what it saw, as long as the runs are the same ones. */
  #engine: { readonly of: string; readonly engine: Engine } | null = null;
  #watched: { readonly folder: string; readonly watcher: vscode.Disposable } | null = null;
  #timer: { readonly due: number; readonly handle: NodeJS.Timeout } | null = null;
  #reading: Promise<void> | null = null;
  #recording: vscode.CancellationTokenSource | null = null;
  /** The run folders may say something else than what was read. */
  #isStale = true;
  #isLookedAt = false;
  #isDisposed = false;

  constructor(active: ActiveMixture, climb: ClimbCommand, log: vscode.LogOutputChannel) {
    this.#active = active;
    this.#climb = climb;
    this.#log = log;
    this.#subscriptions = [
      // Typing moves no run: it may lead to other folders, and only saving changes how runs are read.
      active.onDidChange(() => this.#lookSoon()),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document === active.document) this.#refreshSoon();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#refreshSoon()),
    ];
    this.#lookSoon(0);
  }

  get state(): ProxyRunsState {
    return this.#state;
  }

  /** Whether somebody sees the runs: while nobody does, their folders are not read. */
  set isLookedAt(value: boolean) {
    this.#isLookedAt = value;
    if (value) this.#refreshSoon(0);
  }

  /** Reads the folders now. */
  async read(): Promise<ProxyRunsState> {
    while (this.#reading !== null) await this.#reading;
    this.#isStale = true;
    await this.#look(true);
    return this.#state;
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer.handle);
    this.#watched?.watcher.dispose();
    this.#recording?.cancel();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #refreshSoon(delay = calmMilliseconds): void {
    this.#isStale = true;
    this.#lookSoon(delay);
  }

  #lookSoon(delay = calmMilliseconds): void {
    // Not by the wall clock, which may be set.
    const due = performance.now() + delay;
    if (this.#isDisposed || (this.#timer !== null && this.#timer.due <= due)) return;
    if (this.#timer !== null) clearTimeout(this.#timer.handle);
    const handle = setTimeout(() => {
      this.#timer = null;
      if (this.#reading === null) void this.#look(false);
      else this.#lookSoon();
    }, delay);
    this.#timer = { due, handle };
  }

  /** @param even where nobody sees the runs */
  #look(even: boolean): Promise<void> {
    this.#reading = this.#read(even)
      .catch((error: unknown) => {
        this.#log.error('the proxy runs could not be read', error instanceof Error ? error : String(error));
      })
      .finally(() => {
        this.#reading = null;
        if (this.#state.kind !== 'listed') return;
        const { project, status } = this.#state;
        if (isUnderWay(this.#state))
          this.#refreshSoon(lookMilliseconds[project.engine.name === 'local' ? 'here' : 'scheduler']);
        else if (this.#isLookedAt && status.runs.some(({ state }) => isUnfinished(state))) {
          this.#refreshSoon(lookMilliseconds.scheduler);
        }
      });
    return this.#reading;
  }

  async #read(even: boolean): Promise<void> {
    const found = await this.#find(even);
    if (found === null) return;
    this.#watch(found.kind === 'listed' ? found.project : null);
    const state = found.kind === 'listed' ? await this.#list(found, even) : found;
    if (this.#isDisposed) return;
    this.#state = state;
    this.#changed.fire();
  }

  async #list({ parsed, ...found }: FoundRuns, even: boolean): Promise<ProxyRunsState> {
    const known =
      this.#state.kind === 'listed' && this.#state.project.runsFolder === found.project.runsFolder
        ? this.#state
        : null;
    // Runs that were seen under way are followed to their end, so that the fit can follow them.
    if (!even && !this.#isLookedAt && (known === null || !isUnderWay(known))) return { kind: 'unread' };
    const problem = await this.#problemOf(parsed, found.document);
    if (known !== null && !this.#isStale) return { ...known, ...found, problem };
    this.#isStale = false;
    // The table first: a run that it holds is seen to have ended.
    const table = await tableOf(found.project);
    const status = await readStatus(found.project, this.#engineOf(found.project), true);
    if (status.hasUnread) void this.#record(found);
    return { ...found, problem, table, status };
  }

  async #problemOf(parsed: ParsedMixture, document: vscode.TextDocument): Promise<string | null> {
    if (this.#problem?.of !== parsed) {
      const { version } = document;
      const isWanted = (): boolean => document.version === version && !this.#isDisposed;
      const found = await inTurns(proxyProblemSteps(parsed), isWanted);
      this.#problem = { of: parsed, message: found?.message ?? null };
    }
    return this.#problem.message;
  }

  /** Large results are read and their losses recorded by another process: here they would hold up the whole editor. */
  async #record({ document, project }: Pick<ListedRuns, 'document' | 'project'>): Promise<void> {
    if (this.#recording !== null) return;
    this.#recording = new vscode.CancellationTokenSource();
    try {
      const args = ['collect', document.uri.fsPath, '--records'];
      const { code, messages } = await this.#climb.run(args, project.folder, this.#recording.token);
      if (code !== 0) this.#log.warn(`results of proxy runs could not be recorded: ${messages.trim()}`);
      if (code === 0) this.#refreshSoon();
    } finally {
      this.#recording.dispose();
      this.#recording = null;
    }
  }

  #engineOf(project: ProxyProject): Engine {
    const { engine, runsFolder } = project;
    const of = JSON.stringify([runsFolder, engine.name, engine.limit, [...engine.options]]);
    if (this.#engine?.of !== of) this.#engine = { of, engine: engineOf(project) };
    return this.#engine.engine;
  }

  /**
   * Null: the text has changed meanwhile, and is looked at again soon.
   *
   * @param isWaitedFor what is known at once has to do
   */
  async #find(isWaitedFor: boolean): Promise<Exclude<ProxyRunsState, ListedRuns> | FoundRuns | null> {
    const { document } = this.#active;
    if (document === null) return { kind: 'no-mixture' };
    if (document.uri.scheme !== 'file') return { kind: 'not-on-disk' };
    const parsed = (await parsedInTurns(document)) ?? (isWaitedFor ? parsedMixture(document) : null);
    if (parsed === null) return null;
    const section = parsed.mixture.proxy;
    if (section === null) return { kind: 'no-section', document };
    // Telling what became of a run asks `ps` or `squeue`: a workspace that is not trusted must not make programs run.
    if (!vscode.workspace.isTrusted) return { kind: 'untrusted' };
    const project = projectOf(section, document.uri.fsPath);
    return project === null ? { kind: 'unknown-engine' } : { kind: 'listed', document, project, parsed };
  }

  #watch(project: ProxyProject | null): void {
    const folder = project?.runsFolder ?? null;
    if (folder === (this.#watched?.folder ?? null)) return;
    this.#watched?.watcher.dispose();
    this.#watched = null;
    if (project === null || folder === null || this.#isDisposed) return;
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(
        vscode.Uri.file(folder),
        '{*,*/attempt-*,*/attempt-*/{started,job,cancel,retry,ended.json}}',
      ),
    );
    const changed = (): void => this.#refreshSoon();
    this.#watched = {
      folder,
      watcher: vscode.Disposable.from(
        watcher,
        watcher.onDidCreate(changed),
        watcher.onDidChange(changed),
        watcher.onDidDelete(changed),
      ),
    };
  }
}

const mostTableBytes = 16e6;

async function tableOf({ table }: ProxyProject): Promise<string | null> {
  return onceUnlessChanged(table, 'table', async () => {
    const content = await readBounded(table, mostTableBytes);
    return content !== null && 'text' in content ? content.text : null;
  });
}

function isUnderWay({ status }: ListedRuns): boolean {
  return status.runs.some(({ state }) => isActive(state));
}
