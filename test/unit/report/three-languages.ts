import type { AllocationProblem } from '../../../src/core/climb/model/allocation.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { noTerms } from '../../../src/core/climb/model/terms.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { strategies } from '../../../src/core/climb/optimum/strategies.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { sharesOf } from '../../../src/core/mixture/shares.ts';
import { buildReport } from '../../../src/core/report/build.ts';
import type { Report } from '../../../src/core/report/report.ts';

/** Three languages: `de` helps `nl` and takes a little from `en`. */
export const model: Model = {
  climbModel: 1,
  languages: ['en', 'de', 'nl'],
  law: 'power',
  ...noTerms,
  scale: { tokens: 1e9, parameters: null },
  coefficient: [1, 1, 1],
  exponent: [0.2, 0.2, 0.2],
  floor: [1e-4, 1e-4, 1e-4],
  transfer: [
    [0, 0, 0],
    [0, 0, 0.4],
    [0, 0, 0],
  ],
  interference: [
    [0, 0, 0],
    [0.1, 0, 0],
    [0, 0, 0],
  ],
  standardError: null,
  identified: null,
  quality: null,
  origin: 'given',
};

export const problem: AllocationProblem = {
  tokens: 1e9,
  parameters: null,
  available: null,
  importance: [1, 1, 1],
  min: [0, 0, 0],
  max: [1, 1, 1],
  maxEpochs: [null, null, null],
  groups: [],
  loss: 'absolute',
};

export const text = `languages:
  en: { ratio: 0.9 }
  de: { ratio: 0.05 }
  nl: { ratio: 0.05 }
interactions: { prior: relatedness }
`;

export interface Given {
  readonly text?: string;
  readonly model?: Model;
  readonly problem?: AllocationProblem;
  readonly tokensAssumed?: boolean;
  readonly minR2?: number;
}

export function reportOf(given: Given = {}): Report {
  const { mixture } = parseMixture(given.text ?? text, { fileName: 'three.climb.yaml' });
  const used = given.model ?? model;
  const asked = given.problem ?? problem;
  const current = sharesOf(mixture);
  const solution = solve(used, asked, {
    method: mixture.solver.method,
    current,
  });
  return buildReport({
    fileName: 'three.climb.yaml',
    version: 7,
    mixture,
    model: used,
    problem: asked,
    solution,
    strategies: strategies(used, asked, { solution, current }),
    tokensAssumed: given.tokensAssumed ?? false,
    fitMilliseconds: null,
    ...(given.minR2 === undefined ? {} : { minR2: given.minR2 }),
  });
}
