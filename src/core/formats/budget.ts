import type { FormatName } from './adapter.ts';
import type { RecognisedConfig } from './check.ts';
import { ConfigReader } from './reading/reader.ts';
import { valueAt, type TreeNode } from './reading/tree.ts';
import { flaggedIn } from './shell/flags.ts';
import type { ShellScript } from './shell/script.ts';

/** Where the length of a sequence stands, beside the sequences of the run that the adapter reads. */
const lengths: Partial<Record<FormatName, readonly (readonly string[])[]>> = {
  nanotron: [['tokens', 'sequence_length']],
  levanter: [['train_seq_len'], ['model', 'max_seq_len'], ['model', 'seq_len']],
  nemo: [
    ['model', 'encoder_seq_length'],
    ['model', 'data', 'seq_length'],
  ],
};

/** Training tokens that a config tells by itself: iterations × batch × sequence; null: it does not tell them all. */
export function tokensOf({ adapter, config, document }: RecognisedConfig): number | null {
  if (adapter.name === 'megatron-shell' || adapter.name === 'megatron-deepspeed')
    return document.script === null ? null : inLauncher(document.script);
  if (config.sequences === null) return null;
  const reader = new ConfigReader(document, adapter, 'pyyaml');
  for (const path of lengths[adapter.name] ?? []) {
    const node: TreeNode | undefined = valueAt(document.root, ...path);
    const length = reader.product(node);
    if (length !== null) return config.sequences * length;
  }
  return null;
}

/** Megatron's flags: `--seq-length` by `--train-samples`, or by `--train-iters` and `--global-batch-size`. */
function inLauncher(script: ShellScript): number | null {
  const number = (flag: string): number | null => {
    const found = flaggedIn(script, new RegExp(`^--${flag}(?:=(.+))?$`)).map(({ match, words }) =>
      Number((match[1] ?? words[0]?.value ?? '').replace(/[_"'\\]/g, '') || NaN),
    );
    const [first] = found;
    const same = found.every((value) => value === first);
    return first !== undefined && same && first > 0 && Number.isFinite(first) ? first : null;
  };
  const length = number('seq-length');
  const samples = number('train-samples');
  const iterations = number('train-iters');
  const batch = number('global-batch-size');
  if (length === null) return null;
  if (samples !== null) return samples * length;
  return iterations === null || batch === null ? null : iterations * batch * length;
}
