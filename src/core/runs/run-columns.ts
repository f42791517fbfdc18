import { units } from './numbers.ts';
import { set, wordsOf } from './words.ts';
import type { ColumnRole } from './runs.ts';

type NamedRole = Extract<ColumnRole, 'tokens' | 'parameters' | 'seed' | 'step'>;
/** Of what steps are made, where no column counts tokens (step-tokens.ts). */
export type StepRole =
  | 'checkpoint'
  | 'samples'
  | 'epoch'
  | 'globalBatch'
  | 'batch'
  | 'deviceBatch'
  | 'accumulation'
  | 'devices'
  | 'sequence'
  | 'stepTokens';

/** Where the names of one role are alternatives, the first that a table has is read. */
const named: Readonly<Record<NamedRole | Exclude<StepRole, 'stepTokens'>, readonly string[]>> = {
  tokens: [
    'tokens',
    'd',
    'n_tokens',
    'num_tokens',
    'train_tokens',
    'training_tokens',
    'n_train_tokens',
    'num_train_tokens',
    'tokens_seen',
    'n_tokens_seen',
    'num_tokens_seen',
    'consumed_tokens',
    'consumed_train_tokens',
    'total_tokens',
    'num_input_tokens_seen',
    'token_count',
    'token_budget',
    'budget_tokens',
    'budget',
  ],
  parameters: [
    'parameters',
    'n',
    'params',
    'n_params',
    'n_parameters',
    'num_params',
    'num_parameters',
    'model_parameters',
    'model_params',
    'parameter_count',
    'param_count',
    'total_parameters',
    'non_embedding_parameters',
    'model_size',
    'size',
  ],
  seed: ['seed', 'random_seed', 'rng_seed', 'data_seed', 'train_seed', 'training_seed'],
  step: [
    'step',
    'global_step',
    'steps',
    'train_steps',
    'train_step',
    'iteration',
    'iter',
    'n_steps',
    'num_steps',
    'max_steps',
    'trainer_global_step',
    'train_global_step',
    '_step',
  ],
  checkpoint: ['checkpoint', 'ckpt', 'checkpoint_number', 'checkpoint_index', 'checkpoint_id'],
  epoch: ['epoch', 'current_epoch', 'train_epoch'],
  samples: ['train_samples', 'consumed_train_samples', 'consumed_samples'],
  globalBatch: ['global_batch_size', 'total_batch_size', 'global_train_batch_size', 'global_bsz'],
  batch: ['batch', 'batch_size', 'train_batch_size', 'train_bsz'],
  deviceBatch: ['micro_batch_size', 'mbs'],
  accumulation: ['gradient_accumulation_steps', 'accumulate_grad_batches'],
  devices: [
    'data_parallel_size',
    'dp_size',
    'world_size',
    'n_gpus',
    'num_gpus',
    'n_gpu',
    'num_gpu',
    'ngpus',
    'gpus',
    'gpu_count',
    'n_devices',
    'num_devices',
    'devices',
    'device_count',
    'num_processes',
  ],
  sequence: [
    'sequence',
    'sequence_length',
    'seq_len',
    'seq_length',
    'max_seq_len',
    'max_seq_length',
    'max_sequence_length',
    'context_length',
    'context_len',
    'ctx_len',
    'seqlen',
    'n_ctx',
    'block_size',
  ],
};

const idNames = [
  'run_id',
  'run',
  'id',
  'run_name',
  'runid',
  'tags.mlflow.runname',
  'experiment',
  'experiment_id_name',
  'experiment_name',
  'exp_name',
  'exp_id',
  'exp',
  'trial',
  'trial_id',
  'run_uuid',
  'wandb_id',
  'uuid',
  'uid',
  'job',
  'job_id',
  'job_name',
  'jobid',
  'jobname',
  'name',
  'model_name',
  'mix_name',
  'mixture',
  'mix',
  'mixture_id',
  'mix_id',
  'run_index',
  'index',
  'idx',
  'unnamed: 0',
  'unnamed:_0',
  '',
];

/** What numbers the repeats of a run; a trial may also be the run itself. */
const repeatNames = set(
  'replicate replica rep repeat trial replicate_id rep_id repeat_id trial_id trial_number',
);

export const namesRepeats = (name: string): boolean => repeatNames.has(snake(name.replace(sections, '')));

/** Sections that trackers put before the name of a setting. */
const sections =
  /^(?:_?(?:config|params?|hparams?|hyperparameters?|metrics?|summary|trainer|throughput|perf|tags|args|settings|data|model|train)[./:]+)+/i;

const snake = (name: string): string => name.toLowerCase().replace(/[\s-]+/g, '_');

/** How good a name is for the identity of a run: lower is better; null: it is no such name. */
export function idRank(name: string): number | null {
  const rank = idNames.indexOf(snake(name.trim()));
  return rank < 0 ? null : rank;
}

export interface NamedColumn {
  readonly role: NamedRole | StepRole;
  /** Among the names of the role: lower is better. */
  readonly rank: number;
  /** What one of the column's numbers stands for: `tokens_B` counts billions. */
  readonly unit: number;
}

/** The role that a column's name tells; null: none. */
export function namedRole(name: string): NamedColumn | null {
  const whole = snake(name);
  const bare = snake(name.replace(sections, ''));
  // One letter names a size only as it is written in papers.
  if (bare.length === 1 && !/^[ND]$/.test(name.replace(sections, ''))) return null;
  for (const [role, names] of Object.entries(named)) {
    for (const candidate of [whole, bare, bare.replaceAll('/', '_').replaceAll('.', '_')]) {
      const rank = names.indexOf(candidate);
      if (rank >= 0) return { role: role as NamedRole | StepRole, rank, unit: 1 };
    }
  }
  return wordedRole(name.replace(sections, ''));
}

/** Names that are or may be codes of languages too (Bosnian, Senara): believed where a table has the rest of what steps are made of. */
const shortNames: ReadonlyMap<string, ShortRole> = new Map([
  ['bs', 'batch'],
  ['bsz', 'batch'],
  ['gbs', 'globalBatch'],
  ['seq', 'sequence'],
  ['ctx', 'sequence'],
]);

export type ShortRole = Extract<StepRole, 'globalBatch' | 'batch' | 'sequence'>;

export const shortRole = (name: string): ShortRole | null =>
  shortNames.get(snake(name.replace(sections, ''))) ?? null;

interface WordedRole {
  readonly role: NamedColumn['role'];
  /** All that a name of the role is made of. */
  readonly words: ReadonlySet<string>;
  /** Words of which a name has one from each set. */
  readonly needed: readonly ReadonlySet<string>[];
}

/** Roles told by names made of nothing but words about them, the narrower ones first. */
const worded: readonly WordedRole[] = [
  {
    role: 'stepTokens',
    words: set('tokens token per step batch iteration update global train total max size in optim'),
    needed: [set('tokens token'), set('step batch iteration update')],
  },
  {
    role: 'tokens',
    words: set(
      'tokens token tok toks total train training trained pretrain pretraining n num number of seen consumed processed cumulative global so far run max data dataset corpus size budget d count input per in optim unit',
    ),
    needed: [
      set('tokens tok toks token budget'),
      set('tokens toks n num count number total train training consumed seen budget unit'),
    ],
  },
  {
    role: 'parameters',
    words: set(
      'parameters params param parameter n num number of total model non embedding embeddings emb trainable count size in unit',
    ),
    needed: [set('parameters params size'), set('parameters params model unit')],
  },
  {
    role: 'step',
    words: set(
      'step steps iter iters iteration iterations train training trainer num n number of max global total optim optimizer update checkpoint ckpt',
    ),
    needed: [set('step steps iter iters iteration iterations')],
  },
  {
    role: 'globalBatch',
    words: set('batch bs bsz gbs global train training total effective size in sequences samples'),
    needed: [set('batch bs bsz gbs'), set('gbs global total effective')],
  },
  {
    role: 'deviceBatch',
    words: set('batch bs bsz micro per device gpu rank local train training size in sequences samples'),
    needed: [set('batch bs bsz'), set('micro device gpu rank local')],
  },
  {
    role: 'batch',
    words: set('batch bs train training size in sequences samples'),
    needed: [set('batch bs'), set('batch size train')],
  },
  {
    role: 'accumulation',
    words: set(
      'gradient grad grads accumulation accum accumulate acc steps step iters batches num n factor of',
    ),
    needed: [
      set('gradient grad grads accumulation accum accumulate'),
      set('accumulation accum accumulate acc'),
    ],
  },
  {
    role: 'sequence',
    words: set('sequence seq context ctx block length len size window n max train training model'),
    needed: [set('sequence seq context ctx block'), set('length len size window n')],
  },
];

/** The words of a name without the one that tells in what it counts, and how much that is: `tokens (M)`, `billion tokens`. */
export function unitIn(name: string): {
  readonly words: readonly string[];
  /** Of the unit among the words of the name; -1: none. */
  readonly at: number;
  readonly unit: number;
} {
  const words = wordsOf(name);
  const at = words.length > 1 ? words.findIndex((word) => units.has(word)) : -1;
  return { words: words.filter((_, i) => i !== at), at, unit: units.get(words[at] ?? '') ?? 1 };
}

const soFar = set('seen consumed processed cumulative far');

/** Whether a column of tokens has by its name those that were trained on until then. */
export const countsSoFar = (name: string): boolean => wordsOf(name).some((word) => soFar.has(word));

const counted = set('tokens token toks tok budget d parameters parameter params param size n');

/** What one number stands for in a column whose name says that it counts, whatever else it says: `web tokens (B)` has billions. */
export function countedUnit(name: string, words = counted): number {
  const told = unitIn(name);
  return told.words.some((word) => words.has(word)) ? told.unit : 1;
}

/** The role of a name made of nothing but its words, and a unit: `total_train_tokens`, `params (M)`, `billion tokens`, `D (B)`. */
function wordedRole(name: string): NamedColumn | null {
  const { words, at, unit } = unitIn(name);
  if (at === 1 && words.length === 1 && /^[ND](?![A-Za-z])/.test(name))
    return { role: words[0] === 'n' ? 'parameters' : 'tokens', rank: 100, unit };
  const rest = at < 0 ? words : [...words, 'unit'];
  const found = worded.find(
    ({ words: known, needed }) =>
      rest.every((word) => known.has(word)) && needed.every((some) => rest.some((word) => some.has(word))),
  );
  return found === undefined ? null : { role: found.role, rank: 100, unit };
}
