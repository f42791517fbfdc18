import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { isMixtureName } from '../mixture-documents.ts';
import { revisionsOf } from './revisions.ts';

/** A file, or a file as a commit left it. */
export interface MixtureSource {
  readonly uri: vscode.Uri;
  readonly revision: { readonly hash: string; readonly subject: string } | null;
}

const mostFiles = 500;

type Item = vscode.QuickPickItem & { readonly source?: MixtureSource };

/**
 * Asks which mixtures shall stand beside one: the workspace's others and its own earlier revisions. Undefined: the question
 * was put aside.
 *
 * @param chosen ticked to begin with
 */
export async function pickMixtures(
  mixture: vscode.Uri,
  chosen: readonly MixtureSource[],
): Promise<MixtureSource[] | undefined> {
  const picker = vscode.window.createQuickPick<Item>();
  picker.title = vscode.l10n.t('Compare {0} with', nameOf(mixture));
  picker.placeholder = vscode.l10n.t(
    'Tick mixture files and earlier revisions; strategies are compared anyway',
  );
  picker.canSelectMany = true;
  picker.matchOnDescription = true;
  picker.busy = true;
  picker.show();
  try {
    const answer = new Promise<MixtureSource[] | undefined>((resolve) => {
      picker.onDidAccept(() => resolve(picker.selectedItems.flatMap(({ source }) => source ?? [])));
      picker.onDidHide(() => resolve(undefined));
    });
    // Looking for files and revisions must not keep the picker shut.
    const items = await Promise.race([itemsFor(mixture), answer]);
    if (items === undefined || !('items' in items)) return items;
    picker.items = items.items;
    const ticked = new Set(chosen.map(idOf));
    picker.selectedItems = items.items.filter(
      ({ source }) => source !== undefined && ticked.has(idOf(source)),
    );
    picker.busy = false;
    return await answer;
  } finally {
    picker.dispose();
  }
}

/** Tells sources apart. */
export const idOf = ({ uri, revision }: MixtureSource): string => `${uri.toString()}@${revision?.hash ?? ''}`;

async function itemsFor(mixture: vscode.Uri): Promise<{ readonly items: Item[] }> {
  const [files, revisions] = await Promise.all([
    vscode.workspace.findFiles('**/*.{yaml,yml,json}', '**/node_modules/**', mostFiles * 10),
    revisionsOf(mixture),
  ]);
  const others = files
    .filter((uri) => isMixtureName(uri) && uri.toString() !== mixture.toString())
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .slice(0, mostFiles);
  const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items = [
    ...(others.length === 0 ? [] : [separator(vscode.l10n.t('mixture files'))]),
    ...others.map((uri): Item => {
      return { label: nameOf(uri), source: { uri, revision: null } };
    }),
    ...(revisions.length === 0 ? [] : [separator(vscode.l10n.t('earlier revisions of this file'))]),
    ...revisions.map(({ hash, subject, date }): Item => {
      return {
        label: `$(git-commit) ${hash.slice(0, 7)}`,
        description: date === null ? subject : `${subject} · ${date.toISOString().slice(0, 10)}`,
        source: { uri: mixture, revision: { hash, subject } },
      };
    }),
  ];
  if (items.length > 0) return { items };
  const none = vscode.l10n.t(
    'There is no other mixture file in this folder, and no earlier revision in git.',
  );
  return { items: [{ label: none }] };
}
