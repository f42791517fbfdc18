import type { Objective } from '../model/evaluator.ts';
import { leastCost, type Polytope } from './polytope.ts';

const rounds = 30;
/** Less than this of the highest logarithm is not worth a round. */
const worthwhile = 1;
/** How far a round may go towards a corner; never all the way, since interior points keep off bounds. */
const lengths = Array.from({ length: 40 }, (_, k) => [2 ** -k, 1 - 2 ** -k]).flat();

/**
 * Where F is too large for a number, as strong interference makes it, a mixture where it is less, if there is one: the largest of the
 * logarithms of its parts, which are convex and have no such limit, is brought down towards one corner after another.
 *
 * @param start strictly inside; returned where F is finite there
 */
export function finiteStart(evaluator: Objective, polytope: Polytope, start: Float64Array): Float64Array {
  if (evaluator.value(start) < Infinity) return start;
  let at = start;
  let height = heightAt(evaluator, at).height;
  for (let round = 0; round < rounds; round++) {
    evaluator.linearise(at);
    const { row } = heightAt(evaluator, at);
    const weight = new Float64Array(evaluator.rows);
    weight[row] = -evaluator.exponent[row]!;
    const gradient = evaluator.combine(weight);
    if (!gradient.every(Number.isFinite)) break;
    const corner = leastCost(polytope, gradient);
    let best = at;
    let least = height;
    for (const length of lengths) {
      if (length === 0 || length === 1) continue;
      const trial = at.map((share, j) => share + length * (corner[j]! - share));
      const reached = heightAt(evaluator, trial).height;
      if (reached < least) [best, least] = [trial, reached];
    }
    if (!(least < height - worthwhile)) break;
    [at, height] = [best, least];
  }
  return at;
}

/** The largest logarithm of a part of F, and its row. */
function heightAt(evaluator: Objective, r: Float64Array): { row: number; height: number } {
  evaluator.value(r);
  let row = 0;
  let height = -Infinity;
  for (let t = 0; t < evaluator.rows; t++) {
    const of = Math.log(evaluator.gain[t]!) - evaluator.exponent[t]! * evaluator.logEffective[t]!;
    if (of > height) [row, height] = [t, of];
  }
  return { row, height };
}
