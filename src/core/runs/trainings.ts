import { largest } from '../text/extremes.ts';
import type { RowValues } from './row-reader.ts';
import { idsOfPath, sharesById, type Anonymous } from './run-ids.ts';
import type { RunProblems } from './run-problems.ts';
import type { RunState } from './run-states.ts';
import { joinSettings } from './settings.ts';
import {
  isRepeat,
  nameOf,
  sameShares,
  type Place,
  type Point,
  type Shares,
  type Training,
} from './training.ts';

/** Where a row stands, and what tells its training. */
export interface RowIdentity {
  readonly place: Place;
  /** The row's number among all. */
  readonly number: number;
  /** As written; null: nothing names the run. */
  readonly name: string | null;
  /** A name may be given to a run and to its repeats; an id is one run's. */
  readonly isName: boolean;
  readonly anonymous: Anonymous;
  /** A row a run and language. */
  readonly isLong: boolean;
  /** Its losses are not read: another row of its run has those on held-out text. */
  readonly isAside: boolean;
  /** Its tokens are those of the whole run, whatever its step. */
  readonly hasTotal: boolean;
}

/** Gathers rows by the training that they are of, whatever tables they stand in. */
export class Trainings {
  readonly #problems: RunProblems;
  readonly #trainings = new Map<string, Training>();
  /** Separate measurements so far. */
  measurements = 0;
  duplicates = 0;
  /** Runs of which only the last step was taken, since no table tells the tokens at a step. */
  lastStepOnly = 0;
  withoutLoss = 0;
  /** Runs whose tokens are those of their last step. */
  totals = 0;
  /** Rows of step 0 beside others. */
  untrained = 0;
  /** Where the rows of a run's languages have their tokens: what they had together. */
  summedTokens = false;

  constructor(problems: RunProblems) {
    this.#problems = problems;
  }

  add(values: RowValues, identity: RowIdentity): void {
    const { scalars, shares, losses, diverged, languageTokens, available, state } = values;
    const { place, number, name, isName, anonymous, isLong, isAside, hasTotal } = identity;
    const hasLosses = losses.size > 0 || diverged !== null;
    const { parameters, seed, step } = scalars;
    const tokens = hasTotal && step !== null ? null : scalars.tokens;
    const path = name === null && anonymous === 'path' ? idsOfPath(place.table.file) : null;
    const attempt = state?.isFinished === false ? `\0${state.text}` : '';
    const apart =
      name !== null
        ? `id ${name}${attempt}`
        : path !== null
          ? `file ${place.table.file}`
          : anonymous === 'shares' && shares !== null
            ? `shares ${[...shares.values].join(' ')}`
            : `row ${number}`;
    const training = this.#training(apart, { id: name, path, seed, parameters, place });
    training.state ??= state;
    if (available !== null) training.available = new Map([...(training.available ?? []), ...available]);
    if (languageTokens !== null) {
      const counts = training.languageTokens.get(step) ?? new Map<string, number>();
      training.languageTokens.set(step, counts.set(languageTokens.language, languageTokens.tokens));
    }
    if (step !== null && tokens !== null) training.tokensAtStep.set(step, tokens);
    if (step !== null && tokens === null && scalars.tokens !== null && step >= (training.total?.step ?? 0))
      training.total = { step, tokens: scalars.tokens };
    if (!hasLosses) {
      training.tokens = tokens === null ? training.tokens : Math.max(tokens, training.tokens ?? 0);
      if (shares !== null) this.#addShares(training, shares, name, place, !isAside);
      return;
    }
    const key = tokens === null && step === null ? '' : tokens !== null ? `${tokens}` : `step ${step}`;
    const known = training.points.get(key);
    if (known !== undefined && isName && shares !== null && isRepeat(known, shares, losses)) {
      const repeat = this.#training(`repeat ${number}`, { id: name, path, seed, parameters, place });
      repeat.shares = shares;
      repeat.points.set(key, { training: repeat, tokens, step, shares, losses, diverged, place });
      this.measurements++;
      return;
    }
    if (shares !== null && !isLong) training.shares ??= shares;
    else if (shares !== null) this.#addShares(training, shares, name, place, false);
    const own = isLong ? null : shares;
    if (known === undefined) {
      // Of steps without tokens only the last will count.
      if (scalars.tokens !== null || step === null) this.measurements++;
      training.points.set(key, { training, tokens, step, shares: own, losses, diverged, place });
    } else this.#merge(known, own, losses, diverged, name, place);
  }

  #merge(
    known: Point,
    shares: Shares | null,
    losses: ReadonlyMap<number, number>,
    diverged: Point['diverged'],
    name: string | null,
    place: Place,
  ): void {
    const contradicts =
      [...losses].some(([language, loss]) => (known.losses.get(language) ?? loss) !== loss) ||
      (shares !== null && known.shares !== null && !sameShares(shares, known.shares));
    if (contradicts) {
      const { table, row } = known.place;
      const line = table.place(row, known.place.column).line + 1;
      const isTimeless = known.tokens === null && known.step === null;
      const hint = isTimeless ? ' Checkpoints of one run need a column with their tokens.' : '';
      this.#fail(
        'used',
        place,
        `Run id ${name ?? ''} is already used in ${table.file}, line ${line}, with other values; this row is left out.${hint}`,
      );
      return;
    }
    if (losses.size > 0 && [...losses.keys()].every((language) => known.losses.has(language)))
      this.duplicates++;
    for (const [language, loss] of losses) known.losses.set(language, loss);
    known.shares ??= shares;
    known.diverged ??= diverged;
  }

  /** @param isAlone the row has no losses, so that one that says nothing new repeats another */
  #addShares(training: Training, shares: Shares, name: string | null, place: Place, isAlone: boolean): void {
    const known = training.shares;
    if (known === null) {
      training.shares = shares;
      return;
    }
    // A row a language: the shares of one run stand in several rows.
    const isMore = [...shares.values.keys()].some((language) => !known.values.has(language));
    const contradicts = [...shares.values].some(
      ([language, share]) => (known.values.get(language) ?? share) !== share,
    );
    if (contradicts) {
      const { table, row, column } = known.place;
      this.#fail(
        'used',
        place,
        `Run id ${name ?? ''} is already used in ${table.file}, line ${table.place(row, column).line + 1}, with other shares; this row is left out.`,
      );
    } else if (isMore) {
      for (const [language, share] of shares.values) known.values.set(language, share);
    } else if (isAlone) this.duplicates++;
  }

  #fail(kind: string, { table, row, column }: Place, message: string): void {
    this.#problems.add(kind, table.file, table.place(row, column), message);
  }

  #training(apart: string, told: Pick<Training, 'id' | 'path' | 'seed' | 'parameters' | 'place'>): Training {
    const key = `${apart}\0${told.seed ?? ''}\0${told.parameters ?? ''}`;
    let training = this.#trainings.get(key);
    if (training === undefined) {
      training = {
        ...told,
        shares: null,
        tokens: null,
        available: null,
        state: null,
        total: null,
        points: new Map(),
        tokensAtStep: new Map(),
        languageTokens: new Map(),
        files: new Set(),
      };
      this.#trainings.set(key, training);
    }
    training.files.add(told.place.table.file);
    return training;
  }

  /** The measurements that have shares, and the training whose table gives the shares of another's losses. */
  points(): {
    readonly points: readonly Point[];
    readonly declaredOf: (training: Training) => Training | null;
  } {
    const trainings = [...this.#trainings.values()];
    for (const training of trainings) {
      this.#sumTokens(training);
      const { total, tokensAtStep } = training;
      if (total === null) continue;
      tokensAtStep.set(total.step, total.tokens);
      this.totals++;
    }
    joinSettings(trainings, this.#problems);
    const declaredOf = sharesById(trainings);
    const used = new Set<Training>();
    for (const training of this.#trainings.values()) {
      const declared = declaredOf(training);
      if (declared === null) continue;
      used.add(declared);
      const isSame = (own: number | null, other: number | null): boolean => own === null || own === other;
      const isAttempt = training.state?.isFinished === false;
      if (
        !isAttempt &&
        isSame(training.seed, declared.seed) &&
        isSame(training.parameters, declared.parameters)
      )
        this.#absorb(declared, training);
    }
    const finished = new Set(
      trainings.flatMap(({ state }) => (state?.isFinished === true ? [state.text] : [])),
    );
    const points: Point[] = [];
    for (const training of this.#trainings.values()) {
      const declared = declaredOf(training);
      const shares = training.shares ?? declared?.shares ?? null;
      const state = training.state ?? declared?.state ?? null;
      if (training.points.size === 0) {
        if (training.shares === null || used.has(training)) continue;
        this.withoutLoss++;
        const { tokens, place } = training;
        points.push({ training, tokens, step: null, shares, losses: new Map(), diverged: null, place });
        continue;
      }
      for (const point of this.#moments(training, declared)) {
        point.shares ??= shares;
        if (point.shares === null) {
          const { place } = training;
          this.#fail(
            'no shares',
            place,
            `No file gives the shares of run ${nameOf(training) ?? ''}; its losses are left out.`,
          );
        } else if (point.losses.size === 0 && point.diverged !== null) {
          const { place, text } = point.diverged;
          this.#problems.add(
            'diverged',
            place.table.file,
            place.table.place(place.row, place.column),
            `This run diverged (loss ${text}) and is set aside.`,
            { severity: 'set-aside' },
          );
        } else if (state?.isFinished === false) this.#setAside(state, finished, training, point);
        else points.push(point);
      }
    }
    return { points, declaredOf };
  }

  /**
   * The last losses of a run that did not finish are those of a checkpoint.
   *
   * @param finished what the tables call those that did
   */
  #setAside(
    { text, column }: RunState,
    finished: ReadonlySet<string>,
    training: Training,
    { place }: Point,
  ): void {
    const { table, row } = place;
    const name = nameOf(training);
    this.#problems.add(
      `state ${text}`,
      table.file,
      table.place(row, place.column),
      `${name === null ? 'This run' : `Run ${name}`} did not finish (${column}: ${text}) and is set aside. To keep such runs, write \`where: { ${column}: ${[...finished, text].join('|')} }\` in a map.`,
      { severity: 'set-aside' },
    );
  }

  /** What the languages of a training had together is its budget, at each step. */
  #sumTokens(training: Training): void {
    for (const [step, counts] of training.languageTokens) {
      const sum = [...counts.values()].reduce((total, tokens) => total + tokens, 0);
      if (step === null) training.tokens ??= sum;
      else training.tokensAtStep.set(step, sum);
      this.summedTokens = true;
    }
  }

  /** Takes over what another table says of the same training. */
  #absorb(declared: Training, other: Training): void {
    for (const [step, tokens] of other.tokensAtStep) declared.tokensAtStep.set(step, tokens);
    if (other.available !== null)
      declared.available = new Map([...other.available, ...(declared.available ?? [])]);
    if (other.tokens !== null) declared.tokens = Math.max(other.tokens, declared.tokens ?? 0);
    for (const [key, point] of other.points) {
      const known = declared.points.get(key);
      if (known === undefined) declared.points.set(key, { ...point, training: declared });
      else this.#merge(known, null, point.losses, point.diverged, nameOf(declared), point.place);
    }
    other.points.clear();
  }

  /** The points of a training with their tokens; where none tells them, the last step alone. */
  #moments(training: Training, declared: Training | null): Point[] {
    const all = [...training.points.values()];
    const isTrained = all.some(({ step }) => step !== null && step > 0);
    const points = all.filter(({ tokens, step }) => tokens !== null || step !== 0 || !isTrained);
    this.untrained += all.length - points.length;
    const { tokensAtStep } = training;
    const rates = new Set(
      [...tokensAtStep].filter(([step]) => step > 0).map(([step, tokens]) => tokens / step),
    );
    const [rate] = rates;
    const told = points.map((point) => {
      if (point.tokens !== null || point.step === null) return point;
      const tokens =
        tokensAtStep.get(point.step) ?? (rates.size === 1 && rate !== undefined ? point.step * rate : null);
      return tokens === null ? point : { ...point, tokens };
    });
    const unknown = told.filter(({ tokens, step }) => tokens === null && step !== null);
    const rest = told.filter((point) => !unknown.includes(point));
    if (unknown.length === 0) return mergedByTokens(rest);
    const last = largest(unknown.map(({ step }) => step ?? 0));
    if (unknown.length > 1) this.lastStepOnly++;
    const latest = new Map<number, number>();
    for (const { losses } of unknown.toSorted((a, b) => (a.step ?? 0) - (b.step ?? 0)))
      for (const [language, loss] of losses) latest.set(language, loss);
    const final = unknown.find(({ step }) => step === last);
    if (final === undefined) return rest;
    return [
      ...mergedByTokens(rest),
      { ...final, losses: latest, tokens: declared?.tokens ?? training.tokens },
    ];
  }
}

/** Rows of one step that were told apart by their tokens are one point after all. */
function mergedByTokens(points: readonly Point[]): Point[] {
  const byTokens = new Map<number | null, Point>();
  for (const point of points) {
    const known = byTokens.get(point.tokens);
    if (known === undefined) byTokens.set(point.tokens, point);
    else
      for (const [language, loss] of point.losses)
        if (!known.losses.has(language)) known.losses.set(language, loss);
  }
  return [...byTokens.values()];
}
