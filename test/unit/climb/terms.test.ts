import { expect, test } from 'vitest';
import schemaOfModels from '#generated/model-schema';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { layoutOf, type Layout } from '../../../src/core/climb/fit/layout.ts';
import { termsOfFit } from '../../../src/core/climb/fit/terms-of-fit.ts';
import {
  repeatGroups,
  scaleOf,
  targetData,
  type TargetData,
} from '../../../src/core/climb/fit/target-data.ts';
import { brokenConvexity } from '../../../src/core/climb/model/convexity.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import {
  formOf,
  noTerms,
  powers,
  terms,
  valuesOf,
  type Matrix,
  type NamedTerm,
  type Vector,
} from '../../../src/core/climb/model/terms.ts';
import { plainModel } from './models.ts';
import { plantedRuns } from './planted.ts';

/** Three languages with a number other than neutral for every term of the law. */
const whole = plainModel(3, {
  law: 'irreducible',
  scale: { tokens: 2e9, parameters: 1e8 },
  irreducible: [0.5, 0.6, 0.7],
  floor: [1e-3, 2e-3, 3e-3],
  budget: { B: [400, 500, 600], beta: [0.3, 0.31, 0.32] },
  size: { A: [200, 300, 400], alpha: [0.2, 0.21, 0.22] },
  transfer: [
    [0, 0.1, 0.2],
    [0.3, 0, 0.4],
    [0.5, 0.6, 0],
  ],
  saturation: [
    [0, 1, 2],
    [3, 0, 4],
    [5, 6, 0],
  ],
  transferScaleExponent: [0.1, 0.2, 0.3],
  pooling: [0.7, 0.8, 0.9],
  interference: [
    [0, 0.01, 0.02],
    [0.03, 0, 0.04],
    [0.05, 0.06, 0],
  ],
});

test('what a fit writes into a model is read back as the same parameters, for every term', () => {
  const { runs } = plantedRuns({ languages: 3, runs: 12, noise: 0 });
  const targets = runs.languages.map((_, t) => {
    const data = targetData(runs, t, scaleOf(runs), repeatGroups(runs));
    const { layout, theta } = thetaOf(whole, data);
    const fitted = { layout, theta, converged: true, damping: 1, atBound: new Uint8Array(0), spread: 0 };
    return { data, fit: fitted };
  });
  const form = formOf(whole);
  const read = termsOfFit(whole.languages, whole.scale, { form, repetition: null }, targets);
  for (const { path } of terms) {
    const [key] = path;
    expect(JSON.stringify(round(read[key]))).toBe(JSON.stringify(round(whole[key])));
  }
});

/** The parameters of one target that a fit would have come to: the inverse of `termsOfFit`. */
function thetaOf(model: Model, data: TargetData): { layout: Layout; theta: Float64Array } {
  const layout = layoutOf(formOf(model), data.sources.length);
  const t = data.target;
  const theta = new Float64Array(layout.size);
  const number = (values: Vector | Matrix | null, { neutral }: NamedTerm): number =>
    (values as Vector | null)?.[t] ?? neutral;
  for (const term of terms as readonly NamedTerm[]) {
    const at = layout[term.name];
    if (at < 0) continue;
    const values = valuesOf(model, term);
    const encode = (value: number): number => {
      if (term.held === 'plain') return value;
      if ('logOfAtLeast' in term.held) return Math.log(Math.max(value, term.held.logOfAtLeast));
      const { exponent: name } = term.held;
      const exponent = (terms as readonly NamedTerm[]).find((other) => other.name === name)!;
      const unit = model.scale[term.held.levelOf] ?? 1;
      return Math.log(Math.max(value, 1e-30)) - number(valuesOf(model, exponent), exponent) * Math.log(unit);
    };
    if (term.shape === 'vector') theta[at] = encode(number(values, term));
    else data.sources.forEach((s, p) => (theta[at + p] = encode((values as Matrix)[s]![t] ?? term.neutral)));
  }
  return { layout, theta };
}

/** Logarithms there and back cost the last digits. */
function round(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'number' ? Number(part.toPrecision(9)) : part,
    ),
  );
}

test('a term that no form fits has no place in θ, and every term has one where all are fitted', () => {
  const { size, ...all } = layoutOf(formOf(whole), 2);
  expect(terms.filter(({ name }) => all[name] < 0)).toEqual([]);
  expect(size).toBe(terms.reduce((sum, { shape }) => sum + (shape === 'matrix' ? 2 : 1), 0));
  const bare = layoutOf(formOf(plainModel(3)), 2);
  expect(bare.size).toBe(5);
  expect(bare.saturation).toBe(-1);
});

test('the schema of model files has the terms of the table', () => {
  const schema = schemaOfModels as {
    properties: object;
    required: string[];
    $defs: { terms: { properties: object } };
  };
  const keys = [...new Set(terms.map(({ path }) => path[0]))];
  expect(Object.keys(schema.$defs.terms.properties)).toEqual(['law', ...keys, 'repetition']);
  for (const key of keys) expect(schema.properties).toHaveProperty(key);
  expect(Object.keys(noTerms).sort()).toEqual(keys.filter((key) => !schema.required.includes(key)).sort());
});

test('each power of a quantity is fitted where the runs vary it', () => {
  const { runs } = plantedRuns({ languages: 3, runs: 30, noise: 1e-3 });
  for (const { level, quantity } of powers) {
    const varied = runs.runs.map((run, index) => ({ ...run, [quantity]: index % 2 === 0 ? 1e6 : 4e6 }));
    const model = fit({ ...runs, runs: varied }, { law: 'power' });
    for (const other of powers) {
      expect(model[other.level.path[0]] !== null).toBe(other.level === level);
    }
  }
});

test('what breaks concavity is named by its term and its languages', () => {
  expect(brokenConvexity(whole)).toBeNull();
  expect(brokenConvexity({ ...whole, pooling: [1, 1.2, 1] })).toBe(
    'the pooling exponent of l1 is 1.2, above 1',
  );
  expect(brokenConvexity({ ...whole, size: { ...whole.size!, A: [1, 1, -1] } })).toBe(
    'the size term of l2 is negative',
  );
  const saturation = [
    [0, -1, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  expect(brokenConvexity({ ...whole, saturation })).toBe('the saturation from l0 to l1 is negative');
  const transfer = whole.transfer.map((row) => row.map(() => 0));
  expect(brokenConvexity({ ...whole, saturation, transfer })).toBeNull();
});
