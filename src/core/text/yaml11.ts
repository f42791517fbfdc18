import { plainDecimal } from './decimal.ts';

/** A plain scalar as YAML 1.1 readers (PyYAML, OmegaConf) take it, and what to write instead. */
export interface Surprise {
  readonly seenAs: string;
  readonly instead: string;
}

/** https://yaml.org/type/ (YAML 1.1) as PyYAML has it (`resolver.py`), where that differs from the YAML 1.2 core schema. */
const floatIn11 =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*)$/;
const intIn11 = /^[-+]?(?:0b[01_]+|0[0-7_]*|0x[\da-fA-F_]+|[1-9][\d_]*|[1-9][\d_]*(?::[0-5]?\d)+)$/;
const timestampIn11 =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;
const numberIn12 = /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$/;

/** How YAML 1.1 readers misread the plain scalar `written`; null: they read what YAML 1.2 does. */
export function surpriseOf(written: string): Surprise | null {
  const quoted = `"${written}"`;
  if (/^(?:yes|Yes|YES|on|On|ON)$/.test(written)) return { seenAs: 'the truth value true', instead: quoted };
  if (/^(?:no|No|NO|off|Off|OFF)$/.test(written)) return { seenAs: 'the truth value false', instead: quoted };
  if (written === '=' || written === '<<') return { seenAs: 'a sign of its own', instead: quoted };
  if (timestampIn11.test(written)) return { seenAs: 'a date', instead: quoted };
  const isNumber = numberIn12.test(written);
  const decimal = (): string => {
    const number = isNumber ? Number(written) : NaN;
    return Number.isFinite(number) ? plainDecimal(number) : quoted;
  };
  if (intIn11.test(written) || floatIn11.test(written)) {
    if (written.includes(':')) return { seenAs: 'a number to the base 60', instead: quoted };
    if (/^[-+]?0[0-7_]+$/.test(written)) {
      return {
        seenAs: `the octal number ${Number.parseInt(written.replaceAll('_', ''), 8)}`,
        instead: decimal(),
      };
    }
    return isNumber ? null : { seenAs: 'a number', instead: quoted };
  }
  if (!isNumber) return null;
  const exponent = /e/i.test(written) ? ', since they want a point and a signed exponent' : '';
  return { seenAs: `text${exponent}`, instead: decimal() };
}
