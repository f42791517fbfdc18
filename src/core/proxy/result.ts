import type { Losses } from './run.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * The losses that a training left: JSON (an object, a list, or a Hugging Face `trainer_state.json` with its `log_history`),
 * JSONL, or CSV/TSV with a header. Of several rows the last that holds a key counts. `keys`: where each language's loss is,
 * as a column name or a path such as `eval/en/loss`; a language without one is looked for under `losses/en`, `loss_en`, `en`.
 */
export function readLosses(
  text: string,
  languages: readonly string[],
  keys: ReadonlyMap<string, string>,
): Losses | { readonly error: string } {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''));
  if (rows === null) return { error: 'The result is neither JSON, JSONL nor CSV.' };
  const losses = new Map<string, number | null>();
  for (const language of languages) {
    const key = keys.get(language);
    const names = key === undefined ? [`losses/${language}`, `loss_${language}`, language] : [key];
    const value = lastValue(rows, names);
    if (value === undefined) {
      return {
        error: `The result holds no ${names.map((name) => `\`${name}\``).join(', ')} for ${language}.`,
      };
    }
    const loss = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof loss === 'number' && Number.isFinite(loss) && loss < 0) {
      return { error: `The loss of ${language} is negative (${loss}).` };
    }
    losses.set(language, typeof loss === 'number' && Number.isFinite(loss) ? loss : null);
  }
  // Codes come from the file: as own properties, `__proto__` is a name like any other.
  return Object.fromEntries(losses);
}

function lastValue(rows: readonly Row[], names: readonly string[]): unknown {
  for (let i = rows.length - 1; i >= 0; i--) {
    for (const name of names) {
      const value = valueAt(rows[i]!, name);
      if (value !== undefined && value !== '') return value;
    }
  }
  return undefined;
}

function valueAt(row: Row, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  let value: unknown = row;
  for (const step of name.split('/')) {
    if (!isRow(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsOf(text: string): Row[] | null {
  const whole = parseJson(text);
  if (whole !== undefined) return rowsIn(whole);
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const parsed = lines.map(parseJson);
  if (lines.length > 0 && parsed.every(isRow)) return parsed;
  return delimitedRows(lines);
}

function rowsIn(value: unknown): Row[] | null {
  if (Array.isArray(value)) return value.filter(isRow);
  if (!isRow(value)) return null;
  const history = value['log_history'];
  return Array.isArray(history) ? [...history.filter(isRow), value] : [value];
}

/** JSON as Python writes it: `NaN` and `Infinity` become null, a loss that is no number. */
function parseJson(text: string): unknown {
  for (const candidate of [text, text.replace(/([:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/g, '$1null')]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The second reading may do; if not, it is no JSON.
    }
  }
  return undefined;
}

function delimitedRows([header, ...lines]: readonly string[]): Row[] | null {
  if (header === undefined || lines.length === 0 || header.startsWith('{')) return null;
  const separator = header.includes('\t') ? '\t' : ',';
  const cells = (line: string) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const names = cells(header);
  return lines.map((line) => {
    const values = cells(line);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}
