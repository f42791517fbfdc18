import { Cancelled, type IsCancelled } from '../core/cancel.ts';
import type { Available } from '../core/climb/fit/target-data.ts';
import { TargetTasks, type TargetAnswer, type TargetTask } from '../core/climb/fit/target-task.ts';
import type { RunSet } from '../core/runs/runs.ts';
import { elementAt } from '../core/text/elements.ts';

/** What a thread of the pool is told: first the runs, once, then tasks on them. */
export type ToTaskThread =
  | { readonly type: 'runs'; readonly runs: RunSet; readonly available: Available }
  | { readonly type: 'task'; readonly id: number; readonly task: TargetTask };

export interface FromTaskThread {
  readonly id: number;
  readonly answer: TargetAnswer;
}

export interface TaskThread {
  send(message: ToTaskThread): void;
  end(): void;
}

export type StartTaskThread = (events: {
  readonly onMessage: (message: FromTaskThread) => void;
  /** It died; `reason` is a sentence. */
  readonly onFailure: (reason: string) => void;
}) => TaskThread;

/** The thread's own end: answers to what it is told, null where there is nothing to answer. */
export function taskThread(): (message: ToTaskThread) => FromTaskThread | null {
  let tasks: TargetTasks | null = null;
  return (message) => {
    if (message.type === 'runs') {
      tasks = new TargetTasks(message.runs, message.available);
      return null;
    }
    if (tasks === null) throw new Error('tasks come after their runs');
    return { id: message.id, answer: tasks.answer(message.task) };
  };
}

/** Tasks that a thread holds at a time: the next is there when one is done. */
const ahead = 2;

interface Batch {
  readonly tasks: readonly TargetTask[];
  readonly onAnswer: (index: number, answer: TargetAnswer) => void;
  readonly isCancelled: IsCancelled;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  sent: number;
  answered: number;
}

/** Threads that answer the tasks of one fit. */
export class TaskPool {
  readonly #threads: TaskThread[];
  #batch: Batch | null = null;

  constructor(start: StartTaskThread, size: number, runs: RunSet, available: Available) {
    this.#threads = Array.from({ length: size }, () => {
      const thread = start({
        onMessage: (message) => this.#receive(thread, message),
        onFailure: (reason) => this.#fail(new Error(reason)),
      });
      thread.send({ type: 'runs', runs, available });
      return thread;
    });
  }

  /** One batch at a time. Rejects with Cancelled once asked to stop; what is under way then is not waited for. */
  answer(
    tasks: readonly TargetTask[],
    isCancelled: IsCancelled,
    onAnswer: (index: number, answer: TargetAnswer) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#batch = { tasks, onAnswer, isCancelled, resolve, reject, sent: 0, answered: 0 };
      for (let round = 0; round < ahead; round++) for (const thread of this.#threads) this.#sendTo(thread);
    });
  }

  end(): void {
    for (const thread of this.#threads) thread.end();
  }

  #sendTo(thread: TaskThread): void {
    const batch = this.#batch;
    if (batch === null || batch.sent === batch.tasks.length) return;
    const id = batch.sent++;
    thread.send({ type: 'task', id, task: elementAt(batch.tasks, id) });
  }

  #receive(thread: TaskThread, { id, answer }: FromTaskThread): void {
    const batch = this.#batch;
    if (batch === null) return;
    batch.onAnswer(id, answer);
    batch.answered++;
    if (batch.isCancelled()) this.#fail(new Cancelled());
    else if (batch.answered === batch.tasks.length) {
      this.#batch = null;
      batch.resolve();
    } else this.#sendTo(thread);
  }

  #fail(error: Error): void {
    const batch = this.#batch;
    this.#batch = null;
    batch?.reject(error);
  }
}
