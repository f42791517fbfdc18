import { plainDecimal } from '../../text/decimal.ts';
import type { TextRange } from '../../text/range.ts';
import { mapsOf, type SourceNode } from '../source.ts';
import { foundWhileReading, type Finding, type Rule } from './rule.ts';

/** A plain scalar as YAML 1.1 readers (PyYAML, OmegaConf) take it, and what to write instead. */
interface Surprise {
  readonly seenAs: string;
  readonly instead: string;
}

/** https://yaml.org/type/ (YAML 1.1) against the YAML 1.2 core schema; PyYAML does not take single letters for truth values. */
const pyyamlFloat = /^[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][-+]\d+)?$/;

export function surpriseOf(written: string): Surprise | null {
  const quoted = `"${written}"`;
  if (/^(?:yes|Yes|YES|on|On|ON)$/.test(written)) return { seenAs: 'the truth value true', instead: quoted };
  if (/^(?:no|No|NO|off|Off|OFF)$/.test(written)) return { seenAs: 'the truth value false', instead: quoted };
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)[eE][-+]?\d{1,3}$/.test(written) && !pyyamlFloat.test(written)) {
    return {
      seenAs: 'text, since they want a point and a signed exponent',
      instead: plainDecimal(Number(written)),
    };
  }
  if (/^[-+]?0[0-7]+$/.test(written)) {
    const instead = plainDecimal(Number(written));
    return { seenAs: `the octal number ${Number.parseInt(written, 8)}`, instead };
  }
  if (/^[-+]?0[0-9]+$/.test(written)) return { seenAs: 'text', instead: plainDecimal(Number(written)) };
  if (/^0o[0-7]+$/.test(written)) return { seenAs: 'text', instead: plainDecimal(Number(written)) };
  if (/^[-+]?[1-9]\d*(?::[0-5]?\d)+(?:\.\d*)?$/.test(written)) {
    return { seenAs: 'a number to the base 60', instead: quoted };
  }
  if (/^[-+]?(?:0b[01_]+|\d+_[\d_]*(?:\.[\d_]*)?)$/.test(written))
    return { seenAs: 'a number', instead: quoted };
  if (/^\d{4}-\d\d?-\d\d?$/.test(written)) return { seenAs: 'a date', instead: quoted };
  return null;
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
