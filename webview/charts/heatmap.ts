import type { CellOrigin } from '../../src/core/report/report.ts';
import { html, label, svg } from '../elements/dom.ts';
import { onThemeChange, readPalette, type Palette } from '../elements/theme.ts';

export interface HeatmapOptions {
  readonly codes: readonly string[];
  /** [source][target], rows and columns in the order of `codes`. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly origins: readonly (readonly CellOrigin[])[];
  /** Side of a cell in CSS pixels. */
  readonly cell: number;
  readonly width: number;
  readonly summary: string;
  readonly describe: (source: number, target: number) => string;
  readonly act: (source: number, target: number) => void;
}

const tallest = 460;
const labelWidth = 40;
const labelHeight = 20;

/** The largest cell with which `n` columns fit a width; many languages keep at least two pixels and scroll. */
export const fitSize = (width: number, n: number): number =>
  Math.max(2, Math.min(52, Math.floor((width - labelWidth - 2) / Math.max(1, n))));

/**
 * A source × target matrix on a canvas. Only the visible cells are painted, so that 200 languages scroll smoothly; row and
 * column names stay in view. Arrow keys move a cursor that is read out.
 */
export class Heatmap {
  readonly element: HTMLElement;
  readonly #options: HeatmapOptions;
  readonly #canvas = html('canvas', { 'aria-hidden': 'true' });
  readonly #scroller: HTMLElement;
  readonly #readout = html('div', { class: 'readout', 'aria-live': 'polite' });
  readonly #height: number;
  readonly #cellHeight: number;
  readonly #scale: number;
  #palette: Palette | null = null;
  #cursor: readonly [number, number] | null = null;
  #highlighted = -1;
  #queued = false;

  constructor(options: HeatmapOptions) {
    this.#options = options;
    const { codes, cell, width, values } = options;
    // Rows of few languages need not be as tall as wide.
    this.#cellHeight = Math.min(cell, cell > 28 ? 28 : cell);
    const full = labelHeight + codes.length * this.#cellHeight + 1;
    this.#height = Math.min(tallest, full);
    // The diagonal is a language's own text: on another scale than what neighbours do.
    this.#scale = Math.max(
      1e-9,
      ...values.flatMap((row, s) => row.map((v, t) => (s === t ? 0 : Math.abs(v ?? 0)))),
    );
    const spacer = html('div', { class: 'heatmap' }, this.#canvas);
    spacer.style.width = `${Math.max(width, labelWidth + codes.length * cell + 1)}px`;
    spacer.style.height = `${full}px`;
    this.#scroller = html(
      'div',
      {
        class: 'scroller',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'heatmap',
        'aria-label': `${options.summary} Arrow keys walk the cells, Enter shows the source in the file.`,
      },
      spacer,
    );
    this.#scroller.style.height = `${this.#height + (codes.length * cell + labelWidth > width ? 12 : 0)}px`;
    const ratio = window.devicePixelRatio || 1;
    this.#canvas.width = width * ratio;
    this.#canvas.height = this.#height * ratio;
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${this.#height}px`;
    this.element = html('div', {}, this.#scroller, this.#readout);
    this.#listen();
    this.#repaint();
  }

  highlight(code: string | null): void {
    this.#highlighted = code === null ? -1 : this.#options.codes.indexOf(code);
    this.#repaint();
  }

  #listen(): void {
    const { codes, act, cell } = this.#options;
    this.#scroller.addEventListener('scroll', () => this.#repaint());
    onThemeChange(() => {
      this.#palette = null;
      this.#repaint();
    });
    const at = (event: MouseEvent): readonly [number, number] | null => {
      const box = this.#canvas.getBoundingClientRect();
      const x = event.clientX - box.left - labelWidth;
      const y = event.clientY - box.top - labelHeight;
      if (x < 0 || y < 0) return null;
      const s = Math.floor((y + this.#scroller.scrollTop) / this.#cellHeight);
      const t = Math.floor((x + this.#scroller.scrollLeft) / cell);
      return s < codes.length && t < codes.length ? [s, t] : null;
    };
    this.#scroller.addEventListener('mousemove', (event) => this.#moveTo(at(event)));
    this.#scroller.addEventListener('click', (event) => {
      const hit = at(event);
      if (hit !== null) act(hit[0], hit[1]);
    });
    this.#scroller.addEventListener('focus', () => {
      if (this.#cursor === null && codes.length > 0) this.#moveTo([0, 0]);
    });
    this.#scroller.addEventListener('keydown', (event) => {
      const [s, t] = this.#cursor ?? [0, 0];
      const last = codes.length - 1;
      const steps: Record<string, readonly [number, number]> = {
        ArrowDown: [s + 1, t],
        ArrowUp: [s - 1, t],
        ArrowRight: [s, t + 1],
        ArrowLeft: [s, t - 1],
        Home: [s, 0],
        End: [s, last],
        PageDown: [s + 10, t],
        PageUp: [s - 10, t],
      };
      const to = steps[event.key];
      if (to !== undefined) {
        event.preventDefault();
        const clamp = (k: number): number => Math.max(0, Math.min(last, k));
        this.#moveTo([clamp(to[0]), clamp(to[1])]);
        this.#reveal();
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        act(s, t);
      }
    });
  }

  #moveTo(cursor: readonly [number, number] | null): void {
    if (cursor === null || (cursor[0] === this.#cursor?.[0] && cursor[1] === this.#cursor[1])) return;
    this.#cursor = cursor;
    this.#readout.textContent = this.#options.describe(cursor[0], cursor[1]);
    this.#repaint();
  }

  /** Scrolls so that the cursor's cell is in view. */
  #reveal(): void {
    if (this.#cursor === null) return;
    const [s, t] = this.#cursor;
    const { cell, width } = this.#options;
    const box = this.#scroller;
    const [y, x] = [s * this.#cellHeight, t * cell];
    const [roomY, roomX] = [this.#height - labelHeight, width - labelWidth];
    if (y < box.scrollTop) box.scrollTop = y;
    else if (y + this.#cellHeight > box.scrollTop + roomY) box.scrollTop = y + this.#cellHeight - roomY;
    if (x < box.scrollLeft) box.scrollLeft = x;
    else if (x + cell > box.scrollLeft + roomX) box.scrollLeft = x + cell - roomX;
  }

  #repaint(): void {
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      this.#paint();
    });
  }

  #paint(): void {
    const brush = this.#canvas.getContext('2d');
    if (brush === null || !this.#canvas.isConnected) return;
    const palette = (this.#palette ??= readPalette());
    const { codes, cell, width } = this.#options;
    const tall = this.#cellHeight;
    const ratio = window.devicePixelRatio || 1;
    const { scrollTop, scrollLeft } = this.#scroller;
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.clearRect(0, 0, width, this.#height);
    brush.save();
    brush.beginPath();
    brush.rect(labelWidth, labelHeight, width - labelWidth, this.#height - labelHeight);
    brush.clip();
    const lastRow = Math.min(codes.length, Math.ceil((scrollTop + this.#height) / tall));
    const lastColumn = Math.min(codes.length, Math.ceil((scrollLeft + width) / cell));
    brush.font = palette.font;
    for (let s = Math.floor(scrollTop / tall); s < lastRow; s++) {
      for (let t = Math.floor(scrollLeft / cell); t < lastColumn; t++) {
        this.#paintCell(
          brush,
          palette,
          s,
          t,
          labelWidth + t * cell - scrollLeft,
          labelHeight + s * tall - scrollTop,
        );
      }
    }
    if (this.#cursor !== null) {
      const [s, t] = this.#cursor;
      brush.strokeStyle = palette.focus;
      brush.lineWidth = 2;
      brush.strokeRect(labelWidth + t * cell - scrollLeft, labelHeight + s * tall - scrollTop, cell, tall);
    }
    brush.restore();
    this.#paintLabels(brush, palette, scrollTop, scrollLeft);
  }

  #paintCell(
    brush: CanvasRenderingContext2D,
    palette: Palette,
    s: number,
    t: number,
    x: number,
    y: number,
  ): void {
    const { cell, values, origins } = this.#options;
    const tall = this.#cellHeight;
    const gap = cell >= 6 ? 1 : 0;
    const [w, h] = [cell - gap, tall - gap];
    const look = this.#look(s, t);
    brush.globalAlpha = look.strength;
    brush.fillStyle = look.sign > 0 ? palette.help : look.sign < 0 ? palette.harm : palette.lines;
    if (look.strength > 0) brush.fillRect(x, y, w, h);
    brush.globalAlpha = 1;
    const origin = origins[s]![t]!;
    if (origin === 'unmeasured' || origin === 'prior') pattern(brush, palette, origin, x, y, w, h);
    else if (look.sign < 0 && cell >= 8 && cell < 30) {
      // Too small for its number: a dash says that it is negative, without colour.
      brush.fillStyle = palette.foreground;
      brush.fillRect(x + w * 0.3, y + h / 2 - 0.5, w * 0.4, 1);
    }
    const value = values[s]![t] ?? null;
    if (value !== null && cell >= 30) {
      brush.fillStyle = palette.foreground;
      brush.textAlign = 'center';
      brush.textBaseline = 'middle';
      brush.fillText(short(value, this.#scale), x + w / 2, y + h / 2 + 0.5, w - 2);
    }
  }

  /** How a cell is filled: its sign, and a strength that leaves text readable on it. */
  #look(s: number, t: number): { sign: number; strength: number } {
    const value = this.#options.values[s]![t] ?? null;
    if (value === null || s === t) return { sign: 0, strength: value === null ? 0 : 0.35 };
    const most = this.#options.cell >= 30 ? 0.5 : 0.9;
    return { sign: Math.sign(value), strength: most * Math.sqrt(Math.min(1, Math.abs(value) / this.#scale)) };
  }

  #paintLabels(
    brush: CanvasRenderingContext2D,
    palette: Palette,
    scrollTop: number,
    scrollLeft: number,
  ): void {
    const { codes, cell, width } = this.#options;
    const tall = this.#cellHeight;
    brush.font = palette.font;
    brush.textBaseline = 'middle';
    const stepX = Math.max(1, Math.ceil(30 / cell));
    const stepY = Math.max(1, Math.ceil(13 / tall));
    const write = (k: number, x: number, y: number, align: CanvasTextAlign): void => {
      brush.textAlign = align;
      const marked = k === this.#highlighted || k === this.#cursor?.[align === 'left' ? 0 : 1];
      brush.fillStyle = marked ? palette.foreground : palette.muted;
      brush.font = marked ? `600 ${palette.font}` : palette.font;
      brush.fillText(codes[k]!, x, y, align === 'left' ? labelWidth - 4 : Math.max(30, cell));
    };
    for (let k = 0; k < codes.length; k++) {
      const y = labelHeight + (k + 0.5) * tall - scrollTop;
      if (y > labelHeight && y < this.#height && k % stepY === 0) write(k, 2, y, 'left');
      const x = labelWidth + (k + 0.5) * cell - scrollLeft;
      if (x > labelWidth && x < width && k % stepX === 0) write(k, x, labelHeight / 2, 'center');
    }
  }

  /** The whole matrix as SVG. */
  picture(): SVGSVGElement {
    const palette = readPalette();
    const { codes, cell, values, origins } = this.#options;
    const tall = this.#cellHeight;
    const root = svg('svg', {
      class: 'chart',
      width: labelWidth + codes.length * cell + 1,
      height: labelHeight + codes.length * tall + 1,
    });
    codes.forEach((code, s) => {
      root.append(label(2, labelHeight + (s + 0.65) * tall, code));
      root.append(label(labelWidth + (s + 0.5) * cell, 13, code, { class: 'middle' }));
      codes.forEach((_, t) => {
        const [x, y] = [labelWidth + t * cell, labelHeight + s * tall];
        const { sign, strength } = this.#look(s, t);
        const rect = svg('rect', {
          x,
          y,
          width: cell - 1,
          height: Math.max(1, tall - 1),
          'fill-opacity': strength,
        });
        rect.style.fill = sign > 0 ? palette.help : sign < 0 ? palette.harm : palette.lines;
        root.append(rect);
        const origin = origins[s]![t]!;
        if (origin === 'unmeasured')
          root.append(svg('path', { class: 'axis', d: `M${x} ${y + tall}L${x + cell} ${y}` }));
        if (origin === 'prior') root.append(svg('circle', { class: 'dots', cx: x + 4, cy: y + 4, r: 1 }));
        const value = values[s]![t] ?? null;
        if (value !== null && cell >= 30)
          root.append(label(x + cell / 2, y + tall / 2 + 4, short(value, this.#scale), { class: 'middle' }));
      });
    });
    return root;
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

/** A number for a cell: as many decimals as the largest neighbourly effect needs for two digits, without a leading zero. */
function short(value: number, scale: number): string {
  const size = Math.abs(value);
  const decimals =
    size >= 9.95 ? 0 : size >= 0.995 ? 1 : Math.max(2, Math.min(4, 1 + Math.ceil(-Math.log10(scale))));
  const text = size.toFixed(decimals).replace(/^0\./, '.');
  if (Number(text) === 0) return '0';
  return value < 0 ? `\u2212${text}` : text;
}
