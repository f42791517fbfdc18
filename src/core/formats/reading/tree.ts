import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node as YamlNode,
  type Scalar as YamlScalar,
} from 'yaml';
import { excessIn } from '../../text/collections.ts';
import type { TextRange } from '../../text/range.ts';
import { yamlDocuments } from '../../text/yaml-documents.ts';
import { messageOf } from '../../text/error-message.ts';

/** YAML and JSON as one tree in which everything knows its place. Scalars stay text: what they mean is the trainer's. */
export type TreeNode = MapNode | ListNode | ScalarNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  /** Without quotes and escapes; empty where the value is missing. */
  readonly text: string;
  /** Not quoted, so that the reader guesses its type. */
  readonly plain: boolean;
  /** The type that a tag (`!!float`) gives it, whatever its quotes; absent: none that scalars of a config have. */
  readonly tag?: ScalarTag;
  /** With its quotes. */
  readonly range: TextRange;
}

const tags = {
  'tag:yaml.org,2002:float': 'float',
  'tag:yaml.org,2002:int': 'int',
  'tag:yaml.org,2002:str': 'str',
  '!': 'str',
} as const;

type ScalarTag = (typeof tags)[keyof typeof tags];

export interface MapNode {
  readonly kind: 'map';
  /**
   * All that count: first those that come in by `<<` and that the map does not have itself, as PyYAML puts them
   * (`SafeConstructor.flatten_mapping`), then its own; of a key that is given twice, the last.
   */
  readonly entries: readonly Entry[];
  /** Those that stand in it, in the file's order, duplicates included. */
  readonly own: readonly Entry[];
  readonly flow: boolean;
  readonly range: TextRange;
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: TreeNode;
  readonly range: TextRange;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly TreeNode[];
  readonly flow: boolean;
  readonly range: TextRange;
}

export interface SyntaxFault {
  readonly message: string;
  readonly range: TextRange;
}

/** What stands once and counts wherever an alias (`*name`) leads to it. */
export interface Anchor {
  readonly name: string;
  /** Of what it names. */
  readonly range: TextRange;
  /** Aliases that lead to it; none does to most. */
  readonly aliases: number;
}

export interface ParsedTree {
  readonly root: TreeNode | null;
  readonly anchors: readonly Anchor[];
  readonly faults: readonly SyntaxFault[];
}

/**
 * Step by step. Never throws: a text that is not YAML gives what could be understood, and the faults. Only the first document counts.
 */
export function* parseTree(text: string): Generator<undefined, ParsedTree> {
  const excess = excessIn(text);
  if (excess !== null) {
    const message = `it ${excess} than any training config`;
    return { root: null, anchors: [], faults: [{ message, range: { start: 0, end: 0 } }] };
  }
  try {
    const options = {
      schema: 'failsafe',
      version: '1.1',
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
    } as const;
    const [document] = yield* yamlDocuments(text, options, 1);
    yield;
    if (document === undefined) return { root: null, anchors: [], faults: [] };
    const faults = document.errors.map(({ message, pos }) => ({ message, range: within(text, pos) }));
    const converter = new Converter(text);
    const root = document.contents === null ? null : converter.node(document.contents, 0);
    return { root, anchors: converter.anchors(), faults: [...faults, ...converter.faults] };
  } catch (error) {
    // The YAML library recurses; a text of thousands of brackets overflows its stack.
    const message = messageOf(error);
    return { root: null, anchors: [], faults: [{ message, range: { start: 0, end: 0 } }] };
  }
}

/** The library points one past the end where something is missing there. */
function within({ length }: string, [start, end]: readonly [number, number]): TextRange {
  return { start: Math.min(start, length), end: Math.min(end, length) };
}

class Converter {
  readonly #text: string;
  /** What each anchor stands for at this point of the text; the library would look through all of it for every alias. */
  readonly #anchors = new Map<string, unknown>();
  /** A collection behind an alias is converted once, so that nested aliases cannot multiply. */
  readonly #done = new Map<unknown, TreeNode>();
  readonly #active = new Set<unknown>();
  /** Aliases without an anchor. */
  readonly faults: SyntaxFault[] = [];
  /** Entries that may still be inherited: maps that merge maps that merge others multiply. */
  #room = 200_000;
  /** How many aliases lead to a node. */
  readonly #aliases = new Map<unknown, number>();

  constructor(text: string) {
    this.#text = text;
  }

  anchors(): readonly Anchor[] {
    return [...this.#aliases].flatMap(([node, aliases]): Anchor[] => {
      const tree = this.#done.get(node);
      const name = isNode(node) && !isAlias(node) ? node.anchor : undefined;
      return tree === undefined || name === undefined ? [] : [{ name, range: tree.range, aliases }];
    });
  }

  node(node: unknown, at: number): TreeNode {
    if (isAlias(node)) {
      const range = rangeOf(node, at);
      const aim = this.#anchors.get(node.source);
      if (aim === undefined)
        this.faults.push({ message: `there is no anchor \`&${node.source}\` before this alias`, range });
      else this.#aliases.set(aim, (this.#aliases.get(aim) ?? 0) + 1);
      if (isScalar(aim)) return { ...this.#scalar(aim, at), range };
      return aim === undefined || this.#active.has(aim) ? empty(range.start) : this.node(aim, range.start);
    }
    if (isNode(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const known = this.#done.get(node);
    if (known !== undefined) return known;
    this.#active.add(node);
    const tree = this.#convert(node, at);
    this.#active.delete(node);
    this.#done.set(node, tree);
    return tree;
  }

  #convert(node: unknown, at: number): TreeNode {
    if (isMap(node)) {
      const own: Entry[] = [];
      /** With those that merge others. */
      const items: { readonly range: TextRange }[] = [];
      const merged: MapNode[] = [];
      for (const { key: yamlKey, value: yamlValue } of node.items) {
        const key = this.node(yamlKey, at);
        if (key.kind !== 'scalar') continue;
        const value = this.node(yamlValue, key.range.end);
        const range = { start: key.range.start, end: Math.max(key.range.end, endOf(yamlValue, value)) };
        items.push({ range });
        if (key.plain && key.text === '<<') {
          const parts = value.kind === 'list' ? value.items : [value];
          merged.push(...parts.filter((part) => part.kind === 'map'));
        } else {
          own.push({ key, value, range });
        }
      }
      const flow = node.flow === true;
      const counting = lastByKey(own);
      const entries = merged.length === 0 ? counting : [...this.#inherited(counting, merged), ...counting];
      return { kind: 'map', entries, own, flow, range: spanOf(rangeOf(node, at), flow, items) };
    }
    if (isSeq(node)) {
      const nodes = node.items.map((item) => (isPair(item) ? item.key : item));
      const items = nodes.map((item) => this.node(item, at));
      const flow = node.flow === true;
      const places = items.map((item, index) => ({
        range: { start: item.range.start, end: endOf(nodes[index], item) },
      }));
      return { kind: 'list', items, flow, range: spanOf(rangeOf(node, at), flow, places) };
    }
    return isScalar(node) ? this.#scalar(node, at) : empty(at);
  }

  #scalar(node: YamlScalar, at: number): ScalarNode {
    const text = typeof node.value === 'string' ? node.value : '';
    const { start, end } = rangeOf(node, at);
    // To the library, a block goes on to the next line that has something.
    const isBlock = node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL';
    const last = isBlock ? start + this.#text.slice(start, end).trimEnd().length : end;
    const tag = Object.entries(tags).find(([name]) => name === node.tag)?.[1];
    const type = tag === undefined ? {} : { tag };
    return { kind: 'scalar', text, plain: node.type === 'PLAIN', ...type, range: { start, end: last } };
  }

  /** What maps behind `<<` give to one with these entries of its own; the first of them has precedence. */
  #inherited(own: readonly Entry[], merged: readonly MapNode[]): Iterable<Entry> {
    const taken = new Set(own.map(({ key }) => key.text));
    const inherited: Entry[] = [];
    for (const { entries } of new Set(merged)) {
      this.#room -= entries.length;
      if (this.#room < 0) throw new Error('it merges more maps than any training config');
      for (const entry of entries) if (!taken.has(entry.key.text)) inherited.push(entry);
      for (const { key } of entries) taken.add(key.text);
    }
    return inherited;
  }
}

/** Of entries with one key, the last, as Python's dict keeps it. */
function lastByKey(entries: readonly Entry[]): readonly Entry[] {
  const last = new Map(entries.map((entry) => [entry.key.text, entry]));
  return last.size === entries.length
    ? entries
    : entries.filter((entry) => last.get(entry.key.text) === entry);
}

/** Where a value ends that stands here: what an alias leads to stands elsewhere. */
function endOf(node: unknown, { range }: TreeNode): number {
  return isAlias(node) ? rangeOf(node, range.end).end : range.end;
}

function empty(at: number): ScalarNode {
  return { kind: 'scalar', text: '', plain: true, range: { start: at, end: at } };
}

function rangeOf(node: { range?: YamlNode['range'] }, at: number): TextRange {
  return node.range ? { start: node.range[0], end: node.range[1] } : { start: at, end: at };
}

/** A block collection ends with its last child, not with the blank lines and comments that follow it. */
function spanOf(
  range: TextRange,
  flow: boolean,
  children: readonly { readonly range: TextRange }[],
): TextRange {
  const last = children.at(-1);
  return flow || last === undefined || last.range.end < range.start
    ? range
    : { start: range.start, end: last.range.end };
}

/** The entry of that name that counts. */
export function entryOf(node: TreeNode | null | undefined, key: string): Entry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.text === key) : undefined;
}

/** The value at a path of keys. */
export function valueAt(node: TreeNode | null | undefined, ...path: readonly string[]): TreeNode | undefined {
  let current: TreeNode | undefined = node ?? undefined;
  for (const key of path) current = entryOf(current, key)?.value;
  return current;
}

/**
 * The maps of a document, outer ones first: frameworks' launchers wrap a trainer's own section in theirs. Not below lists,
 * and only as deep as people nest settings.
 */
export function mapsIn(node: TreeNode | null | undefined, depth = 5): MapNode[] {
  // A set, because aliases may lead to one map by many ways.
  const found = new Set<MapNode>();
  let level: readonly TreeNode[] = node === null || node === undefined ? [] : [node];
  for (let at = 0; at <= depth && level.length > 0; at += 1) {
    const maps = level.filter((each) => each.kind === 'map').filter((each) => !found.has(each));
    for (const map of maps) found.add(map);
    level = maps.flatMap(({ entries }) => entries.map(({ value }) => value));
  }
  return [...found];
}

/** Its text, where it is a scalar that is not empty. */
export function textOf(node: TreeNode | null | undefined): string | undefined {
  return node?.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}

/** `~`, `null`, or nothing at all. */
export function isNothing(node: TreeNode | null | undefined): boolean {
  return (
    node === undefined ||
    node === null ||
    (node.kind === 'scalar' && node.plain && /^(?:~|null|)$/i.test(node.text))
  );
}

/** The scalars of a list of scalars; undefined for anything else. */
export function scalarsOf(node: TreeNode | null | undefined): readonly ScalarNode[] | undefined {
  if (node?.kind !== 'list') return undefined;
  const scalars = node.items.filter((item) => item.kind === 'scalar');
  return scalars.length === node.items.length ? scalars : undefined;
}
