import * as vscode from 'vscode';
import { inlayHints as hintsOf } from '../../core/editing/inlay.ts';
import { isMixture } from '../mixture-documents.ts';
import { showsInlayHints } from '../settings.ts';
import type { SolveService } from '../solver/solve-service.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { mixtureSelector } from './selector.ts';

/** Tokens, epochs and predicted loss behind each ratio; `climb.inlayHints` turns them off. */
export function inlayHints(texts: MixtureTexts, solver: SolveService): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.InlayHintsProvider = {
    onDidChangeInlayHints: changed.event,
    provideInlayHints: (document, range) => {
      if (!isMixture(document) || !showsInlayHints(document.uri)) return [];
      return hintsOf(texts.parsed(document).mixture, texts.prediction(document)).flatMap(
        ({ offset, label, tooltip }) => {
          const position = document.positionAt(offset);
          if (!range.contains(position)) return [];
          const hint = new vscode.InlayHint(position, label);
          hint.paddingLeft = true;
          hint.tooltip = tooltip;
          return [hint];
        },
      );
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerInlayHintsProvider(mixtureSelector, provider),
    solver.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('climb.inlayHints')) changed.fire();
    }),
  );
}
