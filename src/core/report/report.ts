import type { SolveMethod } from '../climb/model/allocation.ts';
import type { StrategyName } from '../climb/optimum/strategies.ts';
import type { Prediction } from '../evidence/interval.ts';
import type { NearOptimal } from '../evidence/near-optimal.ts';
import type { BadRun } from '../evidence/doubts.ts';
import type { Judgement } from '../evidence/verdict.ts';

export type { Prediction };

/**
 * What the panel, the hovers and the status item show of one solved mixture: numbers and sentences, ready to draw. Built in
 * the worker by `report/build.ts`; plain JSON. Arrays are in the order of `languages`, which is the file's own.
 */
export interface Report {
  readonly fileName: string;
  /** Version of the document that was solved. */
  readonly version: number;
  readonly languages: readonly ReportLanguage[];
  /** D: the file's, or else that of the runs (`tokensAssumed`); null: neither names one, and shares are all there is. */
  readonly tokens: number | null;
  readonly tokensAssumed: boolean;
  /** The model says how losses change with the budget. */
  readonly knowsBudgets: boolean;
  readonly loss: 'absolute' | 'relative';
  /** What the losses are in: `nats`, `bits per byte`. */
  readonly lossUnit: string;
  /** Losses of a prior-only model have no scale: show shares and relative benefits, not losses. */
  readonly origin: 'fit' | 'given' | 'prior';
  readonly verdict: Verdict;
  readonly current: ReportAllocation | null;
  /** The mixture with the lowest predicted objective. */
  readonly optimum: ReportAllocation;
  /** The paper's two steps: the mixture whose largest marginal benefit is least. */
  readonly twoSteps: ReportAllocation;
  /** Which of the two is recommended (`solver.method`), and so what `Optimise` applies. */
  readonly recommended: 'optimum' | 'two-steps';
  /** The stages of the training in their order; empty: there is only one. */
  readonly stages: readonly ReportStage[];
  /** Shares that are as good as the optimum's as far as a training could show; null: not known. */
  readonly near: NearOptimal | null;
  /** The mixtures that people would use instead, each judged by the same model; in the order of docs/model.md, "Strategies". */
  readonly strategies: readonly ReportStrategy[];
  readonly interactions: Interactions;
  readonly trust: Trust;
}

/** What the objective is in: the unit of the losses, or none where each is divided by its coefficient. */
export const objectiveUnit = ({ loss, lossUnit }: Pick<Report, 'loss' | 'lossUnit'>): string | null =>
  loss === 'absolute' ? lossUnit : null;

/** The mixture that `solver.method` asks for. */
export const recommendedOf = ({
  optimum,
  twoSteps,
  recommended,
}: Pick<Report, 'optimum' | 'twoSteps' | 'recommended'>): ReportAllocation =>
  recommended === 'two-steps' ? twoSteps : optimum;

/** Which of the two a method recommends. */
export const recommendedBy = (method: SolveMethod): Report['recommended'] =>
  method === 'joint' ? 'optimum' : 'two-steps';

/** What the two are called: in the middle of a sentence, and where there is room for a heading only. */
export const mixtureNames = {
  optimum: { name: 'the optimum', title: 'optimum' },
  'two-steps': { name: 'the two steps', title: 'two steps' },
} as const;

/** What the recommended mixture is called. */
export const recommendedName = ({ recommended }: Pick<Report, 'recommended'>): string =>
  mixtureNames[recommended].name;
export const recommendedTitle = ({ recommended }: Pick<Report, 'recommended'>): string =>
  mixtureNames[recommended].title;

export interface ReportLanguage {
  readonly code: string;
  readonly name: string;
  /** `Indo-European, Germanic`; null: not known, or no language. */
  readonly family: string | null;
  /** Offset of the code in the mixture file. */
  readonly offset: number;
  /** No losses: helps others only. */
  readonly sourceOnly: boolean;
  readonly available: number | null;
  readonly maxEpochs: number | null;
  readonly importance: number;
  /** Largest share that `max` and the epoch limit allow, at this budget; 1 where nothing limits it. */
  readonly maxShare: number;
  /** Which of the two makes `maxShare`; null: neither. */
  readonly limitedBy: 'max' | 'epochs' | null;
  readonly minShare: number;
  /** Where its law comes from. */
  readonly origin: 'fit' | 'given' | 'prior';
}

/** One stage of the training; shares are of its own tokens. The order of stages does not matter to the model. */
export interface ReportStage {
  readonly name: string;
  /** Offset of the name in the mixture file. */
  readonly offset: number;
  /** Its part of the budget. */
  readonly weight: number;
  /** null: there is no budget. */
  readonly tokens: number | null;
  /** Its shares are decided by the file. */
  readonly fixed: boolean;
  /** null: the file does not say. */
  readonly current: readonly number[] | null;
  readonly optimum: readonly number[];
  readonly twoSteps: readonly number[];
}

export interface ReportAllocation {
  readonly ratio: readonly number[];
  readonly effective: readonly (number | null)[];
  /** What one more token saves over all languages, divided by the mean over them; dimensionless. */
  readonly tokenBenefit: readonly (number | null)[];
  /** What one more effective share saves the language itself, divided by the mean over targets; dimensionless. */
  readonly effectiveBenefit: readonly (number | null)[];
  readonly loss: readonly Prediction[];
  /** Tokens of each language alone that would reach its loss (`model/equivalent.ts`); null: no runs tell. */
  readonly tokenEquivalent: readonly (number | null)[];
  /** null: there is no budget. */
  readonly tokens: readonly number[] | null;
  readonly epochs: readonly (number | null)[];
  readonly objective: Prediction;
}

export interface ReportStrategy {
  readonly name: StrategyName;
  /** null: the rule has nothing to say, for the reason in `missing`. */
  readonly allocation: ReportAllocation | null;
  readonly missing: string | null;
}

/** The judgement (`core/evidence/verdict.ts`), which decides what every face shows and offers, in words. */
export interface Verdict extends Judgement {
  /** One sentence: how good is the mixture, how much is there to gain, or why nothing may be said. */
  readonly headline: string;
  /** What to move, in words: "7 % from en to uk and es". Empty when there is nothing to move or nothing may be said. */
  readonly advice: string;
  readonly status: 'optimal' | 'local' | 'stalled' | 'infeasible' | 'cancelled';
  /** What the solver's certificate says, in words; empty where there is no verdict to certify. */
  readonly certificate: string;
  /** Warnings a reader must see beside the numbers: extrapolated, bad rows, not converged. */
  readonly caveats: readonly string[];
}

/** `leaning`: measured in part, relatedness has a say in it. */
export type CellOrigin = 'measured' | 'leaning' | 'unmeasured' | 'prior' | 'given';

/**
 * ∂r̃[target]/∂r[source] at the file's mixture (or the optimum's, when the file has none); [source][target]. The diagonal is
 * what a language's own text does for itself. null: the target has no losses, or the model does not know the language.
 * Where a source has no share and pooling makes the slope infinite, the mean slope over its first 0.1 % of shares. Empty where there are
 * too many languages to tell each pair.
 */
export interface Interactions {
  readonly at: 'file' | 'recommended';
  readonly net: readonly (readonly (number | null)[])[];
  /** The part that is transfer (>= 0) and the part that is interference (either sign); they sum to `net`. */
  readonly transfer: readonly (readonly (number | null)[])[];
  readonly interference: readonly (readonly (number | null)[])[];
  readonly standardError: readonly (readonly (number | null)[])[] | null;
  readonly origin: readonly (readonly CellOrigin[])[];
}

export interface Trust {
  /** One sentence on the fit. */
  readonly summary: string;
  /** In the order of `languages`; null: not fitted. */
  readonly quality: readonly (TrustRow | null)[];
  /** Held-out R² below which a fit is called poor (setting `climb.fit.minR2`). */
  readonly minR2: number;
  readonly folds: number | null;
  readonly runs: number | null;
  readonly setAside: number | null;
  /** What was read from tables of runs, in whole sentences. */
  readonly read: readonly string[];
  readonly unmeasured: readonly { readonly source: string; readonly target: string }[];
  /** Transfers that relatedness has a say in. */
  readonly leaning: readonly { readonly source: string; readonly target: string }[];
  /** Runs that no noise explains, by name and place. */
  readonly badRuns: readonly BadRun[];
  /** Frank–Wolfe gap in the objective's unit. */
  readonly gap: number;
  /** Constraints that cannot hold together, when infeasible; empty otherwise. */
  readonly conflict: readonly string[];
  readonly iterations: number;
  readonly milliseconds: number;
  readonly fitMilliseconds: number | null;
}

export interface TrustRow {
  readonly code: string;
  readonly converged: boolean;
  readonly r2: number;
  readonly cvR2: number;
  readonly mae: number;
  readonly cvMae: number;
  readonly observed: readonly number[];
  readonly predicted: readonly number[];
  /** Of the runs unseen in which every language has a share: without a share losses are high, which flatters R² over all. null: not known. */
  readonly wholeR2: number | null;
  /** Indices of `observed` that no noise explains. */
  readonly bad: readonly number[];
}
