import type { Solution } from '../../climb/model/allocation.ts';
import type { Model } from '../../climb/model/model.ts';
import type { ReadSummary, RunProblem } from '../../runs/runs.ts';
import type { Mixture } from '../../mixture/mixture.ts';
import type { Verdict } from '../../report/report.ts';

/** What fitting and solving a mixture found out; input to the rules that need it, made by host and command line. */
export interface Analysis {
  /** Rows and files of the interactions that could not be read. */
  readonly runProblems: readonly RunProblem[];
  /** What was understood of the tables of runs; absent: they were not read, or there are none. */
  readonly read?: ReadSummary | null;
  /** For the mixture's languages, in its order; null: there was nothing to fit, it failed, or the text changed since. */
  readonly model: Model | null;
  /** In the same order; null as well when nothing was solved. */
  readonly solution: Solution | null;
  /** What may be said of the solved text; absent or null: it was not solved, or changed since. */
  readonly verdict?: Verdict | null;
  /** Why this very text was not solved, told where no other problem says why; absent or null: it was, or nothing failed. */
  readonly failure?: string | null;
}

/** The model, if it is about exactly the languages that the text has now. */
export function modelOf(mixture: Mixture, analysis: Analysis | null): Model | null {
  const model = analysis?.model ?? null;
  return model !== null && sameLanguages(mixture, model.languages) ? model : null;
}

export function solutionOf(mixture: Mixture, analysis: Analysis | null): Solution | null {
  const solution = analysis?.solution ?? null;
  return solution !== null && sameLanguages(mixture, solution.languages) ? solution : null;
}

function sameLanguages({ languages }: Mixture, codes: readonly string[]): boolean {
  return languages.length === codes.length && languages.every(({ code }, i) => code === codes[i]);
}
