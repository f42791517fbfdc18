import { isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import { LineIndex } from '../text/line-index.ts';
import type { RunProblem } from './runs.ts';
import type { Cell, Table, TableRow } from './table.ts';

/**
 * Reads runs from JSON (an array of objects, or an object with the array under `runs`) or JSON lines. Keys are columns; a
 * nested object such as `"ratio": {"en": 0.5}` stands for the columns `ratio_en`. Read through the YAML parser, which keeps
 * the place of every value and takes the NaN and Infinity that Python writes.
 */
export function readJson(file: string, text: string): { table: Table | null; problems: RunProblem[] } {
  const problems: RunProblem[] = [];
  const columns = new Map<string, number>();
  const header: Cell[] = [];
  const rows: TableRow[] = [];
  const addRow = (map: YAMLMap, place: (node: Node) => { line: number; column: number }): void => {
    const at = place(map);
    const cells: (Cell | null)[] = [];
    const put = (name: string, value: unknown): void => {
      if (isMap(value)) {
        for (const item of value.items) put(`${name}_${keyOf(item.key)}`, item.value);
        return;
      }
      const position = isNode(value) ? place(value) : at;
      const index = columns.get(name) ?? columns.size;
      if (index === columns.size) {
        columns.set(name, index);
        header.push({ text: name, ...position });
      }
      while (cells.length <= index) cells.push(null);
      cells[index] = { text: textOf(value), ...position };
    };
    for (const item of map.items) put(keyOf(item.key), item.value);
    rows.push({ line: at.line, cells });
  };
  const parse = (source: string, firstLine: number): void => {
    const lines = new LineIndex(source);
    const place = (offset: number): { line: number; column: number } => {
      const { line, column } = lines.positionAt(offset);
      return { line: line + firstLine, column };
    };
    const fail = (offset: number, message: string): void => {
      problems.push({ file, ...place(offset), severity: 'error', message });
    };
    const document = parseDocument(source, { prettyErrors: false, uniqueKeys: false });
    const error = document.errors[0];
    if (error !== undefined) {
      fail(error.pos[0], `This is not valid JSON: ${error.message}`);
      return;
    }
    const root: unknown = document.contents;
    const list = isMap(root) && isSeq(root.get('runs', true)) ? root.get('runs', true) : root;
    for (const row of isSeq(list) ? list.items : [list]) {
      if (isMap(row)) addRow(row, (node) => place(node.range?.[0] ?? 0));
      else
        fail(
          isNode(row) ? (row.range?.[0] ?? 0) : 0,
          'A run must be an object such as {"ratio_en": 0.5, "loss_en": 2.1}.',
        );
    }
  };
  const lines = text.split(/\r\n|\r|\n/);
  const filled = lines.filter((line) => line.trim() !== '');
  // JSON lines: every line opens an object of its own, and the last one closes it too.
  if (filled.length > 1 && filled[1]!.trimStart().startsWith('{') && filled[0]!.trimStart().startsWith('{')) {
    lines.forEach((line, index) => {
      if (line.trim() !== '') parse(line, index);
    });
  } else parse(text, 0);
  if (header.length === 0) return { table: null, problems };
  const complete = rows.map(({ line, cells }) => ({
    line,
    cells: header.map((_, index) => cells[index] ?? null),
  }));
  return { table: { file, columns: header, rows: complete }, problems };
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value);
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** The value as it is written; null counts as absent, a list or object is text that is no number. */
function textOf(value: unknown): string {
  if (!isScalar(value)) return value === null ? '' : '[list]';
  if (value.value === null) return '';
  return typeof value.value === 'string' ? value.value : (value.source ?? JSON.stringify(value.value));
}
