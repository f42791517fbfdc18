import * as vscode from 'vscode';
import type { Problem } from '../../core/problem.ts';
import { toDiagnostic } from '../language/diagnostics.ts';
import type { TrainingConfigs } from './training-configs.ts';
import type { WorkspaceMixtures } from './workspace-mixtures.ts';

/** As for mixtures: once the keys rest. */
const restMilliseconds = 200;

/** Problems of open training configs, and where they differ from a mixture that targets them. */
export function configDiagnostics(configs: TrainingConfigs, mixtures: WorkspaceMixtures): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('climb-configs');
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  const publish = (document: vscode.TextDocument): void => {
    if (document.isClosed) return;
    if (configs.read(document) === null) {
      collection.delete(document.uri);
      return;
    }
    const { version } = document;
    const show = (problems: readonly Problem[]): void => {
      collection.set(
        document.uri,
        problems.map((problem) => toDiagnostic(document, problem)),
      );
    };
    const problems = configs.problems(document);
    show(problems);
    // Looking for files takes its time; what the text itself tells is shown meanwhile.
    void configs.missingFiles(document).then((missing) => {
      if (missing.length > 0 && document.version === version && !document.isClosed) {
        show([...problems, ...missing]);
      }
    });
  };
  const soon = (document: vscode.TextDocument): void => {
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        publish(document);
      }, restMilliseconds),
    );
  };
  const all = (): void => vscode.workspace.textDocuments.forEach(soon);

  all();
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
    mixtures.onDidChange(all),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
}
