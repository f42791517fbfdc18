import { elementAt } from '../text/elements.ts';
import { trainingKey, type ProxyRun } from './runs.ts';

/**
 * Shares are the same where they differ by less than tables round them, or by less than the share that a training realised strays from
 * the one it was given, which is a part of it.
 */
const sameShare = { rounding: 1.01e-4, part: 0.002 };

const areSame = (a: ProxyRun, b: ProxyRun): boolean =>
  a.ratio.every((share, i) => {
    const other = elementAt(b.ratio, i);
    return Math.abs(share - other) <= Math.max(sameShare.rounding, sameShare.part * Math.max(share, other));
  });

/** A run's shares as a text, the same for the same to 1e-6. */
const keyOf = ({ ratio }: ProxyRun): string => ratio.map((share) => share.toFixed(6)).join(' ');

/**
 * The mixture of each run, whatever its budget, size or seed, as the shares of one of its runs: shares that are the same but for rounding
 * are one. Depends on neither the order of the runs nor on how often one is listed.
 */
export function sharesOf(runs: readonly ProxyRun[]): string[] {
  const byKey = new Map(runs.map((run) => [keyOf(run), run]));
  const at = mostVaried(runs);
  const inOrder = [...byKey].sort(
    ([a, { ratio }], [b, { ratio: other }]) => (ratio[at] ?? 0) - (other[at] ?? 0) || (a < b ? -1 : 1),
  );
  const leaders: { readonly key: string; readonly run: ProxyRun }[] = [];
  const leaderOf = new Map<string, string>();
  let near = 0;
  for (const [key, run] of inOrder) {
    const reach = (1 - sameShare.part) * (run.ratio[at] ?? 0) - sameShare.rounding;
    while (near < leaders.length && (elementAt(leaders, near).run.ratio[at] ?? 0) < reach) near++;
    let leader = leaders.slice(near).find((known) => areSame(known.run, run));
    if (leader === undefined) leaders.push((leader = { key, run }));
    leaderOf.set(key, leader.key);
  }
  return runs.map((run) => leaderOf.get(keyOf(run)) ?? '');
}

/**
 * What cross-validation holds out together: `sharesOf`, and all checkpoints of one training, since its shares may change on the way, but
 * whoever saw one of them has seen the others.
 */
export function mixturesOf(runs: readonly ProxyRun[]): string[] {
  const shares = sharesOf(runs);
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let above = parent.get(root); above !== undefined; above = parent.get(root)) root = above;
    return root;
  };
  const ofTraining = new Map<string, string>();
  for (const [i, run] of runs.entries()) {
    const own = rootOf(elementAt(shares, i));
    const training = trainingKey(run);
    const known = rootOf(ofTraining.get(training) ?? own);
    ofTraining.set(training, own);
    // The lesser text is the root, so that the order of the runs does not decide.
    if (known !== own) parent.set(known < own ? own : known, known < own ? known : own);
  }
  return shares.map(rootOf);
}

/** The language whose share spreads most, in which to look for neighbours. */
function mostVaried(runs: readonly ProxyRun[]): number {
  const [first] = runs;
  if (first === undefined) return 0;
  const least = [...first.ratio];
  const most = [...first.ratio];
  for (const { ratio } of runs)
    for (const [i, share] of ratio.entries()) {
      if (share < elementAt(least, i)) least[i] = share;
      if (share > elementAt(most, i)) most[i] = share;
    }
  const spread = most.map((share, i) => share - elementAt(least, i));
  return spread.indexOf(Math.max(...spread));
}
