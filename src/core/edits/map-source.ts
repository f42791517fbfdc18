import { lineStartOf } from '../text/line-index.ts';
import { insert, type TextEdit } from '../text/range.ts';
import { yamlText } from '../text/yaml-text.ts';
import { entryOf, type SourceMap } from '../mixture/source.ts';

/**
 * The edit that names a source of a training config as a language's, in the `map` of what names the config (`owner`, below its
 * key `beside`); null where the language has an entry there already.
 */
function mapSource(
  text: string,
  owner: SourceMap,
  beside: string,
  language: string,
  source: string,
): TextEdit | null {
  const entry = `${key(language, owner.flow)}: ${JSON.stringify(source)}`;
  const map = entryOf(owner, 'map')?.value;
  if (map?.kind === 'map') {
    if (entryOf(map, language) !== undefined) return null;
    const first = map.entries[0];
    if (map.flow || first === undefined) {
      const start = map.range.start + 1;
      return insert(start, first === undefined ? ` ${entry} ` : ` ${entry},`);
    }
    return insert(first.range.start, `${entry}${indentOf(text, first.range.start)}`);
  }
  if (map !== undefined) return null;
  const config = entryOf(owner, beside);
  if (config === undefined) return null;
  const separator = owner.flow ? ', ' : indentOf(text, config.range.start);
  return insert(
    config.range.start,
    `${owner.flow && text[owner.range.start] === '{' ? key('map', true) : 'map'}: { ${entry} }${separator}`,
  );
}

/** Languages and sources that are offered as pairs, of each; of more, nobody would read the list. */
const mostPaired = 6;

/** The edits that name one of the sources as one of the languages', as `mapSource` has them. */
export function mapSources(
  text: string,
  owner: SourceMap,
  beside: string,
  languages: readonly string[],
  sources: readonly string[],
): { readonly language: string; readonly source: string; readonly edit: TextEdit }[] {
  return languages
    .slice(0, mostPaired)
    .flatMap((language) =>
      sources.slice(0, mostPaired).flatMap((source) => {
        const edit = mapSource(text, owner, beside, language, source);
        return edit === null ? [] : [{ language, source, edit }];
      }),
    )
    .slice(0, mostPaired);
}

/** Quoted where JSON may be asked for. */
const key = (name: string, quoted: boolean): string => (quoted ? JSON.stringify(name) : yamlText(name));

/** A line break and the blanks that a place stands after. */
function indentOf(text: string, place: number): string {
  const before = text.slice(lineStartOf(text, place), place);
  return `\n${before.replace(/\S/g, ' ')}`;
}
