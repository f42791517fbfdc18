import { eliminate } from '../dense/elimination.ts';
import { addAlong, dot, dotRow, total, weightedTotal } from '../dense/vectors.ts';
import { heightOf, highest, levelBound, type Ceiling } from './ceiling.ts';
import { Inequalities } from './inequalities.ts';
import type { Objective } from '../model/evaluator.ts';
import type { Curvature } from './curvature.ts';
import { NewtonSystem } from './newton.ts';
import { regret, type Polytope } from './polytope.ts';
import { mostHalvings, rounding, sufficientDescent } from './settings.ts';

/** Weight of F / unit while the level is pressed down: enough to choose among equals, too little to raise the level. */
export const trace = 1e-7;
/**
 * How carefully steps are made. Conjugate gradients reduce the residual of a step by `ofGap` of the gap, within `coarsest` and `finest`: no
 * further than the next step will change it, but with a ceiling to rounding in the end, as the multipliers of its rows magnify what is
 * left. `lag`: how far the barrier weight may run ahead of the gap, which is the weight times the number of multipliers where all are central: the multipliers of rows that are left
 * behind never catch up; those of bounds do.
 */
const withoutCeiling = { coarsest: 0.05, finest: 0.05, ofGap: 0, lag: 0 };
const withCeiling = { coarsest: 1e-4, finest: 1e-12, ofGap: 1e-2, lag: 0.02 };
/** How far the weight goes below what gives the gap that is aimed at; further only makes steps ill-conditioned. */
const ahead = 0.1;
/**
 * The next barrier weight over the last, by the part of the step that could be taken: down where Newton's model held, up where the
 * iterate ran into the bounds. Tuned on the random models of the benchmark (ours).
 */
const weightChanges = [
  { longerThan: 0.9, factor: 0.1 },
  { longerThan: 0.5, factor: 0.3 },
  { longerThan: 0.2, factor: 1 },
  { longerThan: -Infinity, factor: 2 },
] as const;
/** Steps longer than this are good enough to let the weight follow the mean of multiplier times slack. */
const trusted = 0.5;
const leastWeight = 1e-16;

/** The rows of the model at the iterate, weighted as the optimality conditions take them. */
interface RowWeights {
  /** Of ∇z in the gradient of the barrier function. */
  readonly slope: Float64Array;
  /** Of −∇²z in the curvature. */
  readonly bend: Float64Array;
  /** Of ∇z·∇zᵀ, and of the same without interference. */
  readonly own: Float64Array;
  readonly pooled: Float64Array;
  /** Of ∇z in what moves the level, and the level's own stiffness. */
  readonly levelPull: Float64Array;
  readonly levelStiffness: number;
}

/** The iterate with its multipliers, and one Newton step on the perturbed optimality conditions. */
export class Barrier {
  readonly r: Float64Array;
  /** F's reducible part at the start; F is minimised in this unit. */
  readonly unit: number;

  readonly #ev: Objective;
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
  /** r − min, max − r, the same of the groups' sums, and level − row. */
  readonly #lower: Inequalities;
  readonly #upper: Inequalities;
  readonly #groupLower: Inequalities;
  readonly #groupUpper: Inequalities;
  readonly #caps: Inequalities;
  /** Those of the shares alone, and all. */
  readonly #ofShares: readonly Inequalities[];
  readonly #blocks: readonly Inequalities[];
  /** Number of inequalities. */
  readonly #bounds: number;
  readonly #system: NewtonSystem;
  readonly #how: typeof withCeiling;
  /** F's gradient over the unit, from the last gap. */
  #objectiveGradient: Float64Array | null = null;

  constructor(ev: Objective, polytope: Polytope, start: Float64Array, ceiling: Ceiling | null) {
    const n = ev.columns;
    this.#ev = ev;
    this.#polytope = polytope;
    this.#ceiling = ceiling;
    this.#system = new NewtonSystem(ev, polytope);
    this.#how = ceiling === null ? withoutCeiling : withCeiling;
    this.r = Float64Array.from(start);
    this.unit = Math.max(ev.value(this.r) - ev.offset, Number.MIN_VALUE);
    this.#weight = ceiling === null ? 1 : trace;
    this.#lower = new Inequalities(n);
    this.#upper = new Inequalities(n);
    this.#groupLower = new Inequalities(polytope.groups.length);
    this.#groupUpper = new Inequalities(polytope.groups.length);
    this.#caps = new Inequalities(ceiling === null ? 0 : ev.rows);
    this.#ofShares = [this.#lower, this.#upper, this.#groupLower, this.#groupUpper];
    this.#blocks = [...this.#ofShares, this.#caps];
    this.#bounds = this.#blocks.reduce((sum, { size }) => sum + size, 0);
    this.#mu = 1 / this.#bounds;
    this.#measure(this.r);
    for (const block of this.#blocks) block.centre(this.#mu);
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
    if (this.#ceiling !== null)
      return levelBound(ev, this.#polytope, this.#ceiling, this.r, this.#caps.multiplier, weight).gap;
    this.#objectiveGradient = ev.combine(weight);
    return regret(this.#polytope, this.#objectiveGradient, this.r);
  }

  /** What no mixture's level can lie below, from where a gap was just computed; −Infinity without a ceiling. */
  levelBound(): number {
    if (this.#ceiling === null) return -Infinity;
    const { level, gap } = levelBound(
      this.#ev,
      this.#polytope,
      this.#ceiling,
      this.r,
      this.#caps.multiplier,
      null,
    );
    return level - gap;
  }

  /**
   * One Newton step: residuals, linear system, step length, acceptance.
   *
   * @param gap as just computed
   * @param target the gap that is aimed at
   * @returns false when no step improves the barrier function (rounding has been reached)
   */
  step(gap: number, target: number): boolean {
    this.#lowerMu(gap, target);
    this.#measure(this.r);
    const weights = this.#rowWeights();
    const gradient = this.#gradient(weights);
    const curvature = this.#curvature(weights);
    const step = gradient.map((g) => -g);
    const { coarsest, finest, ofGap } = this.#how;
    const reduction = Math.min(coarsest, Math.max(finest, ofGap * gap));
    if (!this.#system.solve(curvature, reduction, step)) return false;

    this.#stepSlacks(step, curvature);
    const inside = this.#ofShares.reduce((length, block) => block.lengthInside(length), 1);
    const dual = this.#blocks.reduce((length, block) => block.stepMultipliers(this.#mu, length), 1);
    const descent = dot(gradient, step);
    // After the multipliers: what it changes is rounding to the shares, yet not to a multiplier whose slack is next to nothing.
    this.#keepSums(step);

    const length = this.#search(step, inside, descent);
    if (length === null) return false;
    for (const block of this.#blocks) block.moveMultipliers(dual);
    this.#length = length;
    const sum = this.#blocks.reduce((total, block) => total + block.recentre(this.#mu), 0);
    this.#complementarity = sum / this.#bounds;
    return true;
  }

  /** The next barrier weight, from how far the last step got. */
  #lowerMu(gap: number, target: number): void {
    const length = this.#length;
    if (length === null) {
      if (this.#ceiling !== null) return;
      // A start near the minimum needs no weight that leads away from it.
      this.#mu *= Math.min(1, gap);
      for (const block of this.#blocks) block.centre(this.#mu);
      return;
    }
    const { factor } = weightChanges.find(({ longerThan }) => length > longerThan)!;
    const next = factor * (length > trusted ? Math.min(this.#mu, this.#complementarity) : this.#mu);
    const least = Math.min(this.#mu, Math.max(this.#how.lag * gap, ahead * target) / this.#bounds);
    this.#mu = Math.max(next, least, leastWeight);
  }

  /** All slacks at a mixture, the one that the evaluator saw last. */
  #measure(r: Float64Array): void {
    const { lower, upper, groups } = this.#polytope;
    for (let j = 0; j < r.length; j++) {
      this.#lower.slack[j] = r[j]! - lower[j]!;
      this.#upper.slack[j] = upper[j]! - r[j]!;
    }
    groups.forEach((group, k) => {
      const sum = weightedTotal(r, group);
      this.#groupLower.slack[k] = sum - group.min;
      this.#groupUpper.slack[k] = group.max - sum;
    });
    this.#setLevel();
    for (let t = 0; t < this.#caps.size; t++) this.#caps.slack[t] = this.#slack(t);
  }

  #rowWeights(): RowWeights {
    const ev = this.#ev;
    const slope = new Float64Array(ev.rows);
    const bend = new Float64Array(ev.rows);
    const own = new Float64Array(ev.rows);
    const pooled = new Float64Array(ev.rows);
    const levelPull = new Float64Array(ev.rows);
    let levelStiffness = 0;
    for (let t = 0; t < ev.rows; t++) {
      const part = (this.#weight * ev.reducible[t]!) / this.unit;
      const gamma = ev.exponent[t]!;
      slope[t] = -gamma * part;
      bend[t] = gamma * part;
      own[t] = gamma * gamma * part;
      if (this.#ceiling !== null) {
        const k = this.#ceiling.rate[t]!;
        const stiffness = this.#caps.stiffness(t);
        slope[t] = slope[t]! - (k * this.#mu) / this.#caps.slack[t]!;
        bend[t] = bend[t]! + k * this.#caps.multiplier[t]!;
        own[t] = own[t]! + k * k * stiffness;
        levelPull[t] = k * stiffness;
        levelStiffness += stiffness;
      }
      pooled[t] = ev.pooling[t]! * bend[t]!;
    }
    return { slope, bend, own, pooled, levelPull, levelStiffness };
  }

  /** The gradient of the barrier function: what a step is to bring to nothing. */
  #gradient({ slope }: RowWeights): Float64Array {
    const gradient = this.#objectiveGradient ?? this.#ev.combine(slope);
    const mu = this.#mu;
    for (let j = 0; j < gradient.length; j++)
      gradient[j] = gradient[j]! - mu / this.#lower.slack[j]! + mu / this.#upper.slack[j]!;
    this.#polytope.groups.forEach((group, k) =>
      addAlong(gradient, group, mu / this.#groupUpper.slack[k]! - mu / this.#groupLower.slack[k]!),
    );
    return gradient;
  }

  #curvature({ bend, own, pooled, levelPull, levelStiffness }: RowWeights): Curvature {
    const diagonal = new Float64Array(this.r.length);
    this.#ev.bendDiagonal(bend, diagonal);
    for (let j = 0; j < diagonal.length; j++)
      diagonal[j] = diagonal[j]! + this.#lower.stiffness(j) + this.#upper.stiffness(j);
    return {
      own,
      pooled,
      diagonal,
      groups: this.#polytope.groups.map(
        (_, k) => this.#groupLower.stiffness(k) + this.#groupUpper.stiffness(k),
      ),
      level:
        this.#ceiling === null
          ? null
          : { weight: levelPull, pull: this.#ev.combine(levelPull), stiffness: levelStiffness },
    };
  }

  /** What a whole step does to the slacks, to first order; the level follows the mixture. */
  #stepSlacks(step: Float64Array, { level }: Curvature): void {
    for (let j = 0; j < step.length; j++) {
      this.#lower.slackStep[j] = step[j]!;
      this.#upper.slackStep[j] = -step[j]!;
    }
    this.#polytope.groups.forEach((group, k) => {
      const sum = weightedTotal(step, group);
      this.#groupLower.slackStep[k] = sum;
      this.#groupUpper.slackStep[k] = -sum;
    });
    if (level === null) return;
    const rise = -dot(level.pull, step) / level.stiffness;
    for (let t = 0; t < this.#caps.size; t++)
      this.#caps.slackStep[t] = rise + this.#ceiling!.rate[t]! * dotSlope(this.#ev, t, step);
  }

  /**
   * Moves the iterate along the step as far as the barrier function falls with it.
   *
   * @param length the most of the step that keeps the limits
   * @returns how much of it was taken; null, and nothing moved, when no part improves anything
   */
  #search(step: Float64Array, length: number, descent: number): number | null {
    const before = this.#merit(this.#objective());
    const trial = new Float64Array(step.length);
    for (let halvings = 0; halvings < mostHalvings; halvings++, length /= 2) {
      for (let j = 0; j < trial.length; j++) trial[j] = this.r[j]! + length * step[j]!;
      const objective = this.#ev.value(trial) - this.#ev.offset;
      this.#measure(trial);
      const allowed = sufficientDescent * length * descent + rounding * (1 + Math.abs(before));
      // Not `>`: a barrier function that is no number is no improvement.
      if (!(this.#merit(objective) <= before + allowed)) continue;
      this.r.set(trial);
      return length;
    }
    this.#ev.value(this.r);
    return null;
  }

  /** F's reducible part, from the evaluator's last mixture. */
  #objective(): number {
    let sum = 0;
    for (let t = 0; t < this.#ev.rows; t++) sum += this.#ev.reducible[t]!;
    return sum;
  }

  /** The barrier function at the mixture that was measured last. */
  #merit(objective: number): number {
    const level = this.#ceiling === null ? 0 : this.#top + this.#above;
    const logs = this.#blocks.reduce((sum, block) => sum + block.logs(), 0);
    return (this.#weight * objective) / this.unit + level - this.#mu * logs;
  }

  #slack(t: number): number {
    return this.#above + (this.#top - heightOf(this.#ev, this.#ceiling!, t));
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
      for (let t = 0; t < this.#caps.size; t++) {
        const part = this.#mu / this.#slack(t);
        sum += part;
        slope += part / this.#slack(t);
      }
      const rise = (sum - 1) / slope;
      this.#above += rise;
      if (!(rise > 1e-14 * this.#above)) return;
    }
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

/** ∇z[t]·step. */
function dotSlope({ columns, slopes, interference }: Objective, t: number, step: Float64Array): number {
  const along = dotRow(slopes, t * columns, step);
  return interference === null ? along : along - dotRow(interference, t * columns, step);
}
