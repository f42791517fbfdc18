import { Cancelled, neverCancelled, type IsCancelled } from '../../cancel.ts';
import type { RunSet } from '../../runs/runs.ts';
import type { Ensemble, Model, ModelTerms, TransferOrigin } from '../model/model.ts';
import { repetitionDecay } from '../model/repetition.ts';
import { bent, chooseForm, choices, leastError, type FittedForm, type FittedTarget } from './choose.ts';
import { distinctRuns } from './distinct.ts';
import { fitTarget, predictRows, refitTarget, reformTarget, type TargetFit } from './fit-target.ts';
import { foldsOf } from './folds.ts';
import type { Form } from './form.ts';
import { fine, type Limits } from './least-squares.ts';
import { qualityOf } from './quality.ts';
import { initialShrinkage, updated, type Shrinkage } from './shrinkage.ts';
import {
  mixtureKey,
  repeatGroups,
  repeatsText,
  scaleOf,
  targetData,
  type Available,
  type Scale,
  type TargetData,
} from './target-data.ts';
import { uncertaintyOf } from './uncertainty.ts';

export interface FitOptions {
  /** `auto` chooses the form by cross-validation; the others leave it all but the irreducible part to choose. */
  readonly law: 'power' | 'irreducible' | 'auto';
  /** Unique tokens by language, in the order of the runs, for runs that do not say themselves. */
  readonly available?: Available;
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

/** Folds of the cross-validation, how often they judge a form, and how often they are drawn for the ensemble. */
const foldCount = 5;
const judged = 2;
const drawn = 4;
/** Standard deviations of log τ around its class that cross-validation chooses from. */
const widths = [0.3, 1, 3, 10];
/** R* that cross-validation chooses from; null: repeated text counts as new. Muennighoff et al. 2023 found 15.39. */
const repetitions = [1, 1.5, 2, 3, 6, repetitionDecay, null];
/** Rows times squared parameters, over targets, from which parts are refitted by a few steps, once, and fewer widths are tried. */
const costly = 5e7;
const quick: Limits = { ...fine, maxIterations: 3 };

/**
 * Fits the model to proxy runs, one target (language with losses) at a time, each pulled towards what all have in common:
 * docs/model.md, "The fit". Deterministic: the same runs give the same model, bit for bit, in whatever order they come and however often
 * one is listed.
 * Throws `CannotFit` where there is nothing to fit, `Cancelled` where asked to stop.
 */
export function fit(listed: RunSet, options: FitOptions): Model {
  const { isCancelled = neverCancelled, onProgress, available = null } = options;
  if (listed.runs.length === 0) throw new CannotFit('The tables hold no run that can be read.');
  const { runs, rowOf } = distinctRuns(listed);
  const scale = scaleOf(runs);
  const groups = repeatGroups(runs);
  const dataOf = (repetition: number | null): TargetData[] =>
    runs.languages
      .map((_, index) => targetData(runs, index, scale, groups, { available, repetition }))
      .filter((data) => data.own.length > 0);
  const usual = dataOf(repetitionDecay);
  if (usual.length === 0) {
    throw new CannotFit('No run has a loss: add loss_<language> columns to the table of runs.');
  }
  const keys = runs.runs.map(mixtureKey);
  const mixtures = new Set(keys).size;
  if (mixtures === 1 && listed.runs.length >= 4) {
    throw new CannotFit(
      'The shares do not vary: nothing can be fitted. All runs trained on the same mixture; add runs of others.',
    );
  }
  for (const data of usual) {
    if (data.own.length < 4) {
      throw new CannotFit(
        `Only ${data.own.length} of the runs measured the loss of ${runs.languages[data.target]!}; a fit needs at least 4.`,
      );
    }
  }
  const terms = termsOf(runs);
  const parameters = (data: TargetData): number => 4 + 3 * data.sources.length;
  const work = usual.reduce((sum, data) => sum + data.own.length * parameters(data) ** 2, 0);
  const plan =
    work > costly
      ? { widths: [1, 3], judged: 1, drawn: 1, limits: quick }
      : { widths, judged, drawn, limits: fine };
  const folds = Array.from({ length: plan.drawn }, (_, repeat) =>
    foldsOf(keys, Math.min(foldCount, mixtures), repeat),
  );
  const repeating = repeatsText(runs, available);
  const allowed = choices.filter(({ law }) => options.law === 'auto' || law === options.law);
  const planned =
    usual.length * (3 + plan.widths.length + allowed.length + (repeating ? repetitions.length : 0));
  let done = 0;
  const step = (): void => {
    if (isCancelled()) throw new Cancelled();
    onProgress?.(Math.min(++done / planned, 1));
  };

  /** Fits to all mixtures but those of each fold, and what they predict there. */
  const crossValidate = (
    form: Form,
    repetition: number | null,
    whole: readonly { data: TargetData; fit: TargetFit }[],
    shrinkage: Shrinkage,
    repeats: number,
  ): FittedForm => {
    const parts: (TargetFit[] | undefined)[] = [];
    const targets = whole.map(({ data, fit }): FittedTarget => {
      const heldOut = new Float64Array(data.own.length);
      folds.slice(0, repeats).forEach((fold, repeat) => {
        for (let k = 0; k < Math.min(foldCount, mixtures); k++) {
          const train = allRows(data).filter((row) => fold[data.runs[row]!] !== k);
          const test = allRows(data).filter((row) => fold[data.runs[row]!] === k);
          const part =
            train.length === 0 || test.length === 0
              ? fit
              : refitTarget(data, fit, train, shrinkage, plan.limits);
          (parts[repeat * foldCount + k] ??= []).push(part);
          predictRows(data, part, test).forEach((loss, i) => {
            heldOut[test[i]!]! += (Math.log(loss) - data.logLoss[test[i]!]!) / repeats;
          });
        }
      });
      step();
      return { data, fit, heldOut };
    });
    return { form, repetition, targets, parts: parts.filter((part) => part !== undefined) };
  };
  const refit = (
    data: readonly TargetData[],
    known: readonly { fit: TargetFit }[],
    shrinkage: Shrinkage,
  ): { data: TargetData; fit: TargetFit }[] =>
    data.map((one, i) => ({ data: one, fit: refitTarget(one, known[i]!.fit, allRows(one), shrinkage) }));

  const start: Form = { ...terms, ...bent };
  let shrinkage = initialShrinkage(1);
  let whole = usual.map((data) => {
    step();
    return { data, fit: fitTarget(data, start, allRows(data), shrinkage) };
  });
  shrinkage = updated(shrinkage, whole);
  let repetition: number | null = repetitionDecay;
  if (repeating) {
    const tried = repetitions.map((value) =>
      crossValidate(start, value, refit(dataOf(value), whole, shrinkage), shrinkage, 1),
    );
    const best = leastError(tried);
    repetition = best.repetition;
    whole = [...best.targets];
  }
  const data = whole.map((fitted) => fitted.data);
  const byWidth = plan.widths.map((width) => {
    let its = { ...shrinkage, width };
    let fits = refit(data, whole, its);
    its = updated(its, fits);
    fits = refit(data, fits, its);
    return { shrinkage: its, fitted: crossValidate(start, repetition, fits, its, plan.judged) };
  });
  const judgedBest = leastError(byWidth.map(({ fitted }) => fitted));
  shrinkage = byWidth.find(({ fitted }) => fitted === judgedBest)!.shrinkage;
  const candidates = allowed.map((choice) => {
    if (choice === bent) return judgedBest;
    const form: Form = { ...terms, ...choice };
    const fits = judgedBest.targets.map((one) => ({
      data: one.data,
      fit: reformTarget(one.data, one.fit, form, allRows(one.data), shrinkage),
    }));
    return crossValidate(form, repetition, fits, shrinkage, plan.judged);
  });
  const { chosen, others } = chooseForm(candidates);
  const final =
    plan.drawn > plan.judged
      ? crossValidate(chosen.form, repetition, chosen.targets, shrinkage, plan.drawn)
      : chosen;
  return modelOf({ listed, runs, rowOf, scale, shrinkage, mixtures }, final, others);
}

function allRows(data: TargetData): Int32Array {
  return Int32Array.from(data.own.keys());
}

/** The terms that can be fitted, since the runs vary what they depend on. */
function termsOf(runs: RunSet): Pick<Form, 'budget' | 'size' | 'scaling'> {
  const several = (values: readonly (number | null)[]): boolean =>
    new Set(values.filter((value) => value !== null)).size > 1;
  const budgets = several(runs.runs.map((run) => run.tokens));
  return { budget: budgets, size: several(runs.runs.map((run) => run.parameters)), scaling: budgets };
}

interface Fitting {
  /** The runs as the tables list them, the distinct ones among them that were fitted, and which of these each listed one is. */
  readonly listed: RunSet;
  readonly runs: RunSet;
  readonly rowOf: readonly number[];
  readonly scale: Scale;
  readonly shrinkage: Shrinkage;
  readonly mixtures: number;
}

function modelOf(fitting: Fitting, chosen: FittedForm, others: readonly FittedForm[]): Model {
  const { listed, runs, rowOf, scale, shrinkage, mixtures } = fitting;
  const { languages } = runs;
  const uncertain = chosen.targets.map(({ data, fit }) => uncertaintyOf(data, fit, shrinkage));
  const place = placesOf(languages, chosen.targets);
  const fraction = 1 - 1 / Math.min(foldCount, mixtures);
  return {
    climbModel: 1,
    languages,
    scale: { tokens: scale.tokens ?? 1, parameters: scale.parameters },
    ...termsOfFit(languages, scale, chosen, chosen.targets),
    standardError: {
      transfer: place.matrix((i, s) => uncertain[i]!.transfer[s]!, null),
      exponent: place.vector((i) => uncertain[i]!.exponent),
    },
    identified: place
      .matrix((i, s) => uncertain[i]!.identified[s]!, false)
      .map((row) => row.map((told) => told === true)),
    transferOrigin: place
      .matrix((i, s) => {
        const { identified, informed } = uncertain[i]!;
        const sure = mixtures >= fewestMeasured && spreadOfTransfer(chosen, i, s, fraction) < sureTransfer;
        return originOf(identified[s]! && sure, informed[s]!);
      }, 'prior' as const)
      .map((row, s) => row.map((origin, t) => (s === t ? null : origin))),
    ensemble: ensembleOf(
      chosen.parts.map((part) =>
        termsOfFit(
          languages,
          scale,
          chosen,
          part.map((fit, i) => ({ data: chosen.targets[i]!.data, fit })),
        ),
      ),
      others.map((other) => termsOfFit(languages, scale, other, other.targets)),
      fraction,
    ),
    quality: qualityOf(listed, rowOf, chosen.targets, {
      parameters: uncertain.map(({ parameters }) => parameters),
      folds: Math.min(foldCount, mixtures),
      mixtures,
    }),
    origin: 'fit',
  };
}

/** The runs alone tell the transfer, and tell it from others; or relatedness has a part in it; or the runs say nothing. */
function originOf(identified: boolean, informed: number): TransferOrigin {
  if (identified && informed > mostlyRuns) return 'measured';
  return informed > 0.05 ? 'leaning' : 'prior';
}

/** Mixtures below which no transfer is called measured: of those that seemed so in simulation every second was off by half. */
const fewestMeasured = 24;
/** Part of what is known of a transfer that must come from the runs, for it to be called measured. */
const mostlyRuns = 0.93;
/** Standard deviation of log τ above which a transfer is not called measured: nine in ten are then within half of the truth. */
const sureTransfer = 0.25;

/** Standard error of log τ of a source for a target, from the fits to parts of the mixtures (delete-d jackknife). */
function spreadOfTransfer({ parts }: FittedForm, target: number, s: number, fraction: number): number {
  const values = parts.flatMap((part) => {
    const fit = part[target];
    return fit === undefined ? [] : [fit.theta[fit.layout.transfer + s]!];
  });
  const center = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt((square / (values.length - 1)) * (fraction / (1 - fraction)));
}

/** Digits of the members' numbers, and the most characters that the ensemble may add to a model file. */
const memberDigits = 6;
const mostCharacters = 4e6;

/** As many members and forms as a model file can carry, rounded; null: not even the folds of one repeat. */
function ensembleOf(
  members: readonly ModelTerms[],
  others: readonly ModelTerms[],
  fraction: number,
): Ensemble | null {
  const rounded = (terms: ModelTerms): ModelTerms =>
    JSON.parse(
      JSON.stringify(terms, (_, value: unknown) =>
        typeof value === 'number' ? Number(value.toPrecision(memberDigits)) : value,
      ),
    ) as ModelTerms;
  const small = members.map(rounded);
  const each = Math.max(...small.map((terms) => JSON.stringify(terms).length));
  const room = Math.floor(mostCharacters / each);
  const whole = Math.round(1 / (1 - fraction));
  if (room < whole) return null;
  const kept = small.slice(0, Math.floor(room / whole) * whole);
  return {
    fraction,
    members: kept,
    alternatives: others.map(rounded).slice(0, Math.max(room - kept.length, 0)),
  };
}

/** Where numbers of targets stand among all languages: null for source-only languages, `unseen` where no run of the target held the source. */
function placesOf(languages: readonly string[], targets: readonly { readonly data: TargetData }[]) {
  const index = languages.map((_, t) => targets.findIndex(({ data }) => data.target === t));
  return {
    vector: <T>(value: (i: number) => T): (T | null)[] => index.map((i) => (i < 0 ? null : value(i))),
    matrix: <T>(value: (i: number, position: number) => T, unseen: T): (T | null)[][] =>
      languages.map((_, s) =>
        index.map((i) => {
          if (i < 0) return null;
          const position = targets[i]!.data.sources.indexOf(s);
          return position < 0 ? unseen : value(i, position);
        }),
      ),
  };
}

/** From the parameters of every target to the numbers of the law. */
function termsOfFit(
  languages: readonly string[],
  scale: Scale,
  { form, repetition }: Pick<FittedForm, 'form' | 'repetition'>,
  targets: readonly { readonly data: TargetData; readonly fit: TargetFit }[],
): ModelTerms {
  const place = placesOf(languages, targets);
  const at = (i: number, parameter: (layout: TargetFit['layout']) => number): number => {
    const { layout, theta } = targets[i]!.fit;
    return theta[parameter(layout)]!;
  };
  return {
    law: form.law,
    coefficient: place.vector((i) => Math.exp(at(i, (to) => to.coefficient))),
    exponent: place.vector((i) => at(i, (to) => to.exponent)),
    irreducible: form.law === 'irreducible' ? place.vector((i) => at(i, (to) => to.irreducible)) : null,
    floor: place.vector((i) => Math.exp(at(i, (to) => to.floor))),
    budget: form.budget
      ? {
          B: place.vector((i) =>
            Math.exp(at(i, (to) => to.budget) + at(i, (to) => to.beta) * Math.log(scale.tokens!)),
          ),
          beta: place.vector((i) => at(i, (to) => to.beta)),
        }
      : null,
    size: form.size
      ? {
          A: place.vector((i) =>
            Math.exp(at(i, (to) => to.model) + at(i, (to) => to.alpha) * Math.log(scale.parameters!)),
          ),
          alpha: place.vector((i) => at(i, (to) => to.alpha)),
        }
      : null,
    transfer: place.matrix((i, s) => Math.exp(at(i, (to) => to.transfer + s)), 0),
    saturation:
      form.transfer === 'saturating'
        ? place.matrix((i, s) => Math.exp(at(i, (to) => to.saturation + s)), 0)
        : null,
    transferScaleExponent: form.scaling
      ? place.vector((i) => (targets[i]!.fit.layout.delta < 0 ? 0 : at(i, (to) => to.delta)))
      : null,
    pooling: form.pooling
      ? place.vector((i) => (targets[i]!.fit.layout.pooling < 0 ? 1 : at(i, (to) => to.pooling)))
      : null,
    interference:
      form.interference !== null ? place.matrix((i, s) => at(i, (to) => to.interference + s), 0) : null,
    repetition,
  };
}
