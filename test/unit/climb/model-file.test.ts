import { describe, expect, test } from 'vitest';
import { readModel } from '../../../src/core/climb/model/model-file.ts';
import { twoLanguages as two } from '../../two-languages.ts';

test('a model may leave out what it does not have', () => {
  const { model, problems } = readModel(JSON.stringify(two));
  expect(problems).toEqual([]);
  expect(model).toMatchObject({ ...two, pooling: null, saturation: null, origin: 'given' });
});

test.each([
  ['no scale', {}],
  ['null', { scale: { tokens: null, parameters: null } }],
  ['1, as older versions wrote', { scale: { tokens: 1, parameters: null } }],
])('a model without a budget: %s', (_, scale) => {
  const { model } = readModel(JSON.stringify({ ...two, ...scale }));
  expect(model?.scale).toEqual({ tokens: null, parameters: null });
});

const quality = {
  ...{
    r2: {},
    mae: {},
    cvR2: {},
    cvMae: {},
    cvLogRmse: {},
    folds: 0,
    runs: 0,
    setAside: 0,
    converged: {},
    residuals: {},
  },
  range: { tokens: [1, 2], parameters: null, maxShare: [0.5] },
};

describe('a wrong model is told at its place', () => {
  test.each([
    [{ ...two, exponent: [0.1] }, 'exponent has 1 entries, but there are 2 languages.', '[0.1]'],
    [{ ...two, transfer: [[0, 0.1], [0.2]] }, 'transfer.1 has 1 entries', '[0.2]'],
    [{ ...two, law: 'cubic' }, 'law must be equal to one of the allowed values', '"cubic"'],
    [{ ...two, coefficient: ['one', 1] }, 'coefficient.0 must be number', '"one"'],
    [{ ...two, coefficient: [null, 1] }, 'must both be numbers', '0.1'],
    [{ ...two, languages: ['en', 'en'] }, 'names a language twice', '["en","en"]'],
    [{ ...two, quality }, 'quality.range.maxShare has 1 entries', '[0.5]'],
    [{ ...two, tau: 1 }, 'additional properties: tau', undefined],
  ])('%#', (value, message, at) => {
    const text = JSON.stringify(value);
    const { model, problems } = readModel(text);
    expect(model).toBeNull();
    const problem = problems.find((candidate) => candidate.message.includes(message))!;
    expect(problems.map((candidate) => candidate.message).join('\n')).toContain(message);
    if (at !== undefined) expect(text.slice(problem.range.start, problem.range.end)).toBe(at);
  });

  test.each(['', '{"climbModel": 1,', 'not a model', '[]', 'null'])('%j', (text) => {
    const { model, problems } = readModel(text);
    expect(model).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
  });
});
