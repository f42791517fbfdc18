import { html } from '../elements/dom.ts';

/** More rows than these scroll in a box of their own. */
const screenRows = 15;

/** A chart on a page: its head stays in view while the rows scroll. */
export const scroller = (head: SVGSVGElement, rows: SVGSVGElement, count: number): HTMLElement =>
  html(
    'div',
    { class: count > screenRows ? 'scroller tall' : 'scroller' },
    html('div', { class: 'head' }, head),
    rows,
  );
