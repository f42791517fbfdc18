import * as vscode from 'vscode';
import type { Problem, RelatedPlace } from '../../core/problem.ts';
import { documentation } from '../../core/report/documentation.ts';
import { toRange } from '../edits.ts';
import { resolvePath } from '../files.ts';
import { Later } from '../later.ts';
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

/** Typing comes first: problems are looked for once typing pauses, in long files as long as looking takes. */
const restMilliseconds = 150;

/** Problems of open mixtures, as the text stands; what a solve found out joins them when it ends. */
export function mixtureDiagnostics(
  texts: MixtureTexts,
  solver: SolveService,
  targets: TargetTexts,
): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('climb');
  const took = new WeakMap<vscode.TextDocument, number>();
  const later = new Later<string>();

  /** The newest look at each document; an older one that is under way gives up. */
  const looks = new WeakMap<vscode.TextDocument, object>();

  const publish = async (document: vscode.TextDocument): Promise<void> => {
    if (document.isClosed || !isMixture(document)) return;
    const began = performance.now();
    const look = {};
    looks.set(document, look);
    const { version } = document;
    // What is published are the problems of this very version, or nothing: whoever changes it looks again.
    const isWanted = (): boolean =>
      !later.isDisposed && !document.isClosed && document.version === version && looks.get(document) === look;
    const problems = await texts.problems(document, isWanted);
    if (problems === null || !isWanted()) return;
    const others = otherReporters(document);
    const shown = problems.filter(({ code }) => !isReportedElsewhere(code, others));
    collection.set(
      document.uri,
      shown.map((problem) => toDiagnostic(document, problem)),
    );
    took.set(document, performance.now() - began);
  };
  const soon = (document: vscode.TextDocument, delay: number): void => {
    if (isMixture(document)) later.after(delay, document.uri.toString(), () => void publish(document));
  };
  const forget = (uri: vscode.Uri): void => {
    later.forget(uri.toString());
    collection.delete(uri);
  };

  for (const document of vscode.workspace.textDocuments) void publish(document);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument((document) => void publish(document)),
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
      // What a solve finds is known when it ends.
      if (solver.status(uri).state.kind === 'solving') return;
      const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
      if (document !== undefined) soon(document, 0);
    }),
    later,
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
