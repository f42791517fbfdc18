import * as vscode from 'vscode';
import { compareMixture } from '../../core/analysis/compare-mixtures.ts';
import { markdownReport } from '../../core/report/markdown.ts';
import { reportSections } from '../../core/report/sections/all.ts';
import type { ActiveMixture } from '../active-mixture.ts';
import type { Comparisons } from '../compare/comparisons.ts';
import type { MixtureView } from '../panel/mixture-view.ts';
import type { SolveService } from '../solver/solve-service.ts';

/**
 * `Climb: Write Report…`: asks where, and writes what the panel shows as a Markdown file with a folder of pictures beside it.
 */
export function writeReportCommand(
  active: ActiveMixture,
  solver: SolveService,
  comparisons: Comparisons,
  view: MixtureView,
): vscode.Disposable {
  return vscode.commands.registerCommand('climb.writeReport', async () => {
    const { document } = active;
    const last = document === null ? null : solver.status(document.uri).last;
    if (document === null || last === null) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('There is nothing to report yet: open a mixture file and solve it.'),
      );
      return;
    }
    if (!solver.isCurrent(document)) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The file has changed since it was solved. Save it first, then write the report.'),
      );
      return;
    }
    const name = baseName(document.uri).replace(/(\.climb)?\.\w+$/, '');
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(document.uri, '..', `${name}.report.md`),
      filters: { Markdown: ['md'] },
      title: vscode.l10n.t('Write report of {0}', vscode.workspace.asRelativePath(document.uri)),
    });
    if (target === undefined) return;
    try {
      const ids = new Set(reportSections.map(({ id }) => id));
      const pictures = (await view.pictures()).filter(({ section }) => ids.has(section));
      const folder = `${baseName(target).replace(/\.md$/, '')}.pictures`;
      const paths = pictures.map(({ section }) => ({ section, path: `${folder}/${section}.svg` }));
      for (const [i, { svg }] of pictures.entries()) {
        await write(vscode.Uri.joinPath(target, '..', paths[i]!.path), svg);
      }
      const { report } = last;
      const told = {
        report,
        order: report.languages.map((_, i) => i),
        compared: comparisons.of(document.uri).map((other) => compareMixture(last, other)),
      };
      await write(target, markdownReport(told, paths, new Date().toISOString().slice(0, 10)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('The report could not be written: {0}', reason));
      return;
    }
    await vscode.commands.executeCommand('markdown.showPreview', target);
  });
}

const write = (uri: vscode.Uri, content: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));

const baseName = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);
