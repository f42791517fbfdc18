import * as vscode from 'vscode';
import { lenses, type LensState } from '../../core/editing/lens.ts';
import { recommendedOf } from '../../core/report/report.ts';
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
      return lenses(texts.parsed(document).mixture, stateOf(texts, solver, document)).map(
        ({ range, title, tooltip = '', command }) =>
          new vscode.CodeLens(toRange(document, range), { title, tooltip, command: `climb.${command}` }),
      );
    },
  };
  return vscode.Disposable.from(
    changed,
    // Not with every step of a solve: VS Code asks anew once a provider has been still for a while.
    solver.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(mixtureSelector, provider),
  );
}

function stateOf(texts: MixtureTexts, solver: SolveService, document: vscode.TextDocument): LensState {
  const { state, last } = solver.status(document.uri);
  if (state.kind === 'solving') return { kind: 'solving' };
  if (state.kind === 'failed') return { kind: state.failure.kind === 'paused' ? 'paused' : 'failed' };
  if (state.kind === 'no-runs') return { kind: 'no-runs' };
  if (last === null) return { kind: 'unsolved' };
  const { report } = last;
  const best = recommendedOf(report);
  return {
    kind: 'solved',
    verdict: report.verdict,
    current: solver.isCurrent(document),
    predicted: texts.prediction(document)?.objective ?? null,
    optimum: report.origin === 'prior' ? null : best.objective.value,
    stages: report.stages,
    recommended: report.recommended,
  };
}
