import { relationOf, type Relation, type ResolvedLanguage } from '../../language/relatedness.ts';
import type { Model } from '../model/model.ts';

/** A language of the mixture: its code as written, and what that resolves to. */
export interface PriorLanguage extends ResolvedLanguage {
  readonly code: string;
}

/** The law of every language where nothing is measured (model of docs/model.md): the order of what real fits give. */
const law = { coefficient: 1, exponent: 0.13, floor: 1e-4 };

/**
 * τ by kinship. No measurement of this pair: an ordering (kin before strangers, same script before other) at the order of
 * magnitude that fits of public runs gave.
 */
const transferOf: Readonly<Record<Relation['kinship'], number>> = {
  'same language': 0.3,
  genus: 0.15,
  family: 0.06,
  none: 0.02,
};
const otherScript = 0.5;

/** The transfer from one language to another that relatedness alone suggests, share per share. */
export function priorTransfer(source: ResolvedLanguage, target: ResolvedLanguage): number {
  const relation = relationOf(source, target);
  return transferOf[relation.kinship] * (relation.sameScript === true ? 1 : otherScript);
}

/**
 * A model where nothing is measured: one law for all, transfers from relatedness, linear. Its losses mean nothing in nats;
 * shares, effective shares and relative benefits do, as far as relatedness carries.
 */
export function priorModel(languages: readonly PriorLanguage[]): Model {
  const all = <T>(value: T): T[] => languages.map(() => value);
  return {
    climbModel: 1,
    languages: languages.map(({ code }) => code),
    law: 'power',
    scale: { tokens: 1, parameters: null },
    coefficient: all(law.coefficient),
    exponent: all(law.exponent),
    irreducible: null,
    floor: all(law.floor),
    budget: null,
    size: null,
    transfer: languages.map((source) =>
      languages.map((target) => (source === target ? 0 : priorTransfer(source, target))),
    ),
    saturation: null,
    transferScaleExponent: null,
    pooling: null,
    interference: null,
    standardError: null,
    identified: null,
    quality: null,
    origin: 'prior',
  };
}

/**
 * The model for the languages of a mixture, in their order: those it knows keep what it says of them, the others get the
 * average law of its targets and transfers from relatedness, and are named in `priorLanguages`. Languages of the model that
 * the mixture does not train on are left out.
 */
export function extendByPrior(model: Model, languages: readonly PriorLanguage[]): Model {
  const known = languages.map(({ code }) => model.languages.indexOf(code));
  const added = languages.filter((_, index) => known[index]! < 0).map(({ code }) => code);
  const vector = (values: readonly (number | null)[], fallback: number): (number | null)[] =>
    known.map((at) => (at < 0 ? fallback : values[at]!));
  const averaged = (values: readonly (number | null)[]): (number | null)[] => vector(values, average(values));
  const matrix = <T>(values: readonly (readonly T[])[], fallback: (s: number, t: number) => T): T[][] =>
    known.map((source, s) =>
      known.map((target, t) => (source < 0 || target < 0 ? fallback(s, t) : values[source]![target]!)),
    );
  const zero = (): number | null => 0;
  const { budget, size, standardError, quality } = model;
  return {
    ...model,
    languages: languages.map(({ code }) => code),
    coefficient: averaged(model.coefficient),
    exponent: averaged(model.exponent),
    irreducible: model.irreducible && averaged(model.irreducible),
    floor: model.floor && averaged(model.floor),
    budget: budget && { B: averaged(budget.B), beta: averaged(budget.beta) },
    size: size && { A: averaged(size.A), alpha: averaged(size.alpha) },
    transfer: matrix(model.transfer, (s, t) => {
      const mereSource = known[t]! >= 0 && model.coefficient[known[t]!] === null;
      if (mereSource) return null;
      return s === t ? 0 : priorTransfer(languages[s]!, languages[t]!);
    }),
    saturation: model.saturation && matrix(model.saturation, zero),
    // A prior says nothing of scale.
    transferScaleExponent: model.transferScaleExponent && vector(model.transferScaleExponent, 0),
    pooling: model.pooling && vector(model.pooling, 1),
    interference: model.interference && matrix(model.interference, zero),
    standardError: standardError && {
      transfer: matrix(standardError.transfer, () => null),
      exponent: known.map((at) => (at < 0 ? null : standardError.exponent[at]!)),
    },
    identified: model.identified && matrix(model.identified, () => false),
    quality: quality && {
      ...quality,
      range: { ...quality.range, maxShare: known.map((at) => (at < 0 ? 0 : quality.range.maxShare[at]!)) },
    },
    ...(added.length > 0 ? { priorLanguages: added } : {}),
  };
}

function average(values: readonly (number | null)[]): number {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? 0 : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
