import { openProblem, type KeptGroup } from '../climb/model/allocation.ts';
import { reduceKept, single, type Column } from '../climb/optimum/kept-columns.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { keptShares } from './kept-shares.ts';

/** What proxy runs vary: each a language, or a kept group. */
export interface Varied {
  readonly columns: readonly Column[];
  /** The kept groups; null: one cannot be kept, for the reason given. */
  readonly kept: readonly KeptGroup[] | null;
  readonly reason: string | null;
}

/**
 * Only what is new varies in proxy runs: a kept group is planned as one.
 *
 * @param textOf of a file that the mixture names; null: it was not read
 */
export function varied(mixture: Mixture, textOf: (path: string) => string | null): Varied {
  const codes = mixture.languages.map(({ code }) => code);
  const { kept, reason } = keptShares(mixture, textOf);
  const asked = { ...openProblem(codes, 1), kept: (kept ?? []).map(withoutGiven) };
  const reduced = reduceKept(asked, codes);
  return { kept, reason, columns: 'reason' in reduced ? codes.map((_, i) => single(i)) : reduced.columns };
}

/** Proxy runs have no stages. */
const withoutGiven = (group: KeptGroup): KeptGroup => ({ ...group, given: group.given.map(() => 0) });

/** How many runs to plan at first. A fit of n shares has n + 2 numbers to tell for each language; four runs a share leave some to check it with. */
export const usualRuns = ({ length }: readonly Column[]): number => Math.max(8, 4 * length);

/**
 * Fewer shares vary, so as many runs say more of each: the mean leverage of a run on a design of p free shares is p / runs (the trace of the
 * hat matrix), so for the same precision runs go with the shares that are free.
 */
export function savingOf(columns: readonly Column[], languages: number, count: number): string | null {
  const free = columns.length - 1;
  const all = languages - 1;
  if (free >= all) return null;
  const groups = columns.length - columns.filter(({ members }) => members.length === 1).length;
  const one = groups === 1 ? 'a kept group varies as one' : `${groups} kept groups vary as one each`;
  if (free === 0) return `Nothing varies: ${one}, and there is nothing beside it.`;
  return `Of ${all} free shares ${free} ${free === 1 ? 'varies' : 'vary'}, as ${one}: to know each as well from runs that vary all would take about ${Math.round((count * all) / free)} in place of ${count}.`;
}
