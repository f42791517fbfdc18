/** Decimal places at which sums are exact: shares are integers of 10^-12 here. */
const unitPlaces = 12;
const unit = 10n ** BigInt(unitPlaces);

/** More places than this are written only where a share needs them for its three digits. */
const widest = 6;
/** Shares closer than this are equal, and below it none: what a solver leaves where it means nothing. */
const sameShare = 1e-9;
/** A share takes what rounding leaves over as long as that is no more than this part of it. */
const unnoticed = 50n;

export interface RoundOptions {
  /** Decimal places; smaller values get as many as three significant digits need. */
  readonly places?: number;
  /** Whether an entry is left as it is, to all its digits. */
  readonly keep?: (index: number) => boolean;
  /** Whether an entry may take what rounding leaves over; default: each that is not kept. */
  readonly receives?: (index: number) => boolean;
  /** The least and the most that an entry may be rounded to; default: 0 and 1. */
  readonly bounds?: (index: number) => readonly [number, number];
}

/**
 * Shares that sum to about 1 as decimals of one width that sum to exactly 1: each is rounded, and the largest takes the
 * residual. Equal shares stay equal: several take it in equal parts, and where none can (three thirds), the sum misses 1 by
 * less than half a millionth for each. Values are in [0, 1]; the answer is in the same order.
 */
export function roundShares(values: readonly number[], options: RoundOptions = {}): string[] {
  const { places = 4, keep = () => false, receives = () => true, bounds = () => [0, 1] } = options;
  const groups = tied(values, (i) => !keep(i) && receives(i));
  let units: bigint[] = [];
  // With more places, less is left over.
  for (let finer = places; finer <= Math.max(places, 9); finer++) {
    units = values.map((value, i) =>
      keep(i) ? toUnits(value, unitPlaces) : within(value, bounds(i), placesFor(value, finer)),
    );
    const rest = units.reduce((left, taken) => left - taken, unit);
    if (rest === 0n) break;
    const step = lastPlace(rest) / 10n || 1n;
    const group = groups.find((members) => rest % (BigInt(members.length) * step) === 0n);
    const first = group?.[0];
    if (group === undefined || first === undefined) {
      if (finer >= widest) break;
      continue;
    }
    const part = rest / BigInt(group.length);
    const size = units[first] ?? 0n;
    if ((part < 0n ? -part : part) * unnoticed > size && finer < Math.max(places, 9)) continue;
    if (size + part >= 0n) for (const i of group) units[i] = size + part;
    break;
  }
  const texts = units.map((units) => formatUnits(units));
  const width = Math.min(
    widest,
    Math.max(0, ...texts.map((text, i) => (keep(i) ? 0 : fractionOf(text).length))),
  );
  return texts.map((text) => padded(text, width));
}

/** The unit of the last place that is not 0. */
function lastPlace(units: bigint): bigint {
  let step = 1n;
  while (units % (step * 10n) === 0n) step *= 10n;
  return step;
}

/** Indices of equal shares together, the largest share first. */
function tied(values: readonly number[], counts: (index: number) => boolean): number[][] {
  const bySize = new Map<number, number[]>();
  values.forEach((value, i) => {
    if (!counts(i)) return;
    const size = Math.round(value / sameShare);
    const members = bySize.get(size);
    if (members === undefined) bySize.set(size, [i]);
    else members.push(i);
  });
  return [...bySize].sort(([a], [b]) => b - a).map(([, members]) => members);
}

/** The nearest multiple of the last place that lies within the bounds, if one does. */
function within(value: number, [least, most]: readonly [number, number], places: number): bigint {
  const nearest = toUnits(value, places);
  const step = 10n ** BigInt(unitPlaces - places);
  const noise = 10;
  if (Number(nearest) > most * Number(unit) + noise && nearest >= step) return nearest - step;
  return Number(nearest) < least * Number(unit) - noise ? nearest + step : nearest;
}

function placesFor(value: number, places: number): number {
  if (value < sameShare) return places;
  return Math.min(unitPlaces, Math.max(places, Math.ceil(-Math.log10(value)) + 2));
}

function toUnits(value: number, places: number): bigint {
  const rounded = Math.round(value * 10 ** places);
  return BigInt(rounded) * 10n ** BigInt(unitPlaces - places);
}

const fractionOf = (text: string): string => text.split('.')[1] ?? '';

/** `0.5` beside `0.125` is `0.500`; 0 and 1 stay. */
function padded(text: string, width: number): string {
  const fraction = fractionOf(text);
  return fraction === '' || fraction.length >= width ? text : text + '0'.repeat(width - fraction.length);
}

function formatUnits(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(unitPlaces + 1, '0');
  const fraction = digits.slice(-unitPlaces).replace(/0+$/, '');
  return sign + digits.slice(0, -unitPlaces) + (fraction === '' ? '' : `.${fraction}`);
}

/** A decimal written by `roundShares` as per cent, digit for digit: `0.125` is `12.5`, `0.1250` is `12.50`. */
export function toPercent(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const hundredfold = `${whole}${fraction.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  return fraction.length > 2 ? `${hundredfold}.${fraction.slice(2)}` : hundredfold;
}

/** A number in plain decimals, without an exponent, at most `digits` significant ones. */
export function decimal(value: number, digits = 12): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return String(value);
  const text = value.toPrecision(digits);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:e([+-]\d+))?$/.exec(text) ?? [];
  const all = whole + fraction;
  const point = whole.length + Number(exponent);
  const shifted =
    point <= 0
      ? `0.${'0'.repeat(-point)}${all}`
      : point >= all.length
        ? all + '0'.repeat(point - all.length)
        : `${all.slice(0, point)}.${all.slice(point)}`;
  return sign + (shifted.includes('.') ? shifted.replace(/\.?0+$/, '') : shifted);
}

/** A positive number in plain decimals of as few significant digits as are within this part of it. */
export function shortestDecimal(value: number, tolerance: number): string {
  for (let digits = 1; digits < 17; digits++) {
    const text = decimal(value, digits);
    if (Math.abs(Number(text) - value) <= tolerance * Math.abs(value)) return text;
  }
  return decimal(value, 17);
}
