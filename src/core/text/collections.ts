/** Lists and maps of one text in YAML or JSON: ten times what two thousand languages with all that is said of them take. */
const most = 50_000;

/**
 * Whether a text opens more lists and maps than any file of settings. Each costs the YAML reader a thousand times its size
 * in memory, and twice that where it is out of place.
 */
export function hasTooManyCollections(text: string): boolean {
  let opened = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if ((c === 0x5b || c === 0x7b) && ++opened > most) return true;
  }
  return false;
}

/** Whether lists and maps of a text are nested deeper than so many levels; brackets in words count too. */
export function isNestedDeeper(text: string, than: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) depth++;
    else if ((c === 0x5d || c === 0x7d) && depth > 0) depth--;
    if (depth > than) return true;
  }
  return false;
}
