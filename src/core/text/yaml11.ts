import { decimal } from './decimal.ts';

/**
 * What readers of YAML 1.1 make of an unquoted scalar: https://yaml.org/type/ as PyYAML has it (`resolver.py`), and OmegaConf, which
 * builds on it. The rules differ from YAML 1.2, as which mixtures are read, and from JSON.
 */
export type Dialect = 'pyyaml' | 'omegaconf' | 'json';

export type ScalarValue = string | number | boolean | null;

const bool = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const isTrue = /^(?:yes|true|on)$/i;
const nothing = /^(?:~|null|Null|NULL|)$/;
const integer = /^[-+]?(?:0b[01_]+|0[0-7_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*)$/;
/** Whole ones do not begin with a zero, others may. */
const sexagesimal = /^[-+]?(?:[1-9][0-9_]*(?::[0-5]?[0-9])+|[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/;
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

/** A plain scalar as YAML 1.1 readers take it, and what to write instead. */
export interface Surprise {
  readonly seenAs: string;
  readonly instead: string;
}

const timestamp =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;
const numberIn12 = /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$/;

/** How YAML 1.1 readers misread the plain scalar `written`; null: they read what YAML 1.2 does. */
export function surpriseOf(written: string): Surprise | null {
  const quoted = `"${written}"`;
  if (written === '=' || written === '<<') return { seenAs: 'a sign of its own', instead: quoted };
  if (timestamp.test(written)) return { seenAs: 'a date', instead: quoted };
  const isNumber = numberIn12.test(written);
  const meant = isNumber ? Number(written) : NaN;
  const rewritten = Number.isFinite(meant) ? decimal(meant) : quoted;
  const read = resolvePlain(written, 'pyyaml');
  if (typeof read === 'boolean') {
    return /^(?:true|false)$/i.test(written) ? null : { seenAs: `the truth value ${read}`, instead: quoted };
  }
  if (typeof read === 'number') {
    if (written.includes(':')) return { seenAs: 'a number to the base 60', instead: quoted };
    if (/^[-+]?0[0-7_]+$/.test(written)) return { seenAs: `the octal number ${read}`, instead: rewritten };
    return isNumber || !Number.isFinite(read) ? null : { seenAs: 'a number', instead: quoted };
  }
  if (read === null || !isNumber) return null;
  const exponent = /e/i.test(written) ? ', since they want a point and a signed exponent' : '';
  return { seenAs: `text${exponent}`, instead: rewritten };
}
