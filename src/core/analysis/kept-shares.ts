import type { KeptGroup } from '../climb/model/allocation.ts';
import { publishedMixtures } from '../edits/published-mixtures.ts';
import { finder, indexOf, keptGroups, membersOf, type SharesByCode } from '../mixture/keep.ts';
import type { Keep, Mixture } from '../mixture/mixture.ts';
import { parseMixture } from '../mixture/parse.ts';
import { sharesOf } from '../mixture/shares.ts';
import { list } from '../text/words.ts';

/** The kept groups of a mixture, or why one cannot be kept, in a sentence. */
export type KeptShares =
  | { readonly kept: readonly KeptGroup[]; readonly reason: null }
  | { readonly kept: null; readonly reason: string };

/** @param textOf of a file that the mixture names; null: it was not read */
export function keptShares(mixture: Mixture, textOf: (path: string) => string | null): KeptShares {
  const codes = mixture.languages.map(({ code }) => code);
  const index = indexOf(codes);
  const known = new Map<Keep, SharesByCode>();
  for (const group of mixture.groups) {
    const { keep, name } = group;
    if (keep === null || keep.kind === 'file') continue;
    const from = keep.kind === 'mixture' ? keep.path.value : keep.name.value;
    const shares = keep.kind === 'published' ? publishedShares(from) : fileShares(from, textOf(from));
    if (shares === null) {
      const missing =
        keep.kind === 'published'
          ? `there is no published mixture ${from}`
          : `${from} does not give a share for every language`;
      return { kept: null, reason: `The group ${name} cannot keep its proportions: ${missing}.` };
    }
    const find = finder(shares);
    const added = membersOf(group, index).flatMap((i) => {
      const code = codes[i];
      return code === undefined || find(code) !== null ? [] : [code];
    });
    if (added.length > 0)
      return {
        kept: null,
        reason: `The group ${name} keeps the proportions of ${from}, which does not have ${list(added)}. Remove the new languages from the group.`,
      };
    known.set(keep, shares);
  }
  return { kept: keptGroups(mixture, (keep) => known.get(keep) ?? null), reason: null };
}

function fileShares(path: string, text: string | null): SharesByCode | null {
  if (text === null) return null;
  const { mixture } = parseMixture(text, { fileName: path });
  const shares = sharesOf(mixture);
  return shares && new Map(mixture.languages.map(({ code }, i) => [code, shares[i] ?? 0]));
}

function publishedShares(name: string): SharesByCode | null {
  const found = publishedMixtures().find((mixture) => mixture.name.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : new Map(found.languages.map(({ code, share }) => [code, share]));
}
