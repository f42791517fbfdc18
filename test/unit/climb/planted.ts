import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import type { AllocationProblem } from '../../../src/core/climb/model/allocation.ts';
import { mulberry32 } from '../../../src/core/climb/fit/folds.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { noTerms } from '../../../src/core/climb/model/terms.ts';
import type { RunSet } from '../../../src/core/runs/runs.ts';

/** Asks a model for its losses at one mixture, through the evaluator that the solver uses. */
export function lossesOf(model: Model, ratio: readonly number[], tokens: number): readonly (number | null)[] {
  const n = model.languages.length;
  const problem: AllocationProblem = {
    tokens,
    parameters: null,
    available: null,
    importance: new Array<number>(n).fill(1),
    min: new Array<number>(n).fill(0),
    max: new Array<number>(n).fill(1),
    maxEpochs: new Array<null>(n).fill(null),
    groups: [],
    loss: 'absolute',
  };
  return evaluateAllocation(model, problem, ratio).loss;
}

/** Runs whose losses come from a known model with linear transfers, with a relative noise on the loss. */
export function plantedRuns(options: { languages: number; runs: number; noise: number }): {
  model: Model;
  runs: RunSet;
} {
  const random = mulberry32(42);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const n = options.languages;
  const each = <T>(value: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => value(index));
  const model: Model = {
    climbModel: 1,
    languages: each((index) => `l${index}`),
    law: 'power',
    ...noTerms,
    scale: { tokens: 1e6, parameters: null },
    coefficient: each(() => 1.2 + 0.5 * random()),
    exponent: each(() => 0.1 + 0.1 * random()),
    floor: each(() => 1e-3),
    transfer: each((s) => each((t) => (s === t ? 0 : 0.02 + 0.5 * random() ** 2))),
    standardError: null,
    identified: null,
    quality: null,
    origin: 'given',
  };
  const runs = Array.from({ length: options.runs }, (_, line) => {
    const raw = each(() => normal() ** 2);
    const sum = raw.reduce((total, value) => total + value, 0);
    const ratio = raw.map((value) => value / sum);
    const tokens = 1e6;
    const loss = lossesOf(model, ratio, tokens).map((value) => value! * Math.exp(options.noise * normal()));
    return {
      id: `r${line}`,
      ratio,
      loss,
      tokens,
      parameters: null,
      seed: null,
      file: 'planted',
      line: line + 1,
    };
  });
  return { model, runs: { languages: model.languages, runs, problems: [] } };
}
