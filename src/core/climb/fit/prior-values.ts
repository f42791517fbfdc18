import { relationOf, type Relation, type ResolvedLanguage } from '../../language/relatedness.ts';

/** The law of every language where nothing is measured (model of docs/model.md): the order of what real fits give. */
export const priorLaw = { coefficient: 1, exponent: 0.13, floor: 1e-4 };

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
