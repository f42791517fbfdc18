import type * as vscode from 'vscode';
import type { Model } from '../../core/climb/model/model.ts';
import { predictMixture, type MixturePrediction } from '../../core/editing/prediction.ts';
import type { ParsedMixture } from '../../core/mixture/parse.ts';
import { checkSteps, type ValidateOptions } from '../../core/checks/validate.ts';
import type { Analysis } from '../../core/checks/rules/analysis.ts';
import type { Problem } from '../../core/problem.ts';
import type { ReadSummary } from '../../core/runs/runs.ts';
import type { Report } from '../../core/report/report.ts';
import { inTurns } from '../in-turns.ts';
import { parsedInTurns, parsedMixture } from '../parsed-mixture.ts';
import { maxProblems, problemLevels, thresholds } from '../settings.ts';
import type { SolveService } from '../solver/solve-service.ts';
import type { TargetTexts } from '../targets/target-texts.ts';

interface Predicted {
  readonly version: number;
  readonly model: Model;
  readonly prediction: MixturePrediction | null;
}

/** What the features of the mixture language share: each version of a text is parsed and predicted once. */
export class MixtureTexts {
  readonly #solver: SolveService;
  readonly #targets: TargetTexts;
  readonly #predicted = new WeakMap<vscode.TextDocument, Predicted>();

  constructor(solver: SolveService, targets: TargetTexts) {
    this.#solver = solver;
    this.#targets = targets;
  }

  /** Null: the document has changed meanwhile, and whoever showed something of it asks again. */
  parsed(document: vscode.TextDocument): Promise<ParsedMixture | null> {
    return parsedInTurns(document);
  }

  /**
   * All problems of the text as it stands, with what the last solve of this text found; null: they are not wanted any more. Looking
   * for them leaves others their turn.
   */
  async problems(document: vscode.TextDocument, isWanted: () => boolean): Promise<readonly Problem[] | null> {
    const parsed = await this.parsed(document);
    if (parsed === null || !isWanted()) return null;
    const options = this.options(document);
    const { state } = this.#solver.status(document.uri);
    const failed = state.kind === 'failed' && state.failure.kind !== 'paused' && state.text === parsed.text;
    const analysis = { ...options.analysis, failure: failed ? state.failure.reason : null };
    return inTurns(checkSteps(parsed, { ...options, analysis }), isWanted);
  }

  options(document: vscode.TextDocument): ValidateOptions & { readonly analysis: Analysis } {
    const { uri } = document;
    const { runProblems, unreadable, read } = this.#solver.findings(uri);
    const { last } = this.#solver.status(uri);
    return {
      fileName: uri.path,
      levels: problemLevels(uri),
      maxProblems: maxProblems(uri),
      thresholds: thresholds(uri),
      unreadable: (path) =>
        unreadable.find((known) => known.path === path) ?? this.#targets.unreadable(uri, path),
      targetText: (path) => this.#targets.of(uri, path),
      knownConfigs: this.#targets.known,
      analysis: {
        runProblems,
        read,
        // What the fit says holds while ratios are edited; what the solver says only of the very text it solved.
        model: last?.model ?? null,
        ...(last !== null && this.#solver.isCurrent(document)
          ? { solution: last.solution, verdict: last.report.verdict }
          : { solution: null, verdict: null }),
      },
    };
  }

  /** What the last solve's model predicts for the text as it stands; null: there is none, or it knows other languages. */
  prediction(document: vscode.TextDocument): MixturePrediction | null {
    const { last } = this.#solver.status(document.uri);
    if (last === null) return null;
    const { version } = document;
    const known = this.#predicted.get(document);
    if (known?.version === version && known.model === last.model) return known.prediction;
    const prediction = predictMixture(parsedMixture(document).mixture, last.model);
    this.#predicted.set(document, { version, model: last.model, prediction });
    return prediction;
  }

  /** What was understood of the tables of runs when they were last read. */
  read(document: vscode.TextDocument): ReadSummary | null {
    return this.#solver.findings(document.uri).read;
  }

  report(document: vscode.TextDocument): Report | null {
    return this.#solver.status(document.uri).last?.report ?? null;
  }
}
