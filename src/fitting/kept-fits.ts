import fitCode from '../../build/generated/fit-code.js';
import { Cancelled, type IsCancelled } from '../core/cancel.ts';
import { distinctRuns } from '../core/climb/fit/distinct.ts';
import type { FitStep } from '../core/climb/fit/ask.ts';
import { fitSteps, type FitOptions } from '../core/climb/fit/fit.ts';
import { modelOf, type FitOutcome } from '../core/climb/fit/fitted-model.ts';
import { outcomeOf, plainOutcome, type PlainOutcome } from '../core/climb/fit/kept-fits.ts';
import { TargetTasks, type TargetAnswer } from '../core/climb/fit/target-task.ts';
import type { Model } from '../core/climb/model/model.ts';
import { mixturesOf } from '../core/runs/mixtures.ts';
import type { RunSet } from '../core/runs/runs.ts';
import { digestOf, entryText, readEntry } from './entry.ts';
import { trim, type FitStore } from './fit-store.ts';
import { FitProgress } from './progress.ts';
import { TaskPool, type StartTaskThread } from './task-pool.ts';
import { Unfinished, type KeptAnswer } from './unfinished.ts';
import { elementAt } from '../core/text/elements.ts';
import { messageOf } from '../core/text/error-message.ts';

/** Threads that a long fit may use; null: this thread does it all. */
export interface Threads {
  readonly start: StartTaskThread;
  readonly count: number;
}

export interface FitControl {
  readonly isCancelled: IsCancelled;
  /** Told how far it is, in words and as a part in [0, 1]. */
  readonly onProgress: (step: string, done: number) => void;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
}

/** Milliseconds between two times that unfinished work is kept: the most that is lost when the program ends. */
const keptEvery = 1_000;
/** Milliseconds after which a fit is worth the start of threads. */
const longFit = 300;
/** A fit of fewer milliseconds is sooner done than read. */
const worthKeeping = 50;

/**
 * Fits runs, or takes what was kept of the same fit: the answers of its tasks while it goes on, so that one that was interrupted goes
 * on from there, and what it came to once it is done. Both stand under a digest of what the runs hold, wherever their tables stand.
 */
export class KeptFits {
  readonly #store: FitStore;
  readonly #threads: Threads | null;
  readonly #log: (message: string) => void;

  /** @param log told, a sentence at a time, what is wrong with the store; no fit fails by it */
  constructor(store: FitStore, threads: Threads | null, log: (message: string) => void) {
    this.#store = store;
    this.#threads = threads;
    this.#log = log;
  }

  /** As `fit` of the core, and the same to the last bit. Throws CannotFit, and Cancelled once what was done is kept. */
  async fit(listed: RunSet, options: FitOptions, control: FitControl): Promise<Model> {
    const distinct = distinctRuns(listed);
    const tasks = new TargetTasks(distinct.runs, options.available ?? null);
    const key = await keyOf(distinct.runs, options);
    const outcome =
      (await this.#read(finished(key), (value) => outcomeOf(value as PlainOutcome, tasks))) ??
      (await this.#fitNow(key, tasks, listed.runs.length, options, control));
    return modelOf(listed, distinct, tasks, outcome);
  }

  async #fitNow(
    key: string,
    tasks: TargetTasks,
    listed: number,
    options: FitOptions,
    control: FitControl,
  ): Promise<FitOutcome> {
    const { isCancelled, now } = control;
    const steps = fitSteps(tasks, listed, options);
    let next = steps.next();
    const parts = await this.#partsOf(key);
    const unfinished = new Unfinished(tasks);
    for (const part of parts) await this.#read(part, (value) => unfinished.restore(value as KeptAnswer[]));
    const began = now();
    let kept = began;
    let keeping = Promise.resolve();
    const keep = (): void => {
      kept = now();
      const added = unfinished.takeAdded();
      if (added.length === 0) return;
      const name = `${key}.${crypto.randomUUID()}.fit`;
      parts.push(name);
      keeping = keeping.then(() => this.#write(name, added));
    };
    const progress = new FitProgress(now, control.onProgress);
    let pool: TaskPool | null = null;
    let threads = this.#threads;
    try {
      while (next.done !== true) {
        const step: FitStep = next.value;
        const answers = step.tasks.map((task, i) => unfinished.answer(step.step, i, task));
        let count = answers.filter((answer) => answer !== null).length;
        progress.tell(step, count, false);
        const done = (i: number, answer: TargetAnswer): void => {
          answers[i] = answer;
          unfinished.add(step.step, i, answer);
          progress.tell(step, ++count, true);
          if (now() - kept > keptEvery) keep();
        };
        for (let i = answers.indexOf(null); i >= 0; i = answers.indexOf(null)) {
          if (isCancelled()) throw new Cancelled();
          if (threads !== null && now() - began > longFit) {
            const open = [...answers.keys()].filter((index) => answers[index] === null);
            try {
              pool ??= new TaskPool(threads.start, threads.count, tasks.runs, options.available ?? null);
              await pool.answer(
                open.map((index) => elementAt(step.tasks, index)),
                isCancelled,
                (k, answer) => done(elementAt(open, k), answer),
              );
            } catch (error) {
              if (error instanceof Cancelled) throw error;
              this.#log(`The threads of a fit ended: ${messageOf(error)}. It goes on in one.`);
              threads = null;
              pool?.end();
              pool = null;
            }
          } else {
            done(i, tasks.answer(elementAt(step.tasks, i)));
            await keeping;
          }
        }
        next = steps.next(answers as TargetAnswer[]);
      }
    } catch (error) {
      keep();
      throw error;
    } finally {
      pool?.end();
      await keeping;
    }
    if (now() - began > worthKeeping || parts.length > 0) {
      await this.#write(finished(key), plainOutcome(next.value));
      for (const part of parts) await this.#store.remove(part).catch(() => undefined);
      await trim(this.#store).catch((error: unknown) =>
        this.#log(`Kept fits cannot be counted: ${messageOf(error)}.`),
      );
    }
    return next.value;
  }

  async #partsOf(key: string): Promise<string[]> {
    try {
      const entries = await this.#store.entries();
      return entries
        .map(({ name }) => name)
        .filter((name) => name.startsWith(`${key}.`) && name !== finished(key));
    } catch (error) {
      this.#log(`Kept fits cannot be listed: ${messageOf(error)}.`);
      return [];
    }
  }

  /** What `make` makes of an entry; null: there is none, or it is ignored. */
  async #read<T>(name: string, make: (value: unknown) => T): Promise<T | null> {
    try {
      const text = await this.#store.read(name);
      if (text === null) return null;
      const entry = await readEntry(name, text);
      if ('value' in entry) return make(entry.value);
      this.#log(`The kept fit ${name} is ignored: ${entry.ignored}.`);
    } catch (error) {
      this.#log(`The kept fit ${name} is ignored: ${messageOf(error)}.`);
    }
    return null;
  }

  async #write(name: string, value: unknown): Promise<void> {
    try {
      await this.#store.write(name, await entryText(name, value));
    } catch (error) {
      this.#log(`The fit ${name} cannot be kept: ${messageOf(error)}.`);
    }
  }
}

const finished = (key: string): string => `${key}.fit`;

/**
 * A digest of all that a fit depends on, and of nothing else: names of runs and their files are no part of it, but which runs are of one
 * mixture is, as rows of one name are.
 */
function keyOf({ languages, runs }: RunSet, { law, available = null }: FitOptions): Promise<string> {
  const content = runs.map(({ ratio, loss, tokens, parameters, seed, available: own = null }) => {
    return [ratio, loss, tokens, parameters, seed, own];
  });
  return digestOf(JSON.stringify([fitCode, law, available, languages, content, mixturesOf(runs)]));
}
