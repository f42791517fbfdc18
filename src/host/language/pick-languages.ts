import * as vscode from 'vscode';
import { offeredLanguages } from '../../core/edits/offered-languages.ts';

/** Under which the languages that were chosen last are remembered, in this workspace. */
const recentLanguages = 'climb.recentLanguages';
const mostRecent = 20;

/**
 * Asks for languages, by code, name or region. None: the question was put aside.
 *
 * @param without codes that are not offered, whatever their spelling
 */
export async function pickLanguages(
  memory: vscode.Memento,
  title: string,
  without: readonly string[] = [],
): Promise<readonly string[]> {
  const recent = memory.get<readonly string[]>(recentLanguages, []);
  const chosen = await vscode.window.showQuickPick(languageItems(recent, without), {
    title,
    placeHolder: vscode.l10n.t('Select languages by code, name or region'),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (chosen === undefined || chosen.length === 0) return [];
  const codes = chosen.map(({ label }) => label);
  await memory.update(recentLanguages, [...new Set([...codes, ...recent])].slice(0, mostRecent));
  return codes;
}

/** Those used before and the reader's own first, then those with most text, then all others by region. */
function languageItems(recent: readonly string[], without: readonly string[]): vscode.QuickPickItem[] {
  const [own = 'en'] = vscode.env.language.split('-');
  const titles = {
    recent: recent.length > 0 ? vscode.l10n.t('Chosen before') : vscode.l10n.t('Your language'),
    common: vscode.l10n.t('Most text on the web'),
    other: vscode.l10n.t('All others'),
  };
  const used = recent.length > 0 ? recent : own === 'en' ? [] : [own];
  const offered = offeredLanguages(used, without);
  return offered.flatMap(({ code, name, spellings, region, group }, i): vscode.QuickPickItem[] => {
    // Filtering looks through descriptions: `deu_Latn` finds `de`, and `Western Europe` all that are at home there.
    const others = [...new Set(spellings)].filter((spelling) => spelling !== code);
    const item = {
      label: code,
      description: [name, ...(region === null ? [] : [region]), ...others].join(' · '),
    };
    const before = offered[i - 1];
    const isFirst = before?.group !== group || (group === 'other' && before.region !== region);
    const title = group === 'other' && region !== null ? region : titles[group];
    return isFirst ? [{ label: title, kind: vscode.QuickPickItemKind.Separator }, item] : [item];
  });
}
