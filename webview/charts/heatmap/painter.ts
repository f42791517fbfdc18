import type { Palette } from '../../elements/theme.ts';
import type { Appearance } from './appearance.ts';
import type { Cells, Layout } from './cells.ts';

/** The part of the matrix that is in view. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly scrollLeft: number;
  readonly scrollTop: number;
}

export interface Marked {
  readonly cursor: readonly [source: number, target: number] | null;
  /** Index of the language of the cursor's line in the file; -1: none. */
  readonly highlighted: number;
}

/** What is painted, and how it looks. */
export interface Picture {
  readonly cells: Cells;
  readonly layout: Layout;
  readonly appearance: Appearance;
  readonly palette: Palette;
  readonly view: Viewport;
  readonly marked: Marked;
}

/** Paints what is in view, so that 200 languages scroll smoothly; names of rows and columns stay in view. */
export const paintHeatmap = (brush: CanvasRenderingContext2D, picture: Picture): void =>
  new Painter(brush, picture).paint();

class Painter {
  readonly #brush: CanvasRenderingContext2D;
  readonly #cells: Cells;
  readonly #layout: Layout;
  readonly #appearance: Appearance;
  readonly #palette: Palette;
  readonly #view: Viewport;
  readonly #marked: Marked;
  /** Width and height of what is painted of a cell: cells stand apart where there is room. */
  readonly #painted: readonly [number, number];

  constructor(
    brush: CanvasRenderingContext2D,
    { cells, layout, appearance, palette, view, marked }: Picture,
  ) {
    this.#brush = brush;
    this.#cells = cells;
    this.#layout = layout;
    this.#appearance = appearance;
    this.#palette = palette;
    this.#view = view;
    this.#marked = marked;
    const gap = layout.cell >= 6 ? 1 : 0;
    this.#painted = [layout.cell - gap, layout.tall - gap];
  }

  paint(): void {
    const brush = this.#brush;
    const { left, top } = this.#layout;
    const { width, height, scrollLeft, scrollTop } = this.#view;
    brush.clearRect(0, 0, width, height);
    brush.font = this.#palette.font;
    brush.save();
    brush.beginPath();
    brush.rect(left, top, width - left, height - top);
    brush.clip();
    brush.translate(left - scrollLeft, top - scrollTop);
    this.#paintCells();
    this.#paintSums();
    this.#paintCursor();
    brush.restore();
    this.#paintNames();
    this.#paintNamesOfSums();
  }

  #paintCells(): void {
    const { codes } = this.#cells;
    const { cell, tall } = this.#layout;
    const { width, height, scrollLeft, scrollTop } = this.#view;
    const lastRow = Math.min(codes.length, Math.ceil((scrollTop + height) / tall));
    const lastColumn = Math.min(codes.length, Math.ceil((scrollLeft + width) / cell));
    for (let s = Math.floor(scrollTop / tall); s < lastRow; s++) {
      for (let t = Math.floor(scrollLeft / cell); t < lastColumn; t++) this.#paintCell(s, t);
    }
  }

  #paintCell(s: number, t: number): void {
    const { foreground, muted } = this.#palette;
    const [x, y] = [t * this.#layout.cell, s * this.#layout.tall];
    this.#paintStrength(s, t, x, y);
    if (this.#appearance.beyond(s, t)) this.#cutCorner(x, y);
    const text = this.#appearance.text(s, t);
    if (text !== null) this.#write(text, x, y, s === t || this.#appearance.faded(s, t) ? muted : foreground);
  }

  /** How much, by colour; where it comes from, by pattern. */
  #paintStrength(s: number, t: number, x: number, y: number): void {
    const brush = this.#brush;
    const palette = this.#palette;
    const [w, h] = this.#painted;
    const { sign, strength } = this.#appearance.look(s, t);
    if (strength > 0) {
      brush.globalAlpha = strength;
      brush.fillStyle = sign > 0 ? palette.help : sign < 0 ? palette.harm : palette.lines;
      brush.fillRect(x, y, w, h);
      brush.globalAlpha = 1;
    }
    const origin = this.#cells.origins[s]?.[t];
    if (origin === 'unmeasured' || origin === 'prior') pattern(brush, palette, origin, x, y, w, h);
    if (this.#appearance.dashed(s, t)) {
      brush.fillStyle = palette.foreground;
      brush.fillRect(x + w * 0.3, y + h / 2 - 0.5, w * 0.4, 1);
    }
  }

  /** Stronger than the strongest colour. */
  #cutCorner(x: number, y: number): void {
    const brush = this.#brush;
    const [w] = this.#painted;
    const side = Math.min(7, w / 2);
    brush.fillStyle = this.#palette.foreground;
    brush.beginPath();
    brush.moveTo(x + w - side, y);
    brush.lineTo(x + w, y);
    brush.lineTo(x + w, y + side);
    brush.fill();
  }

  #write(text: string, x: number, y: number, colour: string): void {
    const brush = this.#brush;
    const { cell, tall } = this.#layout;
    brush.fillStyle = colour;
    brush.textAlign = 'center';
    brush.textBaseline = 'middle';
    brush.fillText(text, x + (cell - 1) / 2, y + tall / 2 + 0.5, cell - 3);
  }

  /** What each language gives and receives in all, behind its row and under its column. */
  #paintSums(): void {
    const { cell, tall, sums } = this.#layout;
    if (sums === null) return;
    const { gives, receives } = this.#cells;
    const write = (value: number, x: number, y: number): void =>
      this.#write(this.#appearance.number(value), x, y, this.#palette.muted);
    gives.forEach((value, k) => write(value, sums.x, k * tall));
    receives.forEach((value, k) => write(value, k * cell, sums.y));
  }

  #paintCursor(): void {
    const brush = this.#brush;
    const { cell, tall } = this.#layout;
    if (this.#marked.cursor === null) return;
    const [s, t] = this.#marked.cursor;
    brush.strokeStyle = this.#palette.focus;
    brush.lineWidth = 2;
    brush.strokeRect(t * cell, s * tall, cell, tall);
  }

  #paintNames(): void {
    const brush = this.#brush;
    const { cell, tall, left, top } = this.#layout;
    const { width, height, scrollLeft, scrollTop } = this.#view;
    const stepX = Math.max(1, Math.ceil(13 / cell));
    const stepY = Math.max(1, Math.ceil(13 / tall));
    brush.textBaseline = 'middle';
    for (const [k, code] of this.#cells.codes.entries()) {
      const y = top + (k + 0.5) * tall - scrollTop;
      if (y > top && y < height && k % stepY === 0) {
        this.#pickPen(k, this.#marked.cursor?.[0]);
        brush.textAlign = 'left';
        brush.fillText(code, 2, y, left - 4);
      }
      const x = left + (k + 0.5) * cell - scrollLeft;
      if (x > left && x < width && k % stepX === 0) {
        this.#pickPen(k, this.#marked.cursor?.[1]);
        this.#writeColumnName(code, x);
      }
    }
  }

  /** Bold where the cursor stands, here or in the file. */
  #pickPen(k: number, at: number | undefined): void {
    const { font, foreground, muted } = this.#palette;
    const strong = k === this.#marked.highlighted || k === at;
    this.#brush.fillStyle = strong ? foreground : muted;
    this.#brush.font = strong ? `600 ${font}` : font;
  }

  #paintNamesOfSums(): void {
    const brush = this.#brush;
    const { cell, tall, left, top, sums } = this.#layout;
    const { width, height, scrollLeft, scrollTop } = this.#view;
    if (sums === null) return;
    brush.fillStyle = this.#palette.muted;
    brush.font = this.#palette.font;
    const x = left + sums.x + cell / 2 - scrollLeft;
    if (x < width) this.#writeColumnName('gives', x);
    const y = top + sums.y + tall / 2 - scrollTop;
    brush.textAlign = 'left';
    if (y < height) brush.fillText('gets', 2, y);
  }

  #writeColumnName(name: string, x: number): void {
    const brush = this.#brush;
    const { cell, top, upright } = this.#layout;
    if (upright) {
      brush.textAlign = 'center';
      brush.fillText(name, x, top / 2, cell);
      return;
    }
    brush.save();
    brush.translate(x, top - 5);
    brush.rotate(-Math.PI / 2);
    brush.textAlign = 'left';
    brush.fillText(name, 0, 0, top - 6);
    brush.restore();
  }
}

/** Hatching says unmeasured, dots say prior. */
function pattern(
  brush: CanvasRenderingContext2D,
  palette: Palette,
  origin: 'unmeasured' | 'prior',
  x: number,
  y: number,
  w: number,
  h: number,
): void {
  if (w < 5) return;
  brush.strokeStyle = brush.fillStyle = palette.muted;
  brush.globalAlpha = 0.55;
  brush.lineWidth = 1;
  brush.save();
  brush.beginPath();
  brush.rect(x, y, w, h);
  brush.clip();
  brush.beginPath();
  if (origin === 'unmeasured') {
    for (let d = -h; d < w; d += 6) {
      brush.moveTo(x + d, y + h);
      brush.lineTo(x + d + h, y);
    }
    brush.stroke();
  } else {
    for (let dx = 3; dx < w; dx += 6) for (let dy = 3; dy < h; dy += 6) brush.rect(x + dx, y + dy, 1, 1);
    brush.fill();
  }
  brush.restore();
  brush.globalAlpha = 1;
}
