import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../../src/core/climb/model/compiled.ts';
import { Evaluator } from '../../src/core/climb/model/evaluator.ts';
import { minimise } from '../../src/core/climb/optimum/active-set.ts';
import { feasibleMixtures } from '../../src/core/climb/optimum/feasible.ts';
import type { Polytope } from '../../src/core/climb/optimum/polytope.ts';
import { plainShape, randomCase } from '../unit/climb/models.ts';
import { processorTime as time } from './medians.ts';
import type { Row } from './row.ts';

const repeats = 7;

interface Case {
  readonly evaluator: Evaluator;
  readonly polytope: Polytope;
  readonly input: object;
}

function caseOf(n: number): Case {
  const { model, problem } = randomCase(n, 3, plainShape);
  const mixtures = feasibleMixtures(problem, model.languages);
  if (mixtures.kind !== 'feasible') throw new Error(mixtures.reason);
  const { variables, polytope, ratio } = mixtures;
  const evaluator = new Evaluator(compile(model, problem, { targets: variables, variables, ratio }));
  return {
    evaluator,
    polytope,
    input: {
      transfer: model.transfer,
      gain: Array.from(evaluator.gain),
      gamma: model.exponent,
      floor: model.floor,
      repeats,
    },
  };
}

/** The joint optimum against SciPy's SLSQP, in gradient evaluations, and in memory. */
export function* run({ root }: { root: string }): Generator<Row> {
  const scipy = spawnSync('python3', ['-c', 'import scipy']).status === 0;
  for (const n of [10, 20, 50, 100, 200]) {
    const name = `joint optimum against SciPy SLSQP, n = ${n}`;
    if (!scipy) {
      yield { name, measured: '', skipped: 'skipped: python3 with scipy is not installed' };
      continue;
    }
    const { evaluator, polytope, input } = caseOf(n);
    let ours = joint(evaluator, polytope);
    const milliseconds = time(() => (ours = joint(evaluator, polytope)));
    const { stdout } = spawnSync('python3', [path.join(root, 'test/bench/slsqp.py')], {
      input: JSON.stringify(input),
      encoding: 'utf8',
      env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
    });
    const theirs = JSON.parse(stdout) as { milliseconds: number; objective: number };
    const factor = theirs.milliseconds / milliseconds;
    const worse = ours.objective / theirs.objective - 1;
    const target = n === 100 ? 10 : n === 200 ? 50 : null;
    yield {
      name,
      measured: `${factor.toFixed(1)} x (${milliseconds.toFixed(2)} ms; F ${worse <= 0 ? 'lower' : 'higher'} by ${Math.abs(worse).toExponential(1)})`,
      target: `${target === null ? '' : `>= ${target} x, `}F not higher by 1e-7`,
      met: worse <= 1e-7 && (target === null || factor >= target),
    };
  }
  for (const n of [100, 1000]) {
    const { evaluator, polytope } = caseOf(n);
    const gradient = new Float64Array(n);
    const one = time(() => evaluator.valueAndGradient(polytope.interior, gradient));
    const whole = time(() => joint(evaluator, polytope));
    yield {
      name: `joint optimum over one gradient, n = ${n}`,
      measured: `${(whole / one).toFixed(0)} x (${whole.toFixed(1)} ms)`,
      target: '< 150 x',
      met: whole / one < 150,
    };
  }
  const [model, solved] = [peak('model'), peak('solve')];
  yield {
    name: 'memory of the joint optimum, n = 1000',
    measured: `${(solved - model).toFixed(0)} MB (peak ${solved.toFixed(0)} MB; ${model.toFixed(0)} MB with the model alone)`,
  };
}

/**
 * Peak memory in MB of a process that makes the model of 1000 languages and, if asked, its joint optimum: this file again, as what other
 * benchmarks left in this process would hide in its own peak.
 */
function peak(part: 'model' | 'solve'): number {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), part], {
    encoding: 'utf8',
  });
  return Number(stdout) / 1e3;
}

if (realpathSync(process.argv[1]!) === fileURLToPath(import.meta.url)) {
  const { evaluator, polytope } = caseOf(1000);
  if (process.argv[2] === 'solve') joint(evaluator, polytope);
  process.stdout.write(String(process.resourceUsage().maxRSS));
}

/** As `solve` finds it. */
function joint(evaluator: Evaluator, polytope: Polytope): { readonly objective: number } {
  const { ratio } = minimise(evaluator, polytope, polytope.interior, 1e-10, () => false);
  return { objective: evaluator.value(ratio) };
}
