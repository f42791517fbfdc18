import { html } from '../../elements/dom.ts';
import { readPalette, type Palette } from '../../elements/theme.ts';
import { Appearance } from './appearance.ts';
import { layoutOf, type Cells, type Layout } from './cells.ts';
import { paintHeatmap } from './painter.ts';
import { heatmapLegend, heatmapPicture } from './picture.ts';

export interface HeatmapOptions {
  readonly cells: Cells;
  /** Side of a cell in CSS pixels. */
  readonly cell: number;
  readonly width: number;
  readonly summary: string;
  readonly describe: (source: number, target: number) => string;
  readonly act: (source: number, target: number) => void;
}

const tallest = 460;
const scrollbar = 12;
/** Letters of what is said of a cell, and the width of one. */
const longestReadout = 200;
const letter = 6.2;

/**
 * A source × target matrix on a canvas that stays in view while its box scrolls. Arrow keys move a cursor that is read out.
 */
export class Heatmap {
  readonly element: HTMLElement;
  readonly #options: HeatmapOptions;
  readonly #layout: Layout;
  readonly #appearance: Appearance;
  readonly #canvas = html('canvas', { 'aria-hidden': 'true' });
  readonly #scroller: HTMLElement;
  readonly #readout = html(
    'div',
    { class: 'readout', 'aria-live': 'polite' },
    'Point at a cell, or use the arrow keys, to read it.',
  );
  readonly #height: number;
  #palette: Palette | null = null;
  #cursor: readonly [number, number] | null = null;
  #highlighted = -1;
  #queued = false;

  constructor(options: HeatmapOptions) {
    const { cells, width } = options;
    this.#options = options;
    this.#layout = layoutOf(cells.codes, options.cell);
    this.#appearance = new Appearance(cells, this.#layout);
    const { fullWidth, fullHeight } = this.#layout;
    this.#height = Math.min(tallest, fullHeight);
    const spacer = html('div', { class: 'heatmap' }, this.#canvas);
    spacer.style.width = `${Math.max(width, fullWidth)}px`;
    spacer.style.height = `${fullHeight}px`;
    this.#scroller = html(
      'div',
      {
        class: 'scroller',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'heatmap',
        'aria-label': `${options.summary} Arrow keys move between cells, Enter shows the source in the file.`,
      },
      spacer,
    );
    // As high as its longest text: what is said of a cell must not move what stands below.
    const lines = Math.ceil((longestReadout * letter) / width);
    this.#readout.style.height = `${(lines * 1.4).toFixed(1)}em`;
    this.#scroller.style.height = `${this.#height + (fullWidth > width ? scrollbar : 0)}px`;
    const ratio = window.devicePixelRatio || 1;
    this.#canvas.width = width * ratio;
    this.#canvas.height = this.#height * ratio;
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${this.#height}px`;
    this.element = html('div', {}, this.#scroller, heatmapLegend(cells, this.#appearance), this.#readout);
    this.#listen();
    this.repaint();
  }

  highlight(code: string | null): void {
    this.#highlighted = code === null ? -1 : this.#options.cells.codes.indexOf(code);
    this.#schedule();
  }

  /** Paints again, in the colours of the theme as it is now. */
  repaint(): void {
    this.#palette = null;
    this.#schedule();
  }

  picture(): SVGSVGElement {
    return heatmapPicture(this.#options.cells, this.#layout, this.#appearance);
  }

  #listen(): void {
    const { cells, act } = this.#options;
    const { codes } = cells;
    const { cell, tall, left, top } = this.#layout;
    this.#scroller.addEventListener('scroll', () => this.#schedule());
    const at = (event: MouseEvent): readonly [number, number] | null => {
      const box = this.#canvas.getBoundingClientRect();
      const x = event.clientX - box.left - left;
      const y = event.clientY - box.top - top;
      if (x < 0 || y < 0) return null;
      const s = Math.floor((y + this.#scroller.scrollTop) / tall);
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
    this.#schedule();
  }

  /** Scrolls so that the cursor's cell is in view. */
  #reveal(): void {
    if (this.#cursor === null) return;
    const [s, t] = this.#cursor;
    const { cell, tall, left, top } = this.#layout;
    const box = this.#scroller;
    const [y, x] = [s * tall, t * cell];
    const [roomY, roomX] = [this.#height - top, this.#options.width - left];
    if (y < box.scrollTop) box.scrollTop = y;
    else if (y + tall > box.scrollTop + roomY) box.scrollTop = y + tall - roomY;
    if (x < box.scrollLeft) box.scrollLeft = x;
    else if (x + cell > box.scrollLeft + roomX) box.scrollLeft = x + cell - roomX;
  }

  #schedule(): void {
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
    const { cells, width } = this.#options;
    const { scrollLeft, scrollTop } = this.#scroller;
    const ratio = window.devicePixelRatio || 1;
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintHeatmap(brush, {
      cells,
      layout: this.#layout,
      appearance: this.#appearance,
      palette: (this.#palette ??= readPalette()),
      view: { width, height: this.#height, scrollLeft, scrollTop },
      marked: { cursor: this.#cursor, highlighted: this.#highlighted },
    });
  }
}
