import { isNode, parseDocument } from 'yaml';
import validate from '#generated/model-validator';
import type { TextRange } from '../../text/range.ts';
import type { Model, ModelTerms } from './model.ts';

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
  try {
    value = JSON.parse(text);
  } catch {
    const error = parseDocument(text, { prettyErrors: false }).errors[0];
    const range =
      error === undefined ? { start: 0, end: text.length } : { start: error.pos[0], end: error.pos[1] };
    return { model: null, problems: [{ message: 'The model file is not valid JSON.', range }] };
  }
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
      scale: { tokens: 1, parameters: null },
      irreducible: null,
      floor: null,
      budget: null,
      size: null,
      saturation: null,
      transferScaleExponent: null,
      pooling: null,
      interference: null,
      standardError: null,
      identified: null,
      quality: null,
      origin: 'given',
      ...written,
    },
    problems: [],
  };
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
  const terms = (at: string[], of: ModelTerms | WrittenModel): void => {
    vector([...at, 'coefficient'], of.coefficient);
    vector([...at, 'exponent'], of.exponent);
    vector([...at, 'irreducible'], of.irreducible);
    vector([...at, 'floor'], of.floor);
    vector([...at, 'budget', 'B'], of.budget?.B);
    vector([...at, 'budget', 'beta'], of.budget?.beta);
    vector([...at, 'size', 'A'], of.size?.A);
    vector([...at, 'size', 'alpha'], of.size?.alpha);
    matrix([...at, 'transfer'], of.transfer);
    matrix([...at, 'saturation'], of.saturation);
    vector([...at, 'transferScaleExponent'], of.transferScaleExponent);
    vector([...at, 'pooling'], of.pooling);
    matrix([...at, 'interference'], of.interference);
  };
  terms([], model);
  model.ensemble?.members.forEach((member, index) => terms(['ensemble', 'members', String(index)], member));
  model.ensemble?.alternatives.forEach((other, index) =>
    terms(['ensemble', 'alternatives', String(index)], other),
  );
  matrix(['transferOrigin'], model.transferOrigin);
  matrix(['standardError', 'transfer'], model.standardError?.transfer);
  vector(['standardError', 'exponent'], model.standardError?.exponent);
  matrix(['identified'], model.identified);
  if (new Set(model.languages).size !== n) {
    faults.push({ path: ['languages'], message: 'languages names a language twice.' });
  }
  if (model.transferScaleExponent != null && model.scale === undefined) {
    faults.push({
      path: ['transferScaleExponent'],
      message: 'transferScaleExponent needs scale.tokens, the budget at which the transfers hold.',
    });
  }
  model.coefficient.forEach((c, t) => {
    if ((c === null) !== (model.exponent[t] === null)) {
      faults.push({
        path: ['exponent', String(t)],
        message: `coefficient and exponent of ${model.languages[t] ?? t} must both be numbers, or both null for a mere source.`,
      });
    }
  });
  return faults;
}

/** Finds the places by reading the text again with ranges; only done for a file that is wrong. */
function located(text: string, faults: readonly Fault[]): ModelProblem[] {
  const document = parseDocument(text, { prettyErrors: false });
  return faults.map(({ path, message }) => {
    const keys = path.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node: unknown = keys.length === 0 ? document.contents : document.getIn(keys, true);
    const [start, end] = isNode(node) && node.range ? node.range : [0, text.length];
    return { message, range: { start, end } };
  });
}
