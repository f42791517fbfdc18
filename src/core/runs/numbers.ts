/** What trackers and spreadsheets write where nothing was measured. */
const absent =
  /^(?:|-+|[–—?.]|nan|na|n\/a|n\.a\.|<na>|none|null|nil|missing|#(?:n\/a|div\/0!|value!|ref!|num!|null!))$/i;
const infinite = /^[+-]?(?:inf|infinity|diverged)$/i;
/** A number with one mark for its decimals, and one whose thousands are parted; a zero begins no group. */
const patterns = {
  point: {
    plain: /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i,
    grouped: /^[+-]?[1-9]\d{0,2}([,_' \u00a0\u202f])\d{3}(?:\1\d{3})*(?:\.\d+)?$/,
  },
  comma: {
    plain: /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:e[+-]?\d+)?$/i,
    grouped: /^[+-]?[1-9]\d{0,2}([._' \u00a0\u202f])\d{3}(?:\1\d{3})*(?:,\d+)?$/,
  },
} as const;

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

/** `10^9`, `3 × 10**8`, `1.2·10⁹`. */
const power = /^(?:(.*\d)\s*[x×*·⋅]\s*)?10(?:(?:\^|\*\*)\{?(-?\d{1,2})\}?|([⁰¹²³⁴-⁹]{1,2}))$/;
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** What a footnote is called by, behind a number: `1.74*`. */
const footnote = /(?<=\d%?)\s?[*†‡§¶]+$/;

/** How a column writes its numbers: which of comma and point begins the decimals; the other may part thousands. */
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
  const value = text.endsWith(')') ? (shown.exec(text)?.[1] ?? text) : text;
  return /^[+-]?nan$/i.test(value) || infinite.test(value);
}

/** The digits of a number with their sign and separators, and what is written around them. */
interface Apart {
  readonly digits: string;
  /** Shown by Python, which knows no decimal comma. */
  readonly isPointed?: true;
  readonly isPercent?: true;
  readonly times?: number;
}

function apart(text: string): Apart {
  const held = text.endsWith(')') ? shown.exec(text)?.[1] : undefined;
  if (held !== undefined) return { digits: held, isPointed: true };
  const marked = footnote.test(text) ? text.replace(footnote, '') : spread.exec(text)?.[1];
  if (marked !== undefined) return apart(marked);
  if (text.endsWith('%')) return { ...apart(text.slice(0, -1).trimEnd()), isPercent: true };
  const [, mantissa = '1', exponent, raised = ''] = (text.includes('10') ? power.exec(text) : null) ?? [];
  if (exponent !== undefined || raised !== '') {
    const digits = exponent ?? raised.replace(/./g, (digit) => String(superscripts.indexOf(digit)));
    return { digits: mantissa, times: 10 ** Number(digits) };
  }
  return { digits: text };
}

function inNotation(digits: string, decimalComma: boolean): number | null {
  const { plain, grouped } = patterns[decimalComma ? 'comma' : 'point'];
  if (plain.test(digits)) return finite(Number(decimalComma ? digits.replace(',', '.') : digits));
  if (!grouped.test(digits)) return null;
  return finite(Number(digits.replace(decimalComma ? /[^\d,+-]/g : /[^\d.+-]/g, '').replace(',', '.')));
}

/** A finite number; `12%` is 0.12; null: the text is none. What is one in the other notation alone is read in that. */
export function numberOf(text: string, { decimalComma }: Notation): number | null {
  const whole = inNotation(text, decimalComma);
  if (whole !== null) return whole;
  const { digits, isPointed, isPercent, times = 1 } = apart(text);
  const comma = decimalComma && isPointed !== true;
  const value = inNotation(digits, comma) ?? (isPointed === true ? null : inNotation(digits, !comma));
  return value === null ? null : isPercent === true ? value / 100 : value * times;
}

/** Whether a text is a number in either notation. */
export const isNumber = (text: string): boolean => numberOf(text, { decimalComma: false }) !== null;

/**
 * What a text tells of the notation: it is a number in one of them alone, or in either another one, as `1,843`; null: nothing. Of
 * these, only groups of three digits that no zero begins may be thousands.
 */
export function notationTold(text: string): 'comma' | 'point' | 'either' | null {
  if (!/[.,]/.test(text)) return null;
  const { digits, isPointed } = apart(counted.exec(text)?.[1] ?? text);
  if (isPointed === true) return null;
  const point = inNotation(digits, false);
  const comma = inNotation(digits, true);
  if (point === comma) return null;
  return point === null ? 'comma' : comma === null ? 'point' : 'either';
}

/** A count such as `1.2B`, `300M`, `10BT` or a plain number; null: the text is none. */
export function countOf(text: string, notation: Notation): number | null {
  const whole = numberOf(text, notation);
  if (whole !== null) return whole;
  const match = counted.exec(text);
  const value = match === null ? null : numberOf(match[1] ?? '', notation);
  return value === null ? null : value * (units.get((match?.[2] ?? '').toLowerCase()) ?? NaN);
}

/** A count of a column whose name tells a unit; a suffix of its own says it better than the name does. */
export function countIn(text: string, notation: Notation, unit: number): number | null {
  const value = countOf(text, notation);
  return value === null || /[a-z]\.?\s*$/i.test(text) ? value : value * unit;
}

/** Decimals as written; of a number with an exponent, as many as a double has. */
export function decimalsOf(text: string, { decimalComma }: Notation): number {
  const { digits, isPercent } = apart(text);
  if (/e/i.test(digits)) return 15;
  const comma = inNotation(digits, decimalComma) === null ? !decimalComma : decimalComma;
  const mark = digits.lastIndexOf(comma ? ',' : '.');
  // `12.5%` is 0.125.
  return (mark < 0 ? 0 : digits.length - mark - 1) + (isPercent === true ? 2 : 0);
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
