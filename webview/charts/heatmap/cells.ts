import type { CellOrigin } from '../../../src/core/report/report.ts';

/** What a heatmap shows: a source × target matrix of effects, drawn in hundredths. */
export interface Cells {
  readonly codes: readonly string[];
  /** [source][target], rows and columns in the order of `codes`. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly origins: readonly (readonly CellOrigin[])[];
  /** Whether an effect is beyond its own uncertainty; null: none is known of it. */
  readonly sure: readonly (readonly (boolean | null)[])[];
  /** What each source gives to all others, and each target gets from them. */
  readonly gives: readonly number[];
  readonly receives: readonly number[];
}

/** Sizes in CSS pixels. */
export interface Layout {
  readonly cell: number;
  /** Rows of few languages need not be as tall as wide. */
  readonly tall: number;
  readonly left: number;
  readonly top: number;
  /** Names of columns stand upright where they fit. */
  readonly upright: boolean;
  /** Where the sums begin, from the matrix's origin; null: cells are too small for numbers. */
  readonly sums: { readonly x: number; readonly y: number } | null;
  /** Of the whole picture. */
  readonly fullWidth: number;
  readonly fullHeight: number;
}

/** Cells from this size on hold their number. */
const numbered = 30;
const gapToSums = 6;
const letter = 7.5;

export function layoutOf(codes: readonly string[], cell: number): Layout {
  const n = codes.length;
  const longest = Math.max(2, ...codes.map((code) => code.length)) * letter;
  const upright = longest + 4 <= cell;
  const tall = Math.min(cell, 28);
  // The row of sums has a name as well.
  const left = Math.min(84, Math.max(40, Math.ceil(longest) + 8));
  const top = upright ? 20 : Math.min(84, Math.ceil(longest) + 8);
  const sums = cell >= numbered ? { x: n * cell + gapToSums, y: n * tall + gapToSums } : null;
  return {
    cell,
    tall,
    left,
    top,
    upright,
    sums,
    fullWidth: left + (sums === null ? n * cell : sums.x + cell) + 1,
    fullHeight: top + (sums === null ? n * tall : sums.y + tall) + 1,
  };
}

/** The largest cell with which all columns fit a width; many languages keep at least two pixels and scroll. */
export function fitCell(codes: readonly string[], width: number): number {
  const { left } = layoutOf(codes, 1);
  const withSums = Math.floor((width - left - gapToSums - 2) / (codes.length + 1));
  const without = Math.floor((width - left - 2) / Math.max(1, codes.length));
  return Math.max(2, Math.min(52, withSums >= numbered ? withSums : Math.min(without, numbered - 1)));
}
