import type { PanelHost } from './host.ts';

export const sortings = ['file', 'share', 'change', 'name', 'family'] as const;
export type Sorting = (typeof sortings)[number];

/** What the user arranged, and nothing else: results are asked for again. */
export interface Arranged {
  readonly version: 1;
  readonly sort: Sorting;
  /** Sections folded away, and sections whose table is shown, by id. */
  readonly folded: readonly string[];
  readonly tables: readonly string[];
  /** Side of a heatmap cell in pixels; null: as large as fits. */
  readonly zoom: number | null;
  /** Which mixture every section shows, and which it is compared with, by id; null: what is recommended, and the file. */
  readonly choice: string | null;
  readonly base: string | null;
  /** Lists of languages that are shown whole, by section. */
  readonly whole: readonly string[];
  readonly scroll: number;
}

export const initial: Arranged = {
  version: 1,
  sort: 'file',
  folded: ['trial'],
  tables: [],
  zoom: null,
  choice: null,
  base: null,
  whole: [],
  scroll: 0,
};

/** Reads what an earlier panel stored; anything unknown, or of another version, gives the initial arrangement. */
function readArranged(stored: unknown): Arranged {
  if (typeof stored !== 'object' || stored === null) return initial;
  const old = stored as Partial<Record<keyof Arranged, unknown>>;
  if (old.version !== 1) return initial;
  const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  return {
    version: 1,
    sort: sortings.find((known) => known === old.sort) ?? initial.sort,
    folded: texts(old.folded),
    tables: texts(old.tables),
    zoom: typeof old.zoom === 'number' && old.zoom >= 2 && old.zoom <= 64 ? old.zoom : null,
    choice: textOrNull(old.choice),
    base: textOrNull(old.base),
    whole: texts(old.whole),
    scroll: typeof old.scroll === 'number' && old.scroll > 0 ? old.scroll : 0,
  };
}

/** Keeps the arrangement and stores every change of it. */
export class Arrangement {
  #value: Arranged;
  readonly #host: PanelHost;

  constructor(host: PanelHost) {
    this.#host = host;
    this.#value = readArranged(host.getState());
  }

  get value(): Arranged {
    return this.#value;
  }

  change(part: Partial<Omit<Arranged, 'version'>>): void {
    this.#value = { ...this.#value, ...part };
    this.#host.setState(this.#value);
  }

  /** Adds or removes a section in one of the lists. */
  toggle(list: 'folded' | 'tables' | 'whole', id: string, on: boolean): void {
    const others = this.#value[list].filter((known) => known !== id);
    this.change({ [list]: on ? [...others, id] : others });
  }
}
