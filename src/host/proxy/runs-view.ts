import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { isActive } from '../../core/proxy/run.ts';
import type { ListedRuns, ProxyRuns, ProxyRunsState } from './proxy-runs.ts';
import { runItem, runTooltip, stateItem, stateNodes, type Node } from './run-items.ts';

/** The view "Runs": the proxy runs of the active mixture by what became of them. */
export class RunsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #runs: ProxyRuns;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<Node>;
  readonly #subscriptions: vscode.Disposable[];
  #news: { readonly document: vscode.TextDocument; readonly text: string } | null = null;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(runs: ProxyRuns) {
    this.#runs = runs;
    this.#view = vscode.window.createTreeView('climb.runs', { treeDataProvider: this });
    this.#subscriptions = [
      runs.onDidChange(() => this.#draw()),
      this.#view.onDidChangeVisibility(({ visible }) => (runs.isLookedAt = visible)),
    ];
    runs.isLookedAt = this.#view.visible;
    this.#draw();
  }

  /** One or two sentences above the runs of a mixture, until the next ones. */
  tell(document: vscode.TextDocument, text: string): void {
    this.#news = { document, text };
    this.#draw();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === 'state' ? stateItem(node) : runItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if (node.kind === 'run') item.tooltip = runTooltip(node.run);
    return item;
  }

  getChildren(node?: Node): Node[] {
    if (node !== undefined) return node.kind === 'state' ? [...node.runs] : [];
    const { state } = this.#runs;
    return state.kind === 'listed' ? stateNodes(state.status.runs) : [];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  #draw(): void {
    const { state } = this.#runs;
    const listed = state.kind === 'listed' ? state : null;
    // Whether the view is shown, and what it says where it is empty: `views` and `viewsWelcome` in package.json.
    void vscode.commands.executeCommand('setContext', 'climb.runs', welcomeOf(state));
    this.#view.description = listed === null ? '' : nameOf(listed.document.uri);
    const news = this.#news?.document === listed?.document ? this.#news?.text : null;
    this.#view.message = listed === null ? '' : (problemOf(listed) ?? news ?? '');
    this.#view.badge = badgeOf(listed?.status.runs ?? []);
    this.#changed.fire();
  }
}

function welcomeOf(state: ProxyRunsState): string {
  if (state.kind !== 'listed') return state.kind;
  return state.status.runs.length === 0 ? 'none-planned' : 'some';
}

function problemOf({ problem, status }: ListedRuns): string | null {
  if (status.engineFailure !== null) {
    return vscode.l10n.t('Runs that have not ended are shown as running. {0}', status.engineFailure);
  }
  const [first] = status.problems;
  const more = status.problems.length - 1;
  if (first !== undefined)
    return more === 0 ? first : vscode.l10n.t('{0} And {1} more like this.', first, more);
  return problem;
}

/** How many runs are under way. */
function badgeOf(runs: ListedRuns['status']['runs']): vscode.ViewBadge | undefined {
  const value = runs.filter(({ state }) => isActive(state)).length;
  if (value === 0) return undefined;
  return { value, tooltip: vscode.l10n.t('{0} of {1} proxy runs are under way', value, runs.length) };
}
