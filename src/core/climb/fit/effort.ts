import { isRich, type Choice } from './choose.ts';
import { parametersOf } from './fittable.ts';
import { fine, type Limits } from './least-squares.ts';
import type { TargetData } from './target-data.ts';

/**
 * How far the fits without a fold go from the fit to all, when a form is judged: two Newton steps tell its held-out error from another's
 * (one is the infinitesimal jackknife, Giordano et al. 2019). Not where rows are fewer than parameters: there two steps still
 * remember the fold, the more the wider the pulls are, so these fits go to the end.
 */
export const twoSteps: Limits = { ...fine, maxIterations: 2 };
/** Enough where rows are plenty: the fit hardly moves when it loses a fifth of them, and a short step needs no look. */
export const oneStep: Limits = { ...fine, maxIterations: 1, lastUnseen: true };
/** The same of the ensemble's refits where those to the end cost too much. */
export const fewSteps: Limits = { ...fine, maxIterations: 5 };
export const fewestSteps: Limits = { ...fine, maxIterations: 3, lastUnseen: true };

/** What is tried for runs of one size, and how far each fit goes. */
export interface Effort {
  /** Standard deviations of log τ around its class that cross-validation chooses from. */
  readonly widths: readonly number[];
  /** Repeats of the cross-validation that judges a form, and how far its fits go. */
  readonly judged: number;
  readonly judging: Limits;
  /** The same of the ensemble. */
  readonly drawn: number;
  readonly drawing: Limits;
  /** Whether a form that gives interference more room is tried only if a little of it helps. */
  readonly waits: (choice: Choice) => boolean;
}

/** Work from which fewer widths and forms are tried, and the ensemble is drawn once and in few steps. */
const costly = 5e7;
/**
 * Rows a parameter from which less does: how mixtures are dealt into folds and where a second step leads hardly matter. How widely
 * transfers scatter still does: on 332 public runs of three sources (mixing laws), one width of 3 leaves twice as much unexplained.
 */
const plenty = 12;

/** @param work rows times squared parameters, over targets */
export function effortFor(work: number, targets: readonly TargetData[]): Effort {
  if (work > costly)
    return { widths: [1, 3], judged: 1, judging: twoSteps, drawn: 1, drawing: fewSteps, waits: isRich };
  const sum = (of: (data: TargetData) => number): number =>
    targets.reduce((total, data) => total + of(data), 0);
  const rowsAParameter = sum(({ own }) => own.length) / sum(({ sources }) => parametersOf(sources.length));
  if (rowsAParameter >= plenty)
    return {
      widths: [1, 10],
      judged: 1,
      judging: oneStep,
      drawn: 2,
      drawing: fewestSteps,
      waits: (choice) => isRich(choice) && choice.law === 'power',
    };
  return {
    widths: [0.3, 1, 3, 10],
    judged: 2,
    judging: rowsAParameter < 1 ? fine : twoSteps,
    drawn: 4,
    drawing: fine,
    waits: () => false,
  };
}
