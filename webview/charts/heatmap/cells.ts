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
/** What is left of the colour of an effect that may as well be none. */
const pale = 0.3;

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

/** How a cell is filled: its sign, and a strength that leaves text readable on it. */
export interface Look {
  readonly sign: number;
  readonly strength: number;
}

/** Where one effect in twenty is this many times as strong as the others, colours end before it. */
const outlying = 2;

/** The end of the colours: the strongest effect, or what 19 of 20 do not reach where a few would leave the rest without colour. */
function endOfScale({ values }: Cells): number {
  const sizes = values
    .flatMap((row, s) => row.flatMap((v, t) => (s === t || v === null ? [] : [Math.abs(v)])))
    .sort((a, b) => b - a);
  const most = sizes[0] ?? 0;
  const usual = sizes[Math.floor(sizes.length / 20)] ?? most;
  return Math.max(1e-9, most > outlying * usual && usual > 0 ? usual : most);
}

/** Looks and texts of the cells of one matrix. */
export class Appearance {
  /** The effect that has the strongest colour; the diagonal is a language's own text, on another scale. */
  readonly largest: number;
  /** Whether some effects are stronger than the strongest colour says. */
  readonly ends: boolean;
  /** Whether some effects are paler than their size says, as they may as well be none. */
  readonly fades: boolean;
  readonly #cells: Cells;
  readonly #layout: Layout;

  constructor(cells: Cells, layout: Layout) {
    this.#cells = cells;
    this.#layout = layout;
    this.largest = endOfScale(cells);
    const some = (holds: (s: number, t: number) => boolean): boolean =>
      cells.values.some((row, s) => row.some((_, t) => holds(s, t)));
    this.ends = some((s, t) => this.beyond(s, t));
    this.fades = some((s, t) => this.faded(s, t));
  }

  /** The effect is stronger than the scale of colours reaches. */
  beyond(s: number, t: number): boolean {
    return s !== t && Math.abs(this.#cells.values[s]?.[t] ?? 0) > this.largest * (1 + 1e-9);
  }

  /** The effect may as well be none. */
  faded(s: number, t: number): boolean {
    return s !== t && this.#cells.sure[s]?.[t] === false;
  }

  look(s: number, t: number): Look {
    const value = this.#cells.values[s]?.[t] ?? null;
    if (value === null) return { sign: 0, strength: 0 };
    if (s === t) return { sign: 0, strength: 0.35 };
    const look = this.lookOf(value);
    return this.faded(s, t) ? { sign: look.sign, strength: look.strength * pale } : look;
  }

  /** Strength goes with the root of the effect, so that small ones are seen; the legend says so by its values. */
  lookOf(value: number): Look {
    const most = this.#layout.sums === null ? 0.9 : 0.55;
    return {
      sign: Math.sign(value),
      strength: most * Math.sqrt(Math.min(1, Math.abs(value) / this.largest)),
    };
  }

  /** In hundredths, with as many decimals as the largest effect needs for two digits; null: nothing to write. */
  text(s: number, t: number): string | null {
    const value = this.#cells.values[s]?.[t] ?? null;
    return this.#layout.sums === null || value === null ? null : this.number(value);
  }

  number(value: number): string {
    const size = Math.abs(value) * 100;
    const fine = Math.max(0, Math.min(4, 1 + Math.ceil(-Math.log10(this.largest * 100))));
    const digits = size >= 99.5 ? 0 : size >= 9.95 ? Math.min(1, fine) : fine;
    const text = size.toFixed(digits);
    if (Number(text) === 0) return '0';
    return value < 0 ? `\u2212${text}` : text;
  }
}
