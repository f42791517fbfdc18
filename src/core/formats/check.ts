import type { Problem } from '../problem.ts';
import type { Adapter, FormatName, TrainingConfig } from './adapter.ts';
import { ConfigDocument, type Given } from './reading/document.ts';
import { allSteps } from '../steps.ts';
import { adapters } from './all-adapters.ts';
import { mostConfigText } from './config-limits.ts';
import { checkShared } from './rules.ts';
import type { Languages } from './source-language.ts';
import { valueFor } from '../text/elements.ts';

export interface RecognisedConfig {
  readonly adapter: Adapter;
  readonly document: ConfigDocument;
  readonly config: TrainingConfig;
}

/** The format of a text, from its content, and what it says; null: not a training config. Never throws. */
export function recognise(text: string, given?: Given): RecognisedConfig | null {
  return allSteps(recogniseSteps(text, given));
}

/** The same step by step. */
export function* recogniseSteps(
  text: string,
  given: Given = {},
): Generator<undefined, RecognisedConfig | null> {
  if (text.length > mostConfigText) return null;
  const document = new ConfigDocument(text, given);
  const told = adapters.find(({ name }) => name === given.as);
  if (told !== undefined) {
    if (told.plainText !== true) yield* document.parse();
    if (told.isScript === true) yield* document.parseScript();
    const config = told.read(document);
    if (config !== null) return { adapter: told, document, config };
  }
  for (const adapter of adapters) {
    if (!adapter.marker.test(text)) continue;
    if (adapter.plainText !== true) yield* document.parse();
    if (adapter.isScript === true) yield* document.parseScript();
    yield;
    if (adapter.plainText !== true && isProse(document)) continue;
    const config = adapter.read(document);
    if (config !== null) return { adapter, document, config };
  }
  return null;
}

/** A page about configs, with some of them between fences of Markdown, which YAML cannot have. */
function isProse({ text, faults }: ConfigDocument): boolean {
  return faults.some(({ range }) => text.startsWith('```', range.start));
}

const byName = new Map(adapters.map((adapter) => [adapter.name, adapter]));

export function adapterOf(format: FormatName): Adapter {
  return valueFor(byName, format);
}

/** All problems of a recognised config, in the order of the text. */
export function problemsOf(recognised: RecognisedConfig, languages: Languages | null): Problem[] {
  return allSteps(problemSteps(recognised, languages));
}

/** The same step by step. */
export function* problemSteps(
  { adapter, document, config }: RecognisedConfig,
  languages: Languages | null,
): Generator<undefined, Problem[]> {
  const shared = yield* checkShared(document, adapter, config, languages);
  const problems = [...config.problems, ...shared];
  return problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/** The answer for one file; a text that is no training config has no format and no problems. */
export function checkConfig(
  text: string,
  languages: Languages | null,
): { readonly format: FormatName | null; readonly problems: readonly Problem[] } {
  const recognised = recognise(text);
  return recognised === null
    ? { format: null, problems: [] }
    : { format: recognised.adapter.name, problems: problemsOf(recognised, languages) };
}
