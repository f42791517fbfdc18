/** Room for names in charts: SVG does not flow, so texts are measured before they are drawn, in the panel's own font. */

/** The size of text in charts, of the page's (panel.css). */
const chartText = 0.92;

let brush: CanvasRenderingContext2D | null = null;
/** Read once for all that is drawn in one go: the font changes with settings, not in between. */
let font: string | null = null;

/** The width of a text in pixels. */
export function textWidth(text: string, strong = false): number {
  brush ??= document.createElement('canvas').getContext('2d');
  if (brush === null) return text.length * 8;
  if (font === null) {
    const { fontSize, fontFamily } = getComputedStyle(document.body);
    font = `${chartText * Number.parseFloat(fontSize)}px ${fontFamily}`;
    queueMicrotask(() => {
      font = null;
    });
  }
  brush.font = strong ? `600 ${font}` : font;
  return Math.ceil(brush.measureText(text).width);
}

/** Cuts a text to a width in pixels; of a file's revision (`six.climb.yaml @ a1b2c3d`) the end is kept, which tells it. */
export function clip(text: string, width: number, strong = false): string {
  if (textWidth(text, strong) <= width) return text;
  const end = /\S+ @ \S+$/.test(text) ? text.slice(text.lastIndexOf(' @ ') + 1) : '';
  const cut = (kept: number, tail: string): string => `${text.slice(0, kept)}…${tail}`;
  const tail = textWidth(cut(2, end), strong) <= width ? end : '';
  let kept = text.length - tail.length - 1;
  while (kept > 1 && textWidth(cut(kept, tail), strong) > width) kept--;
  return cut(kept, tail);
}

/** Width of a column of language codes, `en` as well as `eng_Latn` and `stackexchange`: at most about a third of the chart. */
export const codeWidth = (codes: readonly string[], width: number): number =>
  Math.min(Math.max(84, width * 0.3), Math.max(20, ...codes.map((code) => textWidth(code, true))) + 12);

/** Width of a column of names, at most about a third of the chart. */
export const nameWidth = (names: readonly string[], width: number): number =>
  Math.min(Math.max(124, width * 0.36), Math.max(20, ...names.map((name) => textWidth(name, true))) + 10);
