import * as vscode from 'vscode';
import type { OutsideFiles } from '../outside-files.ts';
import type { SolveService } from '../solver/solve-service.ts';
import type { TargetTexts } from '../targets/target-texts.ts';
import { codeActions } from './code-actions.ts';
import { codeLenses } from './code-lenses.ts';
import { completions } from './completions.ts';
import { mixtureDiagnostics } from './diagnostics.ts';
import { hovers } from './hovers.ts';
import { inlayHints } from './inlay-hints.ts';
import { documentLinks } from './links.ts';
import { MixtureTexts } from './mixture-texts.ts';
import { newMixtureCommand } from './new-mixture.ts';
import { documentSymbols } from './symbols.ts';

/** The mixture language in the editor: problems, fixes, completion and all that is shown in the text. */
export function mixtureLanguage(
  solver: SolveService,
  targets: TargetTexts,
  outside: OutsideFiles,
  memory: vscode.Memento,
): vscode.Disposable {
  const texts = new MixtureTexts(solver, targets);
  return vscode.Disposable.from(
    mixtureDiagnostics(texts, solver, targets),
    codeActions(texts),
    completions(texts, targets, outside),
    hovers(texts),
    inlayHints(texts, solver),
    codeLenses(texts, solver),
    documentSymbols(texts),
    documentLinks(texts),
    newMixtureCommand(memory),
  );
}
