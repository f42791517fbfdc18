import type { Verdict } from '../../../src/core/report/report.ts';
import { describe, expect, it } from 'vitest';
import type { Solution } from '../../../src/core/climb/model/allocation.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { noTerms } from '../../../src/core/climb/model/terms.ts';
import type { Analysis } from '../../../src/core/checks/rules/analysis.ts';
import { validateMixture, type ValidateOptions } from '../../../src/core/checks/validate.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const text = `climb: 1
model: { parameters: 7B }
budget: { tokens: 1T }
languages:
  en: { ratio: 0.8, available: 2T }
  de: { ratio: 0.2, available: 2T }
interactions: { runs: runs.csv }
solver: { tolerance: 1e-9 }
`;

const model: Model = {
  climbModel: 1,
  languages: ['en', 'de'],
  law: 'power',
  ...noTerms,
  scale: { tokens: 5e11, parameters: 7e9 },
  coefficient: [1, 1],
  exponent: [0.2, 0.2],
  transfer: [
    [0, 0.2],
    [0.1, 0],
  ],
  standardError: null,
  identified: [
    [true, true],
    [true, true],
  ],
  quality: {
    r2: { en: 0.99, de: 0.99 },
    mae: { en: 0.01, de: 0.01 },
    cvR2: { en: 0.98, de: 0.97 },
    cvMae: { en: 0.01, de: 0.01 },
    cvLogRmse: { en: 0.01, de: 0.01 },
    folds: 5,
    runs: 40,
    setAside: 0,
    converged: { en: true, de: true },
    range: { tokens: [5e11, 1e12], parameters: [7e9, 7e9], maxShare: [1, 1] },
    residuals: {},
  },
  origin: 'fit',
};

const allocation = {
  ratio: [0.6, 0.4],
  effective: [0.7, 0.5],
  marginalBenefit: [1, 1],
  loss: [1, 1],
  objective: 1,
  epochs: [0.3, 0.2],
};
const solution: Solution = {
  ...allocation,
  method: 'joint',
  status: 'optimal',
  reason: null,
  languages: ['en', 'de'],
  tokens: 1e12,
  direction: [0.6, 0.4],
  magnitude: 1,
  current: { ...allocation, ratio: [0.8, 0.2], objective: 1.001 },
  joint: { ...allocation, gap: 0 },
  twoSteps: allocation,
  iterations: { magnitude: 1, joint: 1 },
  milliseconds: 1,
  conflict: null,
};

function found(analysis: Partial<Analysis>, options: ValidateOptions = {}): string[] {
  const problems = validateMixture(text, {
    ...options,
    analysis: { runProblems: [], model, solution, ...analysis },
  });
  return problems.map(({ code, range }) => `${code} at ${text.slice(range.start, range.end)}`);
}

describe('rules on what a solve found', () => {
  it('say nothing of a good fit and an optimal mixture', () => {
    expect(found({})).toEqual([]);
  });

  it('interaction.unreadable: rows that could not be read, at the path, with their lines', () => {
    const row = {
      file: 'runs.csv',
      line: 3,
      column: 2,
      message: 'not a number.',
      severity: 'error',
    } as const;
    const analysis = { runProblems: [row, { ...row, line: 5 }], model: null, solution: null };
    const [problem] = validateMixture(text, { analysis });
    expect(problem).toMatchObject({
      code: 'interaction.unreadable',
      message: '`runs.csv`, line 4: not a number. 1 more like this; those rows are left out.',
      related: [
        { file: 'runs.csv', position: { line: 3, column: 2 } },
        { file: 'runs.csv', position: { line: 5, column: 2 } },
      ],
    });
    expect(text.slice(problem!.range.start, problem!.range.end)).toBe('runs.csv');
  });

  it('does not call a diverged run an error', () => {
    const row = { file: 'runs.csv', line: 3, column: 2, message: 'NaN', severity: 'set-aside' } as const;
    expect(found({ runProblems: [row] })).toEqual([]);
  });

  it('interaction.language-missing: a language that only the prior knows', () => {
    expect(found({ model: { ...model, priorLanguages: ['de'] } })).toEqual([
      'interaction.language-missing at de',
    ]);
  });

  it('interaction.unmeasured: a transfer the runs cannot tell', () => {
    const identified = [
      [true, false],
      [true, true],
    ];
    expect(found({ model: { ...model, identified } })).toEqual(['interaction.unmeasured at interactions']);
    // What no run has is a prior, and is told as one.
    expect(found({ model: { ...model, identified, priorLanguages: ['de'] } })).toEqual([
      'interaction.language-missing at de',
    ]);
  });

  it('fit.poor: a held-out R² below the threshold, which a setting moves', () => {
    const poor = { ...model, quality: { ...model.quality!, cvR2: { en: 0.98, de: 0.7 } } };
    expect(found({ model: poor })).toEqual(['fit.poor at de']);
    expect(found({ model: poor }, { thresholds: { minR2: 0.6 } })).toEqual([]);
  });

  it('fit.extrapolation: budget, size and shares far outside the runs', () => {
    const range = { tokens: [1e9, 2e9], parameters: [1e8, 1e8], maxShare: [0.5, 0.5] } as const;
    expect(found({ model: { ...model, quality: { ...model.quality!, range } } })).toEqual([
      'fit.extrapolation at 7B',
      'fit.extrapolation at 1T',
      'fit.extrapolation at 0.8',
    ]);
  });

  it('mixture.suboptimal: a gain above the threshold, with the optimum as fix', () => {
    const current = { ...allocation, ratio: [0.8, 0.2], objective: 1.06 };
    const verdict = verdictOfKind('gain');
    const options = { analysis: { runProblems: [], model, solution: { ...solution, current }, verdict } };
    const [problem] = validateMixture(text, options);
    expect(problem).toMatchObject({ code: 'mixture.suboptimal', severity: 'info' });
    expect(problem!.fixes![0]!.title).toBe('Apply the optimum');
    const steps = { ...solution, current, method: 'two-steps' } as const;
    const [other] = validateMixture(text, { analysis: { ...options.analysis, solution: steps } });
    expect(other!.fixes![0]!.title).toBe('Apply the two steps');
    expect(applyEdits(text, problem!.fixes![0]!.edits)).toBe(
      text.replace('0.8', '0.6').replace('0.2', '0.4'),
    );
    expect(validateMixture(text, { ...options, thresholds: { suboptimal: 0.1 } })).toEqual([]);
    const untold = { ...options.analysis, verdict: verdictOfKind('untold') };
    const [told] = validateMixture(text, { analysis: untold });
    expect(told).toMatchObject({ code: 'mixture.suboptimal', message: 'No advice.' });
    expect(told!.fixes ?? []).toEqual([]);
  });

  it('solver.not-converged: at the tolerance when stalled, at the interactions when not convex', () => {
    expect(found({ solution: { ...solution, status: 'stalled' } })).toEqual(['solver.not-converged at 1e-9']);
    expect(found({ solution: { ...solution, status: 'local' } })).toEqual([
      'solver.not-converged at interactions',
    ]);
  });

  it('solver.infeasible: limits that only the solver knows of', () => {
    const infeasible = { ...solution, status: 'infeasible', reason: 'Too little text.' } as const;
    expect(found({ solution: infeasible })).toEqual(['solver.infeasible at languages']);
  });

  it('solver.failed: why the text was not solved, where nothing else tells', () => {
    expect(found({ solution: null, failure: 'The solver failed: no memory.' })).toEqual([
      'solver.failed at interactions',
    ]);
    expect(found({ solution: null, failure: null })).toEqual([]);
  });

  it('take nothing from a solve of other languages', () => {
    const other = { ...model, languages: ['en', 'fr'], priorLanguages: ['en'] };
    const stale = { ...solution, languages: ['en', 'fr'], status: 'stalled' } as const;
    expect(found({ model: other, solution: stale })).toEqual([]);
  });
});

function verdictOfKind(kind: 'gain' | 'untold'): Verdict {
  const told = kind === 'gain';
  return {
    kind,
    headline: told ? 'The predicted loss can fall by 5 %.' : 'No advice.',
    advice: '',
    reasons: [],
    gain: told ? { value: 0.05, low: 0.04, high: 0.06, corrected: true } : null,
    over: 'file',
    status: 'optimal',
    certificate: '',
    caveats: [],
  };
}

describe('target rules', () => {
  const withTarget = text + 'targets: [{ file: mix.txt, map: { en: /data/en, de: /data/de } }]\n';
  const check = (target: string) =>
    validateMixture(withTarget, { targetText: () => target }).map(({ code }) => code);

  it('compare the weights of the training config', () => {
    expect(check('0.8 /data/en 0.2 /data/de\n')).toEqual([]);
    expect(check('0.5 /data/en 0.5 /data/de\n')).toEqual(['target.out-of-sync']);
    expect(check('0.8 /data/en 0.2 /data/xq\n')).toContain('target.unmapped');
  });

  it('say so of a file that is not a training config', () => {
    expect(check('hello')).toEqual(['target.unmapped']);
  });
});
