/** Of one text in YAML or JSON: lists and maps, ten times what two thousand languages with all that is said of them take, and aliases. */
const most = { collections: 50_000, aliases: 10_000 };

/**
 * What a text in YAML or JSON has more of than any file of settings, as a predicate without "than"; null: nothing. Each list or map
 * costs the YAML reader a thousand times its size in memory, and twice that where it is out of place; each use of an anchor 4 µs.
 */
export function excessIn(text: string): string | null {
  if (hasTooManyCollections(text)) return 'has more lists and maps';
  return hasTooManyAliases(text) ? 'uses anchors (`*name`) more often' : null;
}

function hasTooManyCollections(text: string): boolean {
  let opened = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if ((c === 0x5b || c === 0x7b) && ++opened > most.collections) return true;
  }
  return false;
}

function hasTooManyAliases(text: string): boolean {
  let used = 0;
  for (let at = text.indexOf('*'); at >= 0; at = text.indexOf('*', at + 1)) {
    const isUse = /[\s[{,]/.test(text.charAt(at - 1) || ' ') && /[^\s*,[\]{}]/.test(text.charAt(at + 1));
    if (isUse && ++used > most.aliases) return true;
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
