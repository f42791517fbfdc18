import { units } from './numbers.ts';
import type { ColumnRole } from './runs.ts';

type NamedRole = Extract<ColumnRole, 'tokens' | 'parameters' | 'seed' | 'step'>;
/** Of what steps are made, where no column counts tokens. */
type StepRole = 'batch' | 'sequence' | 'stepTokens';

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
  batch: [
    'batch',
    'batch_size',
    'global_batch_size',
    'train_batch_size',
    'total_batch_size',
    'global_train_batch_size',
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

/** Sections that trackers put before the name of a setting. */
const sections =
  /^(?:_?(?:config|params?|hparams?|hyperparameters?|metrics?|summary|trainer|throughput|perf|tags|args|settings|data|model|train)[./:]+)+/i;
/** What trackers add beside a value: the envelope of a smoothed curve, the clock. */
const trackers = /__(?:min|max)$|^_(?:runtime|timestamp|wandb)\b/i;

const snake = (name: string): string => name.toLowerCase().replace(/[\s-]+/g, '_');

export const isTrackerExtra = (name: string): boolean => trackers.test(name);

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

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

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
      'tokens token tok toks total train training trained n num number of seen consumed processed so far run max data budget d count input per in optim',
    ),
    needed: [set('tokens tok toks token'), set('tokens toks n num count number total train consumed seen')],
  },
  {
    role: 'parameters',
    words: set(
      'parameters params param parameter n num number of total model non embedding embeddings trainable count size in',
    ),
    needed: [set('parameters params size'), set('parameters params model')],
  },
  {
    role: 'step',
    words: set(
      'step steps iter iters iteration iterations train training trainer num n number of max global total optim optimizer update',
    ),
    needed: [set('step steps iter iters iteration iterations')],
  },
  {
    role: 'batch',
    words: set('batch bs gbs global train training total effective size in sequences samples'),
    // `bs` alone is Bosnian.
    needed: [set('batch bs gbs'), set('batch gbs size global train total effective')],
  },
  {
    role: 'sequence',
    words: set('sequence seq context ctx block length len size window n max train training model'),
    needed: [set('sequence seq context ctx block'), set('length len size window n')],
  },
];

/** The words of a name, with the letters that count before one taken apart: `GTokens`, `nparams`, `trainTokens`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])(?=[A-Z][a-z])/g, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .flatMap((word) => /^([nkmbgt])(tok|toks|tokens|params|parameters)$/.exec(word)?.slice(1) ?? [word]);
}

/** The role of a name made of nothing but its words, and a unit: `total_train_tokens`, `params (M)`, `billion tokens`. */
function wordedRole(name: string): NamedColumn | null {
  const words = wordsOf(name);
  const at = words.length > 1 ? words.findIndex((word) => units.has(word)) : -1;
  const rest = words.filter((_, i) => i !== at);
  const found = worded.find(
    ({ words: known, needed }) =>
      rest.every((word) => known.has(word)) && needed.every((some) => rest.some((word) => some.has(word))),
  );
  return found === undefined ? null : { role: found.role, rank: 100, unit: units.get(words[at] ?? '') ?? 1 };
}

const shareWords = set(
  'ratio ratios share shares weight weights w mix mixture mixtures mixing proportion proportions prop props fraction fractions frac pct percent percentage prob probs probability probabilities sampling',
);
const perhapsShareWords = set(
  'train training domain domains data dataset datasets source sources lang langs language languages config params param pretrain tokens token p',
);
const lossWords = set('loss losses nll ce xent crossentropy entropy bpb bpc bits nats ppl logppl perplexity');
const perplexityWords = set('ppl perplexity');
const perhapsLossWords = set('val valid validation eval evaluation test dev heldout holdout metric metrics');
/** With one of these a column is about a loss, not one. */
const asideWords = set(
  'std stderr var variance count samples runtime second seconds steps epoch epochs time grad norm aux acc accuracy decay lr rank delta',
);
const availableWords = set('available unique avail');

const aboutLoss = set(
  'train training lm cross final best per token tokens byte bytes character characters log mean average avg',
);

/** Words that are never a language by themselves; `ce` and `w` may be codes. */
const neverLanguages = set(
  'total avg average mean sum overall macro micro all aggregate std stderr variance count runtime norm accuracy loss losses ratio ratios share shares weight weights mix mixture proportion proportions val valid validation eval evaluation ppl perplexity bpb',
);

/** Settings of a training: a share of this name without a loss is none. */
const settings = set(
  'lr wd warmup decay seed scale alpha beta dropout batch epoch epochs step steps init precision grad norm tying embeddings embedding every interval temperature momentum gamma eps epsilon clip rank layers heads',
);

export const isSetting = (label: string): boolean => settings.has(label.toLowerCase());

export type Measure = 'loss' | 'perplexity';

export interface AffixMeaning {
  /** 3: says share; 2: may be one; 0: is about something else. */
  readonly share: 0 | 1 | 2 | 3;
  /** 3: says loss; 2: may be one; 0: is none. */
  readonly loss: 0 | 2 | 3;
  readonly available: boolean;
  readonly measure: Measure;
  /** The loss on the training text, second to one on text held out. */
  readonly training: boolean;
  readonly words: number;
}

/** What the words around a label say. */
export function meaningOfAffixes(prefix: string, suffix: string): AffixMeaning {
  const words = `${prefix} ${suffix}`
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const some = (known: ReadonlySet<string>): boolean => words.some((word) => known.has(word));
  const aside = some(asideWords);
  const isLoss = some(lossWords);
  return {
    share:
      isLoss || some(perhapsLossWords) || aside ? 0 : some(shareWords) ? 3 : some(perhapsShareWords) ? 2 : 1,
    loss: aside || some(shareWords) ? 0 : isLoss ? 3 : some(perhapsLossWords) ? 2 : 0,
    available: some(availableWords) && !isLoss,
    measure: some(perplexityWords) && !words.includes('log') ? 'perplexity' : 'loss',
    training: words.includes('train') || words.includes('training'),
    words: words.length,
  };
}

/** Whether a label could name a language: it neither begins nor ends with a word of ours. */
export function isLabel(label: string): boolean {
  const words = label
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const [first] = words;
  return first !== undefined && !neverLanguages.has(first) && !neverLanguages.has(words.at(-1) ?? '');
}

export interface Split {
  readonly prefix: string;
  readonly label: string;
  readonly suffix: string;
}

/** Words looked at before and after a label. */
const maxAffix = 4;

/** Every way to see a name as prefix, label and suffix, cut between its words. */
export function splitsOf(name: string): Split[] {
  const words = [...name.matchAll(/[^\s/._:|,()[\]{}-]+/g)].slice(0, 24);
  const splits: Split[] = [];
  const add = (start: number, end: number): void => {
    splits.push({ prefix: name.slice(0, start), label: name.slice(start, end), suffix: name.slice(end) });
  };
  for (const [first, { index: start }] of words.entries()) {
    if (first > maxAffix) break;
    for (let last = words.length - 1; last >= Math.max(first, words.length - 1 - maxAffix); last--) {
      const word = words[last];
      if (word === undefined) continue;
      const end = word.index + word[0].length;
      const isWhole = first === 0 && last === words.length - 1;
      add(isWhole ? 0 : start, isWhole ? name.length : end);
      // A label may begin and end with underscores of its own: `loss___proto__`.
      const [longerStart, longerEnd] = withUnderscores(name, start, end);
      if (!isWhole && longerEnd - longerStart > end - start) add(longerStart, longerEnd);
    }
  }
  return splits;
}

function withUnderscores(name: string, from: number, to: number): [number, number] {
  let [start, end] = [from, to];
  while (name[start - 1] === '_') start--;
  while (name[end] === '_') end++;
  // One of them parts the label from a word beside it.
  const isWord = (at: number): boolean => /[\p{L}\p{N}]/u.test(name[at] ?? '');
  return [isWord(start - 1) ? Math.min(start + 1, from) : start, isWord(end) ? Math.max(end - 1, to) : end];
}

/** Labels are the same with other blanks, dashes or case. */
export const labelKey = (label: string): string => label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_');

const languageWords = set(
  'language lang languages langs code domain source subset dataset corpus locale iso lid',
);
const aboutLanguage = set('language lang eval target iso 639 1 2 3 code id name data');

/** Whether a column's name says that it holds the language of each row, as `lang_code` and `target language` do. */
export function namesLanguages(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => languageWords.has(word)) &&
    words.every((word) => languageWords.has(word) || aboutLanguage.has(word))
  );
}

/** Whether a column is the share of its row's language: `ratio`, `mix_ratio`, `sampling prob`. */
export function isLongShare(name: string): boolean {
  const words = wordsOf(name);
  return (
    (words.length === 1 && words[0] === 'p') ||
    (words.some((word) => shareWords.has(word)) &&
      words.every((word) => shareWords.has(word) || perhapsShareWords.has(word)))
  );
}

export const longAvailableColumns = set('available unique_tokens available_tokens');

/** The measure that a column without a language tells, as `val_loss` or `eval/ppl` do; null: none. */
export function lossColumn(name: string): Measure | null {
  const words = name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const isPlain = words.every(
    (word) => lossWords.has(word) || perhapsLossWords.has(word) || aboutLoss.has(word),
  );
  if (!isPlain) return null;
  const meaning = meaningOfAffixes(name, '');
  return meaning.loss === 3 ? meaning.measure : null;
}
