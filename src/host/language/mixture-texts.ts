import type * as vscode from 'vscode';
import { predictMixture } from '../../core/mixture/editing/prediction.ts';
import type { HoverInput } from '../../core/mixture/editing/hover.ts';
import { parseMixture, type ParsedMixture } from '../../core/mixture/parse.ts';
import { checkMixture, type ValidateOptions } from '../../core/mixture/validate.ts';
import type { Problem } from '../../core/problem.ts';
import { maxProblems, problemLevels, thresholds } from '../settings.ts';
import type { SolveService } from '../solver/solve-service.ts';
import type { TargetTexts } from '../targets/target-texts.ts';

/** What the features of the mixture language share: each version of a text is parsed once. */
export class MixtureTexts {
  readonly #solver: SolveService;
  readonly #targets: TargetTexts;
  readonly #parsed = new WeakMap<vscode.TextDocument, { version: number; parsed: ParsedMixture }>();

  constructor(solver: SolveService, targets: TargetTexts) {
    this.#solver = solver;
    this.#targets = targets;
  }

  parsed(document: vscode.TextDocument): ParsedMixture {
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.parsed;
    const parsed = parseMixture(document.getText(), { fileName: document.uri.path });
    this.#parsed.set(document, { version: document.version, parsed });
    return parsed;
  }

  /** All problems of the text as it stands, with what the last solve of this text found. */
  problems(document: vscode.TextDocument): Problem[] {
    return checkMixture(this.parsed(document), this.options(document));
  }

  options(document: vscode.TextDocument): ValidateOptions {
    const { uri } = document;
    const { runProblems, unreadable } = this.#solver.findings(uri);
    const { last } = this.#solver.status(uri);
    return {
      fileName: uri.path,
      levels: problemLevels(uri),
      maxProblems: maxProblems(uri),
      thresholds: thresholds(uri),
      unreadable: (path) =>
        unreadable.find((known) => known.path === path) ?? this.#targets.unreadable(uri, path),
      targetText: (path) => this.#targets.of(uri, path),
      analysis: {
        runProblems,
        // What the fit says holds while ratios are edited; what the solver says only of the very text it solved.
        model: last?.model ?? null,
        solution: last !== null && this.#solver.isCurrent(document) ? last.solution : null,
      },
    };
  }

  /** The last result, and what its model predicts for the text as it stands. */
  hoverInput(document: vscode.TextDocument): HoverInput {
    const { last } = this.#solver.status(document.uri);
    if (last === null) return {};
    return { report: last.report, prediction: predictMixture(this.parsed(document).mixture, last.model) };
  }
}
