import * as vscode from 'vscode';
import { compareTarget, outOfSyncInConfig } from '../../core/formats/targets.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import type { Problem } from '../../core/problem.ts';
import { toDiagnostic } from '../language/diagnostics.ts';
import { isMixture } from '../mixture-documents.ts';
import { configProblems, readConfig } from './training-configs.ts';
import { sharesByCode, targetMap, targetUri } from './targets.ts';

/** As for mixtures: once the keys rest. */
const restMilliseconds = 200;

/** Problems of open training configs, and where they differ from an open mixture that targets them. */
export function configDiagnostics(): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('climb-configs');
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  const publish = (document: vscode.TextDocument): void => {
    if (document.isClosed) return;
    if (readConfig(document) === null) {
      collection.delete(document.uri);
      return;
    }
    const problems = [...configProblems(document), ...outOfSync(document)];
    collection.set(
      document.uri,
      problems.map((problem) => toDiagnostic(document, problem)),
    );
  };
  const soon = (document: vscode.TextDocument): void => {
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        // A mixture's new ratios may put its targets out of step.
        if (isMixture(document)) vscode.workspace.textDocuments.forEach(publish);
        else publish(document);
      }, restMilliseconds),
    );
  };

  for (const document of vscode.workspace.textDocuments) publish(document);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) soon(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      clearTimeout(waiting.get(uri.toString()));
      waiting.delete(uri.toString());
      collection.delete(uri);
    }),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
}

function outOfSync(document: vscode.TextDocument): Problem[] {
  const recognised = readConfig(document);
  if (recognised === null) return [];
  const problems: Problem[] = [];
  for (const open of vscode.workspace.textDocuments.filter(isMixture)) {
    const { mixture } = parseMixture(open.getText(), { fileName: open.uri.path });
    const shares = sharesByCode(mixture);
    if (shares === null) continue;
    for (const target of mixture.targets) {
      if (targetUri(open.uri, target)?.toString() !== document.uri.toString()) continue;
      const comparison = compareTarget(recognised, shares, targetMap(target), languageKnowledge);
      problems.push(...outOfSyncInConfig(comparison, vscode.workspace.asRelativePath(open.uri)));
    }
  }
  return problems;
}
