/** Decimal places at which sums are exact: shares are integers of 10^-12 here. */
const unitPlaces = 12;
const unit = 10n ** BigInt(unitPlaces);

export interface RoundOptions {
  /** Decimal places; smaller values get as many as three significant digits need. */
  readonly places?: number;
  /** Whether an entry is left as it is, to all its digits. */
  readonly keep?: (index: number) => boolean;
  /** Takes what rounding leaves over; default: the largest that is not kept. */
  readonly receiver?: number;
}

/**
 * Shares that sum to about 1 as short decimals that sum to exactly 1: each is rounded, and one takes the residual.
 * Values are in [0, 1]; the answer is in the same order.
 */
export function roundShares(values: readonly number[], options: RoundOptions = {}): string[] {
  const { places = 4, keep = () => false } = options;
  let receiver = options.receiver ?? -1;
  if (receiver >= 0 && keep(receiver)) receiver = -1;
  if (receiver < 0) {
    values.forEach((value, i) => {
      if (!keep(i) && (receiver < 0 || value > values[receiver]!)) receiver = i;
    });
  }
  const units = values.map((value, i) =>
    keep(i) ? toUnits(value, unitPlaces) : toUnits(value, placesFor(value, places)),
  );
  if (receiver >= 0) {
    let rest = unit;
    units.forEach((units, i) => {
      if (i !== receiver) rest -= units;
    });
    if (rest >= 0n) units[receiver] = rest;
  }
  return units.map((units) => formatUnits(units));
}

function placesFor(value: number, places: number): number {
  if (value <= 0) return places;
  return Math.min(unitPlaces, Math.max(places, Math.ceil(-Math.log10(value)) + 2));
}

function toUnits(value: number, places: number): bigint {
  const rounded = Math.round(value * 10 ** places);
  return BigInt(rounded) * 10n ** BigInt(unitPlaces - places);
}

/** `shift` moves the point to the right: 2 writes per cent. */
function formatUnits(units: bigint, shift = 0): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(unitPlaces + 1, '0');
  const point = digits.length - unitPlaces + shift;
  const whole = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const fraction = digits.slice(point).replace(/0+$/, '');
  return sign + whole + (fraction === '' ? '' : `.${fraction}`);
}

/** A decimal written by `roundShares` as per cent, digit for digit: `0.125` is `12.5`. */
export function toPercent(decimal: string): string {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return formatUnits(BigInt(whole + fraction.padEnd(unitPlaces, '0')), 2);
}

/** A number in plain decimals, without an exponent, at most `digits` significant ones. */
export function plainDecimal(value: number, digits = 12): string {
  if (value === 0 || !Number.isFinite(value)) return '0';
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
