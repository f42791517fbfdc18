import { Cancelled, neverCancelled, type IsCancelled } from '../../cancel.ts';
import type { RunSet } from '../../runs/runs.ts';
import type { Ensemble, Model, ModelTerms, OwnShareLaws, TransferOrigin } from '../model/model.ts';
import { repetitionDecay } from '../model/repetition.ts';
import { variedTerms, type Form } from '../model/terms.ts';
import {
  bent,
  chooseForm,
  choices,
  isRich,
  leastError,
  narrowly,
  totalError,
  type Choice,
  type FittedForm,
  type FittedTarget,
} from './choose.ts';
import { distinctRuns, type DistinctRuns } from './distinct.ts';
import type { TargetFit } from './target-fit.ts';
import { fine, type Limits } from './least-squares.ts';
import { withPullsDrawn } from './pulls.ts';
import { ownShareForms, ownShareShrinkage, withFamilies } from './own-share.ts';
import { qualityOf } from './quality.ts';
import { initialShrinkage, updated, type Shrinkage } from './shrinkage.ts';
import { measurementsOf, repeatsText, sourceCount, type Available, type TargetData } from './target-data.ts';
import { foldCount, TargetTasks, type TargetAnswer, type TargetTask } from './target-task.ts';
import { placesOf, termsOfFit } from './terms-of-fit.ts';
import { curvatureOf, uncertaintyOf } from './uncertainty.ts';

export interface FitOptions {
  /** `auto` chooses the form by cross-validation; the others leave it all but the irreducible part to choose. */
  readonly law: 'power' | 'irreducible' | 'auto';
  /** Unique tokens by language, in the order of the runs, for runs that do not say themselves. */
  readonly available?: Available;
}

export interface FitHere extends FitOptions {
  readonly isCancelled?: IsCancelled;
  /** Told the part that is done, in [0, 1]. */
  readonly onProgress?: (done: number) => void;
}

/** What all steps of a fit came to. */
export interface FitOutcome {
  readonly shrinkage: Shrinkage;
  readonly chosen: FittedForm;
  /** The other forms and R* that predict as well, without the fits of their cross-validation. */
  readonly alternatives: readonly FittedForm[];
  /** The laws of other methods, fitted to the same runs. */
  readonly ownShare: OwnShareLaws;
}

/** Tasks that may be answered in any order, or all at once. */
export interface FitStep {
  readonly tasks: readonly TargetTask[];
  /** Targets that have losses. */
  readonly targets: number;
  /** Which step it is, counted from 1, and how many there are. */
  readonly step: number;
  readonly steps: number;
  /** The part of all work that these tasks are, and that was done before, in [0, 1]. */
  readonly work: number;
  readonly done: number;
}

/** The runs cannot be fitted at all; the message says what is missing, in plain words. */
export class CannotFit extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotFit';
  }
}

/** How often the cross-validation judges a form, and how often it is drawn for the ensemble. */
const judged = 2;
const drawn = 4;
/** Standard deviations of log τ around its class that cross-validation chooses from. */
const widths = [0.3, 1, 3, 10];
/** R* that cross-validation chooses from; null: repeated text counts as new. Muennighoff et al. 2023 found 15.39. */
const repetitions = [1, 1.5, 2, 3, 6, repetitionDecay, null];
/**
 * How much more a held-out error counts for each factor of e that R* lies from the usual one: next to nothing, but it decides between
 * values that predict alike. Where all text counts as new, R* is taken to be this.
 */
const towardsUsual = 0.02;
const unlimited = 60;
/** Any R* whose held-out error is within this factor of the best may as well be the true one: it stays as an alternative. */
const asLikely = 1.05;
/**
 * How far the fits without a fold go from the fit to all, when a form is judged: two Newton steps tell its held-out error from another's
 * (one is the infinitesimal jackknife, Giordano et al. 2019). Not where rows are fewer than parameters: there two steps still
 * remember the fold, the more the wider the pulls are, so these fits go to the end.
 */
export const twoSteps: Limits = { ...fine, maxIterations: 2 };
/**
 * Rows a parameter from which less does: how mixtures are dealt into folds hardly matters, nor a look at where the second of those steps
 * leads.
 */
const plenty = 12;
/** Rows times squared parameters, over targets, from which fewer widths and forms are tried, and the ensemble is drawn once and in few steps. */
const costly = 5e7;
/** A little interference helps where held-out errors are at most this part of those without. */
const helpful = 0.99;
/** The same of the ensemble's refits where those to the end cost too much. */
export const fewSteps: Limits = { ...fine, maxIterations: 5 };
export const fewestSteps: Limits = { ...fine, maxIterations: 3, lastUnseen: true };
/** What is tried for runs of one size, and how far each fit goes. */
interface Plan {
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

/** What is refused: a fit of hours is asked for by mistake. The first in measurements, the second in units of `costly`. */
const most = { measurements: 100_000, work: 3e10 };

/**
 * Fits the model to proxy runs, one target (language with losses) at a time, each pulled towards what all have in common:
 * docs/model.md, "The fit". Deterministic: the same runs give the same model, bit for bit, in whatever order they come and however often
 * one is listed.
 * Throws `CannotFit` where there is nothing to fit, `Cancelled` where asked to stop.
 */
export function fit(
  listed: RunSet,
  { isCancelled = neverCancelled, onProgress, ...options }: FitHere,
): Model {
  const distinct = distinctRuns(listed);
  const tasks = new TargetTasks(distinct.runs, options.available ?? null);
  const steps = fitSteps(tasks, listed.runs.length, options);
  let next = steps.next();
  while (next.done !== true) {
    const step = next.value;
    const answers = step.tasks.map((task, i) => {
      if (isCancelled()) throw new Cancelled();
      onProgress?.(step.done + (step.work * i) / step.tasks.length);
      return tasks.answer(task);
    });
    next = steps.next(answers);
  }
  return modelOf(listed, distinct, tasks, next.value);
}

/**
 * The fit as steps, each a list of tasks whose answers the next step rests on, so that whoever drives it decides where they are
 * answered: one after another (`fit`), by a pool of threads, or from what was kept.
 *
 * @param tasks of the distinct runs; `listed` how many runs the tables list
 */
export function* fitSteps(
  tasks: TargetTasks,
  listed: number,
  { law, available = null }: FitOptions,
): Generator<FitStep, FitOutcome, readonly TargetAnswer[]> {
  const { runs, data: source, mixtures } = tasks;
  if (runs.runs.length === 0) throw new CannotFit('The tables contain no readable runs.');
  if (listed > most.measurements)
    throw new CannotFit(
      `The tables hold more than ${most.measurements.toLocaleString('en')} measurements, which would take hours to fit: take fewer checkpoints of each run.`,
    );
  const measured = measurementsOf(runs);
  if (measured.length === 0) {
    throw new CannotFit('No run has a loss: add loss_<language> columns to the table of runs.');
  }
  if (mixtures === 1 && listed >= 4) {
    throw new CannotFit(
      'The shares do not vary: nothing can be fitted. All runs trained on the same mixture; add runs of others.',
    );
  }
  for (const { target, rows } of measured) {
    if (rows.length < 4) {
      throw new CannotFit(
        `Only ${rows.length} of the runs measured the loss of ${runs.languages[target]!}; a fit needs at least 4.`,
      );
    }
  }
  // Told before the data of every target are made: those of a thousand languages take seconds and a gigabyte.
  const parametersOf = (sources: number): number => 4 + 3 * sources;
  let size = 0;
  for (const { target, rows } of measured) {
    size += rows.length * parametersOf(sourceCount(runs, target, rows)) ** 2;
    if (size > most.work)
      throw new CannotFit(
        `${runs.runs.length.toLocaleString('en')} runs of ${runs.languages.length.toLocaleString('en')} languages would take hours to fit: add up the shares of small languages under one name, and fit that.`,
      );
  }
  const usual = measured.map(({ target }) => source.of(target, repetitionDecay));
  const parameters = ({ sources }: TargetData): number => parametersOf(sources.length);
  const terms = variedTerms((quantity) => new Set(runs.runs.flatMap((run) => run[quantity] ?? [])).size > 1);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const rowsAParameter = sum(usual.map((data) => data.own.length)) / sum(usual.map(parameters));
  const plan: Plan =
    size > costly
      ? { widths: [1, 3], judged: 1, judging: twoSteps, drawn: 1, drawing: fewSteps, waits: isRich }
      : rowsAParameter >= plenty
        ? {
            widths: [1, 10],
            judged: 1,
            judging: { ...twoSteps, lastUnseen: true },
            drawn: 2,
            drawing: fewestSteps,
            waits: (choice) => isRich(choice) && choice.law === 'power',
          }
        : {
            widths,
            judged,
            judging: rowsAParameter < 1 ? fine : twoSteps,
            drawn,
            drawing: fine,
            waits: () => false,
          };
  const repeating = repeatsText(runs, available);
  const allowed = choices.filter((choice) => law === 'auto' || choice.law === law);
  const others = allowed.filter((choice) => choice !== bent);
  const rich = law === 'auto' ? others.filter(plan.waits) : [];
  const simple = others.filter((choice) => !rich.includes(choice));
  const ownForms = ownShareForms(terms);
  // What each step costs, in fits of one target to all its runs, as measured of 6 to 30 languages with 48 to 3,000 runs.
  const folds = 0.14 * plan.judged * tasks.folds;
  const costs = [
    3,
    ...(repeating ? [repetitions.length * (0.7 + 0.14 * tasks.folds)] : []),
    0.7 * plan.widths.length,
    plan.widths.length * (0.4 + folds),
    simple.length * (0.9 + folds),
    // Mostly not worth a try: so little that neither case is off by more than a factor of two.
    ...(rich.length > 0 ? [0.25 * rich.length * (0.9 + folds)] : []),
    0.3 * plan.drawn * tasks.folds,
    ...(repeating ? [0.9 * (repetitions.length - 1)] : []),
    // Two laws without transfers.
    1,
  ];
  const whole = costs.reduce((sum, cost) => sum + cost, 0);
  let step = 0;
  let done = 0;

  type Ask = Omit<TargetTask, 'target' | 'known' | 'limits'>;
  /** Asks all of all targets, and gives the answers ask by ask. */
  function* ask(
    asked: readonly { readonly of: Ask; readonly known: readonly { readonly fit: TargetFit }[] | null }[],
  ): Generator<FitStep, FittedForm[], readonly TargetAnswer[]> {
    const work = costs[step++]! / whole;
    const answers = yield {
      tasks: asked.flatMap(({ of, known }) =>
        usual.map(({ target }, i): TargetTask => {
          return {
            ...of,
            target,
            known: known?.[i]?.fit ?? null,
            limits: of.by === 'known' ? plan.drawing : plan.judging,
          };
        }),
      ),
      targets: usual.length,
      step,
      steps: costs.length,
      work,
      done,
    };
    done += work;
    return asked.map(({ of }, index) => {
      const { form, repetition } = of;
      const own = answers.slice(index * usual.length, (index + 1) * usual.length);
      const targets = own.map(({ fit, heldOut }, i): FittedTarget => {
        return {
          data: tasks.dataOf({ ...of, target: usual[i]!.target }),
          fit,
          heldOut: heldOut ?? new Float64Array(0),
        };
      });
      const parts = own[0]!.parts.map((_, k) => own.map((answer) => answer.parts[k]!));
      return { form, repetition, targets, parts };
    });
  }
  const none: TargetTask['repeats'] = [0, 0];
  const often: TargetTask['repeats'] = [0, plan.judged];

  const form: Form = { ...terms, ...bent };
  let shrinkage = initialShrinkage(1);
  let repetition: number | null = repetitionDecay;
  let otherRepetitions: readonly FittedForm[] = [];
  const [first] = yield* ask([
    { of: { by: 'starts', form, repetition, shrinkage, repeats: none }, known: null },
  ]);
  let known = first!.targets;
  shrinkage = updated(shrinkage, known);
  if (repeating) {
    const tried = yield* ask(
      repetitions.map((value) => ({
        of: { by: 'refit', form, repetition: value, shrinkage, repeats: [0, 1] },
        known,
      })),
    );
    const errorOf = (other: FittedForm): number =>
      totalError(other) *
      (1 + towardsUsual * Math.abs(Math.log((other.repetition ?? unlimited) / repetitionDecay)));
    const best = tried.reduce((a, b) => (errorOf(b) < errorOf(a) ? b : a));
    repetition = best.repetition;
    otherRepetitions = tried.filter(
      (other) => other !== best && totalError(other) < asLikely * totalError(best),
    );
    known = best.targets;
  }
  const pulls = plan.widths.map((width) => ({ ...shrinkage, width }));
  const pulled = yield* ask(
    pulls.map((pull) => ({ of: { by: 'refit', form, repetition, shrinkage: pull, repeats: none }, known })),
  );
  const told = pulled.map((fitted, i) => updated(pulls[i]!, fitted.targets));
  const byWidth = yield* ask(
    pulled.map(({ targets }, i) => ({
      of: { by: 'refit', form, repetition, shrinkage: told[i]!, repeats: often },
      known: targets,
    })),
  );
  const straight = leastError(byWidth);
  shrinkage = told[byWidth.indexOf(straight)]!;
  const fitted = new Map([[bent, straight]]);
  for (const tried of [simple, rich]) {
    if (tried.length === 0) continue;
    const worthwhile = tried === simple || totalError(fitted.get(narrowly)!) < helpful * totalError(straight);
    const reformed = yield* ask(
      (worthwhile ? tried : []).map((choice) => ({
        of: { by: 'reform', form: { ...terms, ...choice }, repetition, shrinkage, repeats: often },
        known: straight.targets,
      })),
    );
    reformed.forEach((form, i) => fitted.set(tried[i]!, form));
  }
  const { chosen, others: alternatives } = chooseForm(allowed.flatMap((choice) => fitted.get(choice) ?? []));
  const [final] = yield* ask([
    {
      of: { by: 'known', form: chosen.form, repetition, shrinkage, repeats: [0, plan.drawn] },
      known: chosen.targets,
    },
  ]);
  const repeated = repeating
    ? yield* ask(
        otherRepetitions.map((other) => ({
          of: { by: 'reform', form: chosen.form, repetition: other.repetition, shrinkage, repeats: none },
          known: chosen.targets,
        })),
      )
    : [];
  const alone = yield* ask(
    (['isolated', 'families'] as const).flatMap((law) =>
      ownForms.map((own) => ({
        of: {
          by: 'starts' as const,
          form: own,
          repetition,
          shrinkage: ownShareShrinkage,
          repeats: [0, 1] as const,
          ownShare: law,
        },
        known: null,
      })),
    ),
  );
  const bestAlone = (fitted: readonly FittedForm[]): ModelTerms => {
    const best = leastError(fitted);
    return termsOfFit(runs.languages, source.scale, best, best.targets);
  };
  const ownShare = {
    isolated: bestAlone(alone.slice(0, ownForms.length)),
    families: withFamilies(
      bestAlone(alone.slice(ownForms.length)),
      final!.targets.map(({ data }) => data),
    ),
  };
  return {
    shrinkage,
    chosen: final!,
    alternatives: [...alternatives, ...repeated].map((other) => ({ ...other, parts: [] })),
    ownShare,
  };
}

/**
 * The model that a fit came to.
 *
 * @param listed the runs as the tables list them; `distinct` those of them that were fitted
 */
export function modelOf(
  listed: RunSet,
  { runs, rowOf }: DistinctRuns,
  { data: { scale }, mixtures }: TargetTasks,
  { shrinkage, chosen, alternatives, ownShare }: FitOutcome,
): Model {
  const { languages } = runs;
  const curvature = chosen.targets.map(({ data, fit }) => curvatureOf(data, fit));
  const uncertain = chosen.targets.map(({ data, fit }, i) =>
    uncertaintyOf(data, fit, shrinkage, curvature[i]!),
  );
  const place = placesOf(languages, chosen.targets);
  const fraction = 1 - 1 / Math.min(foldCount, mixtures);
  const termsOf = (fits: readonly TargetFit[]): ModelTerms =>
    termsOfFit(
      languages,
      scale,
      chosen,
      chosen.targets.map(({ data }, i) => ({ data, fit: fits[i]! })),
    );
  const pulled = chosen.targets.map(({ data, fit }, i) =>
    withPullsDrawn(data, fit, shrinkage, curvature[i]!, languages, pullsDrawn),
  );
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
      chosen.parts.map(termsOf),
      alternatives.map((other) => termsOfFit(languages, scale, other, other.targets)),
      Array.from({ length: pullsDrawn }, (_, draw) => termsOf(pulled.map((drawn) => drawn[draw]!))),
      fraction,
    ),
    quality: qualityOf(listed, rowOf, chosen.targets, {
      parameters: uncertain.map(({ parameters }) => parameters),
      folds: Math.min(foldCount, mixtures),
      mixtures,
    }),
    ownShare,
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
/**
 * Standard deviation of log τ above which a transfer is not called measured. Nine in ten are to be within half of the truth, log 1.5 =
 * 1.645·0.25; the rest of that variance is room for what the form misses, which leaves 0.15 (`npm run bench -- calibration`).
 */
const sureTransfer = 0.15;

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

/** How often the centres of the pulls are drawn: their spread is known to a sixth. */
const pullsDrawn = 20;

/** Digits of the members' numbers, and the most characters that the ensemble may add to a model file. */
const memberDigits = 6;
const mostCharacters = 4e6;

/** As many members and forms as a model file can carry, rounded; null: not even the folds of one repeat. */
function ensembleOf(
  members: readonly ModelTerms[],
  others: readonly ModelTerms[],
  pulled: readonly ModelTerms[],
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
  const alternatives = others.map(rounded).slice(0, Math.max(room - kept.length, 0));
  return {
    fraction,
    members: kept,
    alternatives,
    pulled: pulled.map(rounded).slice(0, Math.max(room - kept.length - alternatives.length, 0)),
  };
}
