/**
 * The matrix of a Newton step,
 *
 *     K = Σ own·J·Jᵀ + Σ pooled·a·aᵀ + diag(diagonal) + Σ groups·g·gᵀ − pull·pullᵀ/stiffness,   pull = Σ weight·J
 *
 * J being the rows of ∇z, a those without interference, g the polytope's groups; the last term is what a level that follows the
 * step takes away.
 */
export interface Curvature {
  readonly own: Float64Array;
  readonly pooled: Float64Array;
  readonly diagonal: Float64Array;
  readonly groups: readonly number[];
  readonly level: {
    readonly weight: Float64Array;
    readonly pull: Float64Array;
    readonly stiffness: number;
  } | null;
}
