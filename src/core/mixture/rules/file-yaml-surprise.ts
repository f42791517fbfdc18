import { plainDecimal } from '../../text/decimal.ts';
import type { TextRange } from '../../text/range.ts';
import { mapsOf, type SourceNode } from '../source.ts';
import { foundWhileReading, type Finding, type Rule } from './rule.ts';

/** A plain scalar as YAML 1.1 readers (PyYAML, OmegaConf) take it, and what to write instead. */
interface Surprise {
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

/** Sections that only Climb reads; nobody copies them to a training config. */
const ownSections = new Set(['solver', 'climb']);

export const fileYamlSurprise: Rule = {
  code: 'file.yaml-surprise',
  level: 'warning',
  *check(context) {
    yield* foundWhileReading(context, 'file.yaml-surprise');
    const { root, text, json, problems } = context.parsed;
    if (json || root === null) return;
    // What is no quantity is told already.
    const told = new Set(problems.map(({ range }) => range.start));
    const own = new Set<SourceNode>();
    if (root.kind === 'map')
      for (const { key, value } of root.entries) if (ownSections.has(key)) own.add(value);
    for (const map of mapsOf(root)) {
      if (own.has(map)) continue;
      for (const { keyPlain, keyRange, value, merged } of map.entries) {
        if (merged) continue;
        if (keyPlain) yield* finding(text, keyRange);
        if (value.kind !== 'scalar' || !value.plain || value.alias) continue;
        if (!told.has(value.range.start) && !own.has(value)) yield* finding(text, value.range);
      }
    }
  },
};

function* finding(text: string, range: TextRange): Generator<Finding> {
  const written = text.slice(range.start, range.end);
  const surprise = surpriseOf(written);
  if (surprise === null) return;
  const { seenAs, instead } = surprise;
  yield {
    message: `YAML 1.1 readers (PyYAML, OmegaConf) take \`${written}\` for ${seenAs}. Write ${instead}, which all read alike.`,
    range,
    fixes: [{ title: `Write ${instead}`, edits: [{ range, newText: instead }], preferred: true }],
  };
}
