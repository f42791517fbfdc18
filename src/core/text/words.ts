import { decimal } from './decimal.ts';

/** Numbers as people read them, with unbreakable blanks before units: a thin, fixed set of forms, the same in the panel, the hovers and the status item. */

/** True minus signs, also of an exponent, so that columns of signed numbers align; none where only zero is left of a number. */
const minus = (text: string): string =>
  (Number(text) === 0 ? text.replace('-', '') : text).replaceAll('-', '\u2212');

/** To so many decimals: an R², a loss in a table. */
export const fixed = (value: number, decimals: number): string => minus(value.toFixed(decimals));

/** A share or relative change as per cent: `6.1 %`, `12 %`, `0.04 %`; `digits` fixes the decimals, for columns. */
export function percent(value: number, digits?: number): string {
  const hundredfold = Math.abs(value) * 100;
  const decimals = digits ?? (hundredfold >= 9.95 || hundredfold === 0 ? 0 : hundredfold >= 0.095 ? 1 : 2);
  return `${minus((value * 100).toFixed(decimals))}\u00a0%`;
}

/** A share to the digits that it has, at most so many that matter: `19.68 %`, `30 %`. */
export const precisePercent = (share: number, digits: number): string =>
  `${minus(decimal(share * 100, digits))}\u00a0%`;

/** How much of what is true an interval holds: `90 %`. */
export const intervalLevel = percent(0.9);

/** A range of shares: `12 to 21 %`. */
export function rangeWords([low, high]: readonly [number, number]): string {
  return `${percent(low).replace('\u00a0%', '')} to ${percent(high)}`;
}

/** The largest shares, as people say them: `ru 58 %, en 24 %, …`. */
export function largestShares(ratio: Readonly<Record<string, number>>, most: number): string {
  const largest = Object.entries(ratio)
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a);
  const shown = largest.slice(0, most).map(([code, share]) => `${code} ${percent(share)}`);
  return [...shown, ...(largest.length > most ? ['…'] : [])].join(', ');
}

/** A change of share with its sign: `+3.1`, `−0.4`, `0.0` (percentage points). */
export function points(value: number): string {
  const text = (value * 100).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return value > 0 ? `+${text}` : minus(text);
}

/** A relative change with its sign: `+3.1 %`, `−0.4 %`. */
export const signedPercent = (value: number): string => `${points(value)}\u00a0%`;

/** `Loss (nats)`: a heading with the unit of its numbers; null: they have none. */
export const inUnit = (heading: string, unit: string | null): string =>
  unit === null ? heading : `${heading} (${unit})`;

/** `1.412 nats`: a number, as it is written, with its unit; null: it has none. */
export const withUnit = (number: string, unit: string | null): string =>
  unit === null ? number : `${number} ${unit}`;

/** A loss, or another number near one: three decimals. */
export const lossNumber = (value: number): string => fixed(value, 3);

/**
 * A predicted loss with half the width of its 90 % interval: `1.556 ± 0.072`; without one where none is known. Where half the width is more
 * than the loss, nothing is known of it but the interval: `unknown (0.021 to 78.806)`.
 */
export function plusMinus({
  value,
  low,
  high,
}: {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}): string {
  const loss = value ?? NaN;
  if (low === null || high === null) return lossNumber(loss);
  const half = (high - low) / 2;
  return half > Math.abs(loss)
    ? `unknown (${lossNumber(low)} to ${lossNumber(high)})`
    : `${lossNumber(loss)}\u00a0±\u00a0${lossNumber(half)}`;
}

/** Three significant digits without exponents where that reads better: `0.0123`, `1.25`, `31.4`, `1.2e−7`. */
export function significant(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e6) return minus(value.toExponential(1)).replace('e+', 'e');
  return minus(size >= 100 ? value.toFixed(0) : value.toPrecision(size < 1 ? 2 : 3));
}

const units = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A count of tokens or parameters as mixture files write them: `1.2 B`, `740 M`. */
export function count(value: number): string {
  for (const [size, unit] of units) {
    if (Math.abs(value) >= size * 0.9995) return `${Number((value / size).toPrecision(3))}\u00a0${unit}`;
  }
  return value.toFixed(0);
}

/** How often the data is repeated: `0.80`, `3.2`, `41`. */
export const epochs = (value: number): string =>
  value >= 9.95 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);

/** As a sentence or a heading begins. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The first names of several, in the quotes of code: `` `a`, `b`, `c` and 4 more ``. */
export function quotedNames(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  return `${shown.join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** The number that a text of these forms begins with: `1.2 B`, `−0.4`, `16.2 %`, `1.589 (1.583–1.595)`; null: it begins with none. */
export function readNumber(text: string): number | null {
  const found = /^([+\u2212-]?)(\d+(?:\.\d+)?(?:e[\u2212-]?\d+)?)(?:[\u00a0 ]([kMBT])\b)?/.exec(text);
  if (found === null) return null;
  const [, sign = '', digits = '', unit] = found;
  const size = units.find(([, name]) => name === unit)?.[0] ?? 1;
  return (sign === '' || sign === '+' ? 1 : -1) * Number(digits.replace('\u2212', '-')) * size;
}
