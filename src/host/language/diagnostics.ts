import * as vscode from 'vscode';
import type { Problem, RelatedPlace } from '../../core/problem.ts';
import { documentation } from '../../core/report/documentation.ts';
import { toRange } from '../edits.ts';
import { resolvePath } from '../files.ts';
import { isMixture } from '../mixture-documents.ts';
import type { SolveService } from '../solver/solve-service.ts';
import type { TargetTexts } from '../targets/target-texts.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { otherReporters, reporterSettings } from './other-reporters.ts';
import { isReportedElsewhere } from './reported-elsewhere.ts';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

/** Typing comes first: problems are looked for once the keys rest, in long files as long as looking takes. */
const restMilliseconds = 150;

/** Problems of open mixtures, as the text stands; what a solve found out joins them when it ends. */
export function mixtureDiagnostics(
  texts: MixtureTexts,
  solver: SolveService,
  targets: TargetTexts,
): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('climb');
  const took = new WeakMap<vscode.TextDocument, number>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  const publish = (document: vscode.TextDocument): void => {
    if (document.isClosed || !isMixture(document)) return;
    // No await between reading the text and publishing: the problems are those of this very version.
    const began = performance.now();
    const others = otherReporters(document);
    const shown = texts.problems(document).filter(({ code }) => !isReportedElsewhere(code, others));
    collection.set(
      document.uri,
      shown.map((problem) => toDiagnostic(document, problem)),
    );
    took.set(document, performance.now() - began);
  };
  const soon = (document: vscode.TextDocument, delay: number): void => {
    if (!isMixture(document)) return;
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        publish(document);
      }, delay),
    );
  };
  const forget = (uri: vscode.Uri): void => {
    clearTimeout(waiting.get(uri.toString()));
    waiting.delete(uri.toString());
    collection.delete(uri);
  };

  for (const document of vscode.workspace.textDocuments) publish(document);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(publish),
    vscode.workspace.onDidChangeTextDocument(({ document }) =>
      soon(document, Math.max(restMilliseconds, took.get(document) ?? 0)),
    ),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => forget(uri)),
    vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach(forget)),
    vscode.workspace.onDidRenameFiles(({ files }) => files.forEach(({ oldUri }) => forget(oldUri))),
    vscode.extensions.onDidChange(() => {
      for (const document of vscode.workspace.textDocuments) soon(document, 0);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!['climb', ...reporterSettings].some((key) => event.affectsConfiguration(key))) return;
      for (const document of vscode.workspace.textDocuments) soon(document, 0);
    }),
    targets.onDidChange(() => {
      for (const document of vscode.workspace.textDocuments) soon(document, restMilliseconds);
    }),
    solver.onDidChange((uri) => {
      const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
      if (document !== undefined) soon(document, 0);
    }),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
}

export function toDiagnostic(document: vscode.TextDocument, problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toRange(document, problem.range),
    problem.message,
    severities[problem.severity],
  );
  diagnostic.source = 'climb';
  diagnostic.code = {
    value: problem.code,
    target: vscode.Uri.parse(documentation(problem.code)),
  };
  if (problem.related !== undefined) {
    diagnostic.relatedInformation = problem.related.map((place) => toRelated(document, place));
  }
  return diagnostic;
}

function toRelated(
  document: vscode.TextDocument,
  { message, file, range, position }: RelatedPlace,
): vscode.DiagnosticRelatedInformation {
  const uri = (file === undefined ? null : resolvePath(document.uri, file)) ?? document.uri;
  const at =
    range !== undefined
      ? toRange(document, range)
      : new vscode.Position(position?.line ?? 0, position?.column ?? 0);
  return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, at), message);
}

/** The stable code of one of our diagnostics. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}
