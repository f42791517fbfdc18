import { answerOf, plainAnswer, type PlainAnswer } from '../core/climb/fit/kept-fits.ts';
import type { TargetAnswer, TargetTask, TargetTasks } from '../core/climb/fit/target-task.ts';

/** The answer to one task of a fit, by step and place among the step's tasks: a fit asks the same in the same order every time. */
export type KeptAnswer = readonly [step: number, index: number, answer: PlainAnswer];

/** The answers of a fit that is not done: those kept from another time, and those to be kept next. */
export class Unfinished {
  readonly #tasks: TargetTasks;
  readonly #known = new Map<string, PlainAnswer>();
  #added: KeptAnswer[] = [];

  constructor(tasks: TargetTasks) {
    this.#tasks = tasks;
  }

  /** Throws where these are no answers. */
  restore(answers: readonly KeptAnswer[]): void {
    for (const [step, index, answer] of answers) this.#known.set(`${step}.${index}`, answer);
  }

  /** null: not answered yet. */
  answer(step: number, index: number, task: TargetTask): TargetAnswer | null {
    const plain = this.#known.get(`${step}.${index}`);
    return plain === undefined ? null : answerOf(plain, task, this.#tasks);
  }

  add(step: number, index: number, answer: TargetAnswer): void {
    this.#added.push([step, index, plainAnswer(answer)]);
  }

  /** What was added since it was last asked. */
  takeAdded(): readonly KeptAnswer[] {
    const added = this.#added;
    this.#added = [];
    return added;
  }
}
