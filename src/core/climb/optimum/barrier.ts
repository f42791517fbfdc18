import { eliminate } from '../dense/elimination.ts';
import type { Evaluator } from '../model/evaluator.ts';
import { dot, dotRow, NewtonSystem, total } from './newton.ts';
import { leastCost, type Polytope } from './polytope.ts';

/** Upper bounds that share one level: `offset[t] − rate[t]·log r̃[t](r) <= level` for every row of the evaluator. */
export interface Ceiling {
  readonly offset: Float64Array;
  readonly rate: Float64Array;
}

/** The level of the mixture that the evaluator saw last: its highest bounded row. */
export function highest(evaluator: Evaluator, { offset, rate }: Ceiling): number {
  let level = -Infinity;
  for (let t = 0; t < evaluator.rows; t++)
    level = Math.max(level, offset[t]! - rate[t]! * evaluator.logEffective[t]!);
  return level;
}

/** Weight of F / unit while the level is pressed down: enough to choose among equals, too little to raise the level. */
export const trace = 1e-7;
/**
 * How carefully steps are made. `reduction`: how far conjugate gradients reduce the residual of a step; no further than the next step
 * will change it, but with a ceiling further, as the multipliers of its rows magnify what is left. `lag`: how far the barrier weight may run
 * ahead of the gap, which is the weight times the number of multipliers where all are central: the multipliers of rows that are left
 * behind never catch up; those of bounds do.
 */
const withoutCeiling = { reduction: 0.05, lag: 0 };
const withCeiling = { reduction: 1e-4, lag: 0.02 };
/** How far the weight goes below what gives the gap that is aimed at; further only makes steps ill-conditioned. */
const ahead = 0.1;

/** The iterate with its multipliers, and one Newton step on the perturbed optimality conditions. */
export class Barrier {
  readonly r: Float64Array;
  /** F's reducible part at the start; F is minimised in this unit. */
  readonly unit: number;

  readonly #ev: Evaluator;
  readonly #polytope: Polytope;
  readonly #ceiling: Ceiling | null;
  /** Weight of F / unit in the objective. */
  readonly #weight: number;
  #mu: number;
  /** How much of the last step was taken; null before the first. */
  #length: number | null = null;
  /** Mean of multiplier times slack. */
  #complementarity = 0;
  /** The highest row at the mixture that the evaluator saw last, and how far the level stands above it. */
  #top = -Infinity;
  #above = 0;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #groupLower: Float64Array;
  readonly #groupUpper: Float64Array;
  readonly #cap: Float64Array;
  /** Number of multipliers. */
  readonly #bounds: number;
  readonly #system: NewtonSystem;
  readonly #how: typeof withCeiling;
  /** F's gradient over the unit, from the last gap. */
  #objectiveGradient: Float64Array | null = null;

  constructor(ev: Evaluator, polytope: Polytope, start: Float64Array, ceiling: Ceiling | null) {
    const n = ev.columns;
    this.#ev = ev;
    this.#polytope = polytope;
    this.#ceiling = ceiling;
    this.#system = new NewtonSystem(ev, polytope);
    this.#how = ceiling === null ? withoutCeiling : withCeiling;
    this.r = Float64Array.from(start);
    this.unit = Math.max(ev.value(this.r) - ev.offset, Number.MIN_VALUE);
    this.#weight = ceiling === null ? 1 : trace;
    this.#lower = new Float64Array(n);
    this.#upper = new Float64Array(n);
    this.#groupLower = new Float64Array(polytope.groups.length);
    this.#groupUpper = new Float64Array(polytope.groups.length);
    this.#cap = new Float64Array(ceiling === null ? 0 : ev.rows);
    this.#bounds = 2 * n + 2 * polytope.groups.length + this.#cap.length;
    this.#mu = 1 / this.#bounds;
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
    this.#setLevel();
    for (let t = 0; t < this.#cap.length; t++) this.#cap[t] = mu / this.#slack(t);
  }

  /**
   * How far the objective lies above its minimum at most: without a ceiling the Frank–Wolfe gap of F / unit, with one the
   * Lagrangian bound on the level and the traced F together.
   */
  gap(): number {
    const ev = this.#ev;
    ev.linearise(this.r);
    const weight = new Float64Array(ev.rows);
    for (let t = 0; t < ev.rows; t++)
      weight[t] = (-this.#weight * ev.exponent[t]! * ev.reducible[t]!) / this.unit;
    if (this.#ceiling !== null) return this.#lagrangian(weight);
    this.#objectiveGradient = this.#combine(weight);
    return this.#regret(this.#objectiveGradient);
  }

  /** What no mixture's level can lie below, from where a gap was just computed; −Infinity without a ceiling. */
  levelBound(): number {
    return this.#ceiling === null ? -Infinity : this.#top - this.#lagrangian(new Float64Array(this.#ev.rows));
  }

  /**
   * With weights y on the rows, no mixture can have a level below `Σ y·φ + min over v of Σ y·∇φ·(v − r)`, φ being convex. Returns how
   * far the level of r lies above that, with Σ weight·z added to both.
   */
  #lagrangian(weight: Float64Array): number {
    const ceiling = this.#ceiling!;
    const sum = this.#cap.reduce((a, b) => a + b, 0);
    this.#top = highest(this.#ev, ceiling);
    let below = 0;
    for (let t = 0; t < weight.length; t++) {
      const y = this.#cap[t]! / sum;
      below += y * (this.#top - this.#height(t));
      weight[t] = weight[t]! - y * ceiling.rate[t]!;
    }
    return below + this.#regret(this.#combine(weight));
  }

  /**
   * One Newton step.
   *
   * @param gap as just computed
   * @param target the gap that is aimed at
   * @returns false when no step improves the barrier function (rounding has been reached)
   */
  step(gap: number, target: number): boolean {
    this.#lowerMu(gap, target);
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
    this.#setLevel();
    for (let t = 0; t < rows; t++) {
      const part = (this.#weight * ev.reducible[t]!) / this.unit;
      const gamma = ev.exponent[t]!;
      slope[t] = -gamma * part;
      bend[t] = gamma * part;
      own[t] = gamma * gamma * part;
      if (ceiling !== null) {
        const k = ceiling.rate[t]!;
        const s = this.#slack(t);
        const y = this.#cap[t]!;
        slope[t] = slope[t]! - (k * mu) / s;
        bend[t] = bend[t]! + k * y;
        own[t] = own[t]! + (k * k * y) / s;
        levelPull[t] = (k * y) / s;
        levelStiffness += y / s;
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
    const curvature = {
      own,
      pooled,
      diagonal,
      groups: groupStiffness,
      level: ceiling === null ? null : { pull: this.#combine(levelPull), stiffness: levelStiffness },
    };
    if (!this.#system.solve(curvature, this.#how.reduction, step)) return false;
    let descent = 0;
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
    if (ceiling !== null) {
      const levelStep = dot(curvature.level!.pull, step) / -levelStiffness;
      for (let t = 0; t < rows; t++) {
        const along = dotSlope(ev, t, step);
        dCap[t] = change(this.#cap[t]!, this.#slack(t), levelStep + ceiling.rate[t]! * along);
      }
    }

    // After the multipliers: what it changes is rounding to the shares, yet not to a multiplier whose slack is next to nothing.
    this.#keepSums(step);
    const before = this.#merit(r, this.#objective());
    const trial = new Float64Array(n);
    let accepted = false;
    for (let tries = 0; tries < 40 && !accepted; tries++) {
      for (let j = 0; j < n; j++) trial[j] = r[j]! + length * step[j]!;
      const after = this.#merit(trial, ev.value(trial) - ev.offset);
      const rounding = 1e-13 * (1 + Math.abs(before));
      if (after <= before + 1e-4 * length * descent + rounding) {
        accepted = true;
        r.set(trial);
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
    this.#length = length;
    this.#recentre();
    return true;
  }

  /** Multipliers back near the central path. */
  #recentre(): void {
    const { lower, upper, groups } = this.#polytope;
    let sum = 0;
    const hold = (multipliers: Float64Array, i: number, slack: number): void => {
      const central = this.#mu / slack;
      const held = Math.min(Math.max(multipliers[i]!, central * 1e-6), central * 1e6);
      multipliers[i] = held;
      sum += held * slack;
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
    for (let t = 0; t < this.#cap.length; t++) hold(this.#cap, t, this.#slack(t));
    this.#complementarity = sum / this.#bounds;
  }

  /** The next barrier weight, from how far the last step got. */
  #lowerMu(gap: number, target: number): void {
    const length = this.#length;
    if (length === null) return;
    const factor = length > 0.9 ? 0.1 : length > 0.5 ? 0.3 : length > 0.2 ? 1 : 2;
    const next = factor * (length > 0.5 ? Math.min(this.#mu, this.#complementarity) : this.#mu);
    const least = Math.min(this.#mu, Math.max(this.#how.lag * gap, ahead * target) / this.#bounds);
    this.#mu = Math.max(next, least, 1e-16);
  }

  /** F's reducible part, from the evaluator's last mixture. */
  #objective(): number {
    let sum = 0;
    for (let t = 0; t < this.#ev.rows; t++) sum += this.#ev.reducible[t]!;
    return sum;
  }

  /** The barrier function at the mixture that the evaluator saw last, the level at its best. */
  #merit(r: Float64Array, objective: number): number {
    const { lower, upper, groups } = this.#polytope;
    let logs = 0;
    for (let j = 0; j < r.length; j++) logs += Math.log((r[j]! - lower[j]!) * (upper[j]! - r[j]!));
    for (const group of groups) {
      const sum = total(r, group.members);
      logs += Math.log(sum - group.min) + Math.log(group.max - sum);
    }
    let level = 0;
    if (this.#ceiling !== null) {
      this.#setLevel();
      level = this.#top + this.#above;
      for (let t = 0; t < this.#cap.length; t++) logs += Math.log(this.#slack(t));
    }
    return (this.#weight * objective) / this.unit + level - this.#mu * logs;
  }

  /** Height of row t, from the evaluator's last log r̃. */
  #height(t: number): number {
    return this.#ceiling!.offset[t]! - this.#ceiling!.rate[t]! * this.#ev.logEffective[t]!;
  }

  #slack(t: number): number {
    return this.#above + (this.#top - this.#height(t));
  }

  /**
   * The level that the barrier function likes best over the mixture that the evaluator saw last: Σ mu/slack = 1, by Newton's method from
   * below, where the sum is convex and decreasing. The level follows the mixture, so that a step that lifts a row is never cut short for it.
   */
  #setLevel(): void {
    if (this.#ceiling === null) return;
    this.#top = highest(this.#ev, this.#ceiling);
    this.#above = this.#mu;
    for (let round = 0; round < 100; round++) {
      let sum = 0;
      let slope = 0;
      for (let t = 0; t < this.#cap.length; t++) {
        const part = this.#mu / this.#slack(t);
        sum += part;
        slope += part / this.#slack(t);
      }
      const rise = (sum - 1) / slope;
      this.#above += rise;
      if (!(rise > 1e-14 * this.#above)) return;
    }
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
}

function move(values: Float64Array, step: ArrayLike<number>, length: number): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! + length * step[i]!;
}

/** ∇z[t]·step. */
function dotSlope({ columns, slopes, interference }: Evaluator, t: number, step: Float64Array): number {
  const along = dotRow(slopes, t * columns, step);
  return interference === null ? along : along - dotRow(interference, t * columns, step);
}
