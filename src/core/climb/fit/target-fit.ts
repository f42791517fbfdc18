import type { Layout } from './layout.ts';

/** What a fit found for one target: θ by its layout, and how well. */
export interface TargetFit {
  readonly layout: Layout;
  readonly theta: Float64Array;
  readonly converged: boolean;
  /** Where the damping of the last solve ended. */
  readonly damping: number;
  /** 1 where a parameter stands at a bound. */
  readonly atBound: Uint8Array;
  /** Robust standard deviation of the residuals of log-loss. */
  readonly spread: number;
}
