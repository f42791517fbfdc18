/** Budgets and sizes within this factor are one: token counts are rounded by less, and no law can be told from so little. */
export const oneBudget = 1.1;

/** Counts within this factor differ by their rounding, as the sums of rounded parts do. */
const sameCount = 1.01;

/** Whether counts differ by so much that a law of them can be fitted. */
export function vary(counts: readonly (number | null)[]): boolean {
  const known = counts.filter((count) => count !== null);
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  return known.some((count) => count > least * oneBudget);
}

/** How many counts there are, those that differ by their rounding as one. */
export function different(counts: readonly (number | null)[]): number {
  let [groups, first] = [0, 0];
  for (const count of counts.filter((known) => known !== null).sort((a, b) => a - b))
    if (groups === 0 || count > first * sameCount) [groups, first] = [groups + 1, count];
  return groups;
}
