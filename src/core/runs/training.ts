import type { RunState } from './run-states.ts';
import type { Table } from './table.ts';

/** A fit of half as many is refused (fit.ts): reading all of them would take more memory than the solver's thread has. */
export const maxMeasurements = 200_000;

/** Where a value stands. */
export interface Place {
  readonly table: Table;
  readonly row: number;
  readonly column: number;
}

/** One or more rows about the same moment of the same training. */
export interface Point {
  readonly training: Training;
  readonly tokens: number | null;
  readonly step: number | null;
  shares: Shares | null;
  readonly losses: Map<number, number>;
  /** First loss that is NaN or infinite. */
  diverged: { place: Place; text: string } | null;
  readonly place: Place;
}

export interface Shares {
  readonly values: Map<number, number>;
  readonly place: Place;
  readonly decimals: number;
  /** Written with a per cent sign. */
  readonly percent: boolean;
}

/** All rows with one id, seed and size; of an attempt that did not finish, apart from those of another that did. */
export interface Training {
  readonly id: string | null;
  /** Names that its file and the folders around it may give it, nearest first; null: it has an id, or its row is all there is. */
  readonly path: readonly string[] | null;
  seed: number | null;
  shares: Shares | null;
  parameters: number | null;
  tokens: number | null;
  available: Map<number, number> | null;
  /** Null: no table tells it. */
  state: RunState | null;
  readonly points: Map<string, Point>;
  readonly tokensAtStep: Map<number, number>;
  /** Where each of its rows has the tokens of the whole run: these, and its last step; null: no row has. */
  total: { readonly step: number; readonly tokens: number } | null;
  /** By step, null where there is none, and language. */
  readonly languageTokens: Map<number | null, Map<string, number>>;
  readonly place: Place;
  /** Those that its rows stand in. */
  readonly files: Set<string>;
}

/** The name under which a training is told; null: it has none. */
export const nameOf = ({ id, path }: Training): string | null => id ?? path?.[0] ?? null;

/** All names that a training may be meant by, the likeliest first. */
export const namesOf = ({ id, path }: Training): readonly string[] => (id === null ? (path ?? []) : [id]);

/** Whether two tables may speak of one training: seed and size differ nowhere that both tell them. */
export const mayBeSame = (
  a: Pick<Training, 'seed' | 'parameters'>,
  b: Pick<Training, 'seed' | 'parameters'>,
): boolean =>
  (['seed', 'parameters'] as const).every(
    (what) => a[what] === null || b[what] === null || a[what] === b[what],
  );

export function sameShares(a: Shares, b: Shares): boolean {
  const languages = new Set([...a.values.keys(), ...b.values.keys()]);
  return [...languages].every((language) => (a.values.get(language) ?? 0) === (b.values.get(language) ?? 0));
}

/** Whether a row measured again what another one did: the same shares, other losses. */
export const isRepeat = (known: Point, shares: Shares, losses: ReadonlyMap<number, number>): boolean =>
  known.shares !== null &&
  sameShares(known.shares, shares) &&
  [...losses].some(([language, loss]) => (known.losses.get(language) ?? loss) !== loss);

export const sumOf = (shares: Shares | null): number =>
  shares === null ? 0 : [...shares.values.values()].reduce((sum, share) => sum + share, 0);
