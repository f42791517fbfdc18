import type { Model } from '../core/climb/model.ts';
import type { Solution } from '../core/climb/allocation.ts';
import type { Report } from '../core/report/report.ts';
import type { RunProblem } from '../core/runs/runs.ts';

/** A file as read by the host, which alone knows the file system; `bytes` is transferred, not copied. */
export interface InputFile {
  /** Relative to the mixture file, as shown in messages. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Fit what the mixture names (or take the cached fit of the same bytes) and solve. */
export interface SolveRequest {
  readonly type: 'solve';
  readonly id: number;
  readonly fileName: string;
  readonly version: number;
  readonly mixture: string;
  readonly files: readonly InputFile[];
}

export type ToWorker = SolveRequest;

export type FromWorker =
  | { readonly type: 'progress'; readonly id: number; readonly step: string; readonly done: number | null }
  | { readonly type: 'solved'; readonly id: number; readonly result: SolveResult }
  | { readonly type: 'failed'; readonly id: number; readonly failure: SolveFailure };

export interface SolveResult {
  readonly report: Report;
  readonly solution: Solution;
  readonly model: Model;
  /** Rows that were left out or set aside. */
  readonly runProblems: readonly RunProblem[];
}

/** Why there is no result: bad input is told at its place by the diagnostics, so the reason here is one sentence. */
export interface SolveFailure {
  readonly kind: 'cancelled' | 'input' | 'crashed';
  readonly reason: string;
  readonly runProblems: readonly RunProblem[];
}
