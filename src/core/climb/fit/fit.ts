import { Cancelled, neverCancelled, type IsCancelled } from '../../cancel.ts';
import { rowsLeftOut, type RunSet } from '../../runs/runs.ts';
import type { FitQuality, Model } from '../model/model.ts';
import { chooseForm, choices, usualChoice, type FittedForm, type FittedTarget } from './choose.ts';
import { fitTarget, predictRows, refitTarget, type TargetFit } from './fit-target.ts';
import { foldsOf } from './folds.ts';
import type { Form } from './form.ts';
import { repeatGroups, scaleOf, targetData, type Scale, type TargetData } from './target-data.ts';
import { uncertaintyOf } from './uncertainty.ts';

export interface FitOptions {
  /** `auto` chooses the form by cross-validation. */
  readonly law: 'power' | 'irreducible' | 'auto';
  readonly isCancelled?: IsCancelled;
  /** Told the part that is done, in [0, 1]. */
  readonly onProgress?: (done: number) => void;
}

/** The runs cannot be fitted at all; the message says what is missing, in plain words. */
export class CannotFit extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotFit';
  }
}

const foldCount = 5;

/**
 * Fits the model to proxy runs, one target (language with losses) at a time: docs/model.md, "The fit".
 * Deterministic: the same runs give the same model, bit for bit.
 * Throws `CannotFit` where there is nothing to fit, `Cancelled` where asked to stop.
 */
export function fit(runs: RunSet, options: FitOptions): Model {
  const { isCancelled = neverCancelled, onProgress } = options;
  if (runs.runs.length === 0) throw new CannotFit('The tables hold no run that can be read.');
  const scale = scaleOf(runs);
  const groups = repeatGroups(runs);
  const targets = runs.languages
    .map((_, index) => targetData(runs, index, scale, groups))
    .filter((data) => data.own.length > 0);
  if (targets.length === 0) {
    throw new CannotFit('No run has a loss: add loss_<language> columns to the table of runs.');
  }
  for (const data of targets) {
    if (data.own.length < 4) {
      throw new CannotFit(
        `Only ${data.own.length} of the runs measured the loss of ${runs.languages[data.target]!}; a fit needs at least 4.`,
      );
    }
  }
  const folds = foldsOf(groups, foldCount);
  let done = 0;
  let planned = targets.length;
  const step = (): void => {
    if (isCancelled()) throw new Cancelled();
    onProgress?.(Math.min(++done / planned, 1));
  };
  const fitForm = (form: Form): FittedForm => ({
    form,
    targets: targets.map((data) => {
      const whole = fitTarget(data, form, allRows(data));
      const heldOut = crossValidate(data, whole, folds);
      step();
      return { data, fit: whole, heldOut };
    }),
  });
  const terms = termsOf(runs);
  if (options.law !== 'auto') {
    const choice = usualChoice(new Set(groups).size, options.law);
    return modelOf(runs, scale, fitForm({ ...terms, ...choice }));
  }
  planned = choices.length * targets.length;
  return modelOf(runs, scale, chooseForm(choices.map((choice) => fitForm({ ...terms, ...choice }))));
}

function allRows(data: TargetData): Int32Array {
  return Int32Array.from(data.own.keys());
}

/** The loss of each row as predicted by a fit that did not see its fold, nats. */
function crossValidate(data: TargetData, whole: TargetFit, folds: Int32Array): Float64Array {
  const heldOut = new Float64Array(data.own.length);
  for (let fold = 0; fold < foldCount; fold++) {
    const test = allRows(data).filter((row) => folds[data.runs[row]!] === fold);
    if (test.length === 0) continue;
    const train = allRows(data).filter((row) => folds[data.runs[row]!] !== fold);
    const part = refitTarget(data, whole, train);
    predictRows(data, part, test).forEach((value, k) => (heldOut[test[k]!] = value));
  }
  return heldOut;
}

/** The terms that can be fitted, since the runs vary what they depend on. */
function termsOf(runs: RunSet): Pick<Form, 'budget' | 'size' | 'scaling'> {
  const several = (values: readonly (number | null)[]): boolean =>
    new Set(values.filter((value) => value !== null)).size > 1;
  const budgets = several(runs.runs.map((run) => run.tokens));
  return { budget: budgets, size: several(runs.runs.map((run) => run.parameters)), scaling: budgets };
}

function modelOf(runs: RunSet, scale: Scale, { form, targets: fits }: FittedForm): Model {
  const { languages } = runs;
  const byTarget = new Map(fits.map((fitted) => [fitted.data.target, fitted]));
  const uncertain = new Map(fits.map(({ data, fit }) => [data.target, uncertaintyOf(data, fit)]));
  /** One number a target; null for a mere source. */
  const vector = (value: (fitted: FittedTarget) => number): (number | null)[] =>
    languages.map((_, t) => (byTarget.has(t) ? value(byTarget.get(t)!) : null));
  /** One number a pair; null in the column of a mere source, `unseen` where no run of the target held the source. */
  const matrix = <T>(value: (fitted: FittedTarget, position: number) => T, unseen: T): (T | null)[][] =>
    languages.map((_, s) =>
      languages.map((__, t) => {
        const fitted = byTarget.get(t);
        if (fitted === undefined) return null;
        const position = fitted.data.sources.indexOf(s);
        return position < 0 ? unseen : value(fitted, position);
      }),
    );
  const at = ({ fit }: FittedTarget, index: number): number => fit.theta[index]!;
  const exponential = (index: (fitted: FittedTarget) => number) => (fitted: FittedTarget) =>
    Math.exp(at(fitted, index(fitted)));
  const reference = (known: number | null): number => known ?? 1;
  return {
    climbModel: 1,
    languages,
    law: form.law,
    scale: { tokens: reference(scale.tokens), parameters: scale.parameters },
    coefficient: vector(exponential(({ fit }) => fit.layout.coefficient)),
    exponent: vector((fitted) => at(fitted, fitted.fit.layout.exponent)),
    irreducible:
      form.law === 'irreducible' ? vector((fitted) => at(fitted, fitted.fit.layout.irreducible)) : null,
    floor: vector(exponential(({ fit }) => fit.layout.floor)),
    budget: form.budget
      ? {
          B: vector((fitted) => {
            const { budget, beta } = fitted.fit.layout;
            return Math.exp(at(fitted, budget) + at(fitted, beta) * Math.log(scale.tokens!));
          }),
          beta: vector((fitted) => at(fitted, fitted.fit.layout.beta)),
        }
      : null,
    size: form.size
      ? {
          A: vector((fitted) => {
            const { model, alpha } = fitted.fit.layout;
            return Math.exp(at(fitted, model) + at(fitted, alpha) * Math.log(scale.parameters!));
          }),
          alpha: vector((fitted) => at(fitted, fitted.fit.layout.alpha)),
        }
      : null,
    transfer: matrix((fitted, s) => Math.exp(at(fitted, fitted.fit.layout.transfer + s)), 0),
    saturation:
      form.transfer === 'saturating'
        ? matrix((fitted, s) => Math.exp(at(fitted, fitted.fit.layout.saturation + s)), 0)
        : null,
    transferScaleExponent: form.scaling
      ? vector((fitted) => (fitted.fit.layout.delta < 0 ? 0 : at(fitted, fitted.fit.layout.delta)))
      : null,
    pooling: form.pooling
      ? vector((fitted) => (fitted.fit.layout.pooling < 0 ? 1 : at(fitted, fitted.fit.layout.pooling)))
      : null,
    interference:
      form.interference !== null
        ? matrix((fitted, s) => at(fitted, fitted.fit.layout.interference + s), 0)
        : null,
    standardError: {
      transfer: matrix((fitted, s) => uncertain.get(fitted.data.target)!.transfer[s]!, null),
      exponent: languages.map((_, t) => uncertain.get(t)?.exponent ?? null),
    },
    identified: matrix((fitted, s) => uncertain.get(fitted.data.target)!.identified[s]!, false).map((row) =>
      row.map((told) => told === true),
    ),
    quality: qualityOf(runs, fits),
    origin: 'fit',
  };
}

function qualityOf(runs: RunSet, fits: readonly FittedTarget[]): FitQuality {
  const rows = fits.map(({ data, fit, heldOut }) => {
    const observed = Array.from(data.logLoss, Math.exp);
    const predicted = [...predictRows(data, fit, Int32Array.from(data.own.keys()))];
    return { language: runs.languages[data.target]!, fit, observed, predicted, heldOut: [...heldOut] };
  });
  type Row = (typeof rows)[number];
  const each = <T>(value: (row: Row) => T): Record<string, T> =>
    Object.fromEntries(rows.map((row) => [row.language, value(row)]));
  const used = runs.runs.filter((run) => run.loss.some((loss) => loss !== null));
  const span = (values: readonly (number | null)[]): readonly [number, number] | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : [Math.min(...known), Math.max(...known)];
  };
  return {
    r2: each((row) => r2(row.observed, row.predicted)),
    mae: each((row) => meanAbsoluteError(row.observed, row.predicted)),
    cvR2: each((row) => r2(row.observed, row.heldOut)),
    cvMae: each((row) => meanAbsoluteError(row.observed, row.heldOut)),
    cvLogRmse: each((row) =>
      Math.sqrt(mean(row.observed.map((value, i) => Math.log(row.heldOut[i]! / value) ** 2))),
    ),
    folds: foldCount,
    runs: used.length,
    setAside: rowsLeftOut(runs.problems),
    converged: each((row) => row.fit.converged),
    range: {
      tokens: span(used.map((run) => run.tokens)) ?? [1, 1],
      parameters: span(used.map((run) => run.parameters)),
      maxShare: runs.languages.map((_, s) => Math.max(...used.map((run) => run.ratio[s]!))),
    },
    residuals: each(({ observed, predicted }) => ({ observed, predicted })),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanAbsoluteError(observed: readonly number[], predicted: readonly number[]): number {
  return mean(observed.map((value, i) => Math.abs(value - predicted[i]!)));
}

/** 1 − residual over total sum of squares; 0 where all observations are equal. */
function r2(observed: readonly number[], predicted: readonly number[]): number {
  const center = mean(observed);
  const total = observed.reduce((sum, value) => sum + (value - center) ** 2, 0);
  if (total === 0) return 0;
  return 1 - observed.reduce((sum, value, i) => sum + (value - predicted[i]!) ** 2, 0) / total;
}
