import { surpriseOf } from '../../text/yaml11.ts';
import type { TextRange } from '../../text/range.ts';
import { mapsOf, type SourceNode } from '../../mixture/source.ts';
import { foundWhileReading, type Finding, type Rule } from './rule.ts';

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
        // A step of its own, found or not: a long file has thousands.
        yield;
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
    message: `YAML 1.1 readers (PyYAML, OmegaConf) read \`${written}\` as ${seenAs}. Write ${instead}, which every reader understands the same way.`,
    range,
    fixes: [{ title: `Write ${instead}`, edits: [{ range, newText: instead }], preferred: true }],
  };
}
