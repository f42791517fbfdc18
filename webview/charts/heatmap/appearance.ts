import type { Cells, Layout } from './cells.ts';

/** What is left of the colour of an effect that may as well be none. */
const pale = 0.3;

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

  /** Too small for its number, but not for a dash that says without colour that the effect is negative. */
  dashed(s: number, t: number): boolean {
    const { cell, sums } = this.#layout;
    return sums === null && cell >= 8 && this.look(s, t).sign < 0;
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
