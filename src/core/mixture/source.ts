import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  Scalar,
  type Alias,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Fix, Problem } from '../problem.ts';
import { excessIn } from '../text/collections.ts';
import type { Located, TextRange } from '../text/range.ts';
import { yamlDocuments } from '../text/yaml-documents.ts';
import { firstNotJson } from './not-json.ts';
import { syntaxMessage } from './syntax-messages.ts';
import { messageOf } from '../text/error-message.ts';

/**
 * What a YAML or JSON text says, with the place of every key and value. Aliases and merge keys are resolved: a value that
 * came through an alias sits at the alias, so that replacing its range never changes the anchor others share.
 */
export type SourceNode = SourceMap | SourceList | SourceScalar;

export interface SourceMap {
  readonly kind: 'map';
  readonly range: TextRange;
  readonly flow: boolean;
  readonly entries: readonly SourceEntry[];
}

export interface SourceEntry {
  readonly key: string;
  /** With its quotes. */
  readonly keyRange: TextRange;
  /** Written without quotes. */
  readonly keyPlain: boolean;
  /** From the key to the end of the value. */
  readonly range: TextRange;
  readonly value: SourceNode;
  /** Came in through a merge key (`<<`), so it belongs to another place of the file. */
  readonly merged: boolean;
}

export interface SourceList {
  readonly kind: 'list';
  readonly range: TextRange;
  readonly flow: boolean;
  readonly items: readonly SourceNode[];
}

export interface SourceScalar {
  readonly kind: 'scalar';
  /** Empty, behind the colon, where nothing is written. */
  readonly range: TextRange;
  readonly value: string | number | boolean | null;
  /** Written without quotes. */
  readonly plain: boolean;
  /** Came through an alias. */
  readonly alias: boolean;
}

export interface Source {
  /** The first document; null: the file says nothing. */
  readonly root: SourceNode | null;
  /** `file.syntax`, and `file.yaml-surprise` where the file holds what other readers refuse. */
  readonly problems: readonly Problem[];
}

/** Characters. Three thousand languages with all that can be said of each and a comment fit; reading more would block whoever types. */
const maxLength = 400_000;
/** Bytes of a file that is read as a mixture; more is none. */
export const mostMixtureBytes = 4_000_000;
/** Far deeper than any mixture, and far from the depth at which parsers run out of stack. */
const maxDepth = 200;
/** Values that aliases may add to a file; more is a mistake or an attack ("billion laughs"). */
const maxAliased = 20_000;

/** Reads YAML or JSON, step by step. Never throws: what cannot be read is told by the problems. */
export function* readSource(text: string, options: { readonly json: boolean }): Generator<undefined, Source> {
  if (text.length > maxLength) {
    const millions = (length: number): string => (length / 1e6).toFixed(1);
    return failure(
      `This file has ${millions(text.length)} million characters; the maximum for a mixture is ${millions(maxLength)} million. Keep runs, models and tables in separate files and name them here.`,
      { start: 0, end: 1 },
    );
  }
  const control = controlCharacter(text);
  if (control >= 0) {
    const range = { start: control, end: control + 1 };
    return failure(
      'This is not a text file: it contains control characters. Open a YAML or JSON file.',
      range,
    );
  }
  const excess = excessIn(text);
  if (excess !== null) return failure(`This file ${excess} than any mixture.`, { start: 0, end: 1 });
  const deep = tooDeep(text);
  if (deep !== null) return failure(`More than ${maxDepth} levels of nesting here.`, deep);
  try {
    return yield* readDocuments(text, options.json);
  } catch (error) {
    const reason = messageOf(error);
    return failure(`The file cannot be read: ${reason}.`, { start: 0, end: Math.min(1, text.length) });
  }
}

function failure(message: string, range: TextRange): Source {
  return { root: null, problems: [{ code: 'file.syntax', severity: 'error', message, range }] };
}

/** Offset of the first character that no text file holds; -1: none. Tabs and line ends are text. */
function controlCharacter(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x20 && (c < 0x09 || c > 0x0d)) return i;
  }
  return -1;
}

/** The parser recurses, and running out of stack inside it can end the process: refuse before it starts. */
function tooDeep(text: string): TextRange | null {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) depth++;
    else if ((c === 0x5d || c === 0x7d) && depth > 0) depth--;
    if (depth > maxDepth) return { start: i, end: i + 1 };
  }
  const prefix = new RegExp(`^[ \\t?-]{${2 * maxDepth},}`, 'm').exec(text);
  return prefix === null
    ? null
    : { start: prefix.index, end: prefix.index + Math.min(prefix[0].length, 2 * maxDepth) };
}

function* readDocuments(text: string, json: boolean): Generator<undefined, Source> {
  const options = { merge: true, uniqueKeys: false, logLevel: 'silent' } as const;
  const [first, second] = yield* yamlDocuments(text, options, 2);
  yield;
  if (first === undefined) return { root: null, problems: [] };
  const problems: Problem[] = [];
  const report = (
    code: string,
    severity: Problem['severity'],
    message: string,
    [start, end]: readonly [number, number],
    fixes?: readonly Fix[],
  ) => {
    const range = clamp(start, end, text);
    problems.push({ code, severity, message, range, ...(fixes === undefined ? {} : { fixes }) });
  };
  const notJson = json ? firstNotJson(text) : null;
  if (notJson !== null) {
    const { message, range, meant } = notJson;
    const edits = [{ range, newText: meant ?? '' }];
    const fixes = meant === undefined ? undefined : [{ title: `Write ${meant}`, edits, preferred: true }];
    report('file.syntax', 'error', message, [range.start, range.end], fixes);
  }
  // One mistake can break the parser's expectations several times over: its first complaint is the one that helps.
  const [error] = first.errors;
  if (error !== undefined && notJson === null) {
    const fixes = error.code === 'TAB_AS_INDENT' ? [indentBySpaces(text)] : undefined;
    report('file.syntax', 'error', syntaxMessage(error.message), error.pos, fixes);
  }
  for (const { message, pos } of first.warnings) {
    report('file.yaml-surprise', 'warning', `${syntaxMessage(message)} Other readers refuse it.`, pos);
  }
  if (second !== undefined) {
    const start = text.lastIndexOf('---', second.contents?.range[0] ?? second.range[0]);
    const place: [number, number] = start < 0 ? [second.range[0], second.range[0] + 1] : [start, start + 3];
    report(
      'file.yaml-surprise',
      'warning',
      'Only the first document of this file is read, and many readers refuse a file with several. Move this one to a separate file.',
      place,
    );
  }
  const root = first.contents === null ? null : new TreeReader(text, problems).read(first.contents);
  return { root, problems };
}

function indentBySpaces(text: string): Fix {
  const edits = [...text.matchAll(/^[ \t]*\t[ \t]*/gm)].map(({ index, 0: indent }) => ({
    range: { start: index, end: index + indent.length },
    newText: indent.replaceAll('\t', '  '),
  }));
  return { title: 'Indent with spaces', edits, preferred: true };
}

/** At least one character and at most one line, inside the text, so that there is something to underline. */
function clamp(start: number, end: number, text: string): TextRange {
  const from = Math.max(0, Math.min(start, text.length - 1));
  const line = /^[^\r\n]*/.exec(text.slice(from, end))?.[0] ?? '';
  return { start: from, end: Math.min(from + Math.max(1, line.trimEnd().length), text.length) };
}

class TreeReader {
  readonly #text: string;
  readonly #problems: Problem[];
  /** What each anchor stands for at this point of the file; `open` while its own value is being read. */
  readonly #anchors = new Map<string, SourceNode | 'open'>();
  readonly #sizes = new Map<SourceNode, number>();
  #aliased = 0;
  #tooMany = false;

  constructor(text: string, problems: Problem[]) {
    this.#text = text;
    this.#problems = problems;
  }

  read(node: ParsedNode): SourceNode {
    if (isAlias(node)) return this.#readAlias(node);
    const { anchor } = node;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const result = this.#readValue(node);
    if (anchor !== undefined) this.#anchors.set(anchor, result);
    return result;
  }

  #readValue(node: Exclude<ParsedNode, Alias.Parsed>): SourceNode {
    if (isScalar(node)) return this.#readScalar(node, { start: node.range[0], end: node.range[1] });
    return isMap(node) ? this.#readMap(node) : this.#readList(node);
  }

  #readScalar(node: Scalar, range: TextRange): SourceScalar {
    const { value } = node;
    const known =
      value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const plain = node.type === undefined || node.type === Scalar.PLAIN;
    return {
      kind: 'scalar',
      range: this.#written(node, range),
      value: known ? value : (node.source ?? null),
      plain,
      alias: false,
    };
  }

  /** The parser counts the line breaks behind a block scalar to it; who replaces its text wants to keep them. */
  #written({ type }: Scalar, { start, end }: TextRange): TextRange {
    if (type !== Scalar.BLOCK_LITERAL && type !== Scalar.BLOCK_FOLDED) return { start, end };
    return { start, end: start + this.#text.slice(start, end).trimEnd().length };
  }

  #readList(node: YAMLSeq.Parsed): SourceList {
    const flow = node.flow === true;
    const items = node.items.flatMap((item) => (isNode(item) ? [this.read(item)] : []));
    return { kind: 'list', flow, items, range: this.#collectionRange(node, items.at(-1)?.range.end, flow) };
  }

  #readMap(node: YAMLMap.Parsed): SourceMap {
    const flow = node.flow === true;
    const entries: SourceEntry[] = [];
    const merged: SourceEntry[] = [];
    const seen = new Set<string>();
    let last: number | undefined;
    for (const pair of node.items) {
      const { key } = pair;
      const keyRange = { start: key.range[0], end: key.range[1] };
      const name = isScalar(key)
        ? scalarName(key, this.#text)
        : this.#text.slice(keyRange.start, keyRange.end);
      const empty: SourceScalar = {
        kind: 'scalar',
        range: { start: keyRange.end, end: keyRange.end },
        value: null,
        plain: true,
        alias: false,
      };
      const value = pair.value === null ? empty : this.read(pair.value);
      last = Math.max(keyRange.end, value.range.end);
      if (name === '<<' && isScalar(key) && key.type === Scalar.PLAIN) {
        this.#checkMerge(value, keyRange, merged.length > 0);
        merged.push(...mergeEntries(value));
        continue;
      }
      const entry: SourceEntry = {
        key: name,
        keyRange,
        keyPlain: !isScalar(key) || key.type === Scalar.PLAIN,
        range: { start: keyRange.start, end: last },
        value,
        merged: false,
      };
      const before = entries.at(-1);
      const whole =
        flow && pair.value === null && before !== undefined ? this.#rejoined(before, entry) : null;
      if (whole !== null) {
        entries[entries.length - 1] = whole;
        continue;
      }
      seen.add(name);
      entries.push(entry);
    }
    for (const entry of merged) {
      if (seen.has(entry.key)) continue;
      seen.add(entry.key);
      entries.push({ ...entry, merged: true });
    }
    return { kind: 'map', flow, entries, range: this.#collectionRange(node, last, flow) };
  }

  /**
   * A value whose comma YAML took for the end of the entry, as in `{ en: 0,5 }` and `{ en: min(1, 2) }`, with what became a
   * key without a value; null: that is no part of the value. A decimal comma is told where quantities are read.
   */
  #rejoined(before: SourceEntry, after: SourceEntry): SourceEntry | null {
    const { value } = before;
    if (value.kind !== 'scalar' || !value.plain || value.alias || !after.keyPlain) return null;
    const range = { start: value.range.start, end: after.keyRange.end };
    const first = this.#text.slice(range.start, value.range.end);
    const written = this.#text.slice(range.start, range.end);
    const isFormula = /^[\w+\-*/^(), .%]*$/.test(written) && isOpen(first);
    if (!isFormula && !/^[+-]?\d+(?:\.\d{3})*,\d+(?:[eE][+-]?\d+)? *[%kMBT]?$/.test(written)) return null;
    if (isFormula && !isOpen(written)) {
      this.#problems.push({
        code: 'file.yaml-surprise',
        severity: 'warning',
        message: `Inside \`{ }\`, commas end an entry for other readers: put \`${written}\` in quotes.`,
        range,
        fixes: [
          { title: `Write "${written}"`, edits: [{ range, newText: `"${written}"` }], preferred: true },
        ],
      });
    }
    return {
      ...before,
      range: { start: before.range.start, end: range.end },
      value: { ...value, range, value: written },
    };
  }

  /** Readers differ in what they make of these: PyYAML refuses the first and lets the last of several win. */
  #checkMerge(value: SourceNode, range: TextRange, again: boolean): void {
    const mappings = value.kind === 'map' || (value.kind === 'list' && value.items.every(isMapping));
    const message = !mappings
      ? '`<<` must be a mapping or a list of mappings. Other readers refuse this.'
      : again
        ? '`<<` is already given above, and readers differ in which one wins. Write one: `<<: [*a, *b]`.'
        : null;
    if (message === null) return;
    this.#problems.push({ code: 'file.yaml-surprise', severity: 'warning', message, range });
  }

  /** The parser counts trailing blank lines and comments to a block collection; its last value ends it for us. */
  #collectionRange(node: ParsedNode, last: number | undefined, flow: boolean): TextRange {
    const [start, end] = node.range;
    return { start, end: flow || last === undefined ? end : last };
  }

  #readAlias(node: Alias.Parsed): SourceNode {
    const range = { start: node.range[0], end: node.range[1] };
    const nothing: SourceScalar = { kind: 'scalar', range, value: null, plain: true, alias: true };
    const complain = (message: string): SourceScalar => {
      this.#problems.push({ code: 'file.syntax', severity: 'error', message, range });
      return nothing;
    };
    const target = this.#anchors.get(node.source);
    if (target === undefined) return complain(`There is no anchor \`&${node.source}\` before this alias.`);
    if (target === 'open') return complain(`\`*${node.source}\` contains itself.`);
    this.#aliased += this.#size(target);
    if (this.#aliased > maxAliased) {
      if (!this.#tooMany) complain(`The aliases of this file stand for more than ${maxAliased} values.`);
      this.#tooMany = true;
      return nothing;
    }
    return target.kind === 'scalar' ? { ...target, range, alias: true } : { ...target, range };
  }

  #size(node: SourceNode): number {
    const known = this.#sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (node.kind === 'map') for (const { value } of node.entries) size += this.#size(value);
    else if (node.kind === 'list') for (const item of node.items) size += this.#size(item);
    this.#sizes.set(node, size);
    return size;
  }
}

/** Keys are names, whatever type a reader gives them: `no`, `1` and `null` are taken as written. */
function scalarName(key: Scalar, text: string): string {
  if (typeof key.value === 'string') return key.value;
  const range = key.range;
  return range == null ? String(key.value) : text.slice(range[0], range[1]);
}

function isMapping({ kind }: SourceNode): boolean {
  return kind === 'map';
}

/** Whether a parenthesis is not closed. */
function isOpen(text: string): boolean {
  return text.split('(').length > text.split(')').length;
}

function mergeEntries(value: SourceNode): readonly SourceEntry[] {
  if (value.kind === 'map') return value.entries;
  if (value.kind === 'list') return value.items.flatMap((item) => mergeEntries(item));
  return [];
}

/** Entries of large mappings by their keys; whoever looks up every key of one would look through all of it each time. */
const byKey = new WeakMap<SourceMap, ReadonlyMap<string, SourceEntry>>();
const largeMap = 32;

/** The entry of a key; the last one where it is given twice, as most readers take it. */
export function entryOf(node: SourceNode | null | undefined, key: string): SourceEntry | undefined {
  if (node?.kind !== 'map') return undefined;
  if (node.entries.length < largeMap) return node.entries.findLast((entry) => entry.key === key);
  let index = byKey.get(node);
  if (index === undefined) {
    index = new Map(node.entries.map((entry) => [entry.key, entry]));
    byKey.set(node, index);
  }
  return index.get(key);
}

/** A scalar as text, with its place; null where there is nothing. */
export function locatedText(node: SourceNode | undefined): Located<string> | null {
  if (node?.kind !== 'scalar' || node.value === null || node.value === '') return null;
  return { value: String(node.value), range: node.range };
}

/** Plain values, for the schema. Objects have no prototype, so that a key like `__proto__` is only a key. */
export function plainValue(node: SourceNode | null): unknown {
  if (node === null) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  const object = Object.create(null) as Record<string, unknown>;
  for (const { key, value } of node.entries) object[key] = plainValue(value);
  return object;
}

/** Whether a mapping itself, and not by a merge, gives a key twice. */
export function repeatsKey({ entries }: SourceMap): boolean {
  const own = entries.filter(({ merged }) => !merged);
  return new Set(own.map(({ key }) => key)).size < own.length;
}

/** Every mapping of a tree once, however many aliases lead to it. */
export function* mapsOf(root: SourceNode | null): Generator<SourceMap> {
  const seen = new Set<unknown>();
  const open: SourceNode[] = root === null ? [] : [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'scalar') continue;
    const children = node.kind === 'map' ? node.entries : node.items;
    if (seen.has(children)) continue;
    seen.add(children);
    if (node.kind === 'map') {
      yield node;
      for (const { value, merged } of node.entries) if (!merged) open.push(value);
    } else open.push(...node.items);
  }
}
