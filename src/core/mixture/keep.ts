import type { KeptGroup } from '../climb/model/allocation.ts';
import { resolveCode } from '../language/codes.ts';
import type { Group, Keep, Mixture } from './mixture.ts';
import { partsOf } from './stages.ts';

/** Shares of languages by their codes, in another mixture. */
export type SharesByCode = ReadonlyMap<string, number>;

/** The mixture files that kept groups take their proportions from, as written. */
export function keptPaths({ groups }: Mixture): string[] {
  const paths = groups.flatMap(({ keep }) => (keep?.kind === 'mixture' ? [keep.path.value] : []));
  return [...new Set(paths)];
}

/**
 * The kept groups, with the proportions that they keep: those of the file's free stages, or of another mixture. What fixed stages give comes before. A
 * group whose proportions are not known is not kept.
 *
 * @param sharesFrom of the mixture that a group names; null: not known
 */
export function keptGroups(
  mixture: Mixture,
  sharesFrom: (keep: Keep) => SharesByCode | null = () => null,
): KeptGroup[] {
  const codes = mixture.languages.map(({ code }) => code);
  const index = indexOf(codes);
  const parts = partsOf(mixture);
  const over = (of: (part: (typeof parts)[number], i: number) => number): number[] =>
    codes.map((_, i) => parts.reduce((sum, part) => sum + part.weight * of(part, i), 0));
  const given = over(({ fixed }, i) => fixed?.[i] ?? 0);
  const isTold = parts.every(({ shares }) => shares !== null);
  const own = isTold ? over(({ fixed, shares }, i) => (fixed === null ? (shares?.[i] ?? 0) : 0)) : null;
  return mixture.groups.flatMap((group) => {
    const { keep } = group;
    if (keep === null) return [];
    const members = membersOf(group, index);
    let weights: number[] | null;
    if (keep.kind === 'file') weights = own && members.map((i) => own[i] ?? 0);
    else {
      const other = sharesFrom(keep);
      const share = other && finder(other);
      weights = share && members.map((i) => share(codes[i] ?? '') ?? 0);
    }
    const sum = weights?.reduce((total, weight) => total + weight, 0) ?? 0;
    if (weights === null || !(sum > 0)) return [];
    const proportion = weights.map((weight) => weight / sum);
    return [{ name: group.name, members, proportion, given: members.map((i) => given[i] ?? 0) }];
  });
}

/** The place of each language. */
export function indexOf(codes: readonly string[]): ReadonlyMap<string, number> {
  return new Map(codes.map((code, i) => [code, i]));
}

/** Languages of a group by their index, each once. */
export function membersOf({ members }: Group, index: ReadonlyMap<string, number>): number[] {
  return [...new Set(members.flatMap(({ value }) => index.get(value) ?? []))];
}

/** The share of a language by its code, or by what it means: `en` in one file is `eng_Latn` in another. Null: it is not there. */
export function finder(shares: SharesByCode): (code: string) => number | null {
  const byMeaning = new Map<string, number>();
  for (const [code, share] of shares) {
    const meaning = resolveCode(code)?.id;
    if (meaning !== undefined) byMeaning.set(meaning, (byMeaning.get(meaning) ?? 0) + share);
  }
  return (code) => shares.get(code) ?? byMeaning.get(resolveCode(code)?.id ?? '') ?? null;
}
