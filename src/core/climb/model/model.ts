import type { ModelTerms } from './terms.ts';

export type { ModelTerms };

/**
 * A fitted (or given) model of how each language's share and its neighbours' make its loss; the content of a
 * `*.model.json` file (schemas/model.schema.json), so plain arrays and JSON values only.
 *
 * Arrays are indexed by language in the order of `languages`; matrices are `[source][target]`. A language without losses
 * (a source-only language) has null in the arrays that belong to targets and in its column of the matrices.
 *
 * The loss of target t at mixture r (shares), D tokens and N parameters, in the unit of the fitted runs (`lossUnit`):
 *
 *     L[t] = E[t] + (c[t] + A[t]·N^(−α[t]) + B[t]·D^(−β[t])) · r̃[t]^(−γ[t])
 *     r̃[t] = (ε[t]^q[t] + ρ[t]^q[t] + Σ_{s≠t} x[s][t]^q[t])^(1/q[t]) · exp(−Σ_{s≠t} χ[s][t]·r[s])
 *     x[s][t] = τ[s][t]·(D/D0)^(−δ[t]) · (1 − exp(−η[s][t]·ρ[s])) / η[s][t]      (η = 0: τ·ρ[s])
 *
 * Source: interaction-aware ratio, arXiv 2509.15556; law, He et al. arXiv 2410.12883 with r̃ for r; pooling q, saturation η,
 * interference χ, scale δ and floor ε are this project's (docs/model.md).
 */
export interface Model extends ModelTerms {
  readonly climbModel: 1;
  readonly languages: readonly string[];
  /** D0 in tokens: geometric mean budget of the runs; N of the runs. Null: not known (runs that name none, a prior). */
  readonly scale: { readonly tokens: number | null; readonly parameters: number | null };
  /** Standard errors from the fit's Jacobian; null where none can be told. */
  readonly standardError: {
    readonly transfer: readonly (readonly (number | null)[])[];
    readonly exponent: readonly (number | null)[];
  } | null;
  /** Whether the runs can tell transfer[source][target]; null: not fitted (given by hand or prior). */
  readonly identified: readonly (readonly boolean[])[] | null;
  readonly quality: FitQuality | null;
  /** What the losses are in, such as `bits per byte`; null: several units. Absent: nats. */
  readonly lossUnit?: string | null;
  /** Where the numbers come from; a prior is never shown as a measurement (docs/model.md). */
  readonly origin: ModelOrigin;
  /**
   * Languages of a fitted or given model that no run knows (src/core/climb/fit/prior-model.ts): their law and every transfer to or
   * from them are priors. Absent: none.
   */
  readonly priorLanguages?: readonly string[];
  /** Where each transfer[source][target] comes from; null on the diagonal and for source-only targets. Absent: not fitted. */
  readonly transferOrigin?: readonly (readonly (TransferOrigin | null)[])[] | null;
  /** The same fit to parts of the runs and in other forms. Absent or null: none is known. */
  readonly ensemble?: Ensemble | null;
  /** What other methods make of the same runs. Absent or null: not fitted (a model given by hand, a prior, an older file). */
  readonly ownShare?: OwnShareLaws | null;
}

/**
 * Laws of the share of a group alone, fitted to the runs of the model for comparison: each language by itself, or with its family (He et
 * al. 2024, arXiv 2410.12883), where τ = 1 within a family and 0 outside makes the effective share that of the family.
 */
export interface OwnShareLaws {
  readonly isolated: ModelTerms;
  readonly families: ModelTerms;
}

/** `leaning`: the runs trained on the source, but relatedness has a part in the value, or other runs might move it; `prior`: no run tells anything. */
export type TransferOrigin = 'measured' | 'leaning' | 'prior';

/** How far the answer depends on which mixtures were trained: each member is the same fit without a part of the mixtures. */
export interface Ensemble {
  /** Part of the mixtures that each member was fitted to. */
  readonly fraction: number;
  /** Repeat by repeat, fold by fold; rounded to six digits. */
  readonly members: readonly ModelTerms[];
  /** Whole fits in the other forms that predict held-out runs as well, within one standard error. */
  readonly alternatives: readonly ModelTerms[];
  /** The fit with the centres of its pulls drawn anew: how far what relatedness decides may be off. Absent: not drawn (an older file). */
  readonly pulled?: readonly ModelTerms[];
}

/** The spread of a quantity over the members times this is its standard error (delete-d jackknife, Shao and Wu 1989). */
export const jackknifeFactor = (fraction: number): number => Math.sqrt(fraction / (1 - fraction));

/** The members of the ensemble as models of their own, without quality or ensemble; empty where there is none. */
export function memberModels(model: Model): Model[] {
  return (model.ensemble?.members ?? []).map((terms) => withTerms(model, terms));
}

/** The forms that predict about as well, as models; empty where none is known. */
export function alternativeModels(model: Model): Model[] {
  return (model.ensemble?.alternatives ?? []).map((terms) => withTerms(model, terms));
}

/** The fit with the centres of its pulls drawn anew, as models; empty where none is known. */
export function pulledModels(model: Model): Model[] {
  return (model.ensemble?.pulled ?? []).map((terms) => withTerms(model, terms));
}

/** A model of the same languages and scale by another law or other numbers; null where there are none. */
export function ownShareModel(model: Model, law: keyof OwnShareLaws): Model | null {
  return model.ownShare == null ? null : withTerms(model, model.ownShare[law]);
}

function withTerms(model: Model, terms: ModelTerms): Model {
  return { ...model, ...terms, ensemble: null, ownShare: null };
}

/** Whether a budget stands behind the model. */
export const namesBudget = (model: Pick<Model, 'scale'>): boolean => model.scale.tokens !== null;

/** The tokens to solve for where nobody names any: those of the runs, so that D/D0 is 1; any number where they name none. */
export const usualTokens = (model: Pick<Model, 'scale'>): number => model.scale.tokens ?? 1;

/** What the losses are in, in words. */
export const lossUnitOf = ({ lossUnit = 'nats' }: Pick<Model, 'lossUnit'>): string =>
  lossUnit ?? 'different units';

/** How many trainings a fit is of; of an older model file, how many rows. */
export const trainingsOf = ({ runs, trainings = runs }: Pick<FitQuality, 'runs' | 'trainings'>): number =>
  trainings;

/** `8 runs (64 checkpoints)`. */
export function runsFitted(quality: Pick<FitQuality, 'runs' | 'trainings'>): string {
  const trainings = trainingsOf(quality);
  const checkpoints = quality.runs > trainings ? ` (${quality.runs} checkpoints)` : '';
  return `${trainings} ${trainings === 1 ? 'run' : 'runs'}${checkpoints}`;
}

export type ModelOrigin = 'fit' | 'given' | 'prior';

/** How well a fit predicts, by language code; all on the loss itself, except cvLogRmse. */
export interface FitQuality {
  readonly r2: Readonly<Record<string, number>>;
  readonly mae: Readonly<Record<string, number>>;
  /** k-fold cross-validated. */
  readonly cvR2: Readonly<Record<string, number>>;
  readonly cvMae: Readonly<Record<string, number>>;
  /** Cross-validated root-mean-square error of log-loss: the spread behind prediction intervals. */
  readonly cvLogRmse: Readonly<Record<string, number>>;
  readonly folds: number;
  /** Rows fitted: runs, or their checkpoints. */
  readonly runs: number;
  /** Trainings that these are of; absent: the model file is older. */
  readonly trainings?: number;
  /** Rows that were left out (diverged, unreadable), counted. */
  readonly setAside: number;
  readonly converged: Readonly<Record<string, boolean>>;
  /** What the runs span, for saying that a prediction is extrapolated. */
  readonly range: {
    readonly tokens: readonly [number, number];
    readonly parameters: readonly [number, number] | null;
    /** Largest share that any run gave the language; by model language order. */
    readonly maxShare: readonly number[];
    /** Smallest share, likewise. Absent in older files. */
    readonly minShare?: readonly number[];
  };
  /** Predicted against observed, for the residual plot; one array a language, in run order. */
  readonly residuals: Readonly<
    Record<string, { readonly observed: readonly number[]; readonly predicted: readonly number[] }>
  >;
  /** What intervals and verdicts rest on. Absent in older files. */
  readonly evidence?: FitEvidence;
}

/** What the fit knows of its own errors, by language code; residuals are log(predicted/observed). */
export interface FitEvidence {
  /** The rows fitted, in the order of the tables; `mixture` numbers the mixtures, `repeat` those of one budget and size. */
  readonly rows: readonly {
    readonly id: string;
    readonly file: string;
    readonly line: number;
    readonly mixture: number;
    readonly repeat: number;
    /** No language had a share of zero. Absent in older files. */
    readonly whole?: boolean;
  }[];
  readonly mixtures: number;
  /** Residuals of fits that did not see the mixture, averaged over repeats of the cross-validation; `row` indexes `rows`. */
  readonly heldOut: Readonly<
    Record<string, { readonly row: readonly number[]; readonly residual: readonly number[] }>
  >;
  /** 1.4826 · median absolute held-out residual: a bad row does not move it. */
  readonly heldOutSpread: Readonly<Record<string, number>>;
  /** Effective number of parameters: the trace of the hat matrix. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Standard deviation of log-loss between repeats of a mixture; null: nothing was repeated. */
  readonly seedSpread: Readonly<Record<string, number | null>>;
  /** Rows whose held-out residual no noise explains; `row` indexes `rows`. */
  readonly badRows: readonly { readonly row: number; readonly language: string; readonly residual: number }[];
  /** Languages whose loss rises with their own share, as accuracies do. Absent: none. */
  readonly rising?: readonly string[];
  /** Least and most tokens of the runs that trained on a language alone, where these had several budgets. Absent: none. */
  readonly alone?: Readonly<Record<string, readonly [least: number, most: number]>>;
  /** The factor between two levels of a language's losses with nothing between (two tokenisers). Absent: one level each. */
  readonly levels?: Readonly<Record<string, number>>;
}

/** What is said of a language, if anything is; codes come from files, so one may be called like a property of any object. */
export function ofLanguage<T>(byCode: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(byCode, code) ? byCode[code] : undefined;
}
