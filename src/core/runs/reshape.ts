import { JsonError, parseJson } from './json.ts';
import { putValue } from './json-table.ts';
import { splitsOf } from './names.ts';
import { partsMatcher } from './run-map.ts';
import { maxColumns, TableMaker, type Table } from './table.ts';

const stepNames = /^(?:_?step|global_step|train\/global_step|relative time.*|wall time)$/i;
const chartColumn = /^(.+) - (.+)$/;
const keyColumns = /^(?:key|metric|metric_name|tag|measure|variable)$/i;
const valueColumns = /^(?:value|metric_value|val)$/i;

/** Each part of a text that several values were written into, as in the names of runs, becomes a column. */
export function withParts(table: Table, parts: ReadonlyMap<string, string>): Table {
  const read = [...parts].flatMap(([name, pattern]) => {
    const column = table.columns.indexOf(name);
    return column < 0 ? [] : [{ column, ...partsMatcher(pattern) }];
  });
  return withRead(table, read);
}

interface ReadColumn {
  readonly column: number;
  /** Of the columns that are made of its texts. */
  readonly names: readonly string[];
  /** What they hold, in their order; null: nothing. */
  readonly match: (text: string) => readonly string[] | null;
}

/** A table with further columns, which are read out of the texts of its own. */
export function withRead(table: Table, added: readonly ReadColumn[]): Table {
  const origin = added.flatMap(({ names }, pattern) => names.map((_, part) => ({ pattern, part })));
  const width = table.columns.length;
  // The parts of a row are asked for one after the other.
  let last: { readonly row: number; readonly found: readonly (readonly string[] | null)[] } | null = null;
  const partsOf = (row: number) => {
    if (last?.row !== row)
      last = { row, found: added.map(({ column, match }) => match(table.text(row, column))) };
    return last.found;
  };
  return {
    file: table.file,
    rowCount: table.rowCount,
    columns: [...table.columns, ...added.flatMap(({ names }) => names)],
    text: (row, column) => {
      const made = origin[column - width];
      return made === undefined ? table.text(row, column) : (partsOf(row)[made.pattern]?.[made.part] ?? '');
    },
    place: (row, column) => {
      const made = origin[column - width];
      return table.place(row, made === undefined ? column : (added[made.pattern]?.column ?? 0));
    },
  };
}

/** Tables of trackers that hold no run a row, turned into ones that do; others as they are. */
export function reshape(table: Table): Table {
  return fromChart(table) ?? fromSlots(fromMetrics(fromRatios(fromDictionaries(table))));
}

/** The export of a chart in W&B: a column a run, named `run - metric`, over the steps. */
function fromChart(table: Table): Table | null {
  const [first, ...rest] = table.columns;
  if (first === undefined || rest.length === 0 || !stepNames.test(first.trim())) return null;
  const parts = rest.map((name) => chartColumn.exec(name));
  if (parts.some((part) => part === null)) return null;
  const { maker, placeOf } = makerLike(table);
  const byRun = new Map<string, { column: number; metric: string }[]>();
  for (const [index, part] of parts.entries()) {
    const [, run = '', metric = ''] = part ?? [];
    const known = byRun.get(run);
    if (known === undefined) byRun.set(run, [{ column: index + 1, metric }]);
    else known.push({ column: index + 1, metric });
  }
  for (const [run, columns] of byRun) {
    for (let row = 0; row < table.rowCount; row++) {
      const filled = columns.filter(({ column }) => table.text(row, column) !== '');
      if (filled.length === 0) continue;
      const put = maker.addRow(placeOf(row, filled[0]?.column ?? 0));
      put('run', run);
      put('step', table.text(row, 0));
      for (const { column, metric } of filled) put(metric, table.text(row, column), placeOf(row, column));
    }
  }
  return maker.table();
}

/** A row a metric (`run_id, key, value, step`, as MLflow keeps it): each metric becomes a column, rows of one moment one row. */
function fromMetrics(table: Table): Table {
  const key = table.columns.findIndex((name) => keyColumns.test(name.trim()));
  const value = table.columns.findIndex((name) => valueColumns.test(name.trim()));
  if (key < 0 || value < 0) return table;
  const { maker, placeOf } = makerLike(table);
  // The clock differs from metric to metric of one moment.
  const others = table.columns.flatMap((name, column) =>
    column === key || column === value || /time|^is_nan$/i.test(name) ? [] : [{ name, column }],
  );
  const rows = new Map<string, ReturnType<TableMaker['addRow']>>();
  for (let row = 0; row < table.rowCount; row++) {
    const moment = others.map(({ column }) => table.text(row, column)).join('\0');
    let put = rows.get(moment);
    if (put === undefined) {
      put = maker.addRow(placeOf(row, value));
      for (const { name, column } of others) put(name, table.text(row, column), placeOf(row, column));
      rows.set(moment, put);
    }
    put(table.text(row, key), table.text(row, value), placeOf(row, value));
    if (maker.isTooWide) return table;
  }
  return maker.table();
}

/** Columns such as `lang1, lang2, w_lang1, w_lang2`, whose labels are names of columns that say the language row by row. */
function fromSlots(table: Table): Table {
  const slots = table.columns.flatMap((label, column) => {
    if (label.length < 2 || !holdsWords(table, column)) return [];
    const values = table.columns.flatMap((name, other) => {
      const split = splitsOf(name).find((parts) => parts.label === label && parts.label !== name);
      const kind =
        split === undefined ? '' : `${split.prefix}${split.suffix}`.replace(/^[_./-]+|[_./-]+$/g, '');
      return kind === '' ? [] : [{ kind, column: other }];
    });
    return values.length < 2 ? [] : [{ column, values }];
  });
  if (slots.length < 2) return table;
  const taken = new Set(
    slots.flatMap(({ column, values }) => [column, ...values.map((value) => value.column)]),
  );
  const { maker, placeOf } = makerLike(table);
  for (let row = 0; row < table.rowCount; row++) {
    for (const { column, values } of slots) {
      const language = table.text(row, column);
      if (language === '') continue;
      const put = maker.addRow(placeOf(row, column));
      put('language', language);
      for (const value of values) put(value.kind, table.text(row, value.column), placeOf(row, value.column));
      for (const [other, name] of table.columns.entries())
        if (!taken.has(other)) put(name, table.text(row, other), placeOf(row, other));
    }
  }
  return maker.table();
}

/** What stands in the first cells that are not empty. */
function firstTexts(table: Table, column: number): string[] {
  const texts = Array.from({ length: Math.min(table.rowCount, 20) }, (_, row) => table.text(row, column));
  return texts.filter((text) => text !== '');
}

/** Whether the first cells are short words, as codes of languages are. */
function holdsWords(table: Table, column: number): boolean {
  const filled = firstTexts(table, column);
  return filled.length > 0 && filled.every((text) => /^\p{L}[\p{L}\p{N}_-]{0,30}$/u.test(text));
}

const language = String.raw`[\p{L}\p{N}_-]{1,40}`;
/** Beside a percentage a number is no language. */
const word = String.raw`\p{L}[\p{L}\p{N}_-]{0,40}`;
const percentage = String.raw`\d[\d.]*%`;
/** A language and its share: `en:0.5`, `en=50%`, `en 50%`, `en (50%)`, `50% en`. */
const pair = String.raw`(${language}) ?[:=] ?([\d.]+%?)|(${word}) ?\(?(${percentage})\)?|(${percentage}) ?(${word})`;
const between = String.raw` ?[,;/+&|] ?| and `;
/** Several of them, a mixture in one cell. */
const pairs = new RegExp(`^(?:${pair})(?:(?:${between}| )(?:${pair})){1,500}$`, 'u');
const anyPair = new RegExp(pair, 'gu');
const anyBetween = new RegExp(between);

function sharesIn(text: string): { readonly language: string; readonly share: string }[] {
  const found = text.split(anyBetween).flatMap((part) => [...part.matchAll(anyPair)]);
  return found.map(([, keyed, value, before, percent, percentBefore, after]) => ({
    language: keyed ?? before ?? after ?? '',
    share: value ?? percent ?? percentBefore ?? '',
  }));
}

/**
 * Cells that hold a whole dictionary, as W&B's `summary` and `config` do in its own example of an export, or a mixture become
 * columns.
 */
function fromDictionaries(table: Table): Table {
  const isDictionary = (column: number): boolean => {
    for (let row = 0; row < Math.min(table.rowCount, 20); row++) {
      const text = table.text(row, column);
      if (text !== '') return (text.startsWith('{') && text.endsWith('}')) || pairs.test(text);
    }
    return false;
  };
  const dictionaries = new Set([...table.columns.keys()].filter(isDictionary));
  if (dictionaries.size === 0) return table;
  const { maker, placeOf } = makerLike(table);
  for (let row = 0; row < table.rowCount; row++) {
    const put = maker.addRow(placeOf(row, 0));
    for (const [column, name] of table.columns.entries()) {
      const text = table.text(row, column);
      if (!dictionaries.has(column) || text === '') put(name, text, placeOf(row, column));
      else if (pairs.test(text)) {
        for (const { language, share } of sharesIn(text))
          put(`${name}.${language}`, share, placeOf(row, column));
      } else {
        try {
          putValue(name, parseJson(text), (inner, value) => put(inner, value, placeOf(row, column)));
        } catch (error) {
          if (!(error instanceof JsonError)) throw error;
          put(name, text, placeOf(row, column));
        }
      }
    }
    if (maker.isTooWide) return table;
  }
  return maker.table();
}

/** Longer than any header; bounds the work of looking for languages in one. */
const maxHeader = 1000;
const ratioHeader = /\p{L}[\p{L}\p{N}_-]*(?: ?[:/] ?\p{L}[\p{L}\p{N}_-]*)+/u;
const ratio = /^\d[\d.]*%?(?: ?[:/] ?\d[\d.]*%?)+$/;

/** The parts of a ratio, or of the header above it. */
const partsOf = (text: string): string[] => text.split(/ ?[:/] ?/);

/** `en:de:fr` over cells such as `2:1:1`, as papers write a ratio: each language becomes a column. */
function fromRatios(table: Table): Table {
  const labelsOf = table.columns.map((name, column): readonly string[] | null => {
    const header = name.length > maxHeader ? undefined : ratioHeader.exec(name)?.[0];
    if (header === undefined) return null;
    const labels = partsOf(header);
    const filled = firstTexts(table, column);
    const isRatio = filled.every((text) => ratio.test(text) && partsOf(text).length === labels.length);
    return filled.length > 0 && isRatio ? labels : null;
  });
  if (labelsOf.every((labels) => labels === null)) return table;
  const { maker, placeOf } = makerLike(table);
  for (let row = 0; row < table.rowCount; row++) {
    const put = maker.addRow(placeOf(row, 0));
    for (const [column, name] of table.columns.entries()) {
      const text = table.text(row, column);
      const labels = labelsOf[column];
      const parts = partsOf(text);
      if (labels?.length === parts.length)
        for (const [i, part] of parts.entries()) put(`ratio.${labels[i]}`, part, placeOf(row, column));
      else put(name, text, placeOf(row, column));
    }
    if (maker.isTooWide) return table;
  }
  return maker.table();
}

/** A maker whose offsets are the cells of `table`. */
function makerLike(table: Table): { maker: TableMaker; placeOf: (row: number, column: number) => number } {
  const width = maxColumns + 1;
  return {
    maker: new TableMaker(table.file, (offset) => table.place(Math.floor(offset / width), offset % width)),
    placeOf: (row, column) => row * width + column,
  };
}
