import { compile } from '../../src/core/climb/model/compiled.ts';
import type { AllocationProblem } from '../../src/core/climb/model/allocation.ts';
import { Evaluator } from '../../src/core/climb/model/evaluator.ts';
import type { Model } from '../../src/core/climb/model/model.ts';
import { feasibleMixtures } from '../../src/core/climb/optimum/feasible.ts';
import { jointOptimum, solve } from '../../src/core/climb/optimum/solve.ts';
import { strategies } from '../../src/core/climb/optimum/strategies.ts';
import { plainShape, random, randomCase } from '../unit/climb/models.ts';
import { processorTime as time } from './medians.ts';
import { ask, inputOf, missingRival, type Answer } from './rivals.ts';
import type { Row } from './row.ts';

const repeats = 5;
/** Random models of the comparison of objectives. */
const models = 500;

interface Case {
  readonly model: Model;
  readonly problem: AllocationProblem;
}

function compiled({ model, problem }: Case): { evaluator: Evaluator; input: object } {
  const mixtures = feasibleMixtures(problem, model.languages);
  if (mixtures.kind !== 'feasible') throw new Error(mixtures.reason);
  const { variables, polytope, ratio } = mixtures;
  const all = compile(model, problem, { targets: model.languages.map((_, t) => t), variables, ratio });
  return { evaluator: new Evaluator(all), input: inputOf(all, polytope) };
}

/** The joint optimum against IPOPT, the whole solve against a prototype in NumPy, and objectives against the best of others. */
export function* run({ root }: { root: string }): Generator<Row> {
  const noIpopt = missingRival('ipopt');
  for (const n of [100, 200, 500, 1000]) {
    const name = `joint optimum against IPOPT with exact Hessian, n = ${n}`;
    if (noIpopt !== null) {
      yield { name, measured: '', skipped: noIpopt };
      continue;
    }
    const given = randomCase(n, 3, plainShape);
    const { evaluator, input } = compiled(given);
    const uniform = given.model.languages.map(() => 1 / n);
    let found: readonly number[] = uniform;
    const ours = time(() => (found = jointOptimum(given.model, given.problem, uniform, 1e-10) ?? uniform));
    const [theirs] = ask(root, 'ipopt', repeats, [input]);
    const objective = evaluator.value(Float64Array.from(found)) - evaluator.offset;
    const worse = objective / theirs!.objective - 1;
    const factor = theirs!.milliseconds / ours;
    const least = n === 1000 ? 5 : 3;
    yield {
      name,
      measured: `${factor.toFixed(1)} x (${ours.toFixed(1)} ms; F ${worse <= 0 ? 'lower' : 'higher'} by ${Math.abs(worse).toExponential(1)})`,
      target: `>= ${least} x, F not higher by 1e-9`,
      met: factor >= least && worse <= 1e-9,
    };
  }
  yield wholeSolve(root);
  yield objectives(root);
}

function wholeSolve(root: string): Row {
  const name =
    'joint optimum, two steps, certificate and strategies over a NumPy active set’s joint optimum, n = 1000';
  const missing = missingRival('active-set');
  if (missing !== null) return { name, measured: '', skipped: missing };
  const given = randomCase(1000, 3, plainShape);
  const [prototype] = ask(root, 'active-set', repeats, [compiled(given).input]);
  const ours = time(() => {
    const solution = solve(given.model, given.problem);
    strategies(given.model, given.problem, { solution });
  });
  const factor = ours / prototype!.milliseconds;
  return {
    name,
    measured: `${factor.toFixed(1)} x (${ours.toFixed(0)} ms)`,
    target: '<= 4 x',
    met: factor <= 4,
  };
}

/** Random models of 2 to 12 languages, every term and every constraint as a draw has it. */
function anyCase(seed: number): Case {
  const next = random(seed);
  const some = (): boolean => next() < 0.5;
  const n = 2 + Math.floor(11 * next());
  const { model, problem } = randomCase(n, seed, {
    pooling: some(),
    saturation: some(),
    interference: some(),
    repetition: some(),
    irreducible: some(),
  });
  const bounded = some();
  const grouped = some();
  const limited = some();
  return {
    model,
    problem: {
      ...problem,
      min: problem.min.map(() => (bounded ? (0.5 * next()) / n : 0)),
      max: problem.max.map(() => (bounded ? Math.min(1, (1.5 + 3 * next()) / n) : 1)),
      maxEpochs: problem.maxEpochs.map(() => (limited && some() ? 4 + 40 * next() : null)),
      groups: grouped ? [{ name: 'half', members: [...Array(n >> 1).keys()], min: 0.2, max: 0.7 }] : [],
    },
  };
}

/** F of each model against the least that SLSQP and IPOPT find within the limits. */
function objectives(root: string): Row {
  const name = 'F over the best of SLSQP and IPOPT, 500 random models with all terms and constraints';
  const missing = missingRival('ipopt') ?? missingRival('slsqp');
  if (missing !== null) return { name, measured: '', skipped: missing };
  const ours: number[] = [];
  const inputs: object[] = [];
  let higher = 0;
  for (let seed = 1; ours.length < models; seed++) {
    const given = anyCase(seed);
    if (feasibleMixtures(given.problem, given.model.languages).kind !== 'feasible') continue;
    const solution = solve(given.model, given.problem);
    if (solution.status !== 'optimal') higher++;
    const { evaluator, input } = compiled(given);
    ours.push(solution.joint.objective - evaluator.offset);
    inputs.push(input);
  }
  const rivals = [ask(root, 'slsqp', 1, inputs), ask(root, 'ipopt', 1, inputs)];
  const allowed = ({ objective, broken }: Answer): number =>
    broken <= 1e-12 && Number.isFinite(objective) ? objective : Infinity;
  const worst = Math.max(
    ...ours.map((objective, k) => objective / Math.min(...rivals.map((answers) => allowed(answers[k]!))) - 1),
  );
  return {
    name,
    measured: `${worst <= 0 ? 'never higher' : `higher by ${worst.toExponential(1)} at most`}; ${higher} not proven`,
    target: 'higher by 1e-9 at most, all proven',
    met: worst <= 1e-9 && higher === 0,
  };
}
