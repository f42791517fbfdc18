/** Splits a text at its `|`: the text without it, and where it stood. */
export function atCursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('no | in the text');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** Numbers keep their units by spaces that do not break; tests are easier to read with ordinary ones. */
export function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}
