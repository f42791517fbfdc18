import * as vscode from 'vscode';
import { fixSteps } from '../../core/checks/fix-all.ts';
import type { Problem } from '../../core/problem.ts';
import { toRange, toWorkspaceEdit } from '../edits.ts';
import { inTurns } from '../in-turns.ts';
import { isMixture } from '../mixture-documents.ts';
import { codeOf, toDiagnostic } from './diagnostics.ts';
import { mixtureSelector } from './selector.ts';
import type { MixtureTexts } from './mixture-texts.ts';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('climb');

/** What a command can do about a problem, beside edits of the file. */
const commands: Readonly<Record<string, vscode.Command>> = {
  'mixture.suboptimal': { command: 'climb.optimize', title: vscode.l10n.t('Preview the change') },
  'target.out-of-sync': {
    command: 'climb.applyToTargets',
    title: vscode.l10n.t('Apply the mixture to its training configs'),
  },
  'file.outside': {
    command: 'climb.allowOutsideFiles',
    title: vscode.l10n.t('Allow files outside the workspace'),
  },
};

export function codeActions(texts: MixtureTexts): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, range, context, token) => {
      if (!isMixture(document)) return [];
      const wanted = (kind: vscode.CodeActionKind): boolean =>
        context.only === undefined || context.only.contains(kind);
      const { version } = document;
      const isWanted = (): boolean => !token.isCancellationRequested && document.version === version;
      const actions: vscode.CodeAction[] = [];
      if (wanted(vscode.CodeActionKind.QuickFix)) {
        for (const problem of (await texts.problems(document, isWanted)) ?? []) {
          if (toRange(document, problem.range).intersection(range) === undefined) continue;
          actions.push(...actionsFor(document, problem, context.diagnostics));
        }
      }
      // Only when asked for by name or on save, never among the quick fixes.
      if (context.only?.intersects(fixAllKind) === true) {
        const parsed = await texts.parsed(document);
        if (parsed === null) return [];
        const edits = await inTurns(fixSteps(parsed, texts.options(document)), isWanted);
        if (edits === null || !isWanted()) return [];
        const action = new vscode.CodeAction(vscode.l10n.t('Fix all mixture problems'), fixAllKind);
        action.edit = toWorkspaceEdit(document, edits);
        if (edits.length > 0) actions.push(action);
      }
      return actions;
    },
  };
  return vscode.languages.registerCodeActionsProvider(mixtureSelector, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind],
  });
}

function actionsFor(
  document: vscode.TextDocument,
  problem: Problem,
  shown: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const range = toRange(document, problem.range);
  const same = shown.filter(
    (diagnostic) => codeOf(diagnostic) === problem.code && diagnostic.range.isEqual(range),
  );
  // Where another extension shows the problem, the fix still says what it is for.
  const diagnostics = same.length > 0 ? same : [toDiagnostic(document, problem)];
  const action = (title: string): vscode.CodeAction => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.diagnostics = diagnostics;
    return made;
  };
  const actions = (problem.fixes ?? []).map(({ title, edits, preferred = false }) => {
    const made = action(title);
    made.edit = toWorkspaceEdit(document, edits);
    made.isPreferred = preferred;
    return made;
  });
  const command = Object.hasOwn(commands, problem.code) ? commands[problem.code] : undefined;
  if (command !== undefined) {
    const made = action(command.title);
    made.command = command;
    actions.push(made);
  }
  if (document.languageId === 'yaml' && problem.severity !== 'error') {
    const line = document.lineAt(range.start.line);
    const made = action(vscode.l10n.t('Silence `{0}` here', problem.code));
    made.edit = new vscode.WorkspaceEdit();
    const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
    made.edit.insert(document.uri, line.range.start, `${indent}# climb-ignore: ${problem.code}\n`);
    actions.push(made);
  }
  return actions;
}
