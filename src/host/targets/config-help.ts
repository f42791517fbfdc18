import * as vscode from 'vscode';
import { shareHints } from '../../core/formats/share-hints.ts';
import { toRange, toWorkspaceEdit } from '../edits.ts';
import { configProblems, configSelector, readConfig } from './training-configs.ts';

/** Quick fixes and inlay hints in training configs. */
export function configHelp(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(
      configSelector,
      { provideCodeActions: quickFixes },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.languages.registerInlayHintsProvider(configSelector, { provideInlayHints: inlayHints }),
  );
}

function quickFixes(
  document: vscode.TextDocument,
  selected: vscode.Range,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  return configProblems(document).flatMap((problem) => {
    const range = toRange(document, problem.range);
    if (problem.fixes === undefined || range.intersection(selected) === undefined) return [];
    const code = (diagnostic: vscode.Diagnostic) =>
      typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
    const shown = diagnostics.filter(
      (diagnostic) => code(diagnostic) === problem.code && diagnostic.range.isEqual(range),
    );
    return problem.fixes.map(({ title, edits, preferred }) => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.edit = toWorkspaceEdit(document, edits);
      action.diagnostics = shown;
      action.isPreferred = preferred === true;
      return action;
    });
  });
}

function inlayHints(document: vscode.TextDocument, visible: vscode.Range): vscode.InlayHint[] {
  const recognised = readConfig(document);
  if (recognised === null) return [];
  return shareHints(recognised.config).flatMap(({ offset, label, tooltip }) => {
    const position = document.positionAt(offset);
    if (!visible.contains(position)) return [];
    const hint = new vscode.InlayHint(position, label);
    hint.tooltip = tooltip;
    hint.paddingLeft = true;
    return [hint];
  });
}
