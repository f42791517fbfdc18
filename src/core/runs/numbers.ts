/** What trackers and spreadsheets write where nothing was measured. */
const absent =
  /^(?:|-+|[–—?.]|nan|na|n\/a|n\.a\.|<na>|none|null|nil|missing|#(?:n\/a|div\/0!|value!|ref!|num!|null!))$/i;
const infinite = /^[+-]?(?:inf|infinity|diverged)$/i;
const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const grouped = /^[+-]?\d{1,3}(?:[,_' \u00a0\u202f]\d{3})+(?:\.\d+)?$/;
const groupedByDots = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
/** What the letters and words behind a count, or in a column's name, stand for. */
export const units: ReadonlyMap<string, number> = new Map(
  (
    [
      [1e3, 'k thousand thousands kilo e3'],
      [1e6, 'm mn mio million millions mega e6'],
      [1e9, 'b bn g mrd billion billions giga e9'],
      [1e12, 't tn trillion trillions tera e12'],
    ] as const
  ).flatMap(([unit, words]) => words.split(' ').map((word) => [word, unit] as const)),
);

const counted =
  /^(.*\d)\s*(bn|mn|tn|mio|mrd|[kmbgt]|thousand|million|billion|trillion)\.?\s*(?:t|tok|tokens?|params?|parameters)?$/i;

/** The spread behind a mean: `2.31 ± 0.02`, `2.31 (0.02)`. */
const spread = /^(.*\d%?)\s*(?:(?:±|\+\/?-)\s*[\d.,]+%?|\(\s*[\d.,]+\s*\))$/;

/** A number as Python shows an object that holds one: `tensor(2.31, device='cuda:0')`, `np.float64(2.31)`. */
const shown = /^(?:[a-z]+\.)?(?:tensor|array|float\d*|int\d+)\(\s*([^\s,()]+)\s*(?:,[^()]*)?\)$/i;

const withoutObject = (text: string): string => (text.endsWith(')') ? (shown.exec(text)?.[1] ?? text) : text);

/** How a table writes its numbers. */
export interface Notation {
  /** `0,5` is one half. */
  readonly decimalComma: boolean;
}

export const isAbsent = (text: string): boolean =>
  text === '' || (!startsWithDigit(text) && absent.test(text));

/** Most cells are plain numbers, and a table may have millions. */
function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** NaN or infinity: written by a training that diverged, or by a tracker for nothing. */
export function isNotFinite(text: string): boolean {
  if (startsWithDigit(text)) return false;
  const value = withoutObject(text);
  return /^[+-]?nan$/i.test(value) || infinite.test(value);
}

/** A finite number; `12%` is 0.12; null: the text is none. */
export function numberOf(text: string, { decimalComma }: Notation): number | null {
  if (plain.test(text)) return finite(Number(text));
  const held = withoutObject(text);
  if (held !== text) return numberOf(held, { decimalComma: false });
  const mean = spread.exec(text)?.[1];
  if (mean !== undefined) return numberOf(mean, { decimalComma });
  if (text.endsWith('%')) {
    const value = numberOf(text.slice(0, -1).trimEnd(), { decimalComma });
    return value === null ? null : value / 100;
  }
  if (decimalComma) {
    if (groupedByDots.test(text)) return finite(Number(text.replaceAll('.', '').replace(',', '.')));
    const pointed = text.replace(',', '.');
    return pointed !== text && plain.test(pointed) ? finite(Number(pointed)) : null;
  }
  return grouped.test(text) ? finite(Number(text.replace(/[^\d.+-]/g, ''))) : null;
}

/** Whether a text is a number in either notation. */
export const isNumber = (text: string): boolean =>
  numberOf(text, { decimalComma: false }) !== null || numberOf(text, { decimalComma: true }) !== null;

/** A count such as `1.2B`, `300M`, `10BT` or a plain number; null: the text is none. */
export function countOf(text: string, notation: Notation): number | null {
  const whole = numberOf(text, notation);
  if (whole !== null) return whole;
  const match = counted.exec(text);
  const value = match === null ? null : numberOf(match[1] ?? '', notation);
  return value === null ? null : value * (units.get((match?.[2] ?? '').toLowerCase()) ?? NaN);
}

/** Decimals as written; of a number with an exponent, as many as a double has. */
export function decimalsOf(text: string, { decimalComma }: Notation): number {
  const held = withoutObject(text);
  if (held !== text) return decimalsOf(held, { decimalComma: false });
  if (/e/i.test(text)) return 15;
  const point = text.lastIndexOf(decimalComma ? ',' : '.');
  const digits = point < 0 ? 0 : text.length - point - 1;
  // `12.5%` has a decimal more than it shows, twice over.
  return text.endsWith('%') ? Math.max(digits - 1, 0) + 2 : digits;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
