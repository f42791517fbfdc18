import { mean, squaresAroundMean } from '../dense/statistics.ts';

/** Columns of losses that may hold something else: found beside the fit, since a fit takes any number for a loss. */

/** Fewer runs show no pattern. */
const fewest = 8;
/** Rank correlation of a loss with the language's own share from which it is no loss, and how many of its standard errors that is. */
const rising = 0.4;
const sure = 2.4;
/** Two groups of residuals this many of their own deviations apart, and this far in log-loss, with a fifth of the runs in the smaller. */
const apart = 5;
const farApart = 0.03;
const smallest = 0.2;

/**
 * Whether losses rise with the language's own share in most runs, as accuracies do.
 *
 * @param share of the language in each run, and its loss there
 */
export function risesWithShare(share: readonly number[], loss: readonly number[]): boolean {
  const n = share.length;
  return n >= fewest && rankCorrelation(share, loss) > Math.max(rising, sure / Math.sqrt(n - 1));
}

/**
 * The factor between two levels of one language's losses, as two tokenisers or two evaluation sets make them: what is left of the losses falls
 * into two groups with nothing between.
 *
 * @param residual log(predicted/observed) of each run
 * @returns above 1; null: there is one level
 */
export function twoLevels(residual: readonly number[]): number | null {
  const n = residual.length;
  if (n < fewest) return null;
  const sorted = residual.toSorted((a, b) => a - b);
  const least = Math.max(2, Math.ceil(smallest * n));
  let widest = { gap: 0, at: 0 };
  for (let at = least; at <= n - least; at++) {
    const gap = sorted[at]! - sorted[at - 1]!;
    if (gap > widest.gap) widest = { gap, at };
  }
  if (widest.at === 0) return null;
  const [low, high] = [sorted.slice(0, widest.at), sorted.slice(widest.at)];
  const within = Math.sqrt((squaresAroundMean(low) + squaresAroundMean(high)) / (n - 2));
  const distance = mean(high) - mean(low);
  return distance > farApart && distance > apart * within ? Math.exp(distance) : null;
}

/** Spearman's; 0 where one of the two does not vary. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const [centerX, centerY] = [mean(x), mean(y)];
  const product = x.reduce((sum, value, i) => sum + (value - centerX) * (y[i]! - centerY), 0);
  const size = Math.sqrt(squaresAroundMean(x) * squaresAroundMean(y));
  return size > 0 ? product / size : 0;
}

/** Equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const places = new Map<number, { readonly first: number; last: number }>();
  values
    .toSorted((a, b) => a - b)
    .forEach((value, place) => {
      const known = places.get(value);
      if (known === undefined) places.set(value, { first: place, last: place });
      else known.last = place;
    });
  return values.map((value) => (places.get(value)!.first + places.get(value)!.last) / 2);
}
