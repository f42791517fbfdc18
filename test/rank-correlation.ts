/** Spearman's; ties take the order of the list. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const ranks = (side: 0 | 1): number[] => {
    const order = pairs.map((_, index) => index).sort((a, b) => pairs[a]![side] - pairs[b]![side]);
    const rank: number[] = [];
    order.forEach((index, position) => (rank[index] = position));
    return rank;
  };
  const [a, b] = [ranks(0), ranks(1)];
  const difference = a.reduce((sum, rank, index) => sum + (rank - b[index]!) ** 2, 0);
  return 1 - (6 * difference) / (pairs.length * (pairs.length ** 2 - 1));
}
