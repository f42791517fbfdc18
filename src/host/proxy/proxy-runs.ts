import * as vscode from 'vscode';
import { parseMixture } from '../../core/mixture/parse.ts';
import { isActive } from '../../core/proxy/run.ts';
import { readProxySection } from '../../core/proxy/section.ts';
import { readText } from '../../proxy/folders.ts';
import { engineOf, projectOf, type ProxyProject } from '../../proxy/project.ts';
import { readStatus, type ProjectStatus } from '../../proxy/status.ts';
import type { ActiveMixture } from '../active-mixture.ts';

/** The proxy runs of the mixture that the panel follows; or why there are none to show. */
export type ProxyRunsState =
  { readonly kind: 'no-mixture' | 'not-on-disk' | 'no-section' | 'untrusted' | 'unread' } | ListedRuns;

export interface ListedRuns {
  readonly kind: 'listed';
  readonly document: vscode.TextDocument;
  readonly project: ProxyProject;
  readonly status: ProjectStatus;
  /** Text of the table of finished runs; null: there is none yet. */
  readonly table: string | null;
}

/** Changes come in flocks: they are waited for this long, and so the folders are read at most this often. */
const calmMilliseconds = 400;
/** File events do not cross a network file system: active runs are looked at without them. */
const lookMilliseconds = { local: 2000, slurm: 5000 };

/**
 * Follows the run folders of the active mixture: one watcher, one reading at a time, none while nobody looks. What a run
 * is doing is read from its folder every time, so that it does not matter who launched it.
 */
export class ProxyRuns implements vscode.Disposable {
  readonly #active: ActiveMixture;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable[];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  #state: ProxyRunsState = { kind: 'no-mixture' };
  #watched: { readonly folder: string; readonly watcher: vscode.Disposable } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  /** Something changed that the running reading may have missed. */
  #stale = false;
  #isLookedAt = false;
  #isDisposed = false;

  constructor(active: ActiveMixture, log: vscode.LogOutputChannel) {
    this.#active = active;
    this.#log = log;
    this.#subscriptions = [
      active.onDidChange(() => this.#refreshSoon()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#refreshSoon()),
    ];
    this.#refreshSoon(0);
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
    await this.#reading;
    await this.#read(true);
    return this.#state;
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#watched?.watcher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #refreshSoon(delay = calmMilliseconds): void {
    if (this.#isDisposed) return;
    this.#stale = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      // Runs that were seen under way are followed to their end, so that the fit can follow them.
      if (this.#reading === null) void this.#read(this.#isLookedAt || this.#isUnderWay());
    }, delay);
  }

  #isUnderWay(): boolean {
    return this.#state.kind === 'listed' && this.#state.status.runs.some(({ state }) => isActive(state));
  }

  /** @param folders whether to read them, or only to find which mixture is followed */
  #read(folders: boolean): Promise<void> {
    this.#stale = false;
    this.#reading = this.#look(folders)
      .catch((error: unknown) => {
        this.#log.error('the proxy runs could not be read', error instanceof Error ? error : String(error));
      })
      .finally(() => {
        this.#reading = null;
        if (this.#stale) this.#refreshSoon();
        else if (this.#state.kind === 'listed' && this.#isUnderWay()) {
          this.#refreshSoon(lookMilliseconds[this.#state.project.section.engine]);
        }
      });
    return this.#reading;
  }

  async #look(folders: boolean): Promise<void> {
    const found = this.#find();
    this.#watch(found.kind === 'listed' ? found.project : null);
    const state = found.kind === 'listed' ? await this.#list(found, folders) : found;
    if (this.#isDisposed) return;
    this.#state = state;
    this.#changed.fire();
  }

  async #list(found: Omit<ListedRuns, 'status' | 'table'>, folders: boolean): Promise<ProxyRunsState> {
    if (!folders) return { kind: 'unread' };
    // The table first: a run that it holds is seen to have ended.
    const table = await readText(found.project.table);
    return { ...found, table, status: await readStatus(found.project, engineOf(found.project)) };
  }

  #find(): Exclude<ProxyRunsState, ListedRuns> | Omit<ListedRuns, 'status' | 'table'> {
    const { document } = this.#active;
    if (document === null) return { kind: 'no-mixture' };
    if (document.uri.scheme !== 'file') return { kind: 'not-on-disk' };
    const { root } = parseMixture(document.getText(), { fileName: document.uri.path });
    const section = readProxySection(root);
    if (section === null) return { kind: 'no-section' };
    // Telling what became of a run asks `ps` or `squeue`: a workspace that is not trusted must not make programs run.
    if (!vscode.workspace.isTrusted) return { kind: 'untrusted' };
    return { kind: 'listed', document, project: projectOf(section, document.uri.fsPath) };
  }

  #watch(project: ProxyProject | null): void {
    const folder = project?.runsFolder ?? null;
    if (folder === (this.#watched?.folder ?? null)) return;
    this.#watched?.watcher.dispose();
    this.#watched = null;
    if (project === null || folder === null) return;
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
