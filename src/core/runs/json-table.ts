import { LineIndex } from '../text/line-index.ts';
import { JsonError, parseJsonValues, type JsonNode } from './json.ts';
import type { RunProblems } from './run-problems.ts';
import { TableMaker, type PutValue, type Table } from './table.ts';

type JsonMap = Extract<JsonNode, { kind: 'map' }>;
type JsonList = Extract<JsonNode, { kind: 'list' }>;

/**
 * Reads runs from JSON (a list of objects, or an object with the list under any name; what pandas writes by rows, by columns or
 * split, nested by kind and language; the `log_history` of a trainer_state.json) or JSON lines. Keys are columns; a nested object such as `"ratio": {"en": 0.5}`
 * stands for the columns `ratio.en`.
 */
export function readJson(file: string, text: string, problems: RunProblems): Table | null {
  let lines: LineIndex | null = null;
  const placeOf = (offset: number): ReturnType<LineIndex['positionAt']> => {
    lines ??= new LineIndex(text);
    return lines.positionAt(offset);
  };
  const maker = new TableMaker(file, placeOf);
  const reading: Reading = {
    maker,
    base: 0,
    fail: (offset, kind, message) => problems.add(kind, file, placeOf(offset), message),
  };
  const quiet: Reading = { ...reading, fail: () => undefined };
  const line = firstOfLines(text);
  // Where the first object goes on behind its line, this is a document with a run a line, or the line was cut off.
  const isWhole = line !== null && parsed(line, quiet) !== null;
  const root = isWhole ? null : parsed(text, line === null ? reading : quiet);
  if (root !== null) readDocument(root, reading);
  else if (line !== null) readLines(text, reading);
  const table = maker.table();
  return table.rowCount === 0 || table.columns.length === 0 ? null : table;
}

interface Reading {
  readonly maker: TableMaker;
  /** Offset of the text that is parsed in the file. */
  readonly base: number;
  readonly fail: (offset: number, kind: string, message: string) => void;
  /** What the items of lists without labels of their own are of, in their order: `"languages": ["en", "de"]` beside the runs. */
  readonly labels?: JsonList | undefined;
}

/** The first line where every line opens an object of its own, as the first two that are filled tell; null: they do not. */
function firstOfLines(text: string): string | null {
  const [first, second] = text.slice(0, 4_000_000).matchAll(/^[ \t]*(\S.*)/gm);
  const [, line = ''] = first ?? [];
  return line.startsWith('{') && second?.[1]?.startsWith('{') === true ? line : null;
}

function readLines(text: string, reading: Reading): void {
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const source = text.slice(start, end);
    const inLine = { ...reading, base: start };
    start = end + 1;
    if (source.trim() === '') continue;
    const node = parsed(source, inLine);
    if (node?.kind === 'map') addRow(node, inLine);
    else if (node !== null) noObject(node, inLine);
    if (reading.maker.isTooWide) return;
  }
}

function parsed(text: string, { base, fail }: Reading): JsonNode | null {
  try {
    const nodes = parseJsonValues(text);
    // Objects one behind the other are the rows of a list.
    return nodes.length === 1
      ? (nodes[0] ?? null)
      : { kind: 'list', start: nodes[0]?.start ?? 0, items: nodes };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    fail(base + error.offset, 'json', `This is not valid JSON: ${error.message}.`);
    return null;
  }
}

function noObject({ start }: JsonNode, { base, fail }: Reading): void {
  fail(base + start, 'no object', 'A run must be an object such as {"ratio_en": 0.5, "loss_en": 2.1}.');
}

function readDocument(root: JsonNode, reading: Reading): void {
  if (root.kind === 'list') addRows(root, reading);
  else if (root.kind === 'scalar') noObject(root, reading);
  else {
    const history = valueOf(root, 'log_history');
    const names = valueOf(root, 'columns');
    const data = valueOf(root, 'data');
    const nested = nestedColumns(root);
    if (history?.kind === 'list') addRows(history, reading);
    else if (names?.kind === 'list' && data?.kind === 'list') addSplit(names, data, reading);
    else if (isColumns(root)) addColumns(root, reading);
    else if (nested !== null) addColumns(nested, reading);
    else if (addMatrices(root, reading)) return;
    else {
      const labels = labelsOf(root);
      const lists = root.entries.flatMap(([, node]) =>
        node.kind === 'list' && holdsMaps(node) ? [node] : [],
      );
      const [list] = lists;
      if (list !== undefined) addRows(list, { ...reading, labels });
      else if (root.entries.length > 1 && root.entries.every(([, node]) => node.kind === 'map'))
        addNamedRows(root, reading);
      else addRow(root, reading);
    }
  }
}

const valueOf = (map: JsonMap, key: string): JsonNode | undefined =>
  map.entries.find(([name]) => name === key)?.[1];

const holdsMaps = (list: JsonList): boolean => list.items.some(({ kind }) => kind === 'map');

/** `{"ratio_en": {"0": 0.3, "1": 0.4}, …}` (pandas' to_json) or `{"ratio_en": [0.3, 0.4], …}`. */
function isColumns(root: JsonMap): boolean {
  const [first] = root.entries;
  if (first === undefined || root.entries.length < 2) return false;
  const size = (node: JsonNode): string | null => {
    if (node.kind === 'list') return holdsMaps(node) ? null : String(node.items.length);
    if (node.kind === 'scalar' || node.entries.some(([, { kind }]) => kind !== 'scalar')) return null;
    return node.entries.map(([key]) => key).join('\0');
  };
  const [, values] = first;
  const expected = size(values);
  const isIndexed =
    values.kind === 'list' || (values.kind === 'map' && values.entries.every(([key]) => /^\d+$/.test(key)));
  return isIndexed && expected !== null && root.entries.every(([, node]) => size(node) === expected);
}

/** `{"ratio": {"en": [0.3, 0.4], …}, …}` as columns `ratio.en`, …; null: it is something else, such as a run each with its languages. */
function nestedColumns(root: JsonMap): JsonMap | null {
  const entries = root.entries.flatMap(([name, node]): JsonMap['entries'][number][] =>
    node.kind === 'map' ? node.entries.map(([inner, value]) => [`${name}.${inner}`, value]) : [[name, node]],
  );
  const isNested = root.entries.some(
    ([, node]) =>
      node.kind === 'map' && node.entries.every(([, value]) => value.kind === 'list' && !isNames(value)),
  );
  const columns = { ...root, entries };
  return isNested && entries.every(([, { kind }]) => kind === 'list') && isColumns(columns) ? columns : null;
}

function addNamedRows(root: JsonMap, reading: Reading): void {
  for (const [name, node] of root.entries) {
    if (node.kind !== 'map') continue;
    const put = addRow(node, reading);
    if (valueOf(node, 'run_id') === undefined) put('run_id', name);
  }
}

function addColumns(root: JsonMap, { maker, base }: Reading): void {
  const columns = root.entries.map(([name, node]) => ({
    name,
    values:
      node.kind === 'map' ? node.entries.map(([, value]) => value) : node.kind === 'list' ? node.items : [],
  }));
  for (const [row, value] of (columns[0]?.values ?? []).entries()) {
    const put = maker.addRow(base + value.start);
    for (const { name, values } of columns) {
      const cell = values[row];
      if (cell !== undefined) putValue(name, cell, put, base);
    }
  }
}

function addSplit(names: JsonList, data: JsonList, reading: Reading): void {
  const { maker, base } = reading;
  for (const row of data.items) {
    if (row.kind !== 'list') {
      noObject(row, reading);
      continue;
    }
    const put = maker.addRow(base + row.start);
    for (const [index, cell] of row.items.entries()) {
      const name = names.items[index];
      if (name?.kind === 'scalar') putValue(name.text, cell, put, base);
    }
  }
}

function addRows(list: JsonList, reading: Reading): void {
  const [first, ...rest] = list.items;
  if (first?.kind === 'list' && isNames(first)) {
    addSplit(first, { ...list, items: rest }, reading);
    return;
  }
  for (const item of list.items) {
    if (item.kind === 'map') addRow(item, reading);
    else noObject(item, reading);
  }
}

function addRow(map: JsonMap, { maker, base, labels }: Reading): PutValue {
  const put = maker.addRow(base + map.start);
  putValue('', map, put, base);
  for (const [key, node] of map.entries) if (node.kind === 'list') putByLabel(key, node, put, base);
  putParallel(map, labelsOf(map) ?? labels, put, base);
  return put;
}

const isNames = ({ items }: JsonList): boolean =>
  items.length > 0 &&
  items.every((item) => item.kind === 'scalar' && /^\p{L}[\p{L}\p{N}_.-]*$/u.test(item.text));

/** The first list of names in an object. */
const labelsOf = (map: JsonMap): JsonList | undefined =>
  map.entries.flatMap(([, node]) => (node.kind === 'list' && isNames(node) ? [node] : []))[0];

/** `{"languages": ["en", "de"], "ratios": [[0.5, 0.5], …], "losses": [[2.1, 2.3], …]}`: a list a run, or a value. */
function addMatrices(root: JsonMap, { maker, base }: Reading): boolean {
  const labels = labelsOf(root);
  const isMatrix = (node: JsonNode): node is JsonList =>
    node.kind === 'list' &&
    node.items.length > 0 &&
    node.items.every((row) => row.kind === 'list' && row.items.length === labels?.items.length);
  const matrices = root.entries.flatMap(([key, node]) => (isMatrix(node) ? [{ key, node }] : []));
  const [first] = matrices;
  if (labels === undefined || first === undefined) return false;
  for (const [row, { start }] of first.node.items.entries()) {
    const put = maker.addRow(base + start);
    for (const [key, node] of root.entries) {
      const cell =
        node.kind === 'list' && node.items.length === first.node.items.length ? node.items[row] : undefined;
      if (cell?.kind === 'scalar') putValue(key, cell, put, base);
      else if (cell?.kind === 'list') putLabelled(key, labels, cell, put, base);
    }
  }
  return true;
}

function putLabelled(key: string, labels: JsonList, values: JsonList, put: PutValue, base: number): void {
  for (const [i, value] of values.items.entries()) {
    const label = labels.items[i];
    if (label?.kind === 'scalar' && value.kind === 'scalar')
      putValue(`${key}.${label.text}`, value, put, base);
  }
}

const labelNames = ['language', 'lang', 'code', 'domain', 'source', 'name'];

/** `[{"language": "en", "share": 0.5}, …]` stands for the columns `share.en`, …; `"mix": [["en", 0.5], …]` for `mix.en`, …. */
function putByLabel(key: string, { items }: JsonList, put: PutValue, base: number): void {
  for (const item of items) {
    if (item.kind === 'list') {
      const [name, value] = item.items;
      if (item.items.length === 2 && name?.kind === 'scalar' && value?.kind === 'scalar')
        putValue(`${key}.${name.text}`, value, put, base);
    }
    if (item.kind !== 'map') continue;
    const label = labelNames.map((name) => valueOf(item, name)).find((node) => node?.kind === 'scalar');
    if (label?.kind !== 'scalar') continue;
    for (const [inner, node] of item.entries)
      if (node !== label && node.kind === 'scalar') putValue(`${inner}.${label.text}`, node, put, base);
  }
}

/** `"languages": ["en", "de"], "ratio": [0.5, 0.5]`: lists as long as that of the names, for whose items they stand. */
function putParallel(map: JsonMap, labels: JsonList | undefined, put: PutValue, base: number): void {
  if (labels === undefined) return;
  for (const [key, node] of map.entries)
    if (node !== labels && node.kind === 'list' && node.items.length === labels.items.length)
      putLabelled(key, labels, node, put, base);
}

/** Every value below `node` under its path; a list is nothing of ours, and as text no number. */
export function putValue(name: string, node: JsonNode, put: PutValue, base = 0): void {
  if (node.kind === 'scalar') put(name, node.text, base + node.start);
  else if (node.kind === 'list') put(name, '[list]', base + node.start);
  else
    for (const [key, value] of node.entries) putValue(name === '' ? key : `${name}.${key}`, value, put, base);
}
