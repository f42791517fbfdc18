import { displayName } from '../language/display-name.ts';
import { isKeyedByLanguage } from '../mixture/keyed-by-language.ts';
import { knownLanguages, resolveCode, type KnownLanguage } from '../language/codes.ts';
import type { TextRange } from '../text/range.ts';
import { yamlText } from '../text/yaml-text.ts';
import { publishedMixtures } from '../edits/published-mixtures.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { formerMethod } from '../mixture/mixture.ts';
import { declaresMixture } from '../mixture/recognise.ts';
import { entryOf, type SourceNode } from '../mixture/source.ts';
import { cursorContext, type CursorContext } from './cursor.ts';
import { isTableName } from '../runs/endings.ts';
import { splitsOf } from '../runs/names.ts';
import { placeholder } from '../runs/run-map.ts';
import { isSection, schemaAt, type SchemaNode } from '../mixture/schema.ts';
import { fileSnippet, languageSnippet, sectionSnippets } from './snippets.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'snippet' | 'key' | 'language' | 'value' | 'file' | 'folder' | 'source';
  /** Beside the label: a language's name, a key's meaning in a few words. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly newText: string;
  /** `newText` has the placeholders of a VS Code snippet (`$0`). */
  readonly snippet: boolean;
  /** More is to be chosen right behind what is inserted. */
  readonly continues: boolean;
  readonly range: TextRange;
  /** What typed letters are compared with: a language is found by its codes and by its name. */
  readonly filterText: string;
  readonly sortText: string;
}

/** What a completion needs from outside, asked by `wantedFor`. */
export interface CompletionInput {
  /** Entries of the folder that is being typed. */
  readonly entries?: readonly { readonly name: string; readonly isFolder: boolean }[];
  /** Names of the sources of the training config that is being mapped. */
  readonly sources?: readonly string[];
  /** Columns of the tables of runs, as they were last read. */
  readonly columns?: readonly string[];
}

/** The folder to list, or the training config to read, before `completeMixture` can answer; null: nothing. */
export type Wanted = { readonly folder: string } | { readonly target: string } | null;

export function wantedFor(parsed: ParsedMixture, offset: number): Wanted {
  const context = cursorContext(parsed.text, offset);
  if (context === null) return null;
  if (isPath(context)) {
    const typed = parsed.text.slice(context.word.start, offset);
    return { folder: typed.slice(0, typed.lastIndexOf('/') + 1) };
  }
  if (!isSourceName(context)) return null;
  const target = parsed.mixture.targets.find(({ range }) => range.start <= offset && offset <= range.end + 1);
  const file = (target ?? parsed.mixture.targets.at(-1))?.file.value;
  return file === undefined ? null : { target: file };
}

/** What may be written at a cursor. Works in half-typed files; never throws. */
export function completeMixture(
  parsed: ParsedMixture,
  offset: number,
  input: CompletionInput = {},
): Completion[] {
  const context = cursorContext(parsed.text, offset);
  if (context === null) return [];
  const items: Completion[] = [];
  const add = (item: Partial<Completion> & Pick<Completion, 'label' | 'kind' | 'newText'>) => {
    items.push({
      range: context.word,
      snippet: false,
      continues: false,
      filterText: item.label,
      sortText: String(items.length).padStart(5, '0'),
      ...item,
    });
  };
  if (isPath(context)) pathItems(parsed.text, offset, context, input.entries ?? [], add);
  else if (isSourceName(context)) {
    for (const name of input.sources ?? [])
      add({ label: name, kind: 'source', newText: quoted(name, context, parsed) });
  } else if (isColumn(context)) columnItems(parsed, context, input.columns ?? [], add);
  else if (context.place === 'value') valueItems(parsed, context, add);
  else if (context.place === 'key' || schemaAt([...context.path])?.type === 'object')
    keyItems(parsed, offset, context, add);
  else if (context.path[0] === 'groups' && context.path[2] === 'members') ownCodes(parsed, context, add);
  return items;
}

type Add = (item: Partial<Completion> & Pick<Completion, 'label' | 'kind' | 'newText'>) => void;

const pathPlace =
  /^(?:interactions\/(?:runs(?:\/-)?(?:\/files(?:\/-)?)?|model)|groups\/[^/]+\/keep\/from|targets\/-\/file|proxy\/config)$/;

/** Paths of files, as scalar or as item of a list: `runs`, `model`, `file`. */
function isPath({ path, key, place }: CursorContext): boolean {
  const where = (key === null ? path : [...path, key]).join('/');
  if (place === 'key') return false;
  return pathPlace.test(where);
}

const columnPlace =
  /^interactions\/runs(?:\/-)?\/(?:(?:id|seed|tokens|parameters|share|loss|available)|(?:share|loss|available)\/[^/]+)$/;

/** Names of columns in the map of a table: values of most keys, keys of `where`. */
function isColumn({ path, key, place }: CursorContext): boolean {
  if (place === 'key') return path[0] === 'interactions' && path[1] === 'runs' && path.at(-1) === 'where';
  return key !== null && columnPlace.test([...path, key].join('/'));
}

function columnItems(
  parsed: ParsedMixture,
  context: CursorContext,
  columns: readonly string[],
  add: Add,
): void {
  const isKey = context.place === 'key';
  const whole = context.key === 'share' || context.key === 'loss' || context.key === 'available';
  // Where one value says the columns of all languages, it is a pattern.
  const names = whole
    ? patternsOf(
        columns,
        parsed.mixture.languages.map(({ code }) => code),
      )
    : columns;
  for (const name of names) {
    const newText = isKey ? `${quoted(name, context, parsed)}: ` : quoted(name, context, parsed);
    add({ label: name, kind: 'value', newText });
  }
}

/** The names of columns with `{language}` where they name one of the languages; the commonest first. */
function patternsOf(columns: readonly string[], codes: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const known = new Set(codes.map((code) => code.toLowerCase()));
  for (const column of columns) {
    for (const { prefix, label, suffix } of splitsOf(column)) {
      const isName = prefix !== '' || suffix !== '';
      if (!isName || !known.has(label.toLowerCase())) continue;
      const pattern = `${prefix}${placeholder}${suffix}`;
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([pattern]) => pattern);
}

function isSourceName({ path, key, place }: CursorContext): boolean {
  if (path[0] !== 'targets' || path[2] !== 'map' || place === 'key') return false;
  return key !== null || path.length > 3;
}

function keyItems(parsed: ParsedMixture, offset: number, context: CursorContext, add: Add): void {
  const { path } = context;
  const schema = schemaAt(path);
  if (schema === null) return;
  if (path.length === 0 && parsed.root?.kind !== 'map' && !parsed.json) {
    add({
      label: 'climb',
      kind: 'snippet',
      detail: 'A whole mixture to fill in',
      newText: fileSnippet.join('\n'),
      snippet: true,
    });
  }
  const taken = nodeAt(parsed.root, path);
  const isTaken = (key: string) => {
    const entry = entryOf(taken, key);
    return (
      entry !== undefined &&
      !(entry.keyRange.start <= context.word.end && context.word.start <= entry.keyRange.end)
    );
  };
  if (path.length === 1 && path[0] === 'languages') languageItems(parsed, offset, context, isTaken, add);
  else if (isKeyedByLanguage(path)) {
    for (const { code, displayName } of parsed.mixture.languages) {
      if (isTaken(code)) continue;
      add(languageItem(code, displayName, keyText(code, null, context, parsed)));
    }
  }
  for (const [key, node] of Object.entries(schema.properties ?? {})) {
    if (isTaken(key)) continue;
    const child = schemaAt([...path, key]) ?? node;
    const newText = keyText(key, child, context, parsed);
    const body = startsLine(path, context, parsed) ? sectionSnippets[key] : undefined;
    // The key alone, where its colon stands already.
    const begun = body !== undefined && newText !== key;
    add({
      label: key,
      kind: 'key',
      newText: begun ? body.join('\n') : newText,
      snippet: begun || newText.includes('$0'),
      continues: !begun && (newText.includes('$0') || (newText.endsWith(': ') && isChosen(path, key, child))),
      ...(child.description === undefined
        ? {}
        : { detail: inShort(child.description), documentation: child.description }),
    });
  }
}

/** Whether a key's value is one of a few, or a path: something to pick rather than to type. */
function isChosen(path: readonly string[], key: string, { enum: values }: SchemaNode): boolean {
  return values !== undefined || pathPlace.test([...path, key].join('/'));
}

/** Whether a key of the file's top level is typed in block style. */
function startsLine(
  path: readonly string[],
  { flow, quote }: CursorContext,
  { json }: ParsedMixture,
): boolean {
  return path.length === 0 && !flow && quote === '' && !json;
}

/** The first sentence of a description, if it is short enough to stand beside a label. */
function inShort(description: string): string {
  const sentence = (/^.*?(?=\.(?: |$)|: |, for example)/.exec(description)?.[0] ?? description).replaceAll(
    '`',
    '',
  );
  return sentence.length <= 60 ? sentence : '';
}

function languageItems(
  parsed: ParsedMixture,
  offset: number,
  context: CursorContext,
  isTaken: (code: string) => boolean,
  add: Add,
): void {
  const typed = parsed.text.slice(context.word.start, context.word.end);
  const languages = parsed.mixture.languages.filter(({ code }) => code !== typed);
  // Codes in the style of those that are there; the other style only of languages that have no code in this one.
  const long =
    typed.includes('_') || languages.filter(({ code }) => code.includes('_')).length * 2 > languages.length;
  const twice = languages.length === 0 && typed === '' ? new Set<string>() : codesToSpare(long);
  const prefix = parsed.text.slice(context.word.start, offset);
  const offered = knownLanguages()
    .filter(({ code }) => !isTaken(code) && !twice.has(code))
    .map((language) => ({ ...language, fit: fitOf(prefix, language) }));
  // An editor finds letters anywhere, which helps with slips only.
  const said = offered.filter(({ fit }) => fit < 3);
  for (const [i, { code, name, fit }] of (said.length > 0 ? said : offered).entries()) {
    const style = code.includes('_') === long ? 0 : 1;
    add({
      label: code,
      kind: 'language',
      detail: name,
      // An editor prefers what begins with the typed letters, and sorts by `sortText` only what it finds equally good.
      filterText: fit === 3 ? `${code} ${name}` : `${prefix} ${code} ${name}`,
      newText: keyText(code, null, context, parsed),
      sortText: `${fit} ${style} ${String(i).padStart(5, '0')}`,
    });
  }
  for (const code of ['code', 'math']) {
    if (isTaken(code)) continue;
    add({
      label: code,
      kind: 'language',
      detail: displayName(code),
      newText: keyText(code, null, context, parsed),
      sortText: `4 ${code}`,
    });
  }
}

/** No name of a language is longer. */
const longestTyped = 200;

/** How well typed letters say a language: 0 as a code or its name, 1 as the beginning of one, 2 of a later word of its name, 3 not. */
function fitOf(typed: string, { code, name, spellings }: KnownLanguage): 0 | 1 | 2 | 3 {
  if (typed === '') return 3;
  if (typed.length > longestTyped) return 3;
  const wanted = typed.toLowerCase();
  const words = [code, name, ...spellings].map((word) => word.toLowerCase());
  if (words.includes(wanted)) return 0;
  const begins = (word: string) => word.startsWith(wanted);
  if (words.some(begins)) return 1;
  return name
    .toLowerCase()
    .split(/[\s(-]+/)
    .some(begins)
    ? 2
    : 3;
}

/** Codes that say in one style what another code says in the wanted one: `ukr_Cyrl` beside `uk`. */
function codesToSpare(long: boolean): ReadonlySet<string> {
  const pairs = knownLanguages()
    .filter(({ code }) => !code.includes('_'))
    .map(({ code }) => [code, resolveCode(code)?.id ?? ''] as const);
  return new Set(pairs.map(([short, id]) => (long ? short : id)));
}

/** The key with its colon, quoted where YAML 1.1 readers or JSON need it, and opened where a section follows. */
function keyText(
  key: string,
  schema: SchemaNode | null,
  context: CursorContext,
  { text, json }: ParsedMixture,
): string {
  const { flow, quote, word, indent } = context;
  const rest = text.slice(word.end);
  const closing = quote !== '' && rest.startsWith(quote) ? 1 : 0;
  const hasColon = /^[ \t]*:/.test(rest.slice(closing));
  if (quote !== '') return hasColon || closing === 1 ? key : `${key}${quote}: `;
  const name = json ? JSON.stringify(key) : yamlText(key);
  if (hasColon) return name;
  if (schema === null || !isSection(schema)) return `${name}: `;
  if (flow) return schema.type === 'array' ? `${name}: [$0]` : `${name}: { $0 }`;
  const inner = ' '.repeat(indent + 2);
  return schema.type === 'array' ? `${name}:\n${inner}- $0` : `${name}:\n${inner}$0`;
}

function valueItems(parsed: ParsedMixture, context: CursorContext, add: Add): void {
  const { path, key } = context;
  if (key === null) return;
  if (path.length === 1 && path[0] === 'languages' && !parsed.json) {
    add({
      label: '{ ratio, available }',
      kind: 'snippet',
      detail: 'With its text and limits',
      newText: languageSnippet,
      snippet: true,
    });
  }
  const schema = schemaAt([...path, key]);
  if (key === 'published' && path[0] === 'groups')
    for (const { name, detail } of publishedMixtures())
      add({ label: name, kind: 'value', detail, newText: quoted(name, context, parsed) });
  if (key === 'stage' && path[0] === 'targets')
    for (const { name } of parsed.mixture.stages)
      if (name !== '') add({ label: name, kind: 'value', newText: quoted(name, context, parsed) });
  if (key === 'fixed' || (key === 'keep' && path[0] === 'groups'))
    add({ label: 'true', kind: 'value', newText: 'true' });
  const values = schema?.enum ?? (schema?.const === undefined ? [] : [schema.const]);
  for (const value of values) {
    if (value === formerMethod) continue;
    const newText = typeof value === 'string' ? quoted(value, context, parsed) : String(value);
    add({ label: String(value), kind: 'value', newText });
  }
}

function ownCodes(parsed: ParsedMixture, context: CursorContext, add: Add): void {
  const group = parsed.mixture.groups.find(({ name }) => name === context.path[1]);
  const taken = new Set(group?.members.map(({ value }) => value));
  const typed = parsed.text.slice(context.word.start, context.word.end);
  for (const { code, displayName } of parsed.mixture.languages) {
    if (taken.has(code) && code !== typed) continue;
    add(languageItem(code, displayName, quoted(code, context, parsed)));
  }
}

/** Found by its code and by its name. */
const languageItem = (code: string, displayName: string, newText: string) =>
  ({
    label: code,
    kind: 'language',
    detail: displayName,
    filterText: `${code} ${displayName}`,
    newText,
  }) as const;

function pathItems(
  text: string,
  offset: number,
  context: CursorContext,
  entries: NonNullable<CompletionInput['entries']>,
  add: Add,
): void {
  const typed = text.slice(context.word.start, offset);
  // Only the part behind the last slash is replaced, so that what is typed keeps matching.
  const range = { start: context.word.start + typed.lastIndexOf('/') + 1, end: context.word.end };
  const key = context.key ?? context.path.findLast((step) => step !== '-') ?? '';
  const isWanted = (Object.hasOwn(fileNames, key) ? fileNames[key] : undefined) ?? (() => true);
  for (const { name, isFolder } of entries) {
    // Only proportions that are kept come from another mixture.
    if (name.startsWith('.') || (!isFolder && key !== 'from' && declaresMixture(name, ''))) continue;
    const newText = isFolder ? `${name}/` : name;
    add({
      label: newText,
      kind: isFolder ? 'folder' : 'file',
      newText,
      range,
      sortText: `${isFolder ? 1 : isWanted(name) ? 0 : 2} ${name}`,
    });
  }
}

/** What files a key takes: offered before folders, and other files behind them. */
const fileNames: Readonly<Record<string, (name: string) => boolean>> = {
  runs: isTableName,
  files: isTableName,
  model: (name) => /\.json$/i.test(name),
  from: (name) => declaresMixture(name, ''),
};

/** A value as it is written at the cursor: within quotes that are open already, as it is. */
function quoted(value: string, { quote }: CursorContext, { json }: ParsedMixture): string {
  if (quote !== '') return value;
  return json ? JSON.stringify(value) : yamlText(value);
}

/** The node that a path of keys leads to; items of lists are taken by their last one, which is where people type. */
function nodeAt(root: SourceNode | null, path: readonly string[]): SourceNode | null {
  let node: SourceNode | null = root;
  for (const key of path) {
    if (node === null) return null;
    node =
      key === '-'
        ? node.kind === 'list'
          ? (node.items.at(-1) ?? null)
          : null
        : (entryOf(node, key)?.value ?? null);
  }
  return node;
}
