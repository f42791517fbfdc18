import { isNode, parseDocument } from 'yaml';
import validate from '#generated/model-validator';
import { isNestedDeeper } from '../../text/collections.ts';
import { clearDenormals } from '../../text/denormal.ts';
import type { TextRange } from '../../text/range.ts';
import type { Model } from './model.ts';
import { noTerms, terms, valuesOf, type Matrix, type ModelTerms } from './terms.ts';

/** What is wrong in a model file, and where. */
export interface ModelProblem {
  readonly message: string;
  readonly range: TextRange;
}

/**
 * Reads a `*.model.json` (schemas/model.schema.json). Absent terms are null; a model that does not say where it comes from
 * counts as given by hand. Never throws: gives the model or what is wrong with the text.
 */
export function readModel(text: string): { model: Model | null; problems: readonly ModelProblem[] } {
  let value: unknown;
  // A model is six levels deep; of sixty million the JSON reader takes its time.
  if (isNestedDeeper(text, 1_000))
    return {
      model: null,
      problems: [{ message: 'The model file is nested deeper than any model.', range: { start: 0, end: 1 } }],
    };
  try {
    value = JSON.parse(text);
  } catch (error) {
    // V8 says where; other engines leave it at the beginning.
    const at = Number(/at position (\d+)/.exec(String(error))?.[1] ?? 0);
    const start = Math.min(at, text.length);
    const range = { start, end: Math.min(start + 1, text.length) };
    return { model: null, problems: [{ message: 'The model file is not valid JSON.', range }] };
  }
  clearDenormals(value);
  const wrong: Fault[] = [];
  if (validate(value)) wrong.push(...inconsistencies(value as WrittenModel));
  else {
    for (const error of validate.errors ?? []) {
      if (error.keyword === 'anyOf') continue;
      const path = error.instancePath.split('/').slice(1);
      const name = path.length === 0 ? 'The model' : path.join('.');
      const unknown: unknown = error.params['additionalProperty'];
      wrong.push({
        path,
        message: `${name} ${error.message ?? 'is wrong'}${typeof unknown === 'string' ? `: ${unknown}` : ''}.`,
      });
    }
  }
  if (wrong.length > 0) return { model: null, problems: located(text, wrong) };
  const written = value as WrittenModel;
  return {
    model: {
      ...noTerms,
      standardError: null,
      identified: null,
      quality: null,
      origin: 'given',
      ...written,
      scale: scaleOf(written),
    },
    problems: [],
  };
}

/** Of files that Climb wrote before null stood for it, a budget of 1 token is none. */
function scaleOf({ scale }: WrittenModel): Model['scale'] {
  if (scale === undefined) return { tokens: null, parameters: null };
  return scale.tokens === 1 ? { ...scale, tokens: null } : scale;
}

type Required = 'climbModel' | 'languages' | 'law' | 'coefficient' | 'exponent' | 'transfer';
type WrittenModel = Pick<Model, Required> & Partial<Model>;

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What a schema cannot say: sizes that belong together. */
function inconsistencies(model: WrittenModel): Fault[] {
  const n = model.languages.length;
  const faults: Fault[] = [];
  const vector = (path: string[], value: readonly unknown[] | null | undefined): void => {
    if (value != null && value.length !== n) {
      faults.push({
        path,
        message: `${path.join('.')} has ${value.length} entries, but there are ${n} languages.`,
      });
    }
  };
  const matrix = (path: string[], value: readonly (readonly unknown[])[] | null | undefined): void => {
    vector(path, value);
    value?.forEach((row, index) => vector([...path, String(index)], row));
  };
  const law = (at: string[], of: ModelTerms | WrittenModel): void => {
    for (const term of terms) {
      const check = term.shape === 'vector' ? vector : matrix;
      check([...at, ...term.path], valuesOf(of, term) as Matrix | null);
    }
  };
  law([], model);
  for (const part of ['members', 'alternatives', 'pulled'] as const)
    model.ensemble?.[part]?.forEach((one, index) => law(['ensemble', part, String(index)], one));
  if (model.ownShare != null)
    for (const group of ['isolated', 'families'] as const) law(['ownShare', group], model.ownShare[group]);
  matrix(['transferOrigin'], model.transferOrigin);
  matrix(['standardError', 'transfer'], model.standardError?.transfer);
  vector(['standardError', 'exponent'], model.standardError?.exponent);
  matrix(['identified'], model.identified);
  for (const extreme of ['maxShare', 'minShare'] as const)
    vector(['quality', 'range', extreme], model.quality?.range[extreme]);
  if (new Set(model.languages).size !== n) {
    faults.push({ path: ['languages'], message: 'languages names a language twice.' });
  }
  if (model.transferScaleExponent != null && model.scale?.tokens == null) {
    faults.push({
      path: ['transferScaleExponent'],
      message: 'transferScaleExponent needs scale.tokens, the budget at which the transfers hold.',
    });
  }
  model.coefficient.forEach((c, t) => {
    if ((c === null) !== (model.exponent[t] === null)) {
      faults.push({
        path: ['exponent', String(t)],
        message: `coefficient and exponent of ${model.languages[t] ?? t} must both be numbers, or both null for a source-only language.`,
      });
    }
  });
  return faults;
}

/** Characters of a model whose faults are looked for in its text: reading one with ranges takes a second for a million. */
const mostPlaced = 1_000_000;
/** More of one model, nobody mends one by one. */
const mostFaults = 100;

/** Finds the places by reading the text again with ranges; only done for a file that is wrong. */
function located(text: string, all: readonly Fault[]): ModelProblem[] {
  const faults = all.slice(0, mostFaults);
  if (text.length > mostPlaced)
    return faults.map(({ message }) => ({ message, range: { start: 0, end: text.length } }));
  const document = parseDocument(text, { prettyErrors: false });
  return faults.map(({ path, message }) => {
    const keys = path.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node: unknown = keys.length === 0 ? document.contents : document.getIn(keys, true);
    const [start, end] = isNode(node) && node.range ? node.range : [0, text.length];
    return { message, range: { start, end } };
  });
}
