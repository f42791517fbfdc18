import type { ModelTerms, OwnShareLaws } from '../model/model.ts';
import type { Form } from '../model/terms.ts';
import { initialShrinkage } from './shrinkage.ts';
import { logOf, type TargetData } from './target-data.ts';

/**
 * The laws that other methods rest on, fitted to the same rows as ours, so that they are compared at their best and not as ours with
 * its transfers struck out: every language by its own share alone, or by the share of its family (He et al. 2024, arXiv
 * 2410.12883: L = (E + A/N^α + B/D^β)·p^(−γ), p the share of the family). Both hold a floor ε beside p, so that runs without it count.
 */
export type OwnShare = keyof OwnShareLaws;

/** Which terms these laws may have; the irreducible part is ours, and chosen only where it predicts held-out runs better. */
export function ownShareForms(terms: Pick<Form, 'budget' | 'size'>): readonly Form[] {
  return (['power', 'irreducible'] as const).map((law) => ({
    ...terms,
    law,
    transfer: 'linear',
    pooling: false,
    interference: null,
    scaling: false,
  }));
}

/** The rows of a target, the share of the group (itself, or its family) in place of its own, and no sources. */
export function groupData(data: TargetData, law: OwnShare): TargetData {
  const own = Float64Array.from(data.own);
  if (law === 'families')
    for (let row = 0; row < own.length; row++)
      for (let p = data.start[row]!; p < data.start[row + 1]!; p++)
        if (data.related[data.source[p]!] === 1) own[row]! += data.share[p]!;
  // Field by field, as `dataOf` has them, so that engines need not compile the fit for objects of another shape.
  return {
    target: data.target,
    sources: [],
    related: new Uint8Array(0),
    runs: data.runs,
    own,
    logOwn: logOf(own),
    start: new Int32Array(own.length + 1),
    source: new Int32Array(0),
    share: new Float64Array(0),
    logShare: new Float64Array(0),
    tokenShare: new Float64Array(0),
    logTokens: data.logTokens,
    logParameters: data.logParameters,
    logLoss: data.logLoss,
    weight: data.weight,
    mixture: data.mixture,
  };
}

/** No pull from the law with transfers, whose exponents mean another thing. */
export const ownShareShrinkage = initialShrinkage(1);

/** The share of the family is the own share where every relative counts as the language itself: τ = 1 within it. */
export function withFamilies(terms: ModelTerms, targets: readonly TargetData[]): ModelTerms {
  const kin = new Map(
    targets.map((data) => [data.target, new Set(data.sources.filter((_, p) => data.related[p] === 1))]),
  );
  return {
    ...terms,
    transfer: terms.transfer.map((row, s) =>
      row.map((value, t) => (value === null ? null : kin.get(t)?.has(s) === true ? 1 : 0)),
    ),
  };
}
