import * as vscode from 'vscode';
import { lenses, type LensState } from '../../core/editing/lens.ts';
import { recommendedOf } from '../../core/report/report.ts';
import { toRange } from '../edits.ts';
import { Later } from '../later.ts';
import { isMixture } from '../mixture-documents.ts';
import type { SolveService } from '../solver/solve-service.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { mixtureSelector } from './selector.ts';

/**
 * Milliseconds after which a solve is told of. VS Code shows what a lens says at least half a second after it changed, as it waits
 * a quarter of one before it asks and another before it draws: *Solving…* would stand there when a short solve had long ended.
 */
const longSolve = 1_000;

/**
 * Milliseconds after which VS Code is told of a change once more, unless it has asked; then twice as long, and so on. It asks a while
 * after it was told (a quarter of a second, or longer where answers took longer), and not at all if the text loses the focus
 * meanwhile, as to the panel: `onDidBlurEditorText`, vs/editor/contrib/codelens/browser/codelensController.ts, VS Code 1.100. Telling
 * it again makes it wait anew, hence ever longer.
 */
const patience = 1_000;

/** @param from when a solve is told of */
export function codeLenses(
  texts: Pick<MixtureTexts, 'parsed' | 'prediction'>,
  solver: Pick<SolveService, 'status' | 'isCurrent' | 'onDidChange'>,
  from = longSolve,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const later = new Later<string>();
  const again = new Later<string>();
  /** Files whose solve takes long. */
  const long = new Set<string>();
  const tell = (key: string, wait = patience): void => {
    changed.fire();
    again.after(wait, key, () => tell(key, 2 * wait));
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document) => {
      again.forget(document.uri.toString());
      const parsed = isMixture(document) ? await texts.parsed(document) : null;
      if (parsed === null) return [];
      return lenses(parsed.mixture, stateOf(texts, solver, document, long)).map(
        ({ range, title, tooltip = '', command }) =>
          new vscode.CodeLens(toRange(document, range), { title, tooltip, command: `climb.${command}` }),
      );
    },
  };
  return vscode.Disposable.from(
    changed,
    later,
    again,
    // Not with every step of a solve: VS Code asks anew once a provider has been still for a while.
    solver.onDidChange((uri) => {
      const key = uri.toString();
      if (solver.status(uri).state.kind === 'solving') {
        later.after(from, key, () => {
          long.add(key);
          tell(key);
        });
      } else {
        later.forget(key);
        long.delete(key);
        tell(key);
      }
    }),
    vscode.languages.registerCodeLensProvider(mixtureSelector, provider),
  );
}

function stateOf(
  texts: Parameters<typeof codeLenses>[0],
  solver: Parameters<typeof codeLenses>[1],
  document: vscode.TextDocument,
  long: ReadonlySet<string>,
): LensState {
  const { state, last } = solver.status(document.uri);
  if (state.kind === 'solving' && long.has(document.uri.toString())) return { kind: 'solving' };
  if (state.kind === 'failed') return { kind: state.failure.kind === 'paused' ? 'paused' : 'failed' };
  if (state.kind === 'no-runs') return { kind: 'no-runs' };
  if (last === null) return { kind: 'unsolved' };
  const { report } = last;
  return {
    kind: 'solved',
    verdict: report.verdict,
    current: solver.isCurrent(document),
    predicted: texts.prediction(document)?.objective ?? null,
    best: report.origin === 'prior' ? null : recommendedOf(report).objective.value,
    stages: report.stages,
    recommended: report.recommended,
  };
}
