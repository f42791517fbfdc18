import { mixturesOf } from '../../runs/mixtures.ts';
import type { RunSet } from '../../runs/runs.ts';
import { fitTarget, logErrors, refitTarget, refitterOf, reformTarget } from './fit-target.ts';
import type { TargetFit } from './target-fit.ts';
import { foldsOf } from './folds.ts';
import type { Form } from '../model/terms.ts';
import type { Limits } from './least-squares.ts';
import { groupData, type OwnShare } from './own-share.ts';
import type { Shrinkage } from './shrinkage.ts';
import { allRows, TargetDataSource, type Available, type TargetData } from './target-data.ts';

/**
 * What a fit asks of one target at a time. The answer depends on the task and the runs alone, so that it may be found in any order, in
 * any thread, and kept.
 */
export interface TargetTask {
  /** Index in RunSet.languages. */
  readonly target: number;
  /** R*; null: repeated text counts as new. */
  readonly repetition: number | null;
  readonly form: Form;
  /** The law of another method, without transfers; absent: ours. */
  readonly ownShare?: OwnShare;
  readonly shrinkage: Shrinkage;
  /** Where the fit comes from: several starts, a known fit in the same form or in another, or it is the known one itself. */
  readonly by: 'starts' | 'refit' | 'reform' | 'known';
  readonly known: TargetFit | null;
  /** The repeats of the cross-validation that are asked for, the second excluded. */
  readonly repeats: readonly [from: number, to: number];
  /** How far the fits of the cross-validation go. */
  readonly limits: Limits;
}

export interface TargetAnswer {
  readonly fit: TargetFit;
  /** log(predicted/observed) of each row by the fits that did not see its mixture, averaged over the repeats; null: none was asked for. */
  readonly heldOut: Float64Array | null;
  /** The fits of the cross-validation, fold by fold, repeat by repeat; of the fit itself alone (`known`): the others are only judged. */
  readonly parts: readonly TargetFit[];
}

/** Folds of the cross-validation. */
export const foldCount = 5;

/** Distinct runs, and all that the tasks of a fit of them share. */
export class TargetTasks {
  readonly runs: RunSet;
  readonly data: TargetDataSource;
  /** How many mixtures the runs hold, and how many folds these are dealt into. */
  readonly mixtures: number;
  readonly folds: number;
  readonly #keys: readonly string[];
  /** The fold of each run, by repeat. */
  readonly #foldOf = new Map<number, Int32Array>();

  constructor(runs: RunSet, available: Available) {
    this.runs = runs;
    this.data = new TargetDataSource(runs, available);
    this.#keys = mixturesOf(runs.runs);
    this.mixtures = new Set(this.#keys).size;
    this.folds = Math.min(foldCount, this.mixtures);
  }

  /** What the fit of a task sees. */
  dataOf({
    target,
    repetition,
    ownShare,
  }: Pick<TargetTask, 'target' | 'repetition' | 'ownShare'>): TargetData {
    const data = this.data.of(target, repetition);
    return ownShare === undefined ? data : groupData(data, ownShare);
  }

  answer(task: TargetTask): TargetAnswer {
    const { form, shrinkage, by, known, limits } = task;
    const [from, to] = task.repeats;
    const data = this.dataOf(task);
    const all = allRows(data);
    const fit =
      known === null || by === 'starts'
        ? fitTarget(data, form, all, shrinkage)
        : by === 'known'
          ? known
          : by === 'refit'
            ? refitTarget(data, known, all, shrinkage)
            : reformTarget(data, known, form, all, shrinkage);
    if (from >= to) return { fit, heldOut: null, parts: [] };
    const heldOut = new Float64Array(data.own.length);
    const parts: TargetFit[] = [];
    const refitWithout = refitterOf(data, fit, shrinkage, limits);
    for (let repeat = from; repeat < to; repeat++) {
      const fold = this.#fold(repeat);
      // A fold that holds all rows of this target, or none, leaves its fit as it is.
      const within = data.runs.map((run) => fold[run]!);
      const present = Array.from({ length: this.folds }, (_, k) => k).filter((k) => within.includes(k));
      const refitted =
        present.length < 2
          ? []
          : refitWithout(
              within.map((k) => present.indexOf(k)),
              present.length,
            );
      for (let k = 0; k < this.folds; k++) {
        const part = refitted[present.indexOf(k)] ?? fit;
        if (by === 'known') parts.push(part);
        const test = all.filter((row) => within[row] === k);
        logErrors(data, part, test).forEach((error, i) => {
          heldOut[test[i]!]! += error / (to - from);
        });
      }
    }
    return { fit, heldOut, parts };
  }

  #fold(repeat: number): Int32Array {
    const known = this.#foldOf.get(repeat) ?? foldsOf(this.#keys, this.folds, repeat);
    this.#foldOf.set(repeat, known);
    return known;
  }
}
