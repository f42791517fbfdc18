import { countOf, decimalsOf, isAbsent, isNotFinite, numberOf, type Notation } from './numbers.ts';
import { labelKey, type Measure } from './names.ts';
import type { KindRoles, MappedKind, Roles } from './roles.ts';
import type { RunProblems } from './run-problems.ts';
import type { ProxyRun } from './runs.ts';
import type { Table } from './table.ts';
import { largest } from '../text/extremes.ts';

/** What was done to the numbers on the way, for the sentences about it. */
export interface Assembly {
  readonly runs: readonly ProxyRun[];
  readonly rows: number;
  /** Rows that `where` did not take. */
  readonly unwanted: number;
  readonly duplicates: number;
  /** Losses left empty or written as NaN while others of the row were measured, by language index. */
  readonly unmeasured: ReadonlyMap<number, number>;
  /** By the file that their shares stand in: how many runs it has, and in how many of them a language, by index, is given no share. */
  readonly unshared: ReadonlyMap<
    string,
    { readonly runs: number; readonly without: ReadonlyMap<number, number> }
  >;
  readonly percent: boolean;
  readonly weights: boolean;
  readonly scaled: number;
  readonly perplexities: boolean;
  readonly accuracies: boolean;
  /** What steps were multiplied with where no column counts tokens; null: nothing. */
  readonly computedTokens: 'batches' | 'step tokens' | null;
  /** Where no column has the budget: what the languages of a run were trained on together. */
  readonly summedTokens: boolean;
  /** Runs of which only the last step was taken, since no table tells the tokens at a step. */
  readonly lastStepOnly: number;
  readonly withoutLoss: number;
}

interface Place {
  readonly table: Table;
  readonly row: number;
  readonly column: number;
}

/** One or more rows about the same moment of the same training. */
interface Point {
  readonly training: Training;
  readonly tokens: number | null;
  readonly step: number | null;
  shares: Shares | null;
  readonly losses: Map<number, number>;
  /** First loss that is NaN or infinite. */
  diverged: { place: Place; text: string } | null;
  readonly place: Place;
}

interface Shares {
  readonly values: Map<number, number>;
  readonly place: Place;
  readonly decimals: number;
  /** Written with a per cent sign. */
  readonly percent: boolean;
}

/** All rows with one id, seed and size. */
interface Training {
  readonly id: string | null;
  /** Names that its file and the folders around it may give it, nearest first; null: it has an id, or its row is all there is. */
  readonly path: readonly string[] | null;
  readonly seed: number | null;
  shares: Shares | null;
  readonly parameters: number | null;
  tokens: number | null;
  available: Map<number, number> | null;
  readonly points: Map<string, Point>;
  readonly tokensAtStep: Map<number, number>;
  readonly place: Place;
}

/** A fit of half as many is refused (fit.ts): reading all of them would take more memory than the solver's thread has. */
const maxMeasurements = 200_000;
/** Below this a share is zero: a softmax leaves such rests. */
const leastShare = 1e-15;
/** Below this no training came: a denormal number is a mistake of units or of export. */
const leastLoss = 1e-12;

/** Below this a sum of token counts is one of billions, or of no tokens at all. */
const leastTokens = 1e5;

/**
 * Turns rows into runs: joins, merges, checks. A row that cannot be used becomes a problem, and stops no other. Null, with one
 * problem: there are more than are fitted.
 */
export function assemble(kinds: readonly MappedKind[], roles: Roles, problems: RunProblems): Assembly | null {
  const assembler = new Assembler(roles, problems);
  const ids = idColumns(kinds, roles.kinds);
  const told = kinds.map((kind, k) => ({ kind, own: roles.kinds[k], id: ids[k] ?? -1 }));
  const refuse = ({ table, row }: RowOf): null => {
    problems.add(
      'too many',
      table.file,
      table.place(row, 0),
      `There are more than ${maxMeasurements.toLocaleString('en')} separate measurements, too many to fit. Keep fewer checkpoints of each run.`,
      { rows: kinds.reduce((sum, { tables }) => sum + rowsIn(tables), 0) },
    );
    return null;
  };
  for (const { kind, own, id } of told) {
    const excess = own === undefined ? null : firstTooMany(kind, own, id);
    if (excess !== null) return refuse(excess);
  }
  for (const { kind, own, id } of told) {
    const excess = own === undefined ? null : assembler.addKind(kind, own, id);
    if (excess !== null) return refuse(excess);
  }
  return assembler.finish();
}

interface RowOf {
  readonly table: Table;
  readonly row: number;
}

const rowsIn = (tables: readonly Table[]): number => tables.reduce((sum, { rowCount }) => sum + rowCount, 0);

/** The row with which a kind of tables is too large, where counting the names of its rows tells that before any is read. */
function firstTooMany(
  { tables, map }: MappedKind,
  { step, long, shares, losses, tokens }: KindRoles,
  id: number,
): RowOf | null {
  if (rowsIn(tables) <= maxMeasurements) return null;
  // Rows of steps, of single languages, that are not wanted or are nobody's may be many more than their measurements.
  if (step >= 0 || long !== null || map?.where !== undefined || (id < 0 && shares.length === 0)) return null;
  let count = 0;
  const names = new Set<string>();
  for (const table of tables) {
    for (let row = 0; row < table.rowCount; row++) {
      if (losses.every(({ column }) => isAbsent(table.text(row, column)))) continue;
      const name = id < 0 ? '' : table.text(row, id);
      if (isAbsent(name)) count++;
      else names.add(tokens < 0 ? name : `${name}\0${table.text(row, tokens)}`);
      if (count + names.size > maxMeasurements) return { table, row };
    }
  }
  return null;
}

class Assembler {
  readonly #roles: Roles;
  readonly #problems: RunProblems;
  readonly #trainings = new Map<string, Training>();
  #rows = 0;
  #measurements = 0;
  #unwanted = 0;
  #duplicates = 0;
  #scaled = 0;
  #computedTokens: Assembly['computedTokens'] = null;
  #perplexities = false;
  #accuracies = false;
  #summedTokens = false;
  #lastStepOnly = 0;

  constructor(roles: Roles, problems: RunProblems) {
    this.#roles = roles;
    this.#problems = problems;
  }

  /**
   * The row with which there are too many; null: all were taken.
   * @param id the column that names the runs; -1: none does
   */
  addKind(kind: MappedKind, roles: KindRoles, id: number): RowOf | null {
    const { columns, map, notation } = kind;
    const where = [...(map?.where ?? [])].map(([name, value]) => ({ column: columns.indexOf(name), value }));
    for (const table of kind.tables) {
      const anonymous = anonymousRows(table, roles);
      for (let row = 0; row < table.rowCount; row++) {
        if (this.#measurements > maxMeasurements) return { table, row };
        this.#rows++;
        const isWanted = where.every(
          ({ column, value }) => column >= 0 && sameValue(table.text(row, column), value, notation),
        );
        if (isWanted) this.#addRow(kind, roles, table, row, id, anonymous);
        else this.#unwanted++;
      }
    }
    return null;
  }

  #addRow(
    kind: MappedKind,
    roles: KindRoles,
    table: Table,
    row: number,
    id: number,
    anonymous: Anonymous,
  ): void {
    const { notation, map } = kind;
    const at = (column: number): Place => ({ table, row, column: Math.max(column, 0) });
    const fail = (what: string, column: number, message: string): null => {
      this.#problems.add(what, table.file, table.place(row, Math.max(column, 0)), message);
      return null;
    };
    const scalars = this.#scalars(kind, roles, table, row, fail);
    if (scalars === null) return;
    const shares = this.#shares(roles, notation, table, row, at, fail);
    if (shares === undefined) return;
    const losses = new Map<number, number>();
    let diverged: Point['diverged'] = null;
    for (const { language, column, measure } of this.#lossCells(roles, table, row)) {
      const text = table.text(row, column);
      if (isNotFinite(text)) diverged ??= { place: at(column), text };
      if (isAbsent(text) || isNotFinite(text)) continue;
      const name = this.#roles.languages[language] ?? '';
      const value = numberOf(text, notation);
      if (value === null)
        return void fail('loss', column, `The loss of ${name} is not a number: ${shown(text)}.`);
      const loss = this.#lossOf(value, measure, map?.fewerIsBetter === false);
      if (!(loss > leastLoss)) return void fail('loss sign', column, lossMessage(name, text, value));
      losses.set(language, loss);
    }
    const available = this.#available(roles, notation, table, row);
    const written = id < 0 ? '' : table.text(row, id);
    const name = isAbsent(written) ? null : written;
    const hasLosses = losses.size > 0 || diverged !== null;
    if (name === null && anonymous === 'rows' && shares === null) {
      if (hasLosses)
        fail(
          'no id',
          roles.losses[0]?.column ?? 0,
          'This row has losses but neither shares nor a run id to join it by.',
        );
      return;
    }
    const { tokens, parameters, seed, step } = scalars;
    const isName = id >= 0 && /name|mix/i.test(table.columns[id] ?? '');
    const path = name === null && anonymous === 'path' ? idsOfPath(table.file) : null;
    const apart =
      name !== null
        ? `id ${name}`
        : path !== null
          ? `file ${table.file}`
          : anonymous === 'shares' && shares !== null
            ? `shares ${[...shares.values].join(' ')}`
            : `row ${this.#rows}`;
    const training = this.#training(apart, { id: name, path, seed, parameters, place: at(id) });
    if (available !== null) training.available = new Map([...(training.available ?? []), ...available]);
    if (step !== null && tokens !== null) training.tokensAtStep.set(step, tokens);
    if (!hasLosses) {
      training.tokens = tokens === null ? training.tokens : Math.max(tokens, training.tokens ?? 0);
      if (shares !== null) this.#addShares(training, shares, name, at(id), true);
      return;
    }
    const key = tokens === null && step === null ? '' : tokens !== null ? `${tokens}` : `step ${step}`;
    const known = training.points.get(key);
    // A name may be given to a run and to its repeats; an id is one run's.
    if (known !== undefined && isName && shares !== null && isRepeat(known, shares, losses)) {
      const place = at(id);
      const repeat = this.#training(`repeat ${this.#rows}`, { id: name, path, seed, parameters, place });
      repeat.shares = shares;
      repeat.points.set(key, { training: repeat, tokens, step, shares, losses, diverged, place });
      this.#measurements++;
      return;
    }
    if (shares !== null && roles.long === null) training.shares ??= shares;
    else if (shares !== null) this.#addShares(training, shares, name, at(id), false);
    const own = roles.long === null ? shares : null;
    if (known === undefined) {
      // Of steps without tokens only the last will count.
      if (tokens !== null || step === null) this.#measurements++;
      training.points.set(key, { training, tokens, step, shares: own, losses, diverged, place: at(id) });
    } else this.#merge(known, own, losses, diverged, name, at(id));
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
      this.#fail(
        'used',
        place,
        `Run id ${name ?? ''} is already used in ${table.file}, line ${line}, with other values; this row is left out.`,
      );
      return;
    }
    if (losses.size > 0 && [...losses.keys()].every((language) => known.losses.has(language)))
      this.#duplicates++;
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
    } else if (isAlone) this.#duplicates++;
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
        points: new Map(),
        tokensAtStep: new Map(),
      };
      this.#trainings.set(key, training);
    }
    return training;
  }

  #scalars(
    { notation, map }: MappedKind,
    roles: KindRoles,
    table: Table,
    row: number,
    fail: (what: string, column: number, message: string) => null,
  ): Record<'tokens' | 'parameters' | 'seed' | 'step', number | null> | null {
    const read = (column: number): number | null => {
      const text = column < 0 ? '' : table.text(row, column);
      return isAbsent(text) ? null : countOf(text, notation);
    };
    const counts: Record<'tokens' | 'parameters', number | null> = { tokens: null, parameters: null };
    for (const what of ['tokens', 'parameters'] as const) {
      const given = map?.[what];
      if (typeof given === 'number') {
        counts[what] = given;
        continue;
      }
      const column = roles[what];
      const text = column < 0 ? '' : table.text(row, column);
      if (isAbsent(text)) continue;
      const counted = countOf(text, notation);
      // A suffix of its own says the unit better than the name of the column does.
      const value = counted === null || /[a-z]\s*$/i.test(text) ? counted : counted * roles.units[what];
      if (value === null || value < 0 || (value === 0 && what === 'parameters'))
        return fail(what, column, `The ${what} must be a number above zero: ${shown(text)}.`);
      // Evaluated before the first step: no budget of which a loss could be told.
      if (value === 0)
        return roles.step >= 0
          ? null
          : fail(what, column, `The ${what} must be a number above zero: ${shown(text)}.`);
      counts[what] = value;
    }
    const [step, batch, sequence, stepTokens] = [
      read(roles.step),
      read(roles.batch),
      read(roles.sequence),
      read(roles.stepTokens),
    ];
    const perStep =
      stepTokens !== null
        ? stepTokens * roles.units.stepTokens
        : batch !== null && sequence !== null
          ? batch * sequence
          : 0;
    if (counts.tokens === null && step !== null && step * perStep > 0) {
      counts.tokens = step * perStep;
      this.#computedTokens = stepTokens === null ? 'batches' : 'step tokens';
    }
    return { ...counts, seed: read(roles.seed), step };
  }

  /** The shares of a row; null: it has none; undefined: they cannot be used. */
  #shares(
    roles: KindRoles,
    notation: Notation,
    table: Table,
    row: number,
    at: (column: number) => Place,
    fail: (what: string, column: number, message: string) => null,
  ): Shares | null | undefined {
    const cells = [...roles.shares];
    if (roles.long !== null && roles.long.share >= 0) {
      const language = this.#roles.byLabel.get(labelKey(table.text(row, roles.long.language)));
      if (language !== undefined) cells.push({ column: roles.long.share, language });
    }
    let place: Place | null = null;
    let decimals = 0;
    let percent = false;
    const values = new Map<number, number>();
    for (const { column, language } of cells) {
      const text = table.text(row, column);
      if (isAbsent(text)) continue;
      const name = this.#roles.languages[language] ?? '';
      const value = countOf(text, notation);
      if (value === null)
        return void fail('share', column, `The share of ${name} is not a number: ${shown(text)}.`);
      if (value < 0)
        return void fail('share sign', column, `The share of ${name} is negative: ${shown(text)}.`);
      place ??= at(column);
      percent ||= text.endsWith('%');
      decimals = Math.max(decimals, decimalsOf(text, notation));
      values.set(language, value < leastShare ? 0 : value);
    }
    return place === null ? null : { values, place, decimals, percent };
  }

  *#lossCells(
    roles: KindRoles,
    table: Table,
    row: number,
  ): Generator<{ language: number; column: number; measure: Measure }> {
    yield* roles.losses;
    const { long } = roles;
    if (long === null || long.loss < 0) return;
    const language = this.#roles.byLabel.get(labelKey(table.text(row, long.language)));
    if (language !== undefined) yield { language, column: long.loss, measure: long.measure };
  }

  #lossOf(value: number, measure: Measure, isAccuracy: boolean): number {
    if (isAccuracy) {
      this.#accuracies = true;
      return value > 1 ? 1 - value / 100 : 1 - value;
    }
    if (measure === 'loss') return value;
    this.#perplexities = true;
    return Math.log(value);
  }

  #available(roles: KindRoles, notation: Notation, table: Table, row: number): Map<number, number> | null {
    const cells = [...roles.available];
    if (roles.long !== null && roles.long.available >= 0) {
      const language = this.#roles.byLabel.get(labelKey(table.text(row, roles.long.language)));
      if (language !== undefined) cells.push({ column: roles.long.available, language });
    }
    const found = new Map<number, number>();
    for (const { column, language } of cells) {
      const value = countOf(table.text(row, column), notation);
      if (value !== null && value > 0) found.set(language, value);
    }
    return found.size === 0 ? null : found;
  }

  finish(): Assembly {
    const declaredOf = sharesById([...this.#trainings.values()]);
    const used = new Set<Training>();
    for (const training of this.#trainings.values()) {
      const declared = declaredOf(training);
      if (declared === null) continue;
      used.add(declared);
      const isSame = (own: number | null, other: number | null): boolean => own === null || own === other;
      if (isSame(training.seed, declared.seed) && isSame(training.parameters, declared.parameters))
        this.#absorb(declared, training);
    }
    const points: Point[] = [];
    let withoutLoss = 0;
    for (const training of this.#trainings.values()) {
      const declared = declaredOf(training);
      const shares = training.shares ?? declared?.shares ?? null;
      if (training.points.size === 0) {
        if (training.shares === null || used.has(training)) continue;
        withoutLoss++;
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
        } else points.push(point);
      }
    }
    return this.#measured(points, declaredOf, withoutLoss);
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
    const points = [...training.points.values()];
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
    if (unknown.length > 1) this.#lastStepOnly++;
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

  #measured(
    points: readonly Point[],
    declaredOf: (training: Training) => Training | null,
    withoutLoss: number,
  ): Assembly {
    const { languages } = this.#roles;
    const sums = points.map(({ shares }) => sumOf(shares));
    const most = (holds: (sum: number) => boolean): boolean =>
      sums.filter(holds).length >= 0.8 * Math.max(sums.length, 1);
    const percent = !most((sum) => Math.abs(sum - 1) <= 0.1) && most((sum) => Math.abs(sum - 100) <= 5);
    const weights = !percent && most((sum) => sum > 1.5);
    const decimals = points.reduce((largest, { shares }) => Math.max(largest, shares?.decimals ?? 0), 0);
    const unmeasured = new Map<number, number>();
    const unshared = new Map<string, { runs: number; readonly without: Map<number, number> }>();
    const targets = new Set(points.flatMap(({ losses }) => [...losses.keys()]));
    const runs: ProxyRun[] = [];
    for (const [i, point] of points.entries()) {
      const { training, shares, place } = point;
      if (shares === null) continue;
      const declared = declaredOf(training);
      const whole = percent ? 100 : 1;
      const sum = sums[i] ?? 0;
      const slack = sumTolerance(shares.values.size, percent && !shares.percent ? decimals + 2 : decimals);
      if (!(sum > 0) || (!weights && Math.abs(sum / whole - 1) > slack)) {
        const shownSum = Number((sum / whole).toPrecision(6));
        this.#fail(
          'sum',
          shares.place,
          `The shares of this run sum to ${shownSum}, not to 1; the row is left out.`,
        );
        continue;
      }
      if (!weights && Math.abs(sum / whole - 1) > 1e-9) this.#scaled++;
      const ratio = new Array<number>(languages.length).fill(0);
      for (const [language, share] of shares.values) ratio[language] = share / sum;
      const { file } = shares.place.table;
      const own = unshared.get(file) ?? { runs: 0, without: new Map<number, number>() };
      unshared.set(file, own);
      own.runs++;
      for (const language of ratio.keys())
        if (!shares.values.has(language)) own.without.set(language, (own.without.get(language) ?? 0) + 1);
      const loss = new Array<number | null>(languages.length).fill(null);
      for (const [language, value] of point.losses) loss[language] = value;
      if (point.losses.size > 0)
        for (const target of targets)
          if (!point.losses.has(target)) unmeasured.set(target, (unmeasured.get(target) ?? 0) + 1);
      const stock = training.available ?? declared?.available ?? null;
      const { table, row, column } = place;
      const { line } = table.place(row, column);
      runs.push({
        id: declared?.id ?? nameOf(training) ?? `${table.file}:${line + 1}`,
        ratio,
        loss,
        tokens:
          point.tokens ?? training.tokens ?? declared?.tokens ?? (weights ? this.#sumOfTokens(shares) : null),
        parameters: training.parameters ?? declared?.parameters ?? null,
        seed: training.seed ?? declared?.seed ?? null,
        ...(stock === null ? {} : { available: languages.map((_, language) => stock.get(language) ?? null) }),
        file: table.file,
        line,
      });
    }
    return {
      runs,
      rows: this.#rows,
      unwanted: this.#unwanted,
      duplicates: this.#duplicates,
      unmeasured,
      unshared,
      percent,
      weights,
      scaled: this.#scaled,
      perplexities: this.#perplexities,
      accuracies: this.#accuracies,
      computedTokens: this.#computedTokens,
      summedTokens: this.#summedTokens,
      lastStepOnly: this.#lastStepOnly,
      withoutLoss,
    };
  }

  /** The tokens of all languages, where the columns of the shares count tokens; null: they do not. */
  #sumOfTokens(shares: Shares): number | null {
    const { table, column } = shares.place;
    const sum = sumOf(shares);
    if (!/tok(?:en)?s?(?![a-z])/i.test(table.columns[column] ?? '') || sum < leastTokens) return null;
    this.#summedTokens = true;
    return sum;
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

/** For each kind of tables the column that names its runs; where one gives the losses of another's, the two whose names meet. */
function idColumns(kinds: readonly MappedKind[], roles: readonly KindRoles[]): number[] {
  const possible = kinds.map((kind, k) => (roles[k] === undefined ? [] : possibleIds(kind, roles[k])));
  const chosen = possible.map(([first = -1]) => first);
  const names = new Map<string, ReadonlySet<string>>();
  const namesIn = (k: number, column: number): ReadonlySet<string> => {
    const key = `${k} ${column}`;
    let found = names.get(key);
    if (found === undefined) {
      const tables = kinds[k]?.tables ?? [];
      found = new Set(
        tables.flatMap((table) =>
          Array.from({ length: table.rowCount }, (_, row) => idKey(table.text(row, column))),
        ),
      );
      names.set(key, found);
    }
    return found;
  };
  const hasShares = (k: number): boolean =>
    (roles[k]?.shares.length ?? 0) > 0 || (roles[k]?.long?.share ?? -1) >= 0;
  const all = [...kinds.keys()];
  for (const loss of all.filter((k) => !hasShares(k))) {
    let most = 0;
    for (const share of all.filter(hasShares)) {
      for (const a of possible[share] ?? []) {
        for (const b of possible[loss] ?? []) {
          const common = [...namesIn(loss, b)].filter(
            (name) => name !== '' && namesIn(share, a).has(name),
          ).length;
          if (common > most) {
            most = common;
            chosen[share] = a;
            chosen[loss] = b;
          }
        }
      }
    }
  }
  return chosen;
}

/** Columns of ids under which rows do not contradict each other, the best first; as many rows tell as may be measurements. */
function possibleIds({ tables }: MappedKind, { ids, shares, seed, tokens, step }: KindRoles): number[] {
  return ids.filter((id) => {
    const first = new Map<string, string>();
    let [filled, contradictions] = [0, 0];
    for (const table of tables) {
      for (let row = 0; row < table.rowCount && filled < maxMeasurements; row++) {
        const name = table.text(row, id);
        if (isAbsent(name)) continue;
        filled++;
        const mixture = shares.map(({ column }) => table.text(row, column)).join(' ');
        if (shares.length > 0 && mixture.trim() === '') continue;
        const moment = [seed, tokens, step].map((column) => (column < 0 ? '' : table.text(row, column)));
        const key = [name, ...moment].join('\0');
        const earlier = first.get(key);
        if (earlier === undefined) first.set(key, mixture);
        else if (earlier !== mixture) contradictions++;
      }
    }
    return filled > 0 && contradictions <= 0.3 * filled;
  });
}

/** The name under which a training is told; null: it has none. */
const nameOf = ({ id, path }: Training): string | null => id ?? path?.[0] ?? null;

/** What tells trainings apart where no column does: every row is one, a file is one, or every mixture is one. */
type Anonymous = 'rows' | 'path' | 'shares';

function anonymousRows(table: Table, { step, shares, long }: KindRoles): Anonymous {
  if (step < 0) return long === null && table.rowCount === 1 ? 'path' : 'rows';
  let first: string | null = null;
  for (let row = 0; row < table.rowCount; row++) {
    const mixture = shares.map(({ column }) => table.text(row, column)).join(' ');
    if (mixture.trim() === '') continue;
    if (first !== null && first !== mixture) return 'shares';
    first = mixture;
  }
  return 'path';
}

/** Names of files and folders that say what is in them, not of which run it is. */
const ordinary =
  /^(?:\.+|(?:trainer_state|metrics?|history|log|logs|runs?|results?|evals?|train|val|validation|loss(?:es)?|events|summary|wandb-history|tb|tensorboard|outputs?|version_\d+|checkpoint[-_]?\d+|step[-_]?\d+|data|config|hparams|params|args|settings|mixture|mix|weights))$/i;

/** Names that a file's path may give its run, nearest first: its own without the ending, then the folders'. */
function idsOfPath(path: string): string[] {
  const [file = '', ...folders] = path.split('/').reverse();
  const stem = file.includes('.tfevents.')
    ? []
    : [file.replace(/(?:\.(?:[ct]sv|jsonl?|ndjson|parquet|gz))+$/i, '')];
  return [...stem, ...folders].filter((name) => name !== '' && !ordinary.test(name));
}

/** Finds the training whose table gives the shares of one whose table gives losses alone. */
function sharesById(trainings: readonly Training[]): (training: Training) => Training | null {
  const byId = new Map<string, Training[]>();
  for (const training of trainings) {
    const name = nameOf(training);
    if (training.shares === null || name === null) continue;
    const known = byId.get(idKey(name));
    if (known === undefined) byId.set(idKey(name), [training]);
    else known.push(training);
  }
  const find = (id: string, { seed, parameters }: Training): Training | null => {
    const alike = byId.get(idKey(id)) ?? [];
    const exact = alike.filter((other) => nameOf(other) === id);
    // Spellings that differ within the table of shares are different runs.
    const candidates = exact.length > 0 || new Set(alike.map(nameOf)).size > 1 ? exact : alike;
    const fits = (own: number | null, other: number | null): boolean =>
      own === null || other === null || own === other;
    return (
      candidates.find((other) => fits(seed, other.seed) && fits(parameters, other.parameters)) ??
      candidates[0] ??
      null
    );
  };
  const found = new Map<Training, Training | null>();
  return (training) => {
    if (training.shares !== null) return null;
    let declared = found.get(training);
    if (declared === undefined) {
      const names = training.id === null ? (training.path ?? []) : [training.id];
      declared = names.map((name) => find(name, training)).find((other) => other !== null) ?? null;
      found.set(training, declared);
    }
    return declared;
  };
}

/** Ids that are written differently by the programs that a table went through: `0` and `0.0`, `007` and `7`, case and blanks. */
function idKey(id: string): string {
  const number = /^0*(\d+)(?:\.0*)?$/.exec(id);
  return (
    number?.[1] ??
    id
      .trim()
      .toLowerCase()
      .replace(/[\s_-]+/g, '_')
  );
}

function sameValue(text: string, wanted: string, notation: Notation): boolean {
  if (text.toLowerCase() === wanted.toLowerCase()) return true;
  const [a, b] = [numberOf(text, notation), numberOf(wanted, { decimalComma: false })];
  return a !== null && a === b;
}

function sameShares(a: Shares, b: Shares): boolean {
  const languages = new Set([...a.values.keys(), ...b.values.keys()]);
  return [...languages].every((language) => (a.values.get(language) ?? 0) === (b.values.get(language) ?? 0));
}

/** Whether a row measured again what another one did: the same shares, other losses. */
const isRepeat = (known: Point, shares: Shares, losses: ReadonlyMap<number, number>): boolean =>
  known.shares !== null &&
  sameShares(known.shares, shares) &&
  [...losses].some(([language, loss]) => (known.losses.get(language) ?? loss) !== loss);

const sumOf = (shares: Shares | null): number =>
  shares === null ? 0 : [...shares.values.values()].reduce((sum, share) => sum + share, 0);

/**
 * How far shares may miss 1 before a row counts as wrong: 1e-3, or what rounding can do to as many shares written with at least two
 * decimals (RegMix: 17 shares of three decimals miss by up to 4e-3), at most 0.05. They are then scaled to 1.
 */
function sumTolerance(count: number, decimals: number): number {
  const rounding = decimals < 2 ? 0 : count * 0.5 * 10 ** -decimals;
  return Math.max(1e-3, Math.min(rounding, 0.05)) + 1e-9;
}

function lossMessage(name: string, text: string, value: number): string {
  return value > 0 && value <= leastLoss
    ? `The loss of ${name} is too small to be a loss: ${shown(text)}.`
    : `The loss of ${name} must be above zero: ${shown(text)}.`;
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
