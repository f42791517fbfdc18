import * as vscode from 'vscode';
import { lenses, type LensState } from '../../core/mixture/editing/lens.ts';
import { toRange } from '../edits.ts';
import { isMixture } from '../mixture-documents.ts';
import type { SolveService } from '../solver/solve-service.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { mixtureSelector } from './selector.ts';

export function codeLenses(texts: MixtureTexts, solver: SolveService): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => {
      if (!isMixture(document)) return [];
      return lenses(texts.parsed(document).mixture, stateOf(solver, document)).map(
        ({ range, title, command }) =>
          new vscode.CodeLens(toRange(document, range), { title, command: `climb.${command}` }),
      );
    },
  };
  return vscode.Disposable.from(
    changed,
    solver.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(mixtureSelector, provider),
  );
}

function stateOf(solver: SolveService, document: vscode.TextDocument): LensState {
  const { state, last } = solver.status(document.uri);
  if (state.kind === 'solving') return { kind: 'solving' };
  if (state.kind === 'failed') return { kind: 'failed' };
  if (last === null) return { kind: 'unsolved' };
  return { kind: 'solved', gain: last.report.verdict.gain, current: solver.isCurrent(document) };
}
