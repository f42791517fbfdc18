import type { Interactions } from '../mixture/mixture.ts';
import { ofLanguage, type Model } from '../climb/model/model.ts';
import { priorModel, type PriorLanguage } from '../climb/fit/prior-model.ts';

type Matrix = Extract<Interactions, { kind: 'matrix' }>;

/**
 * The model that a mixture writes out by hand: transfers (and saturation) as given, zero where nothing is given; the law is
 * the prior's where no exponent or coefficient is given. It carries no uncertainty.
 */
export function givenModel(languages: readonly PriorLanguage[], given: Matrix): Model {
  const codes = languages.map(({ code }) => code);
  const prior = priorModel(languages);
  const vector = (
    values: Readonly<Record<string, number>> | number | null,
    otherwise: readonly (number | null)[],
  ) =>
    codes.map((code, index) =>
      typeof values === 'number'
        ? values
        : ((values && ofLanguage(values, code)) ?? otherwise[index] ?? null),
    );
  const matrix = (values: Matrix['transfer']): number[][] =>
    codes.map((source) =>
      codes.map((target) =>
        source === target ? 0 : (ofLanguage(ofLanguage(values, source) ?? {}, target) ?? 0),
      ),
    );
  return {
    ...prior,
    coefficient: vector(given.coefficient, prior.coefficient),
    exponent: vector(given.exponent, prior.exponent),
    transfer: matrix(given.transfer),
    saturation: given.saturation && matrix(given.saturation),
    origin: 'given',
  };
}
