import { Cancelled, neverCancelled, type IsCancelled } from '../../cancel.ts';
import { vary } from '../../runs/budgets.ts';
import type { RunSet } from '../../runs/runs.ts';
import type { Model, ModelTerms, OwnShareLaws } from '../model/model.ts';
import { repetitionDecay } from '../model/repetition.ts';
import { variedTerms, type Form } from '../model/terms.ts';
import { asker, type Ask, type Asker, type Steps } from './ask.ts';
import {
  bent,
  chooseForm,
  choices,
  leastError,
  narrowly,
  totalError,
  type FittedForm,
  type FittedTarget,
} from './choose.ts';
import { distinctRuns } from './distinct.ts';
import { effortFor, type Effort } from './effort.ts';
import { fittable } from './fittable.ts';
import { modelOf, type FitOutcome } from './fitted-model.ts';
import { ownShareForms, ownShareShrinkage, withFamilies } from './own-share.ts';
import { initialShrinkage, updated, type Shrinkage } from './shrinkage.ts';
import { repeatsText, type Available } from './target-data.ts';
import { TargetTasks, type TargetTask } from './target-task.ts';
import { termsOfFit } from './terms-of-fit.ts';

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
/** A little interference helps where held-out errors are at most this part of those without. */
const helpful = 0.99;
/** No cross-validation. */
const none: TargetTask['repeats'] = [0, 0];

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
): Steps<FitOutcome> {
  const { runs, data, mixtures } = tasks;
  const { measured, work } = fittable(runs, mixtures, listed);
  const targets = measured.map(({ target }) => data.of(target, repetitionDecay));
  const effort = effortFor(work, targets);
  const terms = variedTerms((quantity) => vary(runs.runs.map((run) => run[quantity])));
  const repeating = repeatsText(runs, available);
  const allowed = choices.filter((choice) => law === 'auto' || choice.law === law);
  const others = allowed.filter((choice) => choice !== bent);
  const rich = law === 'auto' ? others.filter(effort.waits) : [];
  const simple = others.filter((choice) => !rich.includes(choice));
  const ownForms = ownShareForms(terms);
  const ask = asker(
    tasks,
    targets,
    effort,
    costsOf(effort, tasks.folds, repeating, simple.length, rich.length),
  );

  const form: Form = { ...terms, ...bent };
  const start = initialShrinkage(1);
  const [first] = yield* ask([
    { of: { by: 'starts', form, repetition: repetitionDecay, shrinkage: start, repeats: none }, known: null },
  ]);
  const shared = updated(start, first!.targets);
  const { repetition, known, alike } = repeating
    ? yield* chooseRepetition(ask, form, shared, first!.targets)
    : { repetition: repetitionDecay, known: first!.targets, alike: [] };
  const { straight, shrinkage } = yield* chooseWidth(ask, effort, { form, repetition }, shared, known);
  const fitted = new Map([[bent, straight]]);
  for (const tried of [simple, rich]) {
    if (tried.length === 0) continue;
    const worthwhile = tried === simple || totalError(fitted.get(narrowly)!) < helpful * totalError(straight);
    const reformed = yield* ask(
      (worthwhile ? tried : []).map((choice) => ({
        of: {
          by: 'reform',
          form: { ...terms, ...choice },
          repetition,
          shrinkage,
          repeats: [0, effort.judged],
        },
        known: straight.targets,
      })),
    );
    reformed.forEach((other, i) => fitted.set(tried[i]!, other));
  }
  const { chosen, others: alternatives } = chooseForm(allowed.flatMap((choice) => fitted.get(choice) ?? []));
  const [final] = yield* ask([
    {
      of: { by: 'known', form: chosen.form, repetition, shrinkage, repeats: [0, effort.drawn] },
      known: chosen.targets,
    },
  ]);
  const repeated = repeating
    ? yield* ask(
        alike.map((other) => ({
          of: { by: 'reform', form: chosen.form, repetition: other.repetition, shrinkage, repeats: none },
          known: chosen.targets,
        })),
      )
    : [];
  return {
    shrinkage,
    chosen: final!,
    alternatives: [...alternatives, ...repeated].map((other) => ({ ...other, parts: [] })),
    ownShare: yield* fitOwnShares(ask, tasks, ownForms, repetition, final!),
  };
}

/** What each step costs, in fits of one target to all its runs, as measured of 6 to 30 languages with 48 to 3,000 runs. */
function costsOf(
  { judged, drawn, widths }: Effort,
  foldCount: number,
  repeating: boolean,
  simple: number,
  rich: number,
): number[] {
  const folds = 0.14 * judged * foldCount;
  return [
    3,
    ...(repeating ? [repetitions.length * (0.7 + 0.14 * foldCount)] : []),
    0.7 * widths.length,
    widths.length * (0.4 + folds),
    ...(simple > 0 ? [simple * (0.9 + folds)] : []),
    // Mostly not worth a try: so little that neither case is off by more than a factor of two.
    ...(rich > 0 ? [0.25 * rich * (0.9 + folds)] : []),
    0.3 * drawn * foldCount,
    ...(repeating ? [0.9 * (repetitions.length - 1)] : []),
    // Two laws without transfers.
    1,
  ];
}

/** R* by the error of one round of cross-validation, and those that err about as little. */
function* chooseRepetition(
  ask: Asker,
  form: Form,
  shrinkage: Shrinkage,
  known: readonly FittedTarget[],
): Steps<{
  readonly repetition: number | null;
  readonly known: readonly FittedTarget[];
  readonly alike: readonly FittedForm[];
}> {
  const tried = yield* ask(
    repetitions.map((repetition) => ({
      of: { by: 'refit', form, repetition, shrinkage, repeats: [0, 1] },
      known,
    })),
  );
  const errorOf = (other: FittedForm): number =>
    totalError(other) *
    (1 + towardsUsual * Math.abs(Math.log((other.repetition ?? unlimited) / repetitionDecay)));
  const best = tried.reduce((a, b) => (errorOf(b) < errorOf(a) ? b : a));
  const alike = tried.filter((other) => other !== best && totalError(other) < asLikely * totalError(best));
  return { repetition: best.repetition, known: best.targets, alike };
}

/** How widely transfers scatter around the mean of their class, by cross-validation; the means anew at each width. */
function* chooseWidth(
  ask: Asker,
  { widths, judged }: Effort,
  of: Pick<Ask['of'], 'form' | 'repetition'>,
  shared: Shrinkage,
  known: readonly FittedTarget[],
): Steps<{ readonly straight: FittedForm; readonly shrinkage: Shrinkage }> {
  const pulls = widths.map((width) => ({ ...shared, width }));
  const pulled = yield* ask(
    pulls.map((shrinkage) => ({ of: { ...of, by: 'refit', shrinkage, repeats: none }, known })),
  );
  const told = pulled.map((fitted, i) => updated(pulls[i]!, fitted.targets));
  const judgedForms = yield* ask(
    pulled.map(({ targets }, i) => ({
      of: { ...of, by: 'refit', shrinkage: told[i]!, repeats: [0, judged] },
      known: targets,
    })),
  );
  const straight = leastError(judgedForms);
  return { straight, shrinkage: told[judgedForms.indexOf(straight)]! };
}

/** The laws of other methods, without transfers. */
function* fitOwnShares(
  ask: Asker,
  { runs, data }: TargetTasks,
  forms: readonly Form[],
  repetition: number | null,
  final: FittedForm,
): Steps<OwnShareLaws> {
  // Where nobody has relatives, a family is the language itself.
  const kin = final.targets.some((target) => target.data.related.includes(1));
  const laws = kin ? (['isolated', 'families'] as const) : (['isolated'] as const);
  const alone = yield* ask(
    laws.flatMap((ownShare) =>
      forms.map((form) => ({
        of: { by: 'starts', form, repetition, shrinkage: ownShareShrinkage, repeats: [0, 1], ownShare },
        known: null,
      })),
    ),
  );
  const best = (fitted: readonly FittedForm[]): ModelTerms => {
    const least = leastError(fitted);
    return termsOfFit(runs.languages, data.scale, least, least.targets);
  };
  return {
    isolated: best(alone.slice(0, forms.length)),
    families: withFamilies(
      best(alone.slice(-forms.length)),
      final.targets.map((target) => target.data),
    ),
  };
}
