// Fits as plain values, which JSON carries to the last bit: what is kept of them between two sessions.
import type { FittedForm } from './choose.ts';
import type { FitOutcome } from './fitted-model.ts';
import type { TargetFit } from './target-fit.ts';
import type { Form } from '../model/terms.ts';
import { layoutOf } from './layout.ts';
import type { OwnShareLaws } from '../model/model.ts';
import type { Shrinkage } from './shrinkage.ts';
import type { TargetAnswer, TargetTask, TargetTasks } from './target-task.ts';

interface PlainFit {
  readonly theta: readonly number[];
  readonly converged: boolean;
  readonly damping: number;
  /** Indices in θ. */
  readonly atBound: readonly number[];
  readonly spread: number;
}

export interface PlainAnswer {
  readonly fit: PlainFit;
  readonly heldOut: readonly number[] | null;
  readonly parts: readonly PlainFit[];
}

interface PlainForm {
  readonly form: Form;
  readonly repetition: number | null;
  readonly targets: readonly (PlainAnswer & { readonly target: number })[];
}

export interface PlainOutcome {
  readonly shrinkage: Shrinkage;
  readonly chosen: PlainForm;
  readonly alternatives: readonly PlainForm[];
  readonly ownShare: OwnShareLaws;
}

export function plainAnswer({ fit, heldOut, parts }: TargetAnswer): PlainAnswer {
  return { fit: plainFit(fit), heldOut: heldOut && Array.from(heldOut), parts: parts.map(plainFit) };
}

/** The answer to a task, from what was kept of it. */
export function answerOf(plain: PlainAnswer, task: TargetTask, tasks: TargetTasks): TargetAnswer {
  const { form } = task;
  const sources = tasks.dataOf(task).sources.length;
  return {
    fit: fitOf(plain.fit, form, sources),
    heldOut: plain.heldOut && Float64Array.from(plain.heldOut),
    parts: plain.parts.map((part) => fitOf(part, form, sources)),
  };
}

export function plainOutcome({ shrinkage, chosen, alternatives, ownShare }: FitOutcome): PlainOutcome {
  return { shrinkage, chosen: plainForm(chosen), alternatives: alternatives.map(plainForm), ownShare };
}

export function outcomeOf(plain: PlainOutcome, tasks: TargetTasks): FitOutcome {
  return {
    shrinkage: plain.shrinkage,
    chosen: fittedFormOf(plain.chosen, tasks),
    alternatives: plain.alternatives.map((one) => fittedFormOf(one, tasks)),
    ownShare: plain.ownShare,
  };
}

function plainForm({ form, repetition, targets, parts }: FittedForm): PlainForm {
  return {
    form,
    repetition,
    targets: targets.map(({ data, fit, heldOut }, i) => ({
      target: data.target,
      ...plainAnswer({ fit, heldOut, parts: parts.map((part) => part[i]!) }),
    })),
  };
}

function fittedFormOf({ form, repetition, targets }: PlainForm, tasks: TargetTasks): FittedForm {
  const own = targets.map(({ target, fit, heldOut, parts }) => {
    const data = tasks.data.of(target, repetition);
    const read = (one: PlainFit): TargetFit => fitOf(one, form, data.sources.length);
    return { data, fit: read(fit), heldOut: Float64Array.from(heldOut ?? []), parts: parts.map(read) };
  });
  return {
    form,
    repetition,
    targets: own,
    parts: (own[0]?.parts ?? []).map((_, k) => own.map(({ parts }) => parts[k]!)),
  };
}

function plainFit({ theta, converged, damping, atBound, spread }: TargetFit): PlainFit {
  const held = Array.from(atBound.keys()).filter((j) => atBound[j] === 1);
  return { theta: Array.from(theta), converged, damping, atBound: held, spread };
}

/** Throws where what was kept is no fit of this form. */
function fitOf(
  { theta, converged, damping, atBound, spread }: PlainFit,
  form: Form,
  sources: number,
): TargetFit {
  const layout = layoutOf(form, sources);
  if (theta.length !== layout.size || !theta.every(Number.isFinite)) throw new Error('it is of another form');
  const held = new Uint8Array(layout.size);
  for (const j of atBound) held[j] = 1;
  return { layout, theta: Float64Array.from(theta), converged, damping, atBound: held, spread };
}
