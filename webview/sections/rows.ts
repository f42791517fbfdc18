import { barPicture, markRow, scrollingBars, type BarChart } from '../charts/bars.ts';
import { marksPicture, scrollingMarks, type MarkChart } from '../charts/marks.ts';
import { html } from '../elements/dom.ts';
import type { Context, Drawing } from '../view.ts';

/** What stands below a chart of languages: a line on those left out, and the key. */
interface Below {
  readonly rest: HTMLElement | null;
  readonly key: HTMLElement;
}

/** Languages as paired bars. */
export const drawingOfBars = (chart: BarChart, width: number, below: Below, context: Context): Drawing =>
  drawingOf(scrollingBars(chart, width, revealer(context)), below, () => barPicture(chart, width));

/** Languages as marks on one axis. */
export const drawingOfMarks = (chart: MarkChart, width: number, below: Below, context: Context): Drawing =>
  drawingOf(scrollingMarks(chart, width, revealer(context)), below, () => marksPicture(chart, width));

/** Shows a language in the file. */
export const revealer =
  ({ host }: Context) =>
  (code: string): void =>
    host.post({ type: 'reveal', code });

const drawingOf = (
  { element, rows }: ReturnType<typeof scrollingBars>,
  { rest, key }: Below,
  picture: () => SVGSVGElement,
): Drawing => ({
  chart: html('div', {}, element, rest, key),
  picture,
  highlight: (code) => markRow(rows, code),
});
