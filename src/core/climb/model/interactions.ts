import type { AllocationProblem } from './allocation.ts';
import { firstShare } from './benefit.ts';
import { compile, targetsOf } from './compiled.ts';
import { Evaluator } from './evaluator.ts';
import type { Model } from './model.ts';
import { reported } from './reported.ts';

/**
 * How each source moves each target's effective ratio at one mixture: ∂r̃[target]/∂r[source], dimensionless; [source][target].
 * `transfer` and `interference` sum to `net`. The diagonal is the worth of the language's own text. Columns of source-only languages are null.
 */
export interface EffectiveJacobian {
  readonly net: (number | null)[][];
  readonly transfer: (number | null)[][];
  readonly interference: (number | null)[][];
}

/**
 * The interaction people see (docs/model.md, "Interaction"): analytic, except that at a zero share with q < 1, where the slope is
 * infinite, it is the mean slope over the first 0.1 % of shares.
 *
 * @param ratio shares of all languages
 */
export function effectiveJacobian(
  model: Model,
  problem: AllocationProblem,
  ratio: ArrayLike<number>,
): EffectiveJacobian {
  const n = model.languages.length;
  const targets = targetsOf(model);
  const variables = model.languages.map((_, s) => s);
  const evaluator = new Evaluator(compile(reported(model), problem, { targets, variables, ratio }));
  const r = Float64Array.from(ratio);
  evaluator.linearise(r);
  const effective = evaluator.logEffective.map((z) => Math.exp(z));
  const slopes = Float64Array.from(evaluator.slopes);
  const empty = (): (number | null)[][] => variables.map(() => new Array<number | null>(n).fill(null));
  const jacobian = { net: empty(), transfer: empty(), interference: empty() };
  for (let s = 0; s < n; s++) {
    const infinite = targets.some((_, i) => !Number.isFinite(slopes[i * n + s]!));
    let moved: Float64Array | null = null;
    if (infinite) {
      const more = Float64Array.from(r);
      more[s] = more[s]! + firstShare;
      evaluator.value(more);
      moved = evaluator.logEffective.map((z) => Math.exp(z));
    }
    targets.forEach((t, i) => {
      const at = i * n + s;
      const own = evaluator.interference?.[at] ?? 0;
      const taken = own === 0 ? 0 : -effective[i]! * own;
      const finite = Number.isFinite(slopes[at]!) && effective[i]! > 0;
      const given =
        finite || moved === null
          ? effective[i]! * slopes[at]!
          : (moved[i]! - effective[i]!) / firstShare - taken;
      jacobian.transfer[s]![t] = given;
      jacobian.interference[s]![t] = taken;
      jacobian.net[s]![t] = given + taken;
    });
  }
  return jacobian;
}
