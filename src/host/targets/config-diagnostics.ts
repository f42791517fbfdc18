import * as vscode from 'vscode';
import type { Problem } from '../../core/problem.ts';
import { Later } from '../later.ts';
import { toDiagnostic } from '../language/diagnostics.ts';
import type { TrainingConfigs } from './training-configs.ts';
import type { WorkspaceMixtures } from './workspace-mixtures.ts';

/** As for mixtures: once typing pauses. */
const restMilliseconds = 200;

/** Problems of open training configs, and where they differ from a mixture that targets them. */
export function configDiagnostics(configs: TrainingConfigs, mixtures: WorkspaceMixtures): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('climb-configs');
  const later = new Later<string>();

  /** The newest look at each document; what an older one finds is not shown any more. */
  const looks = new WeakMap<vscode.TextDocument, object>();

  const publish = async (document: vscode.TextDocument): Promise<void> => {
    if (document.isClosed) return;
    const { version } = document;
    const look = {};
    looks.set(document, look);
    const isCurrent = (): boolean =>
      !later.isDisposed && !document.isClosed && document.version === version && looks.get(document) === look;
    const problems = await configs.problems(document);
    if (!isCurrent()) return;
    if (problems === null) {
      collection.delete(document.uri);
      return;
    }
    const show = (problems: readonly Problem[]): void => {
      collection.set(
        document.uri,
        problems.map((problem) => toDiagnostic(document, problem)),
      );
    };
    show(problems);
    // Looking for files takes its time; what the text itself tells is shown meanwhile.
    const missing = await configs.missingFiles(document);
    if (missing.length > 0 && isCurrent()) show([...problems, ...missing]);
  };
  const soon = (document: vscode.TextDocument): void =>
    later.after(restMilliseconds, document.uri.toString(), () => void publish(document));
  const all = (): void => vscode.workspace.textDocuments.forEach(soon);

  all();
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) soon(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      later.forget(uri.toString());
      collection.delete(uri);
    }),
    mixtures.onDidChange(all),
    later,
  );
}
