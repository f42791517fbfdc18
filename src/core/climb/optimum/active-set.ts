import { Cancelled, type IsCancelled } from '../../cancel.ts';
import { restrict } from '../model/compiled.ts';
import { Evaluator, type Objective } from '../model/evaluator.ts';
import type { Curvature } from './curvature.ts';
import { diagonalOf, NewtonSystem } from './newton.ts';
import { regret, type Polytope } from './polytope.ts';
import { project } from './projection.ts';
import { mostHalvings, progress, rounding, sufficientDescent } from './settings.ts';

/** A mixture, and how far at most F lies above its minimum there. */
export interface Minimum {
  readonly ratio: Float64Array;
  readonly gap: number;
  readonly iterations: number;
}

/** Rounds, and Newton steps a round, after which something is wrong. */
const mostRounds = 60;
const mostSteps = 12;
/** Steps in all, after which the interior point is faster. */
const mostIterations = 25;
/** Rounds without progress after which rounding is taken as reached. */
const patience = 8;
/** A round ends when the gap on its shares is this much smaller than that of all shares at its beginning. */
const enough = 0.02;
/** A round ends when this part of its shares came to rest on their bounds: the others are cheaper alone. */
const atRest = 0.2;
/** Relative gap beyond which a step need only point the right way: a few products find the support. */
const farAway = 1e-3;
/** How stiffly a share is held at its bound, over the stiffest that moves. */
const held = 1e20;
/** How far conjugate gradients reduce the residual of a step: by the relative gap, so that convergence stays fast, within these. */
const coarsest = 0.1;
const finest = 1e-6;
/** What a share keeps of its room where losses would be infinite without it. */
const keptRoom = 0.1;

/** Whether `minimise` knows the constraints, and slopes are finite at shares of nothing, as pooling's are not. */
export function hasActiveSet(evaluator: Objective, { equalities, groups }: Polytope): evaluator is Evaluator {
  return (
    evaluator instanceof Evaluator &&
    equalities.length === 1 &&
    groups.length === 0 &&
    evaluator.pooling.every((q) => q === 1)
  );
}

/**
 * Minimises F over a box cut by the sum of all shares: Newton's method on the shares that are off their
 * bounds, with projected steps, so that many come to a bound or leave it at once (Bertsekas 1982, "Projected Newton methods for optimization
 * problems with simple constraints"; truncated as in Nocedal & Wright, 2nd edition, ch. 7.1). The gradient of all shares gives the exact
 * gap, and the shares that join.
 *
 * @param evaluator and polytope of which `hasActiveSet` holds
 * @param start allowed; may lie on bounds
 * @param tolerance the gap that is enough, in F's unit
 * @returns the mixture of least gap; larger than the tolerance where rounding, or an F that is not convex, leaves no better, and where
 *   the support was not found in few steps
 * @throws Cancelled between steps
 */
export function minimise(
  evaluator: Evaluator,
  polytope: Polytope,
  start: Float64Array,
  tolerance: number,
  isCancelled: IsCancelled,
): Minimum {
  const r = start.slice();
  let iterations = 0;
  let since = 0;
  let least = { ratio: start, gap: Infinity };
  for (let round = 0; round < mostRounds && since < patience && iterations < mostIterations; round++) {
    const value = evaluator.linearise(r) - evaluator.offset;
    const gradient = evaluator.combine(slopesOf(evaluator));
    const gap = regret(polytope, gradient, r);
    since = gap < progress * least.gap ? 0 : since + 1;
    if (gap < least.gap) least = { ratio: r.slice(), gap };
    // Asked this way round, a gap that is no number is none that is small.
    if (gap <= tolerance) break;
    const truncate = gap > farAway * value;
    const columns = workingSet(polytope, r, gradient);
    const support = new Support(evaluator, polytope, r, columns);
    const steps = support.descend(Math.max(enough * gap, tolerance / 2), truncate, isCancelled);
    if (steps === 0) break;
    columns.forEach((j, k) => (r[j] = support.x[k]!));
    iterations += steps;
  }
  return { ...least, iterations };
}

/** F's derivatives by the rows: of ∇z in the gradient. */
function slopesOf({ reducible, exponent }: Evaluator): Float64Array {
  return reducible.map((part, t) => -exponent[t]! * part);
}

/** Shares off their bounds, and those that F would have off. */
function workingSet({ lower, upper }: Polytope, r: Float64Array, gradient: Float64Array): Int32Array {
  let price = 0;
  let weight = 0;
  for (let j = 0; j < r.length; j++) {
    const room = Math.min(r[j]! - lower[j]!, upper[j]! - r[j]!);
    price += room * gradient[j]!;
    weight += room;
  }
  price = weight > 0 ? price / weight : gradient.reduce((a, b) => Math.min(a, b), Infinity);
  return Int32Array.from(r.keys()).filter((j) =>
    r[j]! <= lower[j]! ? gradient[j]! < price : r[j]! >= upper[j]! ? gradient[j]! > price : true,
  );
}

/** The problem on a working set of shares, the others staying where they are. */
class Support {
  readonly x: Float64Array;
  readonly #ev: Evaluator;
  readonly #part: Polytope;
  readonly #system: NewtonSystem;
  /** Inverse of the curvature's diagonal: what distances are measured by. */
  #metric: Float64Array;

  constructor(evaluator: Evaluator, polytope: Polytope, r: Float64Array, columns: Int32Array) {
    const all = columns.length === r.length;
    this.#ev = all ? evaluator : new Evaluator(restrict(evaluator.compiled, columns, r));
    this.x = Float64Array.from(columns, (j) => r[j]!);
    this.#part = {
      lower: Float64Array.from(columns, (j) => polytope.lower[j]!),
      upper: Float64Array.from(columns, (j) => polytope.upper[j]!),
      equalities: [
        { members: Int32Array.from(columns.keys()), total: this.x.reduce((sum, share) => sum + share, 0) },
      ],
      groups: [],
      interior: this.x,
    };
    this.#system = new NewtonSystem(this.#ev, this.#part);
    this.#metric = new Float64Array(columns.length);
  }

  /**
   * Newton steps until the gap among these shares is at most `goal`, or enough of them rest on their bounds.
   *
   * @returns how many were taken
   */
  descend(goal: number, truncate: boolean, isCancelled: IsCancelled): number {
    for (let steps = 0; steps < mostSteps; steps++) {
      if (isCancelled()) throw new Cancelled();
      const value = this.#ev.linearise(this.x) - this.#ev.offset;
      const slope = slopesOf(this.#ev);
      const gradient = this.#ev.combine(slope);
      const gap = regret(this.#part, gradient, this.x);
      if (!(gap > goal)) return steps;
      const curvature = this.#curvature(slope);
      const step = gradient.map((g) => -g);
      const resting = this.#hold(gradient, curvature, step);
      if (steps > 0 && resting > atRest * step.length) return steps;
      const reduction = Math.min(coarsest, Math.max(finest, gap / Math.abs(value)));
      if (!this.#system.solve(curvature, reduction, step, truncate)) return steps;
      if (!this.#search(step, value, gradient)) return steps;
    }
    return mostSteps;
  }

  #curvature(slope: Float64Array): Curvature {
    const ev = this.#ev;
    const bend = slope.map((s) => -s);
    const diagonal = new Float64Array(this.x.length);
    ev.bendDiagonal(bend, diagonal);
    return {
      own: ev.reducible.map((part, t) => ev.exponent[t]! ** 2 * part),
      pooled: bend.map((b, t) => b * ev.pooling[t]!),
      diagonal,
      groups: [],
      level: null,
    };
  }

  /**
   * Holds the shares that lie on a bound and are drawn beyond it: their slope against the price of a share, the multiplier of the sum.
   *
   * @returns how many
   */
  #hold(gradient: Float64Array, curvature: Curvature, step: Float64Array): number {
    const { lower, upper } = this.#part;
    const x = this.x;
    const stiff = diagonalOf(curvature, this.#ev);
    const metric = stiff.map((d) => 1 / d);
    let price = 0;
    let weight = 0;
    for (let j = 0; j < x.length; j++) {
      if (x[j]! <= lower[j]! || x[j]! >= upper[j]!) continue;
      price += gradient[j]! * metric[j]!;
      weight += metric[j]!;
    }
    price = weight > 0 ? price / weight : gradient.reduce((sum, g) => sum + g, 0) / x.length;
    const stiffest = stiff.reduce((most, d) => Math.max(most, d), 0);
    let resting = 0;
    for (let j = 0; j < x.length; j++) {
      const drawnOut =
        x[j]! <= lower[j]! ? gradient[j]! >= price : x[j]! >= upper[j]! && gradient[j]! <= price;
      if (!drawnOut) continue;
      resting++;
      curvature.diagonal[j] = held * stiffest;
      metric[j] = 1 / (held * stiffest);
      step[j] = 0;
    }
    this.#metric = metric;
    return resting;
  }

  /** Moves along the projected step as far as the objective falls with it; false, and nothing moved, when no part improves anything. */
  #search(step: Float64Array, before: number, gradient: Float64Array): boolean {
    const { lower, upper, equalities } = this.#part;
    const { total } = equalities[0]!;
    const x = this.x;
    const trial = new Float64Array(x.length);
    const valueAt = (length: number, least: Float64Array): number => {
      for (let j = 0; j < x.length; j++) trial[j] = x[j]! + length * step[j]!;
      project(total, least, upper, this.#metric, trial);
      return this.#ev.value(trial) - this.#ev.offset;
    };
    for (let length = 1, halvings = 0; halvings < mostHalvings; length /= 2, halvings++) {
      let value = valueAt(length, lower);
      if (value === Infinity)
        value = valueAt(
          length,
          lower.map((low, j) => low + keptRoom * (x[j]! - low)),
        );
      let descent = 0;
      for (let j = 0; j < x.length; j++) descent += gradient[j]! * (trial[j]! - x[j]!);
      const allowed = sufficientDescent * descent + rounding * Math.abs(before);
      if (!(descent < 0 && value <= before + allowed)) continue;
      x.set(trial);
      return true;
    }
    return false;
  }
}
