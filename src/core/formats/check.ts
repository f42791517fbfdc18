import type { Problem } from '../problem.ts';
import type { Adapter, FormatName, TrainingConfig } from './adapter.ts';
import { ConfigDocument } from './reading/document.ts';
import { doremi } from './adapters/doremi.ts';
import { fairseq2 } from './adapters/fairseq2.ts';
import { gptNeox } from './adapters/gpt-neox.ts';
import { levanter } from './adapters/levanter.ts';
import { lingua } from './adapters/lingua.ts';
import { llamaFactory } from './adapters/llama-factory.ts';
import { maxtext } from './adapters/maxtext.ts';
import { megatronArgs } from './adapters/megatron-args.ts';
import { megatronBridge } from './adapters/megatron-bridge.ts';
import { megatronShell } from './adapters/megatron-shell.ts';
import { megatronSplit } from './adapters/megatron-split.ts';
import { mosaic } from './adapters/mosaic.ts';
import { nanotron } from './adapters/nanotron.ts';
import { nemo } from './adapters/nemo.ts';
import { olmoCore } from './adapters/olmo-core.ts';
import { regmix } from './adapters/regmix.ts';
import { checkShared } from './rules.ts';
import type { Languages } from './source-language.ts';

/** In the order of detection: the more telling content first. */
export const adapters: readonly Adapter[] = [
  olmoCore,
  levanter,
  mosaic,
  nanotron,
  gptNeox,
  nemo,
  megatronBridge,
  megatronSplit,
  megatronArgs,
  megatronShell,
  llamaFactory,
  maxtext,
  doremi,
  regmix,
  lingua,
  fairseq2,
];

/** Larger files are data, not configs. In characters; YAML and JSON take a second for a million of them. */
const sizeLimit = { words: 8_000_000, parsed: 1_000_000 };

export interface RecognisedConfig {
  readonly adapter: Adapter;
  readonly document: ConfigDocument;
  readonly config: TrainingConfig;
}

/** The format of a text, from its content, and what it says; null: not a training config. Never throws. */
export function recognise(text: string): RecognisedConfig | null {
  const document = new ConfigDocument(text);
  for (const adapter of adapters) {
    const limit = adapter.plainText === true ? sizeLimit.words : sizeLimit.parsed;
    if (text.length > limit || !adapter.marker.test(text)) continue;
    const config = adapter.read(document);
    if (config !== null) return { adapter, document, config };
  }
  return null;
}

export function adapterOf(format: FormatName): Adapter {
  return adapters.find(({ name }) => name === format)!;
}

/** All problems of a recognised config, in the order of the text. */
export function problemsOf(
  { adapter, document, config }: RecognisedConfig,
  languages: Languages | null,
): Problem[] {
  const problems = [...config.problems, ...checkShared(document, adapter, config, languages)];
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
