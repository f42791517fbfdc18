import { parseAllDocuments } from 'yaml';
import { knownLanguages } from '../../src/core/language/codes.ts';
import { completeMixture } from '../../src/core/editing/completion.ts';
import { hoverMixture } from '../../src/core/editing/hover.ts';
import { parseMixture } from '../../src/core/mixture/parse.ts';
import { checkMixture, validateMixture } from '../../src/core/checks/validate.ts';
import { medians } from './medians.ts';
import type { Row } from './row.ts';

/** A mixture of n languages with everything that rules look at; `lines`: one key a line. */
function mixtureOf(n: number, lines: boolean): string {
  const codes = knownLanguages()
    .map(({ code }) => code)
    .filter((code) => code.includes('_'))
    .slice(0, n);
  const share = (1 / n).toFixed(7);
  const languages = codes.map((code, i) => {
    const keys = [`ratio: ${share}`, `available: ${100 + i}B`, 'min: 0', 'max: 30%'];
    return lines
      ? `  ${code}:\n${keys.map((key) => `    ${key}\n`).join('')}`
      : `  ${code}: { ${keys.join(', ')} }\n`;
  });
  return `climb: 1\nbudget:\n  tokens: 1.2T\nobjective:\n  max_epochs: 4\nlanguages:\n${languages.join('')}`;
}

const yaml = (text: string) => () => parseAllDocuments(text, { prettyErrors: false });

/** Validation against the YAML parser alone, and what a long file costs while it is typed in. */
export function* run(): Generator<Row> {
  for (const [name, text] of [
    ['a line a language', mixtureOf(200, false)],
    ['a line a key', mixtureOf(200, true)],
  ] as const) {
    const [parser, ours] = medians(yaml(text), () => validateMixture(text));
    const ratio = ours! / parser!;
    yield {
      name: `200 languages, ${name}: all problems over the YAML parser alone`,
      measured: `${ratio.toFixed(2)} x (${ours!.toFixed(1)} ms)`,
      target: '<= 2 x',
      met: ratio <= 2,
    };
  }

  const text = mixtureOf(1_999, true);
  const lines = text.split('\n').length;
  const parsed = parseMixture(text);
  const offset = text.lastIndexOf('    max');
  const [parser, all, rules, completion, hover] = medians(
    yaml(text),
    () => validateMixture(text),
    () => checkMixture(parsed),
    () => completeMixture(parsed, offset),
    () => hoverMixture(parsed, offset),
  );
  const over = (milliseconds: number, limit: number) => ({
    measured: `${(milliseconds / parser!).toFixed(2)} x (${milliseconds.toFixed(1)} ms)`,
    target: `<= ${limit} x`,
    met: milliseconds / parser! <= limit,
  });
  const name = (what: string): string => `${lines} lines: ${what} over the YAML parser alone`;
  yield { name: name('all problems'), ...over(all!, 2) };
  yield { name: name('all problems of a text that is parsed already'), ...over(rules!, 0.5) };
  yield { name: name('completion at the end'), ...over(completion!, 0.2) };
  yield { name: name('hover at the end'), ...over(hover!, 0.2) };
}
