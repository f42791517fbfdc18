import { languageId } from '../language/codes.ts';
import { displayName } from '../language/display-name.ts';
import type { LanguageEntry } from '../mixture/mixture.ts';
import { parseMixture, type ParsedMixture } from '../mixture/parse.ts';
import { sharesOf } from '../mixture/shares.ts';
import { entryOf, type SourceEntry, type SourceMap } from '../mixture/source.ts';
import { lineEndOf, lineStartOf } from '../text/line-index.ts';
import { applyEdits, insert, type TextEdit } from '../text/range.ts';
import { yamlText } from '../text/yaml-text.ts';

export interface AddedLanguages {
  /** One step: the new entries, and the kept group. */
  readonly edits: readonly TextEdit[];
  /** As they are written. */
  readonly added: readonly string[];
  /** What the file has already, under this code or another, or was named twice. */
  readonly known: readonly string[];
  /** The group that is made to keep the proportions of the old languages; null: none is. */
  readonly made: string | null;
  /** Kept groups that were there before, and stay as they are. */
  readonly kept: readonly string[];
}

/** What the group of the old languages is called, unless something else is. */
const base = 'base';

/**
 * The edits that add languages to a mixture, without any text yet, and keep the proportions of those that it has (`keep: true`), so that
 * only what is new and the total of the old is decided. Kept groups that are there stay as they are; a file without shares has none to
 * keep. Null: the text has no languages to add to.
 *
 * @param codes any spelling
 */
export function addLanguages(parsed: ParsedMixture, codes: readonly string[]): AddedLanguages | null {
  const { root, text, mixture } = parsed;
  const languages = entryOf(root, 'languages');
  if (languages?.value.kind !== 'map') return null;
  const { range } = languages;
  // What stands at an anchor elsewhere may be others' too.
  const isOwn = ({ merged: foreign, keyRange }: SourceEntry): boolean =>
    !foreign && keyRange.start >= range.start && keyRange.end <= range.end;
  if (!languages.value.entries.some(isOwn)) return null;
  const taken = new Set(mixture.languages.map(({ code }) => languageId(code)));
  const added: string[] = [];
  const known: string[] = [];
  for (const code of codes) {
    const id = languageId(code);
    (taken.has(id) ? known : added).push(code);
    taken.add(id);
  }
  const kept = mixture.groups.flatMap(({ name, keep }) => (keep === null ? [] : [name]));
  if (added.length === 0) return { edits: [], added, known, made: null, kept };

  const key = (name: string): string => (parsed.json ? JSON.stringify(name) : yamlText(name));
  const ratio = mixture.languages.some((language) => language.ratio !== null) ? '0' : '{}';
  const members = kept.length > 0 ? [] : toKeep(parsed).map(({ code }) => key(code));
  const made = members.length < 2 ? null : freeName(mixture.groups.map(({ name }) => name));
  const entries = added.map((code) => ({ text: `${key(code)}: ${ratio}`, comment: nameOf(code) }));
  const edits = append(parsed, languages.value, entries);
  if (made !== null) {
    const group = `{ ${key('members')}: [${members.join(', ')}], ${key('keep')}: true }`;
    edits.push(addGroup(parsed, languages, { text: `${key(made)}: ${group}`, comment: meaning }));
  }
  const read = parseMixture(applyEdits(text, merged(edits)), {
    fileName: parsed.json ? 'mixture.json' : 'mixture.yaml',
  }).mixture;
  // Where the text is read otherwise than it was meant, nothing is written.
  const wanted = [...mixture.languages.map(({ code }) => code), ...added];
  if (read.languages.map(({ code }) => code).join() !== wanted.join()) return null;
  return { edits: merged(edits), added, known, made, kept };
}

const meaning = 'their proportions stay; only their total is decided';

/** An entry of a mapping, and what is said behind it where there is room for a comment. */
interface Line {
  readonly text: string;
  readonly comment: string;
}

/** Languages with text, whose proportions are there to be kept. */
function toKeep({ mixture }: ParsedMixture): LanguageEntry[] {
  const shares = sharesOf(mixture);
  if (shares === null) return [];
  return mixture.languages.filter((_, i) => (shares[i] ?? 0) > 0);
}

function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** Behind the last entry of a mapping, in its style: each on a line of its own where that is. */
function append({ text, json }: ParsedMixture, map: SourceMap, lines: readonly Line[]): TextEdit[] {
  const last = map.entries.findLast(({ merged: foreign }) => !foreign);
  if (last === undefined) {
    const start = map.range.start + 1;
    return [insert(start, ` ${lines.map((line) => line.text).join(', ')} `)];
  }
  const lead = text.slice(lineStartOf(text, last.keyRange.start), last.keyRange.start);
  if (map.flow) {
    const between = lead.trim() === '' && text.includes('\n') ? `,${lineEndOf(text)}${lead}` : ', ';
    return [insert(last.range.end, lines.map((line) => between + line.text).join(''))];
  }
  const indent = lead.replace(/\S/g, ' ');
  return [
    insert(
      endOfLine(text, last),
      lines.map((line) => `${lineEndOf(text)}${indent}${commented(line, json)}`).join(''),
    ),
  ];
}

/** In the file's `groups`, or in some that come behind its languages. */
function addGroup(parsed: ParsedMixture, languages: SourceEntry, group: Line): TextEdit {
  const { text, root, json } = parsed;
  const groups = entryOf(root, 'groups');
  if (groups?.value.kind === 'map' && (groups.value.flow || groups.value.entries.length > 0)) {
    const [edit] = append(parsed, groups.value, [group]);
    if (edit !== undefined) return edit;
  }
  if (groups !== undefined) {
    const { range } = groups.value;
    return { range, newText: `${range.start === range.end ? ' ' : ''}{ ${group.text} }` };
  }
  const lead = text.slice(lineStartOf(text, languages.keyRange.start), languages.keyRange.start);
  if (root?.kind === 'map' && root.flow) {
    const between = lead.trim() === '' ? `${lineEndOf(text)}${lead}` : ' ';
    return insert(languages.range.end, `,${between}${json ? '"groups"' : 'groups'}: { ${group.text} }`);
  }
  return insert(
    endOfLine(text, languages),
    `${lineEndOf(text)}groups:${lineEndOf(text)}  ${commented(group, json)}`,
  );
}

const commented = ({ text, comment }: Line, json: boolean): string =>
  comment === '' || json ? text : `${text} # ${comment}`;

/** What a code stands for; empty where that is the code again. */
const nameOf = (code: string): string => {
  const name = displayName(code);
  return name === code ? '' : name;
};

/** Behind an entry and the comment at its end. */
function endOfLine(text: string, { range }: SourceEntry): number {
  const end = range.start + text.slice(range.start, range.end).trimEnd().length;
  return end + (/^[^\r\n]*/.exec(text.slice(end))?.[0].length ?? 0);
}

/** Insertions at one place as one, in the order given. */
function merged(edits: readonly TextEdit[]): TextEdit[] {
  const all: TextEdit[] = [];
  for (const edit of edits) {
    const before = all.at(-1);
    const same = before?.range.start === edit.range.start && before.range.end === edit.range.end;
    if (same) all[all.length - 1] = { ...before, newText: before.newText + edit.newText };
    else all.push(edit);
  }
  return all;
}
