import { Cancelled, type IsCancelled } from '../../cancel.ts';
import { gmres } from '../dense/gmres.ts';
import { addRows, dotRows } from '../dense/rows.ts';
import { sumOf } from '../dense/vectors.ts';
import { restrict } from '../model/compiled.ts';
import { Evaluator } from '../model/evaluator.ts';
import { trace } from './barrier.ts';
import { heightOf, levelBound, type Ceiling } from './ceiling.ts';
import { traceTolerance, type InteriorResult } from './interior.ts';
import type { Polytope } from './polytope.ts';

/** Rounds in which languages come and go, and Newton steps of one, after which the interior point is faster. */
const mostRounds = 12;
const mostSteps = 20;
/** Products of a linear system, after which the same holds. */
const mostProducts = 60;
/** How far they reduce the residual of a Newton step, and of the multipliers, which nothing corrects. */
const stepReduction = 1e-8;
const exact = 1e-14;
/** Effective ratios that differ by less, relatively, are the same; and what rounding may leave instead. */
const equal = 1e-14;
const near = 1e-9;

/**
 * The two steps' optimum where the languages with a share above its minimum are those with the largest marginal benefit, as mostly: then as
 * many rows stand at the level as shares are free, and Newton's method finds where, while languages come and go.
 * Multipliers prove it, of all rows and shares.
 *
 * @param evaluator and polytope of which `hasActiveSet` holds
 * @param rowOf of each column the row of its own language; −1: none
 * @param start whose free shares are nearly those of the optimum
 * @returns null where it is not so, or was not found soon
 * @throws Cancelled between rounds
 */
export function equalBenefits(
  evaluator: Evaluator,
  polytope: Polytope,
  ceiling: Ceiling,
  rowOf: Int32Array,
  start: Float64Array,
  isCancelled: IsCancelled,
): InteriorResult | null {
  const { lower, upper } = polytope;
  const columnOf = new Int32Array(evaluator.rows).fill(-1);
  rowOf.forEach((row, j) => {
    if (row >= 0) columnOf[row] = j;
  });
  const isFree = Uint8Array.from(start, (share, j) => (share > lower[j]! ? 1 : 0));
  let iterations = 0;
  let known = start;
  for (let round = 0; round < mostRounds; round++) {
    if (isCancelled()) throw new Cancelled();
    const columns = Int32Array.from(isFree.keys()).filter((j) => isFree[j] === 1);
    if (columns.length === 0 || columns.some((j) => rowOf[j]! < 0)) return null;
    const r = lower.slice();
    for (const j of columns) r[j] = known[j]!;
    const pairs = new Pairs(evaluator, ceiling, columns, rowOf, r, polytope.equalities[0]!.total);
    const steps = pairs.level();
    if (steps === null) return null;
    iterations += steps;
    columns.forEach((j, k) => (r[j] = pairs.x[k]!));
    if (r.some((share, j) => share > upper[j]!)) return null;
    let moved = 0;
    for (const j of columns)
      if (r[j]! < lower[j]!) {
        isFree[j] = 0;
        moved++;
      }
    for (let t = 0; t < evaluator.rows; t++) {
      const j = columnOf[t]!;
      if ((j >= 0 && isFree[j] === 1) || !(pairs.heightOf(t) > pairs.top)) continue;
      if (j < 0) return null;
      if (r[j]! < lower[j]!) continue;
      isFree[j] = 1;
      moved++;
    }
    if (moved === 0) return proven(evaluator, polytope, ceiling, pairs, r, iterations);
    known = r;
  }
  return null;
}

/** What multipliers prove of the mixture; null: not that it is the optimum. */
function proven(
  evaluator: Evaluator,
  polytope: Polytope,
  ceiling: Ceiling,
  pairs: Pairs,
  ratio: Float64Array,
  iterations: number,
): InteriorResult | null {
  const objective = evaluator.linearise(ratio);
  const unit = objective - evaluator.offset;
  const slope = evaluator.reducible.map((part, t) => (-trace * evaluator.exponent[t]! * part) / unit);
  const multipliers = pairs.multipliers(slope);
  if (multipliers === null) return null;
  const both = levelBound(evaluator, polytope, ceiling, ratio, multipliers.traced, slope);
  const { level, gap } = levelBound(evaluator, polytope, ceiling, ratio, multipliers.alone, null);
  // Asked this way round, a gap that is no number is none that is small.
  if (!(both.gap <= trace * traceTolerance && gap <= trace * traceTolerance)) return null;
  return { ratio, objective, level, levelGap: gap, gap: Infinity, iterations };
}

/** Free shares and the rows of their languages, as many; the other shares stay where they are. */
class Pairs {
  readonly x: Float64Array;
  /** The level of these rows. */
  top = 0;
  readonly #ev: Evaluator;
  readonly #ceiling: Ceiling;
  readonly #rows: Int32Array;
  readonly #total: number;

  constructor(
    evaluator: Evaluator,
    ceiling: Ceiling,
    columns: Int32Array,
    rowOf: Int32Array,
    r: Float64Array,
    total: number,
  ) {
    this.#ev = new Evaluator(restrict(evaluator.compiled, columns, r));
    this.#ceiling = ceiling;
    this.#rows = columns.map((j) => rowOf[j]!);
    this.x = Float64Array.from(columns, (j) => r[j]!);
    this.#total = total - sumOf(r) + sumOf(this.x);
  }

  /** Height of any row at the shares found. */
  heightOf(row: number): number {
    return heightOf(this.#ev, this.#ceiling, row);
  }

  /**
   * Newton's method for shares at which all the rows have one height: in effective ratios, which are linear in shares or nearly.
   *
   * @returns how many steps it took; null where it does not converge
   */
  level(): number | null {
    const { rate } = this.#ceiling;
    const rows = this.#rows;
    const ev = this.#ev;
    const [bySlack, byLevel] = [new Float64Array(rows.length), new Float64Array(rows.length)];
    let last = Infinity;
    for (let steps = 0; steps < mostSteps; steps++) {
      if (!Number.isFinite(ev.linearise(this.x))) return null;
      if (steps === 0) this.top = rows.reduce((sum, t) => sum + this.heightOf(t), 0) / rows.length;
      const own = this.#ownSlopes();
      const missing = this.#total - sumOf(this.x);
      let farthest = Math.abs(missing / this.#total);
      const slack = new Float64Array(rows.length);
      const rise = new Float64Array(rows.length);
      rows.forEach((t, k) => {
        const wanted = Math.exp((this.heightOf(t) - this.top) / rate[t]!);
        farthest = Math.max(farthest, Math.abs(wanted - 1));
        slack[k] = (wanted - 1) / own[k]!;
        rise[k] = wanted / rate[t]! / own[k]!;
      });
      if (farthest <= equal || (farthest < near && farthest > last / 2)) return steps;
      last = farthest;
      const product = this.#product(own);
      if (!gmres(product, slack, stepReduction, mostProducts, bySlack)) return null;
      if (!gmres(product, rise, stepReduction, mostProducts, byLevel)) return null;
      const lift = (sumOf(bySlack) - missing) / sumOf(byLevel);
      for (let k = 0; k < rows.length; k++) this.x[k] = this.x[k]! + bySlack[k]! - lift * byLevel[k]!;
      this.top += lift;
    }
    return null;
  }

  /**
   * Multipliers of all rows: with `slope` of ∇z they leave every free share the same slope.
   *
   * @param slope of all rows
   * @returns those with `slope` and those without; null where there are none
   */
  multipliers(slope: Float64Array): { traced: Float64Array; alone: Float64Array } | null {
    const ev = this.#ev;
    ev.linearise(this.x);
    const own = this.#ownSlopes();
    const product = this.#turnedProduct(own);
    const [one, other] = [new Float64Array(own.length), new Float64Array(own.length)];
    if (!gmres(product, new Float64Array(own.length).fill(1), exact, mostProducts, one)) return null;
    if (!gmres(product, ev.combine(slope), exact, mostProducts, other)) return null;
    const { rate } = this.#ceiling;
    const of = (q: Float64Array): Float64Array =>
      q.map((value, k) => value / own[k]! / rate[this.#rows[k]!]!);
    const [even, traced] = [of(one), of(other)];
    const price = (1 - sumOf(traced)) / sumOf(even);
    const all = (y: Float64Array): Float64Array => {
      const whole = new Float64Array(ev.rows);
      this.#rows.forEach((t, k) => (whole[t] = Math.max(0, y[k]!)));
      return whole;
    };
    return { traced: all(traced.map((y, k) => y + price * even[k]!)), alone: all(even) };
  }

  /** Slope of each free share's own row along it. */
  #ownSlopes(): Float64Array {
    const { slopes, interference } = this.#ev;
    return Float64Array.from(this.#rows, (t, k) => {
      const at = t * this.#rows.length + k;
      return slopes[at]! - (interference?.[at] ?? 0);
    });
  }

  /** Slopes of the rows over their own, times a vector. */
  #product(own: Float64Array): (v: Float64Array, product: Float64Array) => void {
    const { slopes, interference } = this.#ev;
    const rows = this.#rows;
    const less = new Float64Array(rows.length);
    return (v, product) => {
      dotRows(slopes, rows, v, product);
      if (interference !== null) dotRows(interference, rows, v, less);
      for (let k = 0; k < rows.length; k++) product[k] = (product[k]! - less[k]!) / own[k]!;
    };
  }

  /** The same turned over. */
  #turnedProduct(own: Float64Array): (v: Float64Array, product: Float64Array) => void {
    const { slopes, interference } = this.#ev;
    return (v, product) => {
      const scaled = v.map((value, k) => value / own[k]!);
      product.fill(0);
      addRows(product, slopes, this.#rows, scaled);
      if (interference === null) return;
      addRows(
        product,
        interference,
        this.#rows,
        scaled.map((value) => -value),
      );
    };
  }
}
