import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { compareMixture } from '../../core/analysis/compare-mixtures.ts';
import { reportDocument, type Made } from '../../core/report/document.ts';
import { htmlReport } from '../../core/report/html.ts';
import { markdownReport } from '../../core/report/markdown.ts';
import { reportSections } from '../../core/report/sections/all-sections.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import { revisionsOf, textInRevision } from '../compare/revisions.ts';
import type { Comparisons } from '../compare/comparisons.ts';
import type { Histories } from '../compare/histories.ts';
import type { MixtureView } from '../panel/mixture-view.ts';
import type { SolveService } from '../solver/solve-service.ts';
import { showErrorMessage, showInformationMessage, showWarningMessage } from '../notifications.ts';
import { messageOf } from '../../core/text/error-message.ts';

/**
 * `Climb: Write Report…`: asks where, and writes what the panel shows as one HTML file, or as a Markdown file with a folder of
 * pictures beside it.
 *
 * @param version of this extension
 */
export function writeReportCommand(
  active: ActiveMixture,
  solver: SolveService,
  comparisons: Comparisons,
  histories: Histories,
  view: MixtureView,
  version: string,
): vscode.Disposable {
  return vscode.commands.registerCommand('climb.writeReport', async () => {
    const { document } = active;
    const last = document === null ? null : solver.status(document.uri).last;
    if (document === null || last === null) {
      void showInformationMessage(
        vscode.l10n.t('There is nothing to report yet: open a mixture file and solve it.'),
      );
      return;
    }
    if (!solver.isCurrent(document)) {
      void showWarningMessage(
        vscode.l10n.t('The file has changed since it was solved. Save it first, then write the report.'),
      );
      return;
    }
    const name = baseName(document.uri).replace(/(\.climb)?\.\w+$/, '');
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(document.uri, '..', `${name}.report.md`),
      filters: { Markdown: ['md'], [vscode.l10n.t('One HTML file')]: ['html'] },
      title: vscode.l10n.t('Write report of {0}', nameOf(document.uri)),
    });
    if (target === undefined) return;
    try {
      const ids = new Set(reportSections.map(({ id }) => id));
      const pictures = (await view.pictures()).filter(({ section }) => ids.has(section));
      const { report } = last;
      const { entries } = histories.of(document.uri, last);
      const told = {
        report,
        ...(entries === null ? {} : { history: entries }),
        order: report.languages.map((_, i) => i),
        compared: comparisons.of(document.uri).map((other) => compareMixture(last, other)),
      };
      const written = reportDocument(told, await madeFrom(document, version));
      if (/\.html?$/i.test(target.path)) {
        await write(target, htmlReport(written, pictures));
        const open = vscode.l10n.t('Open');
        const chosen = await showInformationMessage(vscode.l10n.t('{0} is written.', baseName(target)), open);
        if (chosen === open) await vscode.env.openExternal(target);
        return;
      }
      const folder = `${baseName(target).replace(/\.md$/, '')}.pictures`;
      const files = pictures.map(({ section, svg }) => ({ section, svg, path: `${folder}/${section}.svg` }));
      for (const { path, svg } of files) await write(vscode.Uri.joinPath(target, '..', path), svg);
      await write(target, markdownReport(written, files));
    } catch (error) {
      const reason = messageOf(error);
      void showErrorMessage(vscode.l10n.t('The report could not be written: {0}', reason));
      return;
    }
    await vscode.commands.executeCommand('markdown.showPreview', target);
  });
}

/** Where the report comes from, as far as git tells. */
async function madeFrom(document: vscode.TextDocument, version: string): Promise<Made> {
  const [commit] = await revisionsOf(document.uri);
  const committed =
    commit === undefined ? null : await textInRevision(document.uri, commit.hash).catch(() => null);
  return {
    when: new Date().toISOString().slice(0, 10),
    by: [`Climb ${version}`, `${vscode.env.appName} ${vscode.version}`],
    commit: commit?.hash ?? null,
    isCommitted: committed === document.getText(),
  };
}

const write = (uri: vscode.Uri, content: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));

const baseName = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);
