import * as vscode from 'vscode';
import { FileTooLarge } from '../../core/analysis/file-access.ts';
import {
  equalMixture,
  mixtureOfCounts,
  newMixtureText,
  tokenCountSteps,
  type NewMixture,
  type TokenCounts,
} from '../../core/edits/new-mixture.ts';
import { publishedMixtures } from '../../core/edits/published-mixtures.ts';
import { exists, readBounded } from '../files.ts';
import { inTurns } from '../in-turns.ts';
import { showErrorMessage, showWarningMessage } from '../notifications.ts';
import { pickLanguages } from './pick-languages.ts';
import { messageOf } from '../../core/text/error-message.ts';

/** Bytes of a table of token counts: thousands of languages with their names. */
const mostCountBytes = 500_000;

/** `Climb: New Mixture…`: an unsaved mixture from nothing, a choice of languages, a published one, or a table of counts. */
export function newMixtureCommand(memory: vscode.Memento): vscode.Disposable {
  return vscode.commands.registerCommand('climb.newMixture', async () => {
    const starts: (vscode.QuickPickItem & { readonly make: () => Promise<NewMixture | null> })[] = [
      {
        label: `$(list-selection) ${vscode.l10n.t('Choose languages')}`,
        detail: vscode.l10n.t('Equal shares to start with'),
        make: () => fromChoice(memory),
      },
      {
        label: `$(book) ${vscode.l10n.t('From a published mixture or corpus')}`,
        detail: 'mT5, BLOOM, Salamandra, FineWeb2, …',
        make: fromPublished,
      },
      {
        label: `$(table) ${vscode.l10n.t('From a table of token counts')}`,
        detail: vscode.l10n.t('CSV or TSV; shares in proportion to the text'),
        make: fromCounts,
      },
      {
        label: `$(new-file) ${vscode.l10n.t('Empty')}`,
        detail: vscode.l10n.t('Two languages to replace'),
        make: () => Promise.resolve(empty),
      },
    ];
    const start = await vscode.window.showQuickPick(starts, {
      title: vscode.l10n.t('New mixture'),
      placeHolder: vscode.l10n.t('Start from'),
    });
    const mixture = await start?.make();
    if (mixture === undefined || mixture === null) return;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const content = newMixtureText(mixture);
    await vscode.window.showTextDocument(await unsaved(folder, content));
  });
}

const empty = equalMixture(['en', 'de']);

async function fromChoice(memory: vscode.Memento): Promise<NewMixture | null> {
  const codes = await pickLanguages(memory, vscode.l10n.t('New mixture: languages'));
  return codes.length === 0 ? null : equalMixture(codes);
}

async function fromPublished(): Promise<NewMixture | null> {
  const items = publishedMixtures().map((mixture) => ({
    label: mixture.name,
    description: vscode.l10n.t('{0} languages, {1}', mixture.languages.length, mixture.detail),
    detail: mixture.origin,
    mixture,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('New mixture: published shares'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return null;
  const { name, detail, origin, languages } = chosen.mixture;
  return {
    name,
    tokens: null,
    origin: `Shares of ${name} (${detail}): ${origin}`,
    languages: languages.map(({ code, share, available = null }) => ({ code, weight: share, available })),
  };
}

async function fromCounts(): Promise<NewMixture | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Table of token counts'),
      filters: { [vscode.l10n.t('Tables')]: ['csv', 'tsv', 'txt'] },
      canSelectMany: false,
    })) ?? [];
  if (uri === undefined) return null;
  const file = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  try {
    const text = new TextDecoder().decode(await readBounded(uri, mostCountBytes, true));
    const read = await inTurns(tokenCountSteps(text));
    const counts = 'columns' in read ? await inChosenColumn(text, read.columns, file) : read;
    if (counts === null) return null;
    if ('reason' in counts) {
      void showErrorMessage(vscode.l10n.t('{0}: {1}', file, counts.reason));
      return null;
    }
    const { skipped } = counts;
    if (skipped > 0) {
      void showWarningMessage(
        skipped === 1
          ? vscode.l10n.t('{0}: 1 row without a token count was left out.', file)
          : vscode.l10n.t('{0}: {1} rows without a token count were left out.', file, skipped),
      );
    }
    return mixtureOfCounts(counts, file);
  } catch (error) {
    const reason = messageOf(error);
    void showErrorMessage(
      error instanceof FileTooLarge
        ? vscode.l10n.t('{0} is too large for a table of token counts', file)
        : vscode.l10n.t('{0} cannot be read: {1}', file, reason),
    );
    return null;
  }
}

/** Asks which column counts. Null: nothing was chosen. */
async function inChosenColumn(
  text: string,
  columns: readonly { readonly name: string; readonly example: string }[],
  file: string,
): Promise<Exclude<TokenCounts, { readonly columns: unknown }> | null> {
  const items = columns.map(({ name, example }) => ({ label: name, description: example }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('New mixture: counts of {0}', file),
    placeHolder: vscode.l10n.t(
      'Which column has the token counts, or whatever the shares should be proportional to?',
    ),
  });
  if (chosen === undefined) return null;
  const read = await inTurns(tokenCountSteps(text, chosen.label));
  return 'columns' in read ? null : read;
}

/**
 * An untitled document whose name says that it is a mixture, so that all works before it is saved; in the workspace, if there
 * is one, and not under a name that is taken.
 */
async function unsaved(folder: vscode.Uri | undefined, content: string): Promise<vscode.TextDocument> {
  for (let number = 1; ; number++) {
    const name = `mixture${number === 1 ? '' : `-${number}`}.climb.yaml`;
    const uri = folder === undefined ? null : vscode.Uri.joinPath(folder, name);
    const untitled =
      uri === null ? vscode.Uri.from({ scheme: 'untitled', path: name }) : uri.with({ scheme: 'untitled' });
    const taken = uri !== null && (await exists(uri));
    const open = vscode.workspace.textDocuments.some(
      (document) => document.uri.toString() === untitled.toString(),
    );
    if (taken || open) continue;
    const document = await vscode.workspace.openTextDocument(untitled);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), content);
    await vscode.workspace.applyEdit(edit);
    return document;
  }
}
