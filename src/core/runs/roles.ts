import { elementAt } from '../text/elements.ts';
import { guessOf, type Guess } from './guess.ts';
import { isCode, macroPairs, matcher, Names } from './labels.ts';
import { longFormOf, longLabels, type LongForm } from './long-form.ts';
import { isMeasured, isOfSettings, labelKey, meaningOfAffixes, type AffixMeaning } from './names.ts';
import { namedRoles, type NamedRoles } from './named-roles.ts';
import { Pairing } from './pairing.ts';
import { namedRole } from './run-columns.ts';
import { columnsOf, type ColumnsByLanguage, type MappedKind } from './run-map.ts';
import { Sample } from './sample.ts';
import { templatesOf, type ColumnRef, type Template } from './templates.ts';

export interface LanguageColumn {
  readonly column: number;
  /** Index into Roles.languages. */
  readonly language: number;
}

/** With what its name says beside the language. */
export interface MeantColumn extends LanguageColumn {
  readonly meaning: AffixMeaning;
}

/** What the columns of one kind of tables hold; -1: no column. */
export interface KindRoles extends NamedRoles {
  readonly shares: readonly MeantColumn[];
  readonly losses: readonly MeantColumn[];
  readonly available: readonly MeantColumn[];
  /** A row a run and language. */
  readonly long: LongForm | null;
}

export interface Roles {
  /** Codes as in the columns, in the order of first appearance. */
  readonly languages: readonly string[];
  readonly kinds: readonly KindRoles[];
  /** Labels with losses that are no languages of the tables. */
  readonly evaluated: readonly string[];
  /** Losses taken for a language of another code, of which one is a macrolanguage that the other belongs to. */
  readonly members: readonly { readonly language: string; readonly loss: string }[];
  /** Labels of shares and losses that may mean the same, where none do for certain. */
  readonly guess: Guess | null;
  /** Columns that say again what another one says; not read. */
  readonly doubled: readonly (LanguageColumn & { readonly kind: number; readonly what: string })[];
  /** Names of columns with losses of the same languages: those that are read, and those that are not. */
  readonly rivals: { readonly read: readonly string[]; readonly unread: readonly string[] };
  /** What the labels of a long table stand for: index into languages, by labelKey. */
  readonly byLabel: ReadonlyMap<string, number>;
}

/**
 * Tells what every column holds, from names and values together. A label is a language only with evidence: it has a share and a
 * loss, or one of them and a place in the mixture (`known`), or the map asks for it; shares without losses count where the others
 * do not sum to a whole without them.
 */
export function understand(kinds: readonly MappedKind[], known: readonly string[]): Roles {
  return new Understanding(kinds, known).roles();
}

class Understanding {
  readonly #kinds: readonly MappedKind[];
  readonly #samples: readonly Sample[];
  /** The mixture's language of this label. */
  readonly #knownCode: (label: string) => string | null;
  readonly #named: readonly NamedRoles[];
  readonly #long: (LongForm | null)[];
  readonly #doubled: (LanguageColumn & { kind: number; what: string })[] = [];

  constructor(kinds: readonly MappedKind[], known: readonly string[]) {
    this.#kinds = kinds;
    this.#samples = kinds.map((kind) => new Sample(kind));
    const byKey = new Map(known.map((code) => [labelKey(code), code]));
    const keyOf = matcher(byKey);
    this.#knownCode = (label) => byKey.get(keyOf(label) ?? '') ?? null;
    this.#named = namedRoles(kinds, this.#samples);
    this.#long = kinds.map((kind, k) =>
      longFormOf(kind, elementAt(this.#named, k), elementAt(this.#samples, k), this.#isKnown),
    );
  }

  roles(): Roles {
    const columns = this.#open();
    const templates = templatesOf(columns);
    const pairing = new Pairing(this.#kinds, this.#samples, this.#isKnown);
    const longShares = longLabels(this.#kinds, this.#long, 'share');
    const longLosses = longLabels(this.#kinds, this.#long, 'loss');
    const mappedShares = this.#mapped('share');
    const mappedLosses = this.#mapped('loss');
    const losses = pairing.lossCandidates(templates, longLosses);
    const shares = [
      ...pairing.shareCandidates(templates, longShares),
      ...pairing.bareShares(templates, losses),
    ];
    const [share, loss] = pairing.best(shares, losses, mappedShares, mappedLosses);

    const names = new Names();
    const shareLabels = new Map([...mappedShares, ...(share?.labels ?? [])]);
    const lossLabels = new Map([...mappedLosses, ...(loss?.labels ?? [])]);
    const partnerOf = matcher(shareLabels);
    const inLosses = matcher(lossLabels);
    const members = macroPairs(
      [...shareLabels.values()].filter((label) => inLosses(label) === null),
      [...lossLabels.values()].filter((label) => partnerOf(label) === null && !this.#isKnown(label)),
    );
    const isMember = (label: string): boolean => members.some((pair) => pair.label === label);
    const paired = [...shareLabels].filter(
      ([key, label]) =>
        mappedShares.has(key) || this.#isKnown(label) || inLosses(label) !== null || isMember(label),
    );
    const kept = new Set(paired.map(([key]) => key));
    const alone = [...shareLabels].filter(([key]) => !kept.has(key));
    for (const [key] of pairing.needed(share, paired, alone)) kept.add(key);
    // In the order of the columns, sources between the others.
    for (const [key, label] of shareLabels) {
      if (!kept.has(key)) continue;
      // A language is called by its code where anything tells it: `loss_en` beside `ratio_English`.
      const partner =
        lossLabels.get(inLosses(label) ?? '') ?? members.find((pair) => pair.label === label)?.other;
      const code = isCode(label) ? label : (this.#knownCode(label) ?? partner);
      names.add(code !== undefined && isCode(code) ? code : label);
      names.alias(label, code ?? label);
    }
    const more = pairing.more(templates, names, share, loss);
    const evaluated: string[] = [];
    for (const [key, label] of lossLabels) {
      const macro = members.find(({ other }) => other === label)?.label;
      const partner = macro === undefined ? partnerOf(label) : labelKey(macro);
      if (partner !== null && kept.has(partner)) names.alias(label, shareLabels.get(partner) ?? label);
      else if (mappedLosses.has(key) || this.#isKnown(label)) names.add(label);
      else if (!names.has(label)) evaluated.push(label);
    }
    const isAside = this.#asides(loss?.template ?? null, templates, names);
    const kindRoles = this.#kinds.map((kind, k): KindRoles => {
      const available = templates.filter(({ meaning }) => meaning.available);
      const long = this.#long[k] ?? null;
      const named = elementAt(this.#named, k);
      return {
        ...named,
        tokens: long !== null && long.tokens >= 0 ? -1 : named.tokens,
        shares: this.#columnsIn(k, kind, 'share', [share?.template ?? null, ...more.shares], names),
        losses: this.#columnsIn(k, kind, 'loss', [loss?.template ?? null, ...more.losses], names),
        available: this.#columnsIn(k, kind, 'available', available, names),
        long,
      };
    });
    return {
      languages: names.list,
      kinds: kindRoles,
      evaluated: evaluated.filter((label) => !isAside(label)),
      members: members.map(({ label, other }) => ({ language: label, loss: other })),
      guess:
        paired.length === 0 && share?.template != null && loss?.template != null
          ? guessOf(share.template, loss.template, (ref) => this.#kinds[ref.kind]?.columns[ref.column] ?? '')
          : null,
      doubled: this.#doubled,
      rivals: this.#rivals(kindRoles, templates, names),
      byLabel: names.byLabel,
    };
  }

  /** Labels of losses that are none: what was measured, a setting, or a language with a word, as `improvement_en` has. */
  #asides(losses: Template | null, templates: readonly Template[], names: Names): (label: string) => boolean {
    const keyOf = ({ kind, column }: ColumnRef): string => `${kind} ${column}`;
    const ofLanguages = new Set<string>();
    for (const { labels } of templates)
      for (const { label, columns } of labels.values())
        if (names.has(label)) for (const ref of columns) ofLanguages.add(keyOf(ref));
    return (label) => {
      if (losses === null) return false;
      const columns = losses.labels.get(labelKey(label))?.columns ?? [];
      return (
        isMeasured(label, losses.meaning) ||
        isOfSettings(label) ||
        (!isCode(label) && columns.length > 0 && columns.every((ref) => ofLanguages.has(keyOf(ref))))
      );
    };
  }

  /** Losses of a language beside the one that is read; where a map names the losses, it has chosen. */
  #rivals(kinds: readonly KindRoles[], templates: readonly Template[], names: Names): Roles['rivals'] {
    const read = new Set<string>();
    const unread = new Set<string>();
    const tell = (kind: number, chosen: number, other: number): void => {
      const { columns = [], map = null } = this.#kinds[kind] ?? {};
      if (map?.loss !== undefined) return;
      read.add(columns[chosen] ?? '');
      unread.add(columns[other] ?? '');
    };
    for (const [kind, { long }] of kinds.entries())
      for (const other of long?.otherLosses ?? []) tell(kind, long?.loss ?? -1, other);
    const chosen = kinds.map(
      ({ losses }) => new Map(losses.map(({ language, column }) => [language, column])),
    );
    const taken = kinds.map(
      ({ losses, shares }) => new Set([...losses, ...shares].map(({ column }) => column)),
    );
    for (const { kind, column } of this.#doubled) taken[kind]?.add(column);
    for (const { meaning, labels } of templates) {
      if (meaning.loss < 3) continue;
      for (const { label, columns } of labels.values()) {
        const language = names.indexOf(label);
        if (language === null) continue;
        for (const { kind, column } of columns) {
          const own = chosen[kind]?.get(language);
          if (own !== undefined && taken[kind]?.has(column) !== true) tell(kind, own, column);
        }
      }
    }
    return { read: [...read], unread: [...unread] };
  }

  readonly #isKnown = (label: string): boolean => this.#knownCode(label) !== null;

  /** The labels that maps ask for. */
  #mapped(what: 'share' | 'loss'): Map<string, string> {
    const labels = new Map<string, string>();
    for (const { map, columns } of this.#kinds) {
      const named = map?.[what];
      if (named === undefined) continue;
      for (const { language, column } of columnsOf(named, columns))
        if (columns.includes(column)) labels.set(labelKey(language), language);
    }
    return labels;
  }

  /** Columns of numbers that have no other role yet. */
  #open(): (ColumnRef & { name: string })[] {
    return this.#kinds.flatMap(({ columns }, kind) => {
      const named = this.#named[kind];
      const long = this.#long[kind];
      const taken = new Set<number>([
        ...(named?.ids ?? []),
        ...(named === undefined
          ? []
          : [named.tokens, named.parameters, named.seed, named.step, ...(named.stepTokens?.columns ?? [])]),
        ...(long === null || long === undefined
          ? []
          : [long.language, long.share, long.loss, long.available]),
      ]);
      return columns.flatMap((name, column) => {
        const isFree = !taken.has(column) && namedRole(name) === null;
        return isFree && this.#samples[kind]?.isNumeric(column) === true ? [{ kind, column, name }] : [];
      });
    });
  }

  #columnsIn(
    k: number,
    { columns, map }: MappedKind,
    what: 'share' | 'loss' | 'available',
    templates: readonly (Template | null)[],
    names: Names,
  ): MeantColumn[] {
    const found = new Map<number, MeantColumn>();
    const taken = new Set<number>();
    const add = (label: string, column: number, meaning: AffixMeaning): void => {
      const language = names.indexOf(label);
      if (language === null || found.has(language) || taken.has(column)) return;
      found.set(language, { column, language, meaning });
      taken.add(column);
    };
    const named: ColumnsByLanguage | undefined = map?.[what];
    if (named !== undefined) {
      for (const { language, column, around } of columnsOf(named, columns)) {
        const index = columns.indexOf(column);
        if (index >= 0) add(language, index, meaningOfAffixes(...around));
      }
      return [...found.values()];
    }
    for (const template of templates) {
      if (template === null) continue;
      for (const { label, columns: refs } of template.labels.values()) {
        const [first, ...again] = refs.filter(({ kind }) => kind === k);
        if (first !== undefined) add(label, first.column, template.meaning);
        const language = names.indexOf(label);
        if (language !== null && what !== 'available')
          for (const { column } of again) this.#doubled.push({ kind: k, column, language, what });
      }
    }
    return [...found.values()];
  }
}
