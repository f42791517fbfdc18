import type { Palette } from '../../elements/theme.ts';
import type { Appearance, Cells, Layout } from './cells.ts';

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

/** Paints what is in view, so that 200 languages scroll smoothly; names of rows and columns stay in view. */
export function paintHeatmap(
  brush: CanvasRenderingContext2D,
  cells: Cells,
  layout: Layout,
  appearance: Appearance,
  palette: Palette,
  view: Viewport,
  marked: Marked,
): void {
  const { codes } = cells;
  const { cell, tall, left, top } = layout;
  const { width, height, scrollLeft, scrollTop } = view;
  brush.clearRect(0, 0, width, height);
  brush.font = palette.font;
  brush.save();
  brush.beginPath();
  brush.rect(left, top, width - left, height - top);
  brush.clip();
  brush.translate(left - scrollLeft, top - scrollTop);
  const lastRow = Math.min(codes.length, Math.ceil((scrollTop + height) / tall));
  const lastColumn = Math.min(codes.length, Math.ceil((scrollLeft + width) / cell));
  for (let s = Math.floor(scrollTop / tall); s < lastRow; s++) {
    for (let t = Math.floor(scrollLeft / cell); t < lastColumn; t++) paintCell(s, t);
  }
  if (layout.sums !== null) {
    const { x, y } = layout.sums;
    cells.gives.forEach((gives, k) => write(appearance.number(gives), x, k * tall, palette.muted));
    cells.receives.forEach((receives, k) => write(appearance.number(receives), k * cell, y, palette.muted));
  }
  if (marked.cursor !== null) {
    const [s, t] = marked.cursor;
    brush.strokeStyle = palette.focus;
    brush.lineWidth = 2;
    brush.strokeRect(t * cell, s * tall, cell, tall);
  }
  brush.restore();
  paintNames();

  function paintCell(s: number, t: number): void {
    const [x, y] = [t * cell, s * tall];
    const gap = cell >= 6 ? 1 : 0;
    const [w, h] = [cell - gap, tall - gap];
    const { sign, strength } = appearance.look(s, t);
    if (strength > 0) {
      brush.globalAlpha = strength;
      brush.fillStyle = sign > 0 ? palette.help : sign < 0 ? palette.harm : palette.lines;
      brush.fillRect(x, y, w, h);
      brush.globalAlpha = 1;
    }
    const origin = cells.origins[s]?.[t];
    if (origin === 'unmeasured' || origin === 'prior') pattern(brush, palette, origin, x, y, w, h);
    else if (sign < 0 && cell >= 8 && layout.sums === null) {
      // Too small for its number: a dash says that it is negative, without colour.
      brush.fillStyle = palette.foreground;
      brush.fillRect(x + w * 0.3, y + h / 2 - 0.5, w * 0.4, 1);
    }
    if (appearance.beyond(s, t)) {
      // A cut corner: stronger than the strongest colour.
      const side = Math.min(7, w / 2);
      brush.fillStyle = palette.foreground;
      brush.beginPath();
      brush.moveTo(x + w - side, y);
      brush.lineTo(x + w, y);
      brush.lineTo(x + w, y + side);
      brush.fill();
    }
    const text = appearance.text(s, t);
    if (text !== null)
      write(text, x, y, s === t || appearance.faded(s, t) ? palette.muted : palette.foreground);
  }

  function write(text: string, x: number, y: number, colour: string): void {
    brush.fillStyle = colour;
    brush.textAlign = 'center';
    brush.textBaseline = 'middle';
    brush.fillText(text, x + (cell - 1) / 2, y + tall / 2 + 0.5, cell - 3);
  }

  function paintNames(): void {
    const stepX = Math.max(1, Math.ceil((layout.upright ? 30 : 13) / cell));
    const stepY = Math.max(1, Math.ceil(13 / tall));
    brush.textBaseline = 'middle';
    const pen = (k: number, at: number | undefined): void => {
      const strong = k === marked.highlighted || k === at;
      brush.fillStyle = strong ? palette.foreground : palette.muted;
      brush.font = strong ? `600 ${palette.font}` : palette.font;
    };
    for (const [k, code] of codes.entries()) {
      const y = top + (k + 0.5) * tall - scrollTop;
      if (y > top && y < height && k % stepY === 0) {
        pen(k, marked.cursor?.[0]);
        brush.textAlign = 'left';
        brush.fillText(code, 2, y, left - 4);
      }
      const x = left + (k + 0.5) * cell - scrollLeft;
      if (x > left && x < width && k % stepX === 0) {
        pen(k, marked.cursor?.[1]);
        columnName(code, x);
      }
    }
    if (layout.sums === null) return;
    brush.fillStyle = palette.muted;
    brush.font = palette.font;
    const x = left + layout.sums.x + cell / 2 - scrollLeft;
    if (x < width) columnName('gives', x);
    const y = top + layout.sums.y + tall / 2 - scrollTop;
    brush.textAlign = 'left';
    if (y < height) brush.fillText('gets', 2, y);
  }

  function columnName(name: string, x: number): void {
    if (layout.upright) {
      brush.textAlign = 'center';
      brush.fillText(name, x, top / 2, Math.max(30, cell));
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
