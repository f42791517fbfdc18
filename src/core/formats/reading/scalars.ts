/**
 * What a trainer's reader makes of an unquoted scalar. Trainers read YAML 1.1 through PyYAML or OmegaConf, whose rules
 * differ from YAML 1.2 and from each other, so the editor resolves scalars as they do.
 */
export type Dialect = 'pyyaml' | 'omegaconf' | 'json';

export type ScalarValue = string | number | boolean | null;

const bool = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const isTrue = /^(?:yes|true|on)$/i;
const nothing = /^(?:~|null|Null|NULL|)$/;
const integer = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)$/;
const sexagesimal = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const infinite = /^[-+]?\.(?:inf|Inf|INF)$/;
const notANumber = /^\.(?:nan|NaN|NAN)$/;
/** PyYAML 6, resolver.py: a float needs a point, and its exponent a sign. */
const pyyamlFloat = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/;
/** omegaconf/_yaml.py:253-266 also takes `1e-3` and `1.5e3`. */
const omegaconfFloat =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)$/;
const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;

/** The value that the dialect's reader gives to an unquoted scalar. */
export function resolvePlain(text: string, dialect: Dialect): ScalarValue {
  if (dialect === 'json') {
    if (jsonNumber.test(text)) return Number(text);
    if (text === 'true' || text === 'false') return text === 'true';
    return text === 'null' ? null : text;
  }
  if (nothing.test(text)) return null;
  if (bool.test(text)) return isTrue.test(text);
  if (integer.test(text)) return parseInteger(text.replaceAll('_', ''));
  if (sexagesimal.test(text)) return parseSexagesimal(text.replaceAll('_', ''));
  if ((dialect === 'omegaconf' ? omegaconfFloat : pyyamlFloat).test(text))
    return Number(text.replaceAll('_', ''));
  if (infinite.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (notANumber.test(text)) return NaN;
  return text;
}

function parseInteger(text: string): number {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
  return negative ? -value : value;
}

function parseSexagesimal(text: string): number {
  const negative = text.startsWith('-');
  const value = text
    .replace(/^[-+]/, '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return negative ? -value : value;
}

const pyFloat = /^[-+]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?$/;

/** Python's `float(text)`; null where it raises ValueError. Note that `nan` and `inf` are numbers to it. */
export function pythonFloat(text: string): number | null {
  const trimmed = text.trim();
  if (pyFloat.test(trimmed)) return Number(trimmed.replaceAll('_', ''));
  if (/^[-+]?nan$/i.test(trimmed)) return NaN;
  if (/^[-+]?inf(?:inity)?$/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return null;
}

/**
 * Writes a number as a plain decimal with at most `digits` significant ones: no exponent, because YAML 1.1 readers
 * disagree about `1e-3`, and no zeros at the end.
 */
export function decimal(value: number, digits = 12): string {
  if (value === 0) return '0';
  const places = Math.min(100, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
  const text = value.toFixed(places);
  if (text.includes('e')) return BigInt(Math.round(value)).toString();
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
