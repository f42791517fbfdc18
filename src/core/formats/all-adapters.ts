import type { Adapter } from './adapter.ts';
import { doremi } from './adapters/doremi.ts';
import { fairseq2 } from './adapters/fairseq2.ts';
import { gptNeox } from './adapters/gpt-neox.ts';
import { levanter } from './adapters/levanter.ts';
import { lingua } from './adapters/lingua.ts';
import { llamaFactory } from './adapters/llama-factory.ts';
import { maxtext } from './adapters/maxtext.ts';
import { megatronArgs } from './adapters/megatron-args.ts';
import { megatronBridge } from './adapters/megatron-bridge.ts';
import { megatronDeepspeed } from './adapters/megatron-deepspeed.ts';
import { megatronShell } from './adapters/megatron-shell.ts';
import { megatronSplit } from './adapters/megatron-split.ts';
import { mosaic } from './adapters/mosaic.ts';
import { nanotron } from './adapters/nanotron.ts';
import { nemo } from './adapters/nemo.ts';
import { olmoCore } from './adapters/olmo-core.ts';
import { energon } from './adapters/energon.ts';
import { fastLlm } from './adapters/fast-llm.ts';
import { olmix } from './adapters/olmix.ts';
import { opustrainer } from './adapters/opustrainer.ts';
import { trl } from './adapters/trl.ts';
import { regmix } from './adapters/regmix.ts';

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
  megatronDeepspeed,
  megatronArgs,
  megatronShell,
  llamaFactory,
  maxtext,
  doremi,
  regmix,
  lingua,
  fairseq2,
  olmix,
  opustrainer,
  energon,
  fastLlm,
  trl,
];
