/** Room for names at the left of charts; SVG does not flow, so widths are reckoned from a mean letter. */
const letter = 6.6;
const boldLetter = 7.4;

/** Cuts a text to a width in pixels; of a file's revision (`six.climb.yaml @ a1b2c3d`) the end is kept, which tells it. */
export function clip(text: string, width: number, strong = false): string {
  const most = Math.max(2, Math.floor(width / (strong ? boldLetter : letter)));
  if (text.length <= most) return text;
  const end = /\S+ @ \S+$/.test(text) ? text.slice(text.lastIndexOf(' @ ') + 1) : '';
  return end.length + 3 > most
    ? `${text.slice(0, most - 1)}…`
    : `${text.slice(0, most - 1 - end.length)}…${end}`;
}

/** Width of a column of language codes: `en` as well as `eng_Latn`. */
export const codeWidth = (codes: readonly string[]): number =>
  Math.min(84, Math.ceil(Math.max(3, ...codes.map((code) => code.length)) * letter) + 14);

/** Width of a column of names, at most about a third of the chart. */
export const nameWidth = (names: readonly string[], width: number): number =>
  Math.min(
    Math.max(124, width * 0.36),
    Math.ceil(Math.max(3, ...names.map((name) => name.length)) * boldLetter) + 10,
  );
