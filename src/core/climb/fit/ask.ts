import type { FittedForm, FittedTarget } from './choose.ts';
import type { Effort } from './effort.ts';
import type { TargetData } from './target-data.ts';
import type { TargetFit } from './target-fit.ts';
import type { TargetAnswer, TargetTask, TargetTasks } from './target-task.ts';

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

/** Steps that come to something. */
export type Steps<T> = Generator<FitStep, T, readonly TargetAnswer[]>;

/** One thing to fit for all targets; `known`: their fits that it starts from. */
export interface Ask {
  readonly of: Omit<TargetTask, 'target' | 'known' | 'limits'>;
  readonly known: readonly { readonly fit: TargetFit }[] | null;
}

/** Asks all of all targets in one step, and gives the answers ask by ask. */
export type Asker = (asked: readonly Ask[]) => Steps<FittedForm[]>;

/** @param costs of the steps, in the order in which they will be asked */
export function asker(
  tasks: TargetTasks,
  targets: readonly TargetData[],
  { judging, drawing }: Effort,
  costs: readonly number[],
): Asker {
  const whole = costs.reduce((sum, cost) => sum + cost, 0);
  let step = 0;
  let done = 0;
  return function* (asked) {
    const work = costs[step++]! / whole;
    const answers = yield {
      tasks: asked.flatMap(({ of, known }) =>
        targets.map(({ target }, i): TargetTask => {
          const limits = of.by === 'known' ? drawing : judging;
          return { ...of, target, known: known?.[i]?.fit ?? null, limits };
        }),
      ),
      targets: targets.length,
      step,
      steps: costs.length,
      work,
      done,
    };
    done += work;
    return asked.map(({ of }, index) => {
      const own = answers.slice(index * targets.length, (index + 1) * targets.length);
      const fitted = own.map(({ fit, heldOut }, i): FittedTarget => {
        const { target } = targets[i]!;
        return { data: tasks.dataOf({ ...of, target }), fit, heldOut: heldOut ?? new Float64Array(0) };
      });
      const parts = own[0]!.parts.map((_, k) => own.map((answer) => answer.parts[k]!));
      return { form: of.form, repetition: of.repetition, targets: fitted, parts };
    });
  };
}
