import type { ResolvedLanguage } from '../../language/relatedness.ts';
import { mean } from '../dense/statistics.ts';
import type { Model, ModelTerms } from '../model/model.ts';
import { assemble, noTerms, valuesOf, type Matrix, type Vector } from '../model/terms.ts';
import { priorLaw, priorTransfer } from './prior-values.ts';

/** A language of the mixture: its code as written, and what that resolves to. */
export interface PriorLanguage extends ResolvedLanguage {
  readonly code: string;
}

/**
 * A model where nothing is measured: one law for all, transfers from relatedness, linear. Its losses have no scale;
 * shares, effective shares and relative benefits do, as far as relatedness carries.
 */
export function priorModel(languages: readonly PriorLanguage[]): Model {
  const all = <T>(value: T): T[] => languages.map(() => value);
  return {
    climbModel: 1,
    languages: languages.map(({ code }) => code),
    law: 'power',
    scale: { tokens: null, parameters: null },
    coefficient: all(priorLaw.coefficient),
    exponent: all(priorLaw.exponent),
    ...noTerms,
    floor: all(priorLaw.floor),
    transfer: languages.map((source) =>
      languages.map((target) => (source === target ? 0 : priorTransfer(source, target))),
    ),
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
  const { standardError, quality, ensemble, transferOrigin, ownShare } = model;
  const ordered = (values: readonly number[]): number[] => known.map((at) => (at < 0 ? 0 : values[at]!));
  const extended = (laws: readonly ModelTerms[]): ModelTerms[] =>
    laws.map((law) => extendTerms(law, known, languages));
  const minShare = quality?.range.minShare;
  return {
    ...model,
    ...extendTerms(model, known, languages),
    languages: languages.map(({ code }) => code),
    standardError: standardError && {
      transfer: paired(standardError.transfer, known, () => null),
      exponent: known.map((at) => (at < 0 ? null : standardError.exponent[at]!)),
    },
    identified: model.identified && paired(model.identified, known, () => false),
    ...(transferOrigin == null
      ? {}
      : { transferOrigin: paired(transferOrigin, known, (s, t) => (s === t ? null : ('prior' as const))) }),
    ...(ensemble == null
      ? {}
      : {
          ensemble: {
            ...ensemble,
            members: extended(ensemble.members),
            alternatives: extended(ensemble.alternatives),
            ...(ensemble.pulled === undefined ? {} : { pulled: extended(ensemble.pulled) }),
          },
        }),
    // Other methods have no law for a language without runs.
    ...(ownShare == null
      ? {}
      : {
          ownShare:
            added.length > 0
              ? null
              : {
                  isolated: extendTerms(ownShare.isolated, known, languages),
                  families: extendTerms(ownShare.families, known, languages),
                },
        }),
    quality: quality && {
      ...quality,
      range: {
        ...quality.range,
        maxShare: ordered(quality.range.maxShare),
        ...(minShare === undefined ? {} : { minShare: ordered(minShare) }),
      },
    },
    ...(added.length > 0 ? { priorLanguages: added } : {}),
  };
}

/** Another order of languages, `known` being the old index of each or −1: then the fallback. */
function paired<T>(
  values: readonly (readonly T[])[],
  known: readonly number[],
  fallback: (s: number, t: number) => T,
): T[][] {
  return known.map((source, s) =>
    known.map((target, t) => (source < 0 || target < 0 ? fallback(s, t) : values[source]![target]!)),
  );
}

function extendTerms(
  terms: ModelTerms,
  known: readonly number[],
  languages: readonly PriorLanguage[],
): ModelTerms {
  const law = assemble(terms.law, (term) => {
    const values = valuesOf(terms, term);
    if (values === null) return null;
    if (term.shape === 'vector') {
      const fallback = term.unmeasured === 'average' ? average(values as Vector) : term.neutral;
      return known.map((at) => (at < 0 ? fallback : (values as Vector)[at]!));
    }
    return paired(values as Matrix, known, (s, t) => {
      if (term.unmeasured !== 'kinship') return term.neutral;
      const sourceOnly = known[t]! >= 0 && terms.coefficient[known[t]!] === null;
      if (sourceOnly) return null;
      return s === t ? 0 : priorTransfer(languages[s]!, languages[t]!);
    });
  });
  return { ...law, ...(terms.repetition === undefined ? {} : { repetition: terms.repetition }) };
}

function average(values: readonly (number | null)[]): number {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? 0 : mean(numbers);
}
