import { html, prose } from '../elements/dom.ts';
import { pngOf, standalone } from '../elements/picture.ts';
import { icon } from '../elements/icons.ts';
import { drawTable } from '../elements/table.ts';
import { sorted, toCsv, toTsv, type Sorted, type Table } from '../../src/core/report/table.ts';
import { button, iconButton } from '../toolkit.ts';
import type { Context, Drawing, SectionParts, View } from '../view.ts';

/** Width of pictures in a written report, in CSS pixels. */
const pageWidth = 640;

/** A foldable part of the panel: a chart, the sentence that says it, and the table behind it. */
export class Section {
  readonly element: HTMLElement;
  readonly #parts: SectionParts;
  readonly #context: Context;
  readonly #body = html('div', { class: 'body' });
  readonly #exports = html('div', { class: 'exports', hidden: true });
  readonly #fold: HTMLButtonElement;
  readonly #tableButton: HTMLElement;
  #view: View | null = null;
  #drawing: Drawing | null = null;
  #width = 0;
  #highlighted: string | null = null;
  /** What the table is sorted by; null: as the languages are. */
  #sorted: Sorted | null = null;

  constructor(parts: SectionParts, context: Context) {
    this.#parts = parts;
    this.#context = context;
    const heading = `${parts.id}-heading`;
    this.#body.id = `${parts.id}-body`;
    this.#fold = html(
      'button',
      { class: 'fold', type: 'button', 'aria-controls': this.#body.id, 'aria-expanded': 'true' },
      icon('chevron'),
      parts.title,
    );
    this.#fold.addEventListener('click', () => {
      context.arrangement.toggle('folded', parts.id, !this.#folded);
      this.#draw();
    });
    this.#tableButton = iconButton(icon('table'), `Show ${parts.title} as a table`, () => {
      context.arrangement.toggle('tables', parts.id, !this.#asTable);
      this.#draw();
    });
    this.#exports.append(
      button('Copy as CSV', () => this.#copy(toCsv)),
      button('Copy as TSV', () => this.#copy(toTsv)),
      button('SVG', () => this.#save('svg')),
      button('PNG', () => this.#save('png')),
    );
    this.element = html(
      'section',
      { class: 'section', id: parts.id, 'aria-labelledby': heading },
      html(
        'header',
        {},
        html('h2', { id: heading }, this.#fold),
        ...(parts.controls?.(context) ?? []),
        this.#tableButton,
        iconButton(icon('export'), `Export ${parts.title}`, () => {
          this.#exports.hidden = !this.#exports.hidden;
        }),
      ),
      this.#exports,
      this.#body,
    );
    new ResizeObserver(() => {
      const width = Math.floor(this.#body.clientWidth);
      if (width > 0 && width !== this.#width) this.#draw();
    }).observe(this.#body);
  }

  get id(): string {
    return this.#parts.id;
  }

  /** Resolves once nothing more is being worked out for the chart. */
  settled(): Promise<void> {
    return this.#parts.settled?.() ?? Promise.resolve();
  }

  /** Resolves once the chart can show all it has to. */
  finish(): Promise<void> {
    return this.#view === null ? Promise.resolve() : (this.#parts.finish?.(this.#view) ?? this.settled());
  }

  /** The chart for a page: of one width, dark on white, whatever the panel's width and theme; null: there is none. */
  printed(view: View): SVGSVGElement | null {
    if (this.#parts.applies?.(view.report) === false) return null;
    const picture = this.#parts.draw(view, pageWidth, this.#context).picture();
    if (picture === null) return null;
    const page = html('div', { class: 'page' });
    document.body.append(page);
    try {
      return standalone(picture, page);
    } finally {
      page.remove();
    }
  }

  update(view: View): void {
    this.#view = view;
    this.#draw();
  }

  highlight(code: string | null): void {
    this.#highlighted = code;
    this.#drawing?.highlight?.(code);
  }

  repaint(): void {
    this.#drawing?.repaint?.();
  }

  get #folded(): boolean {
    return this.#context.arrangement.value.folded.includes(this.id);
  }

  get #asTable(): boolean {
    return this.#context.arrangement.value.tables.includes(this.id);
  }

  #draw(): void {
    const view = this.#view;
    if (view === null) return;
    this.element.hidden = this.#parts.applies?.(view.report) === false;
    if (this.element.hidden) return;
    const folded = this.#folded;
    this.element.toggleAttribute('data-folded', folded);
    this.#fold.setAttribute('aria-expanded', String(!folded));
    this.#body.hidden = folded;
    if (folded) {
      this.#exports.hidden = true;
      this.#body.replaceChildren();
      return;
    }
    this.#width = Math.floor(this.#body.clientWidth) || 280;
    this.#tableButton.setAttribute('aria-pressed', String(this.#asTable));
    this.#drawing = this.#parts.draw(view, this.#width, this.#context);
    const summary = html('p', { class: 'summary' }, ...prose(this.#parts.summary(view)));
    if (this.#asTable) {
      const table = this.#parts.table(view);
      this.#body.replaceChildren(
        summary,
        drawTable(this.#parts.title, table, this.#sorted, (by) => {
          this.#sorted = by;
        }),
      );
      // Rows that are still being worked out come when all of them are there.
      void this.settled().then(() => {
        const now = this.#view;
        if (this.#asTable && now !== null && this.#parts.table(now).rows.length !== table.rows.length)
          this.#draw();
      });
    } else {
      this.#body.replaceChildren(summary, this.#drawing.chart);
      this.#drawing.highlight?.(this.#highlighted);
    }
  }

  /** The table as it stands: in the order that the reader gave it. */
  #copy(as: (table: Table) => string): void {
    if (this.#view === null) return;
    const table = this.#parts.table(this.#view);
    const rows = sorted(table, this.#asTable ? this.#sorted : null);
    this.#context.host.post({ type: 'copy', text: as({ header: table.header, rows }) });
  }

  #save(format: 'svg' | 'png'): void {
    const drawn = this.#drawing?.picture() ?? null;
    if (drawn === null) return;
    const picture = standalone(drawn, this.element);
    const name = `${this.id}.${format}`;
    const text = new XMLSerializer().serializeToString(picture);
    if (format === 'svg') {
      this.#context.host.post({ type: 'save', name, format, content: text });
      return;
    }
    void pngOf(picture).then((content) => this.#context.host.post({ type: 'save', name, format, content }));
  }
}
