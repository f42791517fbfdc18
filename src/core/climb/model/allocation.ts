/**
 * What is asked of the solver besides the model: the budget, the objective and the constraints, in the order of the
 * model's languages (docs/model.md, "Constraints").
 */
export interface AllocationProblem {
  /** D, tokens. */
  readonly tokens: number;
  /** N, parameters; null: the model's own. */
  readonly parameters: number | null;
  /** Unique tokens; null or absent entry: unknown, so no repetition discount and no epoch limit. */
  readonly available: readonly (number | null)[] | null;
  /** ω before normalisation, >= 0. A language without losses counts as 0. */
  readonly importance: readonly number[];
  /** Lower and upper bounds on the share, in [0, 1]. */
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** r·D <= maxEpochs·available; null: no limit. */
  readonly maxEpochs: readonly (number | null)[];
  readonly groups: readonly ShareGroup[];
  /** Languages whose shares stand in given proportions; no language is in two. Absent: none. */
  readonly kept?: readonly KeptGroup[];
  readonly loss: 'absolute' | 'relative';
}

/** Every mixture of `languages` is allowed, and all are equally important. */
export function openProblem(languages: readonly string[], tokens: number): AllocationProblem {
  const all = <T>(value: T): T[] => languages.map(() => value);
  return {
    tokens,
    parameters: null,
    available: null,
    importance: all(1),
    min: all(0),
    max: all(1),
    maxEpochs: all(null),
    groups: [],
    loss: 'absolute',
  };
}

export interface ShareGroup {
  readonly name: string;
  /** Indices of languages. */
  readonly members: readonly number[];
  /** The part of each member's share that counts, in (0, 1]; absent: all of it. */
  readonly weight?: readonly number[];
  readonly min: number;
  readonly max: number;
}

/** A group of which only the total is free. */
export interface KeptGroup {
  readonly name: string;
  /** Indices of languages. */
  readonly members: readonly number[];
  /** Part of each member in what the group has beyond `given`; they sum to 1. */
  readonly proportion: readonly number[];
  /** Share that each member has whatever the total is: that of fixed stages. */
  readonly given: readonly number[];
}

export type SolveStatus = 'optimal' | 'local' | 'stalled' | 'infeasible' | 'cancelled';

/** A mixture and what the model says of it; arrays in the model's language order. */
export interface Allocation {
  /** r, shares; sums to 1 within 1e-9. */
  readonly ratio: readonly number[];
  /** r̃, effective share; null for a source-only language. */
  readonly effective: readonly (number | null)[];
  /** m[t] = −ω[t]·∂L[t]/∂r̃[t], loss per share; null for a source-only language. */
  readonly marginalBenefit: readonly (number | null)[];
  /** Predicted loss in the unit of the model; null for a source-only language. */
  readonly loss: readonly (number | null)[];
  /** F, in the unit of the losses (absolute) or relative to C[t]. */
  readonly objective: number;
  /** r·D/available; null where unknown, null as a whole where nothing is known. */
  readonly epochs: readonly (number | null)[] | null;
}

/** Which optimum is recommended: the least predicted objective, or the paper's two steps (docs/model.md). */
export type SolveMethod = 'joint' | 'two-steps';

/**
 * The answer of both optimisers, with the certificate; what `climb solve --json` prints. At the top level stands the recommended
 * mixture: that of `method`.
 */
export interface Solution extends Allocation {
  readonly method: SolveMethod;
  readonly status: SolveStatus;
  /** In plain words, when the status is not `optimal`. */
  readonly reason: string | null;
  readonly languages: readonly string[];
  readonly tokens: number;
  /** p, step 1; null for a source-only language. */
  readonly direction: readonly (number | null)[];
  /** σ, step 2. */
  readonly magnitude: number;
  /** The file's own mixture under the same model; null when it has none. */
  readonly current: Allocation | null;
  /** The minimiser of F itself; `gap` bounds its distance to the global optimum (Frank–Wolfe), in F's unit. */
  readonly joint: Allocation & { readonly gap: number };
  /** The paper's mixture: step 2's magnitude along step 1's direction, at their fixed point. */
  readonly twoSteps: Allocation;
  readonly iterations: { readonly magnitude: number; readonly joint: number };
  readonly milliseconds: number;
  /** The smallest set of constraints that cannot hold together, when infeasible; null otherwise. */
  readonly conflict: readonly string[] | null;
}
