import { isCode, matcher, type Names } from './labels.ts';
import { isSetting } from './names.ts';
import type { MappedKind } from './run-map.ts';
import type { Sample } from './sample.ts';
import { sumsOf, type ColumnRef, type Template } from './templates.ts';

/** A share or loss of some labels, wherever it stands: in columns named alike or in the rows of long tables. */
export interface Evidence {
  readonly template: Template | null;
  readonly labels: ReadonlyMap<string, string>;
  readonly rank: number;
  readonly words: number;
  readonly preference: number;
}

/** Tells which columns of shares and of losses go together. */
export class Pairing {
  readonly #kinds: readonly MappedKind[];
  readonly #samples: readonly Sample[];
  readonly #isKnown: (label: string) => boolean;

  constructor(kinds: readonly MappedKind[], samples: readonly Sample[], isKnown: (label: string) => boolean) {
    this.#kinds = kinds;
    this.#samples = samples;
    this.#isKnown = isKnown;
  }

  shareCandidates(templates: readonly Template[], long: ReadonlyMap<string, string>): Evidence[] {
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
      ...(long.size > 0 ? [{ template: null, labels: long, rank: 3, words: 0, preference: 0 }] : []),
    ];
  }

  /**
   * Columns that are their labels, beside others that are none: those that have losses, with as many more as make a whole, or as they
   * are where they count tokens.
   */
  bareShares(templates: readonly Template[], losses: readonly Evidence[]): Evidence[] {
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
        const those = (isMeant: (at: (typeof labels)[number]) => boolean): Template => ({
          ...template,
          labels: new Map(labels.filter((at) => keys.has(at[0]) || isMeant(at))),
        });
        const withLosses = those(() => false);
        const withCodes = those(([, { label }]) => isCode(label));
        const withFractions = those(([, { columns }]) => this.#holdOnly(columns, isFraction));
        const whole = [withLosses, withCodes, withFractions].find((some) =>
          ['one', 'hundred'].includes(sumsOf(columnsOfTemplate(some), this.#samples) ?? ''),
        );
        // Where a language without a loss counts tokens too, nothing is guessed: it would be left out.
        const areCounts = (): boolean =>
          withCodes.labels.size === withLosses.labels.size &&
          this.#holdOnly(columnsOfTemplate(withLosses), isCount);
        const shares = whole ?? (areCounts() ? withLosses : undefined);
        if (shares !== undefined) found.push(evidenceOf(shares, 1));
      }
    }
    return found;
  }

  #holdOnly(columns: readonly ColumnRef[], fits: (value: number) => boolean): boolean {
    return columns.every(({ kind, column }) => {
      const values = this.#samples[kind]?.column(column).values ?? new Float64Array();
      return values.every((value) => Number.isNaN(value) || fits(value));
    });
  }

  lossCandidates(templates: readonly Template[], long: ReadonlyMap<string, string>): Evidence[] {
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
        evidenceOf(template, template.meaning.loss - (template.meaning.isSecond ? 1 : 0)),
      ),
      ...bare.map((template) => evidenceOf(template, 2)),
      ...unlike.map((template) => evidenceOf(template, 1)),
      ...(long.size > 0 ? [{ template: null, labels: long, rank: 3, words: 0, preference: 0 }] : []),
    ];
  }

  /** The shares and the losses that go together: those that have most labels in common, then those whose names say it best. */
  best(
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
            : 10 * loss.rank -
              loss.words +
              loss.preference +
              (common === 0 ? Math.min(loss.labels.size, 9) : 0));
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
  needed(
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
  more(
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
    const losses = saying(({ meaning }) => meaning.loss === 3 && !meaning.isSecond).toSorted(
      (a, b) => b.meaning.preference - a.meaning.preference,
    );
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
}

const isFraction = (value: number): boolean => value >= 0 && value <= 1;

/** Of tokens: nothing else that stands beside losses under the bare names of their languages is as large. */
const isCount = (value: number): boolean => value === 0 || (value >= 1000 && Number.isInteger(value));

const evidenceOf = (template: Template, rank: number): Evidence => ({
  template,
  labels: new Map([...template.labels].map(([key, { label }]) => [key, label])),
  rank,
  words: template.meaning.words,
  preference: template.meaning.preference,
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
