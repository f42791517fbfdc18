import { sumOf } from '../../climb/dense/vectors.ts';
import type { TextEdit } from '../../text/range.ts';
import { decimal } from '../../text/decimal.ts';
import type { Weight } from '../adapter.ts';
import { isSameWeight } from '../weight-edits.ts';

/** Weights within weights: a leaf is a source, and the numbers along its path make its weight. */
export interface WeightTree {
  /** The number as written; null: none is, which counts as 1. */
  readonly weight: Weight | null;
  /** Edits that write a number where there is none. */
  readonly insert?: (weight: string) => readonly TextEdit[];
  readonly children: readonly WeightTree[];
}

/**
 * How the numbers of a level are taken: `product`, a leaf's weight is the product along its path; `shares`, each level divides
 * what its parent gets by its own sum.
 */
export type TreeRule = 'product' | 'shares';

/** The weights of the leaves below some siblings, in the order of the text. The siblings get `whole` together under `shares`. */
export function leafWeights(siblings: readonly WeightTree[], rule: TreeRule, whole = 1): number[] {
  const total = rule === 'shares' ? sumOf(siblings.map(numberOf)) : 1;
  return siblings.flatMap((node) => {
    const own = total > 0 ? (whole * numberOf(node)) / total : NaN;
    return node.children.length === 0 ? [own] : leafWeights(node.children, rule, own);
  });
}

/**
 * Edits that give the leaves these weights. Numbers of a level keep their sum, as people write them to sum to 1 or to tokens;
 * a level whose sources all get nothing keeps its numbers.
 */
export function treeEdits(
  siblings: readonly WeightTree[],
  rule: TreeRule,
  weights: readonly number[],
): TextEdit[] {
  const targets: number[] = [];
  let position = 0;
  const parts = siblings.map((node) => {
    const part = weights.slice(position, (position += leavesOf(node)));
    targets.push(sumOf(part));
    return part;
  });
  const wanted = sumOf(targets);
  const total = sumOf(siblings.map(numberOf));
  return siblings.flatMap((node, index) => {
    const target = targets[index] ?? 0;
    const below = parts[index] ?? [];
    if (rule === 'shares') {
      if (!(wanted > 0)) return [];
      const number = (target / wanted) * (total > 0 ? total : 1);
      return [...setNumber(node, number), ...treeEdits(node.children, rule, below)];
    }
    if (node.children.length === 0) return setNumber(node, target);
    if (node.weight === null) return treeEdits(node.children, rule, below);
    if (!(target > 0)) return setNumber(node, 0);
    const present = sumOf(leafWeights(node.children, rule));
    const number = target / (present > 0 ? present : 1);
    const inner = below.map((weight) => weight / number);
    return [...setNumber(node, number), ...treeEdits(node.children, rule, inner)];
  });
}

function setNumber({ weight, insert }: WeightTree, number: number): readonly TextEdit[] {
  if (weight === null) return number === 1 ? [] : (insert?.(decimal(number)) ?? []);
  return isSameWeight(weight.value, number) ? [] : [{ range: weight.range, newText: decimal(number) }];
}

function numberOf({ weight }: WeightTree): number {
  return weight?.value ?? 1;
}

function leavesOf({ children }: WeightTree): number {
  return children.length === 0 ? 1 : sumOf(children.map(leavesOf));
}
