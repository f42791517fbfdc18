import { Cancelled, type IsCancelled } from '../cancel.ts';
import { factorise, solveFactorised } from './cholesky.ts';
import { eliminate } from './elimination.ts';
import type { Evaluator } from './evaluator.ts';
import { conjugateGradient } from './krylov.ts';
import { leastCost, type Polytope } from './polytope.ts';
import { addSquares } from './squares.ts';

/** Upper bounds that share one level: `offset[t] − rate[t]·log r̃[t](r) <= level` for every row of the evaluator. */
export interface Ceiling {
  readonly offset: Float64Array;
  readonly rate: Float64Array;
}

export interface InteriorResult {
  readonly ratio: Float64Array;
  /** F. */
  readonly objective: number;
  /** Smallest level that can hold; −Infinity without a ceiling. */
  readonly level: number;
  /** A bound on how far `level` lies above the smallest possible one; Infinity when none was found. */
  readonly levelGap: number;
  /** A bound on how far F lies above its minimum among mixtures below the level, in F's unit. */
  readonly gap: number;
  readonly iterations: number;
}

const maxIterations = 200;
/** Steps without a smaller gap after which rounding, or the lack of a certificate, is taken as reached. */
const patience = 12;
/** Weight of F while the level is pressed down: enough to choose among equals, too little to raise the level. */
const trace = 1e-9;
/** Up to this many shares a factor is affordable where conjugate gradients are slow. */
const denseUpTo = 400;
/** How far conjugate gradients reduce the residual of one Newton step: no further than the next step will change it. */
const residualReduction = 0.05;

/**
 * Minimises F over the polytope, or (with a ceiling) first the level and then F among the mixtures at the least level.
 * Both are convex programmes when log r̃ is concave (docs/model.md), so what is found is the global optimum and the gaps,
 * which rest on convexity alone, prove it.
 *
 * Method: primal-dual interior point with a line search on the barrier function (Nocedal & Wright, 2nd edition, ch. 19; Boyd &
 * Vandenberghe, ch. 11), the step from one dense Cholesky factor of n × n
 * with a ceiling and from conjugate gradients, O(n²) a product, without.
 *
 * @param tolerance both gaps are brought below it, in units of the level and of F's reducible part
 * @throws Cancelled between iterations
 */
export function interiorPoint(
  evaluator: Evaluator,
  polytope: Polytope,
  start: Float64Array,
  ceiling: Ceiling | null,
  tolerance: number,
  isCancelled: IsCancelled,
): InteriorResult {
  const barrier = new Barrier(evaluator, polytope, start, ceiling);
  let iterations = 0;
  /** Steps until the gap is small or no longer falls; the iterate with the least gap. */
  const descend = (gap: () => number, target: number, leastMu = 0): { gap: number; ratio: Float64Array } => {
    let least = { gap: gap(), ratio: barrier.r.slice() };
    let since = 0;
    while (!(least.gap <= target) && iterations < maxIterations && since < patience && barrier.mu > leastMu) {
      if (isCancelled()) throw new Cancelled();
      if (!barrier.step()) break;
      iterations++;
      const now = gap();
      since = now < 0.9 * least.gap ? 0 : since + 1;
      if (now < least.gap) least = { gap: now, ratio: barrier.r.slice() };
    }
    return least;
  };
  let levelGap = 0;
  let bound = -Infinity;
  if (ceiling !== null) {
    descend(
      () => {
        const gap = barrier.levelGap();
        bound = Math.max(bound, barrier.level - gap);
        return gap;
      },
      0.001 * trace,
      1e-5 * trace,
    );
    barrier.holdLevel();
  }
  const { gap, ratio } = descend(() => barrier.objectiveGap(), tolerance / Math.max(1, barrier.unit));
  const objective = evaluator.value(ratio);
  const level = ceiling === null ? -Infinity : highest(evaluator, ceiling);
  if (ceiling !== null) levelGap = level - bound;
  return { ratio, objective, level, levelGap, gap: gap * barrier.unit, iterations };
}

/** The level of the mixture that the evaluator saw last: its highest bounded row. */
export function highest(evaluator: Evaluator, { offset, rate }: Ceiling): number {
  let level = -Infinity;
  for (let t = 0; t < evaluator.rows; t++)
    level = Math.max(level, offset[t]! - rate[t]! * evaluator.logEffective[t]!);
  return level;
}

/** The iterate with its multipliers, and one Newton step on the perturbed optimality conditions. */
class Barrier {
  readonly r: Float64Array;
  /** F's reducible part at the start; F is minimised in this unit. */
  readonly unit: number;

  readonly #ev: Evaluator;
  readonly #polytope: Polytope;
  readonly #ceiling: Ceiling | null;
  /** Weight of F / unit in the objective. */
  #weight: number;
  #level: number;
  #levelFree: boolean;
  #mu: number;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #groupLower: Float64Array;
  readonly #groupUpper: Float64Array;
  readonly #cap: Float64Array;
  /** Taken when a factor is first needed. */
  #matrix = new Float64Array(0);
  /** F's gradient over the unit, from the last gap. */
  #objectiveGradient: Float64Array | null = null;

  constructor(ev: Evaluator, polytope: Polytope, start: Float64Array, ceiling: Ceiling | null) {
    const n = ev.columns;
    this.#ev = ev;
    this.#polytope = polytope;
    this.#ceiling = ceiling;
    this.r = Float64Array.from(start);
    this.unit = Math.max(ev.value(this.r) - ev.offset, Number.MIN_VALUE);
    this.#weight = ceiling === null ? 1 : trace;
    this.#levelFree = ceiling !== null;
    this.#level = ceiling === null ? 0 : highest(ev, ceiling) + 1;
    this.#lower = new Float64Array(n);
    this.#upper = new Float64Array(n);
    this.#groupLower = new Float64Array(polytope.groups.length);
    this.#groupUpper = new Float64Array(polytope.groups.length);
    this.#cap = new Float64Array(ceiling === null ? 0 : ev.rows);
    this.#mu = 1 / (2 * n + this.#cap.length);
    const mu = this.#mu;
    for (let j = 0; j < n; j++) {
      this.#lower[j] = mu / (this.r[j]! - polytope.lower[j]!);
      this.#upper[j] = mu / (polytope.upper[j]! - this.r[j]!);
    }
    polytope.groups.forEach((group, k) => {
      const sum = total(this.r, group.members);
      this.#groupLower[k] = mu / (sum - group.min);
      this.#groupUpper[k] = mu / (group.max - sum);
    });
    for (let t = 0; t < this.#cap.length; t++) this.#cap[t] = mu / this.#slack(t, this.#level);
  }

  /** What the barrier itself still costs. */
  get mu(): number {
    return this.#mu;
  }

  get level(): number {
    return this.#level;
  }

  /** From here on the level stays and F alone is minimised; multipliers are rescaled to F, so the iterate stays central. */
  holdLevel(): void {
    const factor = 1 / trace;
    for (const multipliers of [this.#lower, this.#upper, this.#groupLower, this.#groupUpper, this.#cap])
      for (let i = 0; i < multipliers.length; i++) multipliers[i] = multipliers[i]! * factor;
    this.#mu *= factor;
    this.#weight = 1;
    this.#levelFree = false;
  }

  /**
   * Lagrangian bound on the level: with weights y on the rows, no mixture can have a level below
   * `Σ y·φ + min over v of Σ y·∇φ·(v − r)`, φ being convex.
   */
  levelGap(): number {
    const { rows } = this.#ev;
    const ceiling = this.#ceiling!;
    this.#ev.linearise(this.r);
    let sum = 0;
    for (let t = 0; t < rows; t++) sum += this.#cap[t]!;
    const weight = new Float64Array(rows);
    let mean = 0;
    for (let t = 0; t < rows; t++) {
      const y = this.#cap[t]! / sum;
      mean += y * this.#height(t);
      weight[t] = -y * ceiling.rate[t]!;
    }
    return this.#level - mean + this.#regret(this.#combine(weight));
  }

  /** Lagrangian bound on F / unit (without a ceiling: the Frank–Wolfe gap), among mixtures below the level. */
  objectiveGap(): number {
    const ev = this.#ev;
    ev.linearise(this.r);
    const weight = new Float64Array(ev.rows);
    let loose = 0;
    for (let t = 0; t < ev.rows; t++) {
      weight[t] = (-ev.exponent[t]! * ev.reducible[t]!) / this.unit;
      if (this.#ceiling === null) continue;
      weight[t] = weight[t]! - this.#cap[t]! * this.#ceiling.rate[t]!;
      loose += this.#cap[t]! * this.#slack(t, this.#level);
    }
    const gradient = this.#combine(weight);
    if (this.#ceiling === null) this.#objectiveGradient = gradient;
    return loose + this.#regret(gradient);
  }

  /** One Newton step, from where a gap was just computed; false when no step improves the barrier function (rounding has been reached). */
  step(): boolean {
    const ev = this.#ev;
    const { rows, columns: n } = ev;
    const { lower, upper, groups } = this.#polytope;
    const ceiling = this.#ceiling;
    const mu = this.#mu;
    const r = this.r;
    const slope = new Float64Array(rows);
    const bend = new Float64Array(rows);
    const own = new Float64Array(rows);
    const pooled = new Float64Array(rows);
    const levelPull = new Float64Array(rows);
    let levelStiffness = 0;
    let levelSlope = 1;
    for (let t = 0; t < rows; t++) {
      const part = (this.#weight * ev.reducible[t]!) / this.unit;
      const gamma = ev.exponent[t]!;
      slope[t] = -gamma * part;
      bend[t] = gamma * part;
      own[t] = gamma * gamma * part;
      if (ceiling !== null) {
        const k = ceiling.rate[t]!;
        const s = this.#slack(t, this.#level);
        const y = this.#cap[t]!;
        slope[t] = slope[t]! - (k * mu) / s;
        bend[t] = bend[t]! + k * y;
        own[t] = own[t]! + (k * k * y) / s;
        levelPull[t] = (k * y) / s;
        levelStiffness += y / s;
        levelSlope -= mu / s;
      }
      pooled[t] = ev.pooling[t]! * bend[t]!;
    }
    const gradient = this.#objectiveGradient ?? this.#combine(slope);
    const diagonal = new Float64Array(n);
    ev.bendDiagonal(bend, diagonal);
    for (let j = 0; j < n; j++) {
      const below = r[j]! - lower[j]!;
      const above = upper[j]! - r[j]!;
      gradient[j] = gradient[j]! - mu / below + mu / above;
      diagonal[j] = diagonal[j]! + this.#lower[j]! / below + this.#upper[j]! / above;
    }
    const groupSum = groups.map((group) => total(r, group.members));
    const groupStiffness = groups.map((group, k) => {
      const below = groupSum[k]! - group.min;
      const above = group.max - groupSum[k]!;
      for (const j of group.members) gradient[j] = gradient[j]! - mu / below + mu / above;
      return this.#groupLower[k]! / below + this.#groupUpper[k]! / above;
    });

    const step = gradient.map((g) => -g);
    const curvature = { own, pooled, diagonal, groups: groupStiffness };
    let levelStep = 0;
    if (this.#ceiling !== null || !this.#iterate(curvature, step)) {
      if (!this.#factorise(curvature)) return false;
      levelStep = this.#solve(levelPull, levelStiffness, levelSlope, step);
    }

    this.#keepSums(step);

    let descent = this.#levelFree ? levelSlope * levelStep : 0;
    for (let j = 0; j < n; j++) descent += gradient[j]! * step[j]!;

    // Largest step that stays inside the box and the groups.
    const keep = 0.995;
    let length = 1;
    const limit = (slack: number, change: number): void => {
      if (change < 0) length = Math.min(length, (-keep * slack) / change);
    };
    for (let j = 0; j < n; j++) {
      limit(r[j]! - lower[j]!, step[j]!);
      limit(upper[j]! - r[j]!, -step[j]!);
    }
    const groupStep = groups.map((group) => total(step, group.members));
    groups.forEach((group, k) => {
      limit(groupSum[k]! - group.min, groupStep[k]!);
      limit(group.max - groupSum[k]!, -groupStep[k]!);
    });

    // Change of the multipliers, from the linearised complementarity `multiplier · slack = mu`.
    const dLower = new Float64Array(n);
    const dUpper = new Float64Array(n);
    let dual = 1;
    const change = (multiplier: number, slack: number, slackStep: number): number => {
      const d = (mu - multiplier * slackStep) / slack - multiplier;
      if (d < 0) dual = Math.min(dual, (-keep * multiplier) / d);
      return d;
    };
    for (let j = 0; j < n; j++) {
      dLower[j] = change(this.#lower[j]!, r[j]! - lower[j]!, step[j]!);
      dUpper[j] = change(this.#upper[j]!, upper[j]! - r[j]!, -step[j]!);
    }
    const dGroupLower = groups.map((group, k) =>
      change(this.#groupLower[k]!, groupSum[k]! - group.min, groupStep[k]!),
    );
    const dGroupUpper = groups.map((group, k) =>
      change(this.#groupUpper[k]!, group.max - groupSum[k]!, -groupStep[k]!),
    );
    const dCap = new Float64Array(this.#cap.length);
    if (ceiling !== null)
      for (let t = 0; t < rows; t++) {
        const along = dotSlope(ev, t, step);
        dCap[t] = change(this.#cap[t]!, this.#slack(t, this.#level), levelStep + ceiling.rate[t]! * along);
      }

    const before = this.#merit(r, this.#level, this.#objective());
    const trial = new Float64Array(n);
    const oldSlack = this.#cap.map((_, t) => this.#slack(t, this.#level));
    let accepted = false;
    for (let tries = 0; tries < 40 && !accepted; tries++) {
      for (let j = 0; j < n; j++) trial[j] = r[j]! + length * step[j]!;
      const level = this.#level + length * levelStep;
      const after = this.#merit(trial, level, ev.value(trial) - ev.offset);
      let inside = Number.isFinite(after);
      for (let t = 0; inside && t < oldSlack.length; t++)
        inside = this.#slack(t, level) > (1 - keep) * oldSlack[t]!;
      const rounding = 1e-13 * (1 + Math.abs(before));
      if (inside && after <= before + 1e-4 * length * descent + rounding) {
        accepted = true;
        r.set(trial);
        this.#level = level;
      } else length /= 2;
    }
    if (!accepted) {
      ev.value(r);
      return false;
    }
    move(this.#lower, dLower, dual);
    move(this.#upper, dUpper, dual);
    move(this.#groupLower, dGroupLower, dual);
    move(this.#groupUpper, dGroupUpper, dual);
    move(this.#cap, dCap, dual);
    this.#recentre(length);
    return true;
  }

  /** Multipliers back near the central path, and the next barrier weight from how far the step got. */
  #recentre(length: number): void {
    const { lower, upper, groups } = this.#polytope;
    const mu = this.#mu;
    let sum = 0;
    let count = 0;
    const hold = (multipliers: Float64Array, i: number, slack: number): void => {
      const central = mu / slack;
      const held = Math.min(Math.max(multipliers[i]!, central * 1e-6), central * 1e6);
      multipliers[i] = held;
      sum += held * slack;
      count++;
    };
    for (let j = 0; j < this.r.length; j++) {
      hold(this.#lower, j, this.r[j]! - lower[j]!);
      hold(this.#upper, j, upper[j]! - this.r[j]!);
    }
    groups.forEach((group, k) => {
      const share = total(this.r, group.members);
      hold(this.#groupLower, k, share - group.min);
      hold(this.#groupUpper, k, group.max - share);
    });
    for (let t = 0; t < this.#cap.length; t++) hold(this.#cap, t, this.#slack(t, this.#level));
    const factor = length > 0.9 ? 0.1 : length > 0.5 ? 0.3 : length > 0.2 ? 1 : 2;
    this.#mu = Math.max(factor * (length > 0.5 ? Math.min(mu, sum / count) : mu), 1e-16);
  }

  /** F's reducible part, from the evaluator's last mixture. */
  #objective(): number {
    let sum = 0;
    for (let t = 0; t < this.#ev.rows; t++) sum += this.#ev.reducible[t]!;
    return sum;
  }

  /** The barrier function at the mixture that the evaluator saw last. */
  #merit(r: Float64Array, level: number, objective: number): number {
    const { lower, upper, groups } = this.#polytope;
    let logs = 0;
    for (let j = 0; j < r.length; j++) logs += Math.log((r[j]! - lower[j]!) * (upper[j]! - r[j]!));
    for (const group of groups) {
      const sum = total(r, group.members);
      logs += Math.log(sum - group.min) + Math.log(group.max - sum);
    }
    for (let t = 0; t < this.#cap.length; t++) logs += Math.log(this.#slack(t, level));
    return (this.#weight * objective) / this.unit + (this.#levelFree ? level : 0) - this.#mu * logs;
  }

  /** Height of row t, from the evaluator's last log r̃. */
  #height(t: number): number {
    return this.#ceiling!.offset[t]! - this.#ceiling!.rate[t]! * this.#ev.logEffective[t]!;
  }

  #slack(t: number, level: number): number {
    return level - this.#height(t);
  }

  /** Σ weight[t]·∇z[t]. */
  #combine(weight: Float64Array): Float64Array {
    const { rows, columns: n, slopes, interference } = this.#ev;
    const sum = new Float64Array(n);
    for (let t = 0; t < rows; t++) {
      const w = weight[t]!;
      if (w === 0) continue;
      const at = t * n;
      for (let j = 0; j < n; j++) sum[j] = sum[j]! + w * slopes[at + j]!;
      if (interference !== null) for (let j = 0; j < n; j++) sum[j] = sum[j]! - w * interference[at + j]!;
    }
    return sum;
  }

  /** max over v of cost·(r − v). */
  #regret(cost: Float64Array): number {
    const best = leastCost(this.#polytope, cost);
    let sum = 0;
    for (let j = 0; j < cost.length; j++) sum += cost[j]! * (this.r[j]! - best[j]!);
    return sum;
  }

  /** Takes what rounding left in the given sums out of the step, from shares in proportion to the square of their room. */
  #keepSums(step: Float64Array): void {
    const { lower, upper, equalities } = this.#polytope;
    const room = this.r.map((share, j) => {
      const least = Math.min(share - lower[j]!, upper[j]! - share);
      return least * least;
    });
    const columns = equalities.map(({ members }) => {
      const column = new Float64Array(room.length);
      for (const j of members) column[j] = room[j]!;
      return column;
    });
    const missing = equalities.map(
      ({ members, total: sum }) => sum - total(this.r, members) - total(step, members),
    );
    const shifts = eliminate(
      equalities.map(({ members }, i) => [...columns.map((column) => total(column, members)), missing[i]!]),
    );
    columns.forEach((column, k) => {
      for (let j = 0; j < step.length; j++) step[j] = step[j]! + shifts[k]! * column[j]!;
    });
  }

  /** Solves for the step by conjugate gradients, in place; false when that would take too long: then `step` is as it was. */
  #iterate(curvature: Curvature, step: Float64Array): boolean {
    const ev = this.#ev;
    const { rows, columns: n, slopes, interference } = ev;
    const { own, pooled, groups } = curvature;
    const diagonal = curvature.diagonal.slice();
    for (let t = 0; t < rows; t++) {
      const at = t * n;
      const pool = pooled[t]!;
      const j2 = own[t]!;
      if (interference === null)
        for (let j = 0; j < n; j++) {
          const slope = slopes[at + j]!;
          diagonal[j] = diagonal[j]! + (pool + j2) * slope * slope;
        }
      else
        for (let j = 0; j < n; j++) {
          const slope = slopes[at + j]!;
          const whole = slope - interference[at + j]!;
          diagonal[j] = diagonal[j]! + pool * slope * slope + j2 * whole * whole;
        }
    }
    const apply = (v: Float64Array, product: Float64Array): void => {
      for (let j = 0; j < n; j++) product[j] = curvature.diagonal[j]! * v[j]!;
      for (let t = 0; t < rows; t++) {
        const at = t * n;
        let along = dotRow(slopes, at, v);
        if (interference === null) {
          along *= own[t]! + pooled[t]!;
          for (let j = 0; j < n; j++) product[j] = product[j]! + along * slopes[at + j]!;
        } else {
          const whole = own[t]! * (along - dotRow(interference, at, v));
          const part = pooled[t]! * along + whole;
          for (let j = 0; j < n; j++)
            product[j] = product[j]! + part * slopes[at + j]! - whole * interference[at + j]!;
        }
      }
      this.#polytope.groups.forEach((group, k) => {
        const along = groups[k]! * total(v, group.members);
        for (const j of group.members) product[j] = product[j]! + along;
      });
    };
    const solution = new Float64Array(n);
    const sums = this.#polytope.equalities.map((equality) => equality.members);
    const stiff = this.#polytope.groups.map(({ members }, k) => ({ members, stiffness: groups[k]! }));
    const most = Math.max(20, n <= denseUpTo ? n / 2 : 200);
    const done = conjugateGradient(apply, diagonal, sums, stiff, step, residualReduction, most, solution);
    if (!done && n <= denseUpTo) return false;
    step.set(solution);
    return true;
  }

  /** Solves for the step with the factor, in place; returns the step of the level. */
  #solve(levelPull: Float64Array, levelStiffness: number, levelSlope: number, step: Float64Array): number {
    const n = step.length;
    const borders: Float64Array[] = this.#levelFree ? [this.#combine(levelPull)] : [];
    const corner = this.#levelFree ? [levelStiffness] : [];
    const remainder = this.#levelFree ? [-levelSlope] : [];
    for (const equality of this.#polytope.equalities) {
      const column = new Float64Array(n);
      for (const j of equality.members) column[j] = 1;
      borders.push(column);
      corner.push(0);
      remainder.push(0);
    }
    const border = solveBordered(this.#matrix, n, borders, corner, remainder, step);
    return this.#levelFree ? border[0]! : 0;
  }

  /** The curvature's matrix, factorised; shifted where a model by hand makes it indefinite. False when it is not finite. */
  #factorise({ own, pooled, diagonal, groups }: Curvature): boolean {
    const { columns: n, slopes, interference } = this.#ev;
    if (this.#matrix.length === 0) this.#matrix = new Float64Array(n * n);
    const matrix = this.#matrix;
    let shift = 0;
    for (;;) {
      matrix.fill(0);
      if (interference === null) {
        addSquares(
          matrix,
          n,
          slopes,
          own.map((weight, t) => weight + pooled[t]!),
        );
      } else {
        const whole = slopes.map((slope, at) => slope - interference[at]!);
        addSquares(matrix, n, whole, own);
        addSquares(matrix, n, slopes, pooled);
      }
      this.#polytope.groups.forEach((group, k) => {
        for (const i of group.members)
          for (const j of group.members) if (j <= i) matrix[i * n + j] = matrix[i * n + j]! + groups[k]!;
      });
      // Steps keep the given sums, so a stiffness along them changes nothing but how well the matrix is conditioned.
      let stiffness = 0;
      for (let j = 0; j < n; j++) stiffness = Math.max(stiffness, matrix[j * n + j]!);
      for (const { members } of this.#polytope.equalities)
        for (const i of members)
          for (const j of members) if (j <= i) matrix[i * n + j] = matrix[i * n + j]! + stiffness;
      let largest = 0;
      for (let j = 0; j < n; j++) {
        const entry = matrix[j * n + j]! + diagonal[j]!;
        largest = Math.max(largest, Math.abs(entry));
        matrix[j * n + j] = entry * (1 + 1e-14) + shift;
      }
      if (factorise(matrix, n)) return true;
      shift = shift === 0 ? 1e-8 * largest : 10 * shift;
      if (!Number.isFinite(shift)) return false;
    }
  }
}

/** A matrix `Σ own·J·Jᵀ + Σ pooled·a·aᵀ + diagonal + Σ groups·g·gᵀ`: J the rows of ∇z, a those without interference, g the groups'. */
interface Curvature {
  readonly own: Float64Array;
  readonly pooled: Float64Array;
  readonly diagonal: Float64Array;
  readonly groups: readonly number[];
}

function total(values: Float64Array, members: Int32Array): number {
  let sum = 0;
  for (const j of members) sum += values[j]!;
  return sum;
}

function move(values: Float64Array, step: ArrayLike<number>, length: number): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! + length * step[i]!;
}

/** ∇z[t]·step. */
function dotSlope(ev: Evaluator, t: number, step: Float64Array): number {
  const n = ev.columns;
  const at = t * n;
  let sum = 0;
  for (let j = 0; j < n; j++) sum += ev.slopes[at + j]! * step[j]!;
  if (ev.interference !== null) for (let j = 0; j < n; j++) sum -= ev.interference[at + j]! * step[j]!;
  return sum;
}

function dotRow(matrix: Float64Array, at: number, v: Float64Array): number {
  const n = v.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j + 3 < n; j += 4) {
    a += matrix[at + j]! * v[j]!;
    b += matrix[at + j + 1]! * v[j + 1]!;
    c += matrix[at + j + 2]! * v[j + 2]!;
    d += matrix[at + j + 3]! * v[j + 3]!;
  }
  for (; j < n; j++) a += matrix[at + j]! * v[j]!;
  return a + b + (c + d);
}

/**
 * Solves `[K B; Bᵀ D]·(x, u) = (b, remainder)` with K factorised and few columns in B; b is overwritten by x.
 */
function solveBordered(
  factor: Float64Array,
  n: number,
  borders: readonly Float64Array[],
  corner: readonly number[],
  remainder: readonly number[],
  b: Float64Array,
): number[] {
  const m = borders.length;
  solveFactorised(factor, n, b);
  const solved = borders.map((column) => {
    const copy = Float64Array.from(column);
    solveFactorised(factor, n, copy);
    return copy;
  });
  const small = borders.map((column, i) => [
    ...solved.map((y, k) => dot(column, y) - (i === k ? corner[i]! : 0)),
    dot(column, b) - remainder[i]!,
  ]);
  const u = eliminate(small);
  for (let k = 0; k < m; k++) for (let j = 0; j < n; j++) b[j] = b[j]! - u[k]! * solved[k]![j]!;
  return u;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
