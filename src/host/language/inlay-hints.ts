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
    provideInlayHints: async (document, range) => {
      if (!isMixture(document) || !showsInlayHints(document.uri)) return [];
      const parsed = await texts.parsed(document);
      if (parsed === null) return [];
      const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return hintsOf(parsed.mixture, texts.prediction(document), within).map(({ offset, label, tooltip }) => {
        const hint = new vscode.InlayHint(document.positionAt(offset), label);
        hint.paddingLeft = true;
        hint.tooltip = new vscode.MarkdownString(tooltip);
        return hint;
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerInlayHintsProvider(mixtureSelector, provider),
    solver.onDidChange((uri) => {
      // Predictions are by the last result, which a solve replaces when it ends.
      if (solver.status(uri).state.kind !== 'solving') changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('climb.inlayHints')) changed.fire();
    }),
  );
}
