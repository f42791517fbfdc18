import { includesCode, isMacrolanguage, resolveCode, type ResolvedLanguage } from '../language/codes.ts';
import { codeMeant } from '../language/named.ts';
import { isLabel, labelKey, meaningOfAffixes, splitsOf } from './names.ts';

/** Languages in the order in which they are named, with the other spellings of each. */
export class Names {
  readonly list: string[] = [];
  readonly byLabel = new Map<string, number>();

  add(label: string): void {
    if (this.byLabel.has(labelKey(label))) return;
    this.byLabel.set(labelKey(label), this.list.length);
    this.list.push(label);
  }

  alias(label: string, of: string): void {
    const index = this.byLabel.get(labelKey(of));
    if (index !== undefined && !this.byLabel.has(labelKey(label))) this.byLabel.set(labelKey(label), index);
  }

  has(label: string): boolean {
    return this.byLabel.has(labelKey(label));
  }

  indexOf(label: string): number | null {
    return this.byLabel.get(labelKey(label)) ?? null;
  }
}

export const isCode = (label: string): boolean => resolveCode(label) !== null;

/** Whether a label is a code or the English name of a language. */
export const isLanguage = (label: string): boolean => languageId(label) !== undefined;

/** The language that a label means, be it a code or an English name. */
function languageId(label: string): string | undefined {
  const code = codeMeant(label);
  return code === null ? undefined : resolveCode(code)?.id;
}

/** Finds the label of `labels` that another one means: by its letters, else as another code or the name of the same language. */
export function matcher(labels: ReadonlyMap<string, string>): (label: string) => string | null {
  const byId = new Map<string, string | null>();
  for (const [key, label] of labels) {
    const id = languageId(label);
    // Two that mean the same language are told apart by their letters alone.
    if (id !== undefined) byId.set(id, byId.has(id) ? null : key);
  }
  return (label) => {
    const key = labelKey(label);
    if (labels.has(key)) return key;
    const id = languageId(label);
    return id === undefined ? null : (byId.get(id) ?? null);
  };
}

/**
 * Labels under the spellings of `codes`: each is renamed to the code that means the same language. Of several that mean one code, none is,
 * since nothing tells which of them it is.
 */
export function spelledAs(labels: readonly string[], codes: readonly string[]): string[] {
  const byKey = new Map(codes.map((code) => [labelKey(code), code]));
  const keyOf = matcher(byKey);
  const meant = labels.map((label) => byKey.get(keyOf(label) ?? ''));
  return labels.map((label, i) => {
    const code = meant[i];
    return code !== undefined && meant.indexOf(code) === meant.lastIndexOf(code) ? code : label;
  });
}

/**
 * Pairs of labels of which one is a language that includes the other (`ar` and `arb_Arab`, `zh` and `Mandarin`, `pt` and `pt-BR`), where
 * neither could mean another one: what a corpus calls by the first, FLORES has by the second.
 */
export function macroPairs(
  some: readonly string[],
  others: readonly string[],
): { readonly label: string; readonly other: string }[] {
  const pairs = [
    ...within(some, others).map(([macro, member]) => ({ label: macro, other: member })),
    ...within(others, some).map(([macro, member]) => ({ label: member, other: macro })),
  ];
  const once = (name: 'label' | 'other', label: string): boolean =>
    pairs.filter((pair) => pair[name] === label).length === 1;
  return pairs.filter(({ label, other }) => once('label', label) && once('other', other));
}

function within(wholes: readonly string[], members: readonly string[]): [string, string][] {
  const languages = members.flatMap((member) => {
    const code = codeMeant(member);
    const resolved = code === null ? null : resolveCode(code);
    return code !== null && resolved?.kind === 'language' ? [{ member, code, resolved }] : [];
  });
  const withRegion = languages.filter(({ resolved }) => resolved.region !== null);
  return wholes.flatMap((whole): [string, string][] => {
    const code = codeMeant(whole);
    if (code === null) return [];
    const resolved = resolveCode(code);
    const isVariant = (of: ResolvedLanguage): boolean =>
      resolved?.kind === 'language' && resolved.region === null && of.id === `${resolved.id}_${of.region}`;
    const possible = isMacrolanguage(code) ? languages : withRegion;
    return possible
      .filter((member) => includesCode(code, member.code) || isVariant(member.resolved))
      .map(({ member }) => [whole, member]);
  });
}

/** What a name says of a label. */
export interface Told {
  readonly kind: 'share' | 'loss';
  readonly label: string;
}

/** The share or loss that a name says in so many words, and of what: of a language, if any word of it is one. */
export function toldBy(name: string): Told | null {
  const told = splitsOf(name).flatMap(({ prefix, label, suffix }): Told[] => {
    if ((prefix === '' && suffix === '') || !isLabel(label)) return [];
    const { share, loss, available } = meaningOfAffixes(prefix, suffix);
    if (available || (share < 3 && loss < 3)) return [];
    return [{ kind: share === 3 ? 'share' : 'loss', label }];
  });
  return told.find(({ label }) => isLanguage(label)) ?? told[0] ?? null;
}
