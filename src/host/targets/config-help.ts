import * as vscode from 'vscode';
import { hoverConfig } from '../../core/formats/hover.ts';
import { configLenses } from '../../core/formats/lens.ts';
import { shareHints } from '../../core/formats/share-hints.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { toRange, toWorkspaceEdit } from '../edits.ts';
import { codeOf } from '../language/diagnostics.ts';
import { configSelector, type TrainingConfigs } from './training-configs.ts';

/** Quick fixes, inlay hints, hovers and a lens in training configs. */
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
    vscode.languages.registerCodeLensProvider(configSelector, {
      provideCodeLenses: (document) => codeLenses(configs, document),
    }),
    vscode.languages.registerHoverProvider(configSelector, {
      provideHover: async (document, position) => {
        const recognised = await configs.read(document);
        if (recognised === null) return null;
        const offset = document.offsetAt(position);
        const requests = (await configs.requests(document, recognised)) ?? [];
        const hover = hoverConfig(recognised, offset, languageKnowledge, requests);
        if (hover === null) return null;
        return new vscode.Hover(new vscode.MarkdownString(hover.markdown), toRange(document, hover.range));
      },
    }),
  );
}

async function quickFixes(
  configs: TrainingConfigs,
  document: vscode.TextDocument,
  selected: vscode.Range,
  { diagnostics }: vscode.CodeActionContext,
): Promise<vscode.CodeAction[]> {
  const problems = (await configs.problems(document)) ?? [];
  return problems.flatMap((problem) => {
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

/** What is read of each stage; from there a mixture can be made. */
async function codeLenses(
  configs: TrainingConfigs,
  document: vscode.TextDocument,
): Promise<vscode.CodeLens[]> {
  const recognised = await configs.read(document);
  if (recognised === null) return [];
  return configLenses(recognised, languageKnowledge).map(({ range, sources, languages }) => {
    const title = vscode.l10n.t('Climb reads {0} sources, {1} languages', sources, languages);
    const tooltip = vscode.l10n.t('Create a mixture from this config');
    return new vscode.CodeLens(toRange(document, range), { title, tooltip, command: 'climb.createMixture' });
  });
}

async function inlayHints(
  configs: TrainingConfigs,
  document: vscode.TextDocument,
  visible: vscode.Range,
): Promise<vscode.InlayHint[]> {
  const wanted = vscode.workspace.getConfiguration('climb', document.uri).get<boolean>('inlayHints', true);
  const recognised = wanted ? await configs.read(document) : null;
  if (recognised === null) return [];
  const within = { start: document.offsetAt(visible.start), end: document.offsetAt(visible.end) };
  return shareHints(recognised.config, within).map(({ offset, label, tooltip }) => {
    const hint = new vscode.InlayHint(document.positionAt(offset), label);
    hint.tooltip = new vscode.MarkdownString(tooltip);
    hint.paddingLeft = true;
    return hint;
  });
}
