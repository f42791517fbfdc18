import type { AllocationProblem } from '../climb/model/allocation.ts';
import type { Model } from '../climb/model/model.ts';
import { varied } from './thresholds.ts';
import { elementAt } from '../text/elements.ts';

/** Languages whose loss the runs measured though none was trained on them: what their own text does is unknown. By model index. */
export function evaluatedOnly(model: Model): number[] {
  const most = model.quality?.range.maxShare;
  if (model.origin !== 'fit' || most === undefined) return [];
  const guessed = new Set(model.priorLanguages);
  return model.languages.flatMap((code, i) =>
    model.coefficient[i] != null && !guessed.has(code) && (most[i] ?? 0) < varied / 2 ? [i] : [],
  );
}

/**
 * The problem in which languages that were only evaluated get no share, since nobody knows what it would do; their losses count. One that is
 * asked for keeps its limits, and so do all where the others may not have all tokens.
 *
 * @param asked whether the file gives the language a share or a minimum, by index
 */
export function withoutUntrained(
  model: Model,
  problem: AllocationProblem,
  asked: (i: number) => boolean,
): AllocationProblem {
  const none = new Set(evaluatedOnly(model).filter((i) => !asked(i) && !(elementAt(problem.min, i) > 0)));
  const max = problem.max.map((most, i) => (none.has(i) ? 0 : most));
  const room = max.reduce((sum, most) => sum + most, 0);
  return none.size === 0 || room < 1 ? problem : { ...problem, max };
}
