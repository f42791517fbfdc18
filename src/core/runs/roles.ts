import { codesByName, resolveCode } from '../language/codes.ts';
import { elementAt } from '../text/elements.ts';
import {
  idRank,
  isLongShare,
  isSetting,
  isTrackerExtra,
  labelKey,
  longAvailableColumns,
  lossColumn,
  meaningOfAffixes,
  namedRole,
  namesLanguages,
  type Measure,
} from './names.ts';
import { columnsOf, type ColumnsByLanguage, type RunMap } from './run-map.ts';
import { Sample, type Kind } from './sample.ts';
import { sumsOf, templatesOf, type ColumnRef, type Template } from './templates.ts';

/** A kind of tables and what was said of its columns. */
export interface MappedKind extends Kind {
  readonly map: RunMap | null;
}

export interface LanguageColumn {
  readonly column: number;
  /** Index into Roles.languages. */
  readonly language: number;
}

export interface LossColumn extends LanguageColumn {
  readonly measure: Measure;
}

/** What the columns of one kind of tables hold; -1: no column. */
export interface KindRoles {
  /** Columns that may name the run, the best first. */
  readonly ids: readonly number[];
  readonly tokens: number;
  readonly parameters: number;
  /** What one of their numbers stands for: `tokens_B` counts billions. */
  readonly units: Readonly<Record<'tokens' | 'parameters' | 'stepTokens', number>>;
  readonly seed: number;
  readonly step: number;
  readonly batch: number;
  readonly sequence: number;
  readonly stepTokens: number;
  readonly shares: readonly LanguageColumn[];
  readonly losses: readonly LossColumn[];
  readonly available: readonly LanguageColumn[];
  /** A row a run and language. */
  readonly long: LongForm | null;
}

export type Guess = Readonly<
  Record<'share' | 'loss', readonly (readonly [language: string, column: string])[]>
>;

export interface LongForm {
  readonly language: number;
  readonly share: number;
  readonly loss: number;
  readonly available: number;
  readonly measure: Measure;
}

export interface Roles {
  /** Codes as in the columns, in the order of first appearance. */
  readonly languages: readonly string[];
  readonly kinds: readonly KindRoles[];
  /** Labels with losses that are no languages of the tables. */
  readonly evaluated: readonly string[];
  /** Labels of shares and losses that may mean the same, where none do for certain. */
  readonly guess: Guess | null;
  /** Columns that say again what another one says; not read. */
  readonly doubled: readonly (LanguageColumn & { readonly kind: number; readonly what: string })[];
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

/** A share or loss of some labels, wherever it stands: in columns named alike or in the rows of long tables. */
interface Evidence {
  readonly template: Template | null;
  readonly labels: ReadonlyMap<string, string>;
  readonly rank: number;
  readonly words: number;
}

/** What the names of columns tell by themselves. */
type NamedRoles = Omit<KindRoles, 'shares' | 'losses' | 'available' | 'long'>;

const none = -1;

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
    this.#named = this.#joined(kinds.map((kind, k) => this.#namedRoles(kind, k)));
    this.#long = kinds.map((kind, k) => this.#longForm(kind, k));
  }

  roles(): Roles {
    const columns = this.#open();
    const templates = templatesOf(columns);
    const longShares = this.#longLabels('share');
    const longLosses = this.#longLabels('loss');
    const mappedShares = this.#mapped('share');
    const mappedLosses = this.#mapped('loss');
    const losses = this.#lossCandidates(templates, longLosses);
    const shares = [...this.#shareCandidates(templates, longShares), ...this.#bareShares(templates, losses)];
    const [share, loss] = this.#best(shares, losses, mappedShares, mappedLosses);

    const names = new Names();
    const shareLabels = new Map([...mappedShares, ...(share?.labels ?? [])]);
    const lossLabels = new Map([...mappedLosses, ...(loss?.labels ?? [])]);
    const partnerOf = matcher(shareLabels);
    const inLosses = matcher(lossLabels);
    const paired = [...shareLabels].filter(
      ([key, label]) => mappedShares.has(key) || this.#isKnown(label) || inLosses(label) !== null,
    );
    const kept = new Set(paired.map(([key]) => key));
    const alone = [...shareLabels].filter(([key]) => !kept.has(key));
    for (const [key] of this.#needed(share, paired, alone)) kept.add(key);
    // In the order of the columns, sources between the others.
    for (const [key, label] of shareLabels) {
      if (!kept.has(key)) continue;
      // A language is called by its code where anything tells it: `loss_en` beside `ratio_English`.
      const code = isCode(label) ? label : (this.#knownCode(label) ?? lossLabels.get(inLosses(label) ?? ''));
      names.add(code !== undefined && isCode(code) ? code : label);
      names.alias(label, code ?? label);
    }
    const more = this.#more(templates, names, share, loss);
    const evaluated: string[] = [];
    for (const [key, label] of lossLabels) {
      const partner = partnerOf(label);
      if (partner !== null && kept.has(partner)) names.alias(label, shareLabels.get(partner) ?? label);
      else if (mappedLosses.has(key) || this.#isKnown(label)) names.add(label);
      else if (!names.has(label)) evaluated.push(label);
    }
    const kindRoles = this.#kinds.map((kind, k): KindRoles => {
      const available = templates.filter(({ meaning }) => meaning.available);
      return {
        ...elementAt(this.#named, k),
        shares: this.#columnsIn(k, kind, 'share', [share?.template ?? null, ...more.shares], names),
        losses: this.#columnsIn(k, kind, 'loss', [loss?.template ?? null, ...more.losses], names),
        available: this.#columnsIn(k, kind, 'available', available, names),
        long: this.#long[k] ?? null,
      };
    });
    return {
      languages: names.list,
      kinds: kindRoles,
      evaluated,
      guess:
        paired.length === 0 && share?.template != null && loss?.template != null
          ? guessOf(share.template, loss.template, (ref) => this.#kinds[ref.kind]?.columns[ref.column] ?? '')
          : null,
      doubled: this.#doubled,
      byLabel: names.byLabel,
    };
  }

  readonly #isKnown = (label: string): boolean => this.#knownCode(label) !== null;

  #namedRoles(kind: MappedKind, k: number): NamedRoles {
    const { columns, map } = kind;
    const best = new Map<string, { rank: number; column: number; unit: number }>();
    const ids: { rank: number; column: number }[] = [];
    for (const [column, name] of columns.entries()) {
      const rank = idRank(name);
      if (rank !== null && !this.#looksLikeShares(k, column, name)) ids.push({ rank, column });
      const named = namedRole(name);
      if (named === null || !this.#samples[k]?.isNumeric(column)) continue;
      const earlier = best.get(named.role);
      if (earlier === undefined || named.rank < earlier.rank)
        best.set(named.role, { rank: named.rank, column, unit: named.unit });
    }
    const at = (role: string): number => best.get(role)?.column ?? none;
    const unitOf = (role: string): number => best.get(role)?.unit ?? 1;
    const told = (name: string | number | undefined, otherwise: number): number =>
      name === undefined ? otherwise : typeof name === 'number' ? none : columns.indexOf(name);
    ids.sort((a, b) => a.rank - b.rank);
    return {
      ids:
        map?.id === undefined
          ? ids.map(({ column }) => column)
          : [columns.indexOf(map.id)].filter((c) => c >= 0),
      tokens: told(map?.tokens, at('tokens')),
      parameters: told(map?.parameters, at('parameters')),
      units: {
        tokens: map?.tokens === undefined ? unitOf('tokens') : 1,
        parameters: map?.parameters === undefined ? unitOf('parameters') : 1,
        stepTokens: unitOf('stepTokens'),
      },
      seed: told(map?.seed, at('seed')),
      step: at('step'),
      batch: at('batch'),
      sequence: at('sequence'),
      stepTokens: at('stepTokens'),
    };
  }

  /** Tables of which not all have a known name for their runs are joined by a column that they share, whatever it is called. */
  #joined(named: readonly NamedRoles[]): readonly NamedRoles[] {
    if (named.every(({ ids }) => ids.length > 0)) return named;
    return named.map((own, k) => {
      const columns = this.#kinds[k]?.columns ?? [];
      const joining = [...columns.keys()].filter((column) => {
        const name = columns[column] ?? '';
        if (namedRole(name) !== null || this.#kinds[k]?.map?.id !== undefined) return false;
        if (own.ids.includes(column)) return false;
        return this.#kinds.some(({ columns: others }, other) => {
          const there = others.indexOf(name);
          return other !== k && there >= 0 && this.#meet([k, column], [other, there]);
        });
      });
      return { ...own, ids: [...own.ids, ...joining] };
    });
  }

  /** Whether two columns may both name runs: texts or whole numbers, mostly the same, and in one table hardly any of them twice. */
  #meet(...columns: readonly (readonly [kind: number, column: number])[]): boolean {
    const isWhole = columns.every(([kind, column]) =>
      this.#samples[kind]
        ?.column(column)
        .values.every((value) => Number.isNaN(value) || Number.isInteger(value)),
    );
    const [a = [], b = []] = columns.map(([kind, column]) =>
      (this.#samples[kind]?.texts(column) ?? []).filter((text) => text !== ''),
    );
    const [inA, inB] = [new Set(a), new Set(b)];
    const common = [...inA].filter((text) => inB.has(text)).length;
    const isUnique = inA.size > 0.9 * a.length || inB.size > 0.9 * b.length;
    return isWhole && isUnique && common > 1 && common >= Math.min(inA.size, inB.size) / 2;
  }

  /** `id` is Indonesian too: fractions are no names of runs. */
  #looksLikeShares(k: number, column: number, name: string): boolean {
    if (name.toLowerCase() !== 'id') return false;
    const sample = this.#samples[k]?.column(column);
    if (sample === undefined || sample.texts > 0 || sample.numbers === 0) return false;
    return sample.values.some((value) => value > 0 && value < 1);
  }

  #longForm({ columns, map }: MappedKind, k: number): LongForm | null {
    if (map?.share !== undefined && map.loss !== undefined) return null;
    const find = (test: (name: string) => boolean): number =>
      columns.findIndex((name) => test(name.toLowerCase().trim()));
    const holdsTexts = (column: number): boolean => (this.#samples[k]?.column(column).texts ?? 0) > 0;
    const language = columns.findIndex((name, column) => namesLanguages(name) && holdsTexts(column));
    if (language < 0) return null;
    const share = find(isLongShare);
    const losses = columns.flatMap((name, column) => {
      const measure = isTrackerExtra(name) ? null : lossColumn(name);
      return measure === null ? [] : [{ column, measure, training: meaningOfAffixes(name, '').training }];
    });
    const loss = losses.find(({ training }) => !training) ?? losses[0];
    if (share < 0 && loss === undefined) return null;
    return {
      language,
      share,
      loss: loss?.column ?? none,
      available: find((name) => longAvailableColumns.has(name)),
      measure: loss?.measure ?? 'loss',
    };
  }

  /** The labels that have a value of `what` in the rows of long tables. */
  #longLabels(what: 'share' | 'loss'): Map<string, string> {
    const labels = new Map<string, string>();
    for (const [k, { tables }] of this.#kinds.entries()) {
      const long = this.#long[k];
      if (long === null || long === undefined || long[what] < 0) continue;
      for (const table of tables) {
        for (let row = 0; row < table.rowCount; row++) {
          const label = table.text(row, long.language);
          if (label !== '' && table.text(row, long[what]) !== '' && !labels.has(labelKey(label)))
            labels.set(labelKey(label), label);
        }
      }
    }
    return labels;
  }

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
          : [
              named.tokens,
              named.parameters,
              named.seed,
              named.step,
              named.batch,
              named.sequence,
              named.stepTokens,
            ]),
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

  #shareCandidates(templates: readonly Template[], long: ReadonlyMap<string, string>): Evidence[] {
    const isMapped = (template: Template): boolean =>
      template.bareOf !== null && this.#kinds[template.bareOf]?.map?.share !== undefined;
    const said = mostLabels(templates.filter(({ meaning }) => meaning.share === 3 && !meaning.available));
    const perhaps = mostLabels(
      templates.filter(
        ({ meaning, labels }) =>
          meaning.share > 0 && meaning.share < 3 && !meaning.available && labels.size > 1,
      ),
    ).filter((template) => {
      if (isMapped(template)) return false;
      const sums = sumsOf(columnsOfTemplate(template), this.#samples);
      return sums === 'one' || sums === 'hundred' || template.meaning.share === 2;
    });
    return [
      ...[...said, ...perhaps].map((template) => evidenceOf(template, template.meaning.share)),
      ...(long.size > 0 ? [{ template: null, labels: long, rank: 3, words: 0 }] : []),
    ];
  }

  /** Columns that are their labels, beside others that are none: those that have losses, with as many more as make a whole. */
  #bareShares(templates: readonly Template[], losses: readonly Evidence[]): Evidence[] {
    const bare = templates.filter(
      ({ bareOf }) => bareOf !== null && this.#kinds[bareOf]?.map?.share === undefined,
    );
    const found: Evidence[] = [];
    for (const template of bare) {
      for (const loss of losses) {
        if (loss.rank < 2 || loss.template === template) continue;
        const match = matcher(loss.labels);
        const labels = [...template.labels];
        const paired = labels.filter(([, { label }]) => match(label) !== null);
        if (paired.length < 2) continue;
        const keys = new Set(paired.map(([key]) => key));
        const options = [
          paired,
          labels.filter(([key, { label }]) => keys.has(key) || isCode(label)),
          labels.filter(([key, { columns }]) => keys.has(key) || this.#areFractions(columns)),
        ].map((some): Template => ({ ...template, labels: new Map(some) }));
        const whole = options.find((some) =>
          ['one', 'hundred'].includes(sumsOf(columnsOfTemplate(some), this.#samples) ?? ''),
        );
        if (whole !== undefined) found.push(evidenceOf(whole, 1));
      }
    }
    return found;
  }

  #areFractions(columns: readonly ColumnRef[]): boolean {
    return columns.every(({ kind, column }) => {
      const values = this.#samples[kind]?.column(column).values ?? new Float64Array();
      return values.every((value) => Number.isNaN(value) || (value >= 0 && value <= 1));
    });
  }

  #lossCandidates(templates: readonly Template[], long: ReadonlyMap<string, string>): Evidence[] {
    const named = mostLabels(templates.filter(({ meaning }) => meaning.loss > 0));
    const bare = templates.filter(
      ({ bareOf }) => bareOf !== null && this.#kinds[bareOf]?.tables.every(({ file }) => saysLoss(file)),
    );
    const unlike = templates.filter((template) => {
      if (template.bareOf === null || bare.includes(template) || template.labels.size < 2) return false;
      return sumsOf(columnsOfTemplate(template), this.#samples) === 'more';
    });
    return [
      ...named.map((template) =>
        evidenceOf(template, template.meaning.loss - (template.meaning.training ? 1 : 0)),
      ),
      ...bare.map((template) => evidenceOf(template, 2)),
      ...unlike.map((template) => evidenceOf(template, 1)),
      ...(long.size > 0 ? [{ template: null, labels: long, rank: 3, words: 0 }] : []),
    ];
  }

  /** The shares and the losses that go together: those that have most labels in common, then those whose names say it best. */
  #best(
    shares: readonly Evidence[],
    losses: readonly Evidence[],
    mappedShares: ReadonlyMap<string, string>,
    mappedLosses: ReadonlyMap<string, string>,
  ): [Evidence | null, Evidence | null] {
    const shareOptions = mappedShares.size > 0 ? [null] : [...shares, null];
    const lossOptions = mappedLosses.size > 0 ? [null] : [...losses, null];
    let best: [Evidence | null, Evidence | null] = [null, null];
    let most = -Infinity;
    for (const share of shareOptions) {
      const match = matcher(share?.labels ?? mappedShares);
      for (const loss of lossOptions) {
        if (share?.template !== null && share?.template !== undefined && share.template === loss?.template)
          continue;
        const lossLabels = loss?.labels ?? mappedLosses;
        let common = 0;
        let codes = 0;
        for (const label of lossLabels.values()) {
          if (match(label) === null) continue;
          common++;
          if (isCode(label)) codes++;
        }
        const knownLabels = [...(share?.labels.values() ?? []), ...(loss?.labels.values() ?? [])].filter(
          this.#isKnown,
        ).length;
        const weak = common === 0 && ((share?.rank ?? 3) < 3 || (loss?.rank ?? 3) < 3);
        const score =
          1000 * common +
          100 * knownLabels +
          5 * codes +
          (weak ? -50 : 0) +
          (share === null ? 0 : 10 * share.rank - share.words + this.#sumScore(share)) +
          (loss === null
            ? 0
            : 10 * loss.rank - loss.words + (common === 0 ? Math.min(loss.labels.size, 9) : 0));
        if (score > most) [best, most] = [[share, loss], score];
      }
    }
    return best;
  }

  readonly #sumScores = new Map<Evidence, number>();

  #sumScore(evidence: Evidence): number {
    const known = this.#sumScores.get(evidence);
    if (known !== undefined) return known;
    const { template } = evidence;
    const sums = template === null ? 'one' : sumsOf(columnsOfTemplate(template), this.#samples);
    const isWhole = (sums === 'one' || sums === 'hundred') && evidence.labels.size > 1;
    // Worth more than one name in common: half of the shares would be lost with the others.
    const score = isWhole ? 1500 : 0;
    this.#sumScores.set(evidence, score);
    return score;
  }

  /** Which shares without losses are sources: all where only with them the shares sum to a whole, none where they do without. */
  #needed(
    share: Evidence | null,
    paired: readonly (readonly [string, string])[],
    alone: readonly (readonly [string, string])[],
  ): readonly (readonly [string, string])[] {
    const template = share?.template ?? null;
    if (template === null || alone.length === 0) return alone;
    const sums = (labels: readonly (readonly [string, string])[]) =>
      sumsOf(
        labels.flatMap(([key]) => template.labels.get(key)?.columns ?? []),
        this.#samples,
      );
    const isWhole = (labels: readonly (readonly [string, string])[]): boolean => {
      const to = sums(labels);
      return to === 'one' || to === 'hundred';
    };
    if (isWhole([...paired, ...alone])) {
      // Columns of zeros change no sum: they are sources if they are named after a language.
      const isEmpty = ([key]: readonly [string, string]): boolean =>
        (template.labels.get(key)?.columns ?? []).every(({ kind, column }) =>
          this.#samples[kind]?.column(column).values.every((value) => !(value > 0)),
        );
      if (!isWhole(paired)) return alone;
      return alone.filter((entry) => isCode(entry[1]) || !(isEmpty(entry) || isSetting(entry[1])));
    }
    if (paired.length > 0 && isWhole(paired)) return [];
    const codes = alone.filter(([, label]) => isCode(label) && !isSetting(label));
    return isWhole([...paired, ...codes]) || codes.length > 0
      ? codes
      : alone.filter(([, label]) => !isSetting(label));
  }

  /** Columns that say share or loss in other words than the best ones do, for languages that these leave without. */
  #more(
    templates: readonly Template[],
    names: Names,
    share: Evidence | null,
    loss: Evidence | null,
  ): { shares: Template[]; losses: Template[] } {
    const claimed = new Set(
      [share, loss].flatMap((evidence) =>
        evidence?.template == null ? [] : columnsOfTemplate(evidence.template).map(refKey),
      ),
    );
    const rest = (template: Template): Template => {
      const labels = [...template.labels].filter(([, { columns }]) =>
        columns.every((ref) => !claimed.has(refKey(ref))),
      );
      return { ...template, labels: new Map(labels) };
    };
    const saying = (holds: (template: Template) => boolean): Template[] =>
      mostLabels(templates.filter(holds).map(rest)).filter(({ labels }) => labels.size > 0);
    const shares = saying(({ meaning }) => meaning.share === 3 && !meaning.available);
    const losses = saying(({ meaning }) => meaning.loss === 3 && !meaning.training);
    const inLoss = matcher(loss?.labels ?? new Map<string, string>());
    const taken = new Set<string>();
    const take = (template: Template, key: string): boolean => {
      const columns = template.labels.get(key)?.columns.map(refKey) ?? [];
      if (columns.some((column) => taken.has(column))) return false;
      for (const column of columns) taken.add(column);
      return true;
    };
    for (const template of shares) {
      for (const [key, { label }] of template.labels) {
        const partner = losses.find(({ labels }) => labels.has(key));
        if (names.has(label) || (partner === undefined && inLoss(label) === null)) continue;
        if (take(template, key)) names.add(label);
      }
    }
    const helps = ({ labels }: Template): boolean =>
      [...labels.values()].some(({ label }) => names.has(label));
    return { shares: shares.filter(helps), losses: losses.filter(helps) };
  }

  #columnsIn(
    k: number,
    { columns, map }: MappedKind,
    what: 'share' | 'loss' | 'available',
    templates: readonly (Template | null)[],
    names: Names,
  ): LossColumn[] {
    const found = new Map<number, LossColumn>();
    const taken = new Set<number>();
    const add = (label: string, column: number, measure: Measure): void => {
      const language = names.indexOf(label);
      if (language === null || found.has(language) || taken.has(column)) return;
      found.set(language, { column, language, measure });
      taken.add(column);
    };
    const named: ColumnsByLanguage | undefined = map?.[what];
    if (named !== undefined) {
      for (const { language, column } of columnsOf(named, columns)) {
        const index = columns.indexOf(column);
        if (index < 0) continue;
        const around = column.split(language);
        add(language, index, meaningOfAffixes(around[0] ?? '', around.slice(1).join(' ')).measure);
      }
      return [...found.values()];
    }
    for (const template of templates) {
      if (template === null) continue;
      for (const { label, columns: refs } of template.labels.values()) {
        const [first, ...again] = refs.filter(({ kind }) => kind === k);
        if (first !== undefined) add(label, first.column, template.meaning.measure);
        const language = names.indexOf(label);
        if (language !== null && what !== 'available')
          for (const { column } of again) this.#doubled.push({ kind: k, column, language, what });
      }
    }
    return [...found.values()];
  }
}

/** Languages in the order in which they are named, with the other spellings of each. */
class Names {
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

/** The language that a label means, be it a code or an English name. */
function languageId(label: string): string | undefined {
  const resolved = resolveCode(label);
  if (resolved !== null) return resolved.id;
  const [code] = codesByName().get(label.toLowerCase()) ?? [];
  return code === undefined ? undefined : resolveCode(code)?.id;
}

/** Finds the label of `labels` that another one means: by its letters, else as another code or the name of the same language. */
function matcher(labels: ReadonlyMap<string, string>): (label: string) => string | null {
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

/** Pairs of labels of which one has all words of the other, and no third does: `web-en` and `en`. */
function guessOf(shares: Template, losses: Template, nameOf: (ref: ColumnRef) => string): Guess | null {
  const words = (label: string): string[] => labelKey(label).split('_').filter(Boolean);
  const within = (few: readonly string[], many: readonly string[]): boolean =>
    few.every((word) => many.includes(word));
  const pairs = [...shares.labels.values()].flatMap((share) => {
    const own = words(share.label);
    const alike = [...losses.labels.values()].filter(({ label }) => {
      const other = words(label);
      return within(own, other) || within(other, own);
    });
    const [loss] = alike;
    return loss !== undefined && alike.length === 1 ? [{ share, loss }] : [];
  });
  const isSure = new Set(pairs.map(({ loss }) => loss)).size === pairs.length && pairs.length > 1;
  if (!isSure) return null;
  const named = pairs.map(({ share, loss }) => {
    const shorter = share.label.length <= loss.label.length ? share.label : loss.label;
    const columnOf = ({ columns: [ref] }: typeof share): string => (ref === undefined ? '' : nameOf(ref));
    return { language: shorter, share: columnOf(share), loss: columnOf(loss) };
  });
  return {
    share: named.map(({ language, share }) => [language, share]),
    loss: named.map(({ language, loss }) => [language, loss]),
  };
}

const isCode = (label: string): boolean => resolveCode(label) !== null;

const evidenceOf = (template: Template, rank: number): Evidence => ({
  template,
  labels: new Map([...template.labels].map(([key, { label }]) => [key, label])),
  rank,
  words: template.meaning.words,
});

const refKey = ({ kind, column }: ColumnRef): string => `${kind} ${column}`;

const columnsOfTemplate = ({ labels }: Template): ColumnRef[] =>
  [...labels.values()].flatMap(({ columns }) => columns);

/** Templates looked at: those of most labels, then those said in fewest words. */
function mostLabels(templates: readonly Template[]): Template[] {
  return templates
    .toSorted((a, b) => b.labels.size - a.labels.size || a.meaning.words - b.meaning.words)
    .slice(0, 24);
}

/** Whether the name of a file says that it holds losses. */
export const saysLoss = (file: string): boolean => {
  const name = file.split('/').at(-1) ?? file;
  return /(?:^|[^a-z])(?:loss(?:es)?|ppl|perplexit(?:y|ies)|bpb|evals?|metrics?|results?|targets?|val|valid|validation|heldout)(?:[^a-z]|$)/i.test(
    name,
  );
};
