import { ofLanguage } from '../../core/climb/model/model.ts';
import * as vscode from 'vscode';
import { inMarkdown } from '../../core/text/foreign.ts';
import type { RunState } from '../../core/proxy/run.ts';
import { isActive, isRetriable } from '../../core/proxy/run.ts';
import { describeProgress } from '../../core/proxy/progress.ts';
import { largestShares } from '../../core/text/words.ts';
import type { RunStatus } from '../../proxy/status.ts';

/** Runs of one state, in the tree of runs. */
export interface StateNode {
  readonly kind: 'state';
  readonly state: RunState;
  readonly runs: readonly RunNode[];
}

export interface RunNode {
  readonly kind: 'run';
  readonly run: RunStatus;
}

export type Node = StateNode | RunNode;

/** What needs its reader first, what is finished last. */
const order: readonly RunState[] = [
  'running',
  'queued',
  'failed',
  'diverged',
  'interrupted',
  'pending',
  'cancelled',
  'done',
];

export function stateNodes(runs: readonly RunStatus[]): StateNode[] {
  return order
    .map((state): StateNode => ({
      kind: 'state',
      state,
      runs: runs.filter((run) => run.state === state).map((run) => ({ kind: 'run', run })),
    }))
    .filter((node) => node.runs.length > 0);
}

export function stateName(state: RunState): string {
  switch (state) {
    case 'pending':
      return vscode.l10n.t('Pending');
    case 'queued':
      return vscode.l10n.t('Queued');
    case 'running':
      return vscode.l10n.t('Running');
    case 'done':
      return vscode.l10n.t('Done');
    case 'failed':
      return vscode.l10n.t('Failed');
    case 'diverged':
      return vscode.l10n.t('Diverged');
    case 'cancelled':
      return vscode.l10n.t('Cancelled');
    case 'interrupted':
      return vscode.l10n.t('Interrupted');
  }
}

const icons: Readonly<Record<RunState, readonly [icon: string, color?: string]>> = {
  pending: ['circle-outline'],
  queued: ['clock'],
  running: ['sync~spin'],
  done: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  diverged: ['warning', 'list.warningForeground'],
  cancelled: ['circle-slash'],
  interrupted: ['debug-disconnect', 'list.warningForeground'],
};

function iconOf(state: RunState): vscode.ThemeIcon {
  const [icon, color] = icons[state];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

export function stateItem({ state, runs }: StateNode): vscode.TreeItem {
  const open = state !== 'done' && state !== 'pending' && state !== 'cancelled';
  const item = new vscode.TreeItem(
    stateName(state),
    open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = state;
  item.description = String(runs.length);
  item.iconPath = iconOf(state);
  item.contextValue = `state.${state}`;
  item.accessibilityInformation = { label: `${stateName(state)}: ${runs.length}` };
  return item;
}

export function runItem(node: RunNode): vscode.TreeItem {
  const { run, state, attempt } = node.run;
  const description = remarkOf(node.run) ?? largestShares(run.ratio, 4);
  const item = new vscode.TreeItem(run.id);
  item.id = `${state}/${run.id}`;
  item.description = description;
  item.iconPath = iconOf(state);
  item.contextValue = [
    'run',
    ...(attempt === null ? [] : ['tried']),
    ...(isActive(state) ? ['active'] : []),
    ...(isRetriable(state) ? ['retriable'] : []),
  ].join('.');
  item.command = {
    command: attempt === null ? 'climb.runs.openConfig' : 'climb.runs.openLog',
    title: attempt === null ? vscode.l10n.t('Open Config') : vscode.l10n.t('Open Log'),
    arguments: [node],
  };
  item.accessibilityInformation = {
    label: `${run.id}, ${stateName(state)}, ${description}`,
  };
  return item;
}

/** How far a run is, or why it is in its state. */
function remarkOf({ reason, advance, lastLine }: RunStatus): string | null {
  const far = advance === null ? null : describeProgress(advance.progress, advance.fraction, advance.left);
  return [far, reason, lastLine].filter((text) => text !== null).join(' ') || null;
}

/** With the share and loss of every language: made for the run that is pointed at, not for all of a list. */
export function runTooltip({
  run,
  state,
  reason,
  losses,
  attempt,
  lastLine,
}: RunStatus): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${inMarkdown(run.id)}** · ${stateName(state)}`);
  if (attempt !== null && attempt.number > 1) {
    text.appendMarkdown(` · ${vscode.l10n.t('attempt {0}', attempt.number)}`);
  }
  text.appendMarkdown('\n\n');
  if (reason !== null) text.appendMarkdown(`${inMarkdown(reason)}\n\n`);
  if (lastLine !== null) text.appendMarkdown(`${inMarkdown(lastLine)}\n\n`);
  text.appendMarkdown(`| | ${vscode.l10n.t('share')} | ${vscode.l10n.t('loss')} |\n|---|---:|---:|\n`);
  for (const code of new Set([...Object.keys(run.ratio), ...Object.keys(losses ?? {})])) {
    const loss = losses === null ? '' : (ofLanguage(losses, code)?.toFixed(4) ?? 'NaN');
    text.appendMarkdown(
      `| ${inMarkdown(code)} | ${(ofLanguage(run.ratio, code) ?? 0).toFixed(4)} | ${loss} |\n`,
    );
  }
  text.appendMarkdown(
    `\n${vscode.l10n.t('{0} tokens, seed {1}', run.tokens.toLocaleString('en'), run.seed)}`,
  );
  return text;
}
