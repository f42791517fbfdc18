import * as vscode from 'vscode';
import { hoverConfig } from '../../core/formats/hover.ts';
import { shareHints } from '../../core/formats/share-hints.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { toRange, toWorkspaceEdit } from '../edits.ts';
import { codeOf } from '../language/diagnostics.ts';
import { configSelector, type TrainingConfigs } from './training-configs.ts';

/** Quick fixes, inlay hints and hovers in training configs. */
export function configHelp(configs: TrainingConfigs): vscode.Disposable {
  const hintsChanged = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    hintsChanged,
    vscode.languages.registerCodeActionsProvider(
      configSelector,
      {
        provideCodeActions: (document, range, context) => quickFixes(configs, document, range, context),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.languages.registerInlayHintsProvider(configSelector, {
      onDidChangeInlayHints: hintsChanged.event,
      provideInlayHints: (document, visible) => inlayHints(configs, document, visible),
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('climb.inlayHints')) hintsChanged.fire();
    }),
    vscode.languages.registerHoverProvider(configSelector, {
      provideHover: (document, position) => {
        const recognised = configs.read(document);
        if (recognised === null) return null;
        const offset = document.offsetAt(position);
        const hover = hoverConfig(recognised, offset, languageKnowledge, configs.asking(document));
        if (hover === null) return null;
        return new vscode.Hover(new vscode.MarkdownString(hover.markdown), toRange(document, hover.range));
      },
    }),
  );
}

function quickFixes(
  configs: TrainingConfigs,
  document: vscode.TextDocument,
  selected: vscode.Range,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  return configs.problems(document).flatMap((problem) => {
    const range = toRange(document, problem.range);
    if (problem.fixes === undefined || range.intersection(selected) === undefined) return [];
    const shown = diagnostics.filter(
      (diagnostic) => codeOf(diagnostic) === problem.code && diagnostic.range.isEqual(range),
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

function inlayHints(
  configs: TrainingConfigs,
  document: vscode.TextDocument,
  visible: vscode.Range,
): vscode.InlayHint[] {
  const wanted = vscode.workspace.getConfiguration('climb', document.uri).get<boolean>('inlayHints', true);
  const recognised = wanted ? configs.read(document) : null;
  if (recognised === null) return [];
  return shareHints(recognised.config).flatMap(({ offset, label, tooltip }) => {
    const position = document.positionAt(offset);
    if (!visible.contains(position)) return [];
    const hint = new vscode.InlayHint(position, label);
    hint.tooltip = new vscode.MarkdownString(tooltip);
    hint.paddingLeft = true;
    return [hint];
  });
}
