import { countedUnit } from './run-columns.ts';
import { areAbout, set, spaced, wordsOf } from './words.ts';

/** What trackers add beside a value: the envelope of a smoothed curve, the clock. */
const trackers = /__(?:min|max)$|^_(?:runtime|timestamp|wandb)\b/i;

export const isTrackerExtra = (name: string): boolean => trackers.test(name);

const shareWords = set(
  'ratio ratios share shares weight weights w mix mixture mixtures mixing proportion proportions prop props fraction fractions frac pct percent percentage prob probs probability probabilities sampling π',
);
const perhapsShareWords = set(
  'train training domain domains data dataset datasets source sources lang langs language languages config params param pretrain tokens token p',
);
const lossWords = set(
  'loss losses l ℓ nll ce xent crossentropy entropy bpb bpc bits nats ppl logppl perplexity',
);
const perplexityWords = set('ppl perplexity');
const heldOutWords = set('val valid validation eval evaluation test dev heldout holdout held');
const perhapsLossWords = new Set([...heldOutWords, 'metric', 'metrics']);
const finalWords = set('final last end');
const initialWords = set('initial init start first before');
/** With one of these a column is about a loss, not one. */
const asideWords = set(
  'std stderr var variance count samples runtime second seconds steps epoch epochs time grad norm aux acc accuracy decay lr rank delta',
);
const availableWords = set('available unique avail');
const countWords = new Set([...availableWords, ...set('tokens token toks tok')]);

const aboutLoss = set(
  'train training lm cross final last best per token tokens byte bytes character characters log mean average avg',
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

/** What is told of a loss besides it, or set for it. */
const statistics = set(
  'nan isnan inf ema smooth smoothed spike spikes weighting mask masked type fn function frequency freq',
);

/** Whether a word of a label says that its column holds a setting or a statistic, as `loss_scale` and `loss_is_nan` do. */
export const isOfSettings = (label: string): boolean =>
  wordsOf(label).some((word) => isSetting(word) || statistics.has(word));

export type Measure = 'loss' | 'perplexity';

export interface AffixMeaning {
  /** 3: says share; 2: may be one; 0: is about something else. */
  readonly share: 0 | 1 | 2 | 3;
  /** 3: says loss; 2: may be one; 0: is none. */
  readonly loss: 0 | 2 | 3;
  readonly available: boolean;
  readonly measure: Measure;
  /** What a loss is given in. */
  readonly lossUnit: string;
  /** What one of the numbers stands for: `tokens_en_B` counts billions. */
  readonly unit: number;
  /** The loss on the training text, or before the training: second to any other. */
  readonly isSecond: boolean;
  /**
   * Above zero for a loss on text held out or at the end, before others of the same languages; below zero for a perplexity, and more so
   * for a loss per word, which is nothing to compare where a language writes no blanks.
   */
  readonly preference: number;
  readonly words: number;
}

/** What the words around a label say. */
export function meaningOfAffixes(prefix: string, suffix: string): AffixMeaning {
  const words = spaced(`${prefix} ${suffix}`)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const some = (known: ReadonlySet<string>): boolean => words.some((word) => known.has(word));
  const aside = some(asideWords);
  const isLoss = some(lossWords);
  const measure = some(perplexityWords) && !words.includes('log') ? 'perplexity' : 'loss';
  const lossUnit = lossUnitOf(words);
  return {
    share:
      isLoss || some(perhapsLossWords) || aside ? 0 : some(shareWords) ? 3 : some(perhapsShareWords) ? 2 : 1,
    loss: aside || some(shareWords) ? 0 : isLoss ? 3 : some(perhapsLossWords) ? 2 : 0,
    available: some(availableWords) && !isLoss,
    measure,
    lossUnit,
    unit: countedUnit(`${prefix} ${suffix}`, countWords),
    isSecond: words.includes('train') || words.includes('training') || some(initialWords),
    // Worth more than the words that it takes.
    preference:
      (some(heldOutWords) ? 6 : 0) +
      (some(finalWords) ? 3 : 0) -
      (measure === 'perplexity' ? 3 : 0) -
      (lossUnit.endsWith('word') ? 5 : 0),
    words: words.length,
  };
}

const bitWords = set('bits bit bpb bpc');
const perWords: readonly (readonly [string, ReadonlySet<string>])[] = [
  ['byte', set('bpb byte bytes')],
  ['character', set('bpc character characters char chars')],
  ['word', set('word words')],
];

/** Nats per token, unless the words say otherwise; of a perplexity, what its logarithm is in. */
function lossUnitOf(words: readonly string[]): string {
  const per = perWords.find(([, known]) => words.some((word) => known.has(word)))?.[0] ?? 'token';
  return `${words.some((word) => bitWords.has(word)) ? 'bits' : 'nats'} per ${per}`;
}

/** Whether a label says what was measured, as `acc` does, and `ce` where nothing else says loss; both may be codes. */
export function isMeasured(label: string, { loss }: AffixMeaning): boolean {
  const word = label.toLowerCase();
  return asideWords.has(word) || (loss < 3 && lossWords.has(word));
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

/** A word that names a share or a loss beside a language, such as `lossEn` and `enValLoss`, cut there; any other stays whole. */
function cut({ 0: word, index: start }: RegExpExecArray): Part[] {
  const words = spaced(word).split(' ');
  if (!words.some(isMeasure)) return [{ text: word, index: start }];
  const parts: Part[] = [];
  let index = start;
  for (const text of words) {
    const last = parts.at(-1);
    if (last === undefined || isOurs(text) || isOurs(last.text)) parts.push({ text, index });
    else last.text += text;
    index += text.length;
  }
  return parts;
}

interface Part {
  text: string;
  /** Where in the name it begins. */
  readonly index: number;
}

const isOurs = (word: string): boolean => isMeasure(word) || perhapsLossWords.has(word.toLowerCase());

/** Not by one letter: `pL` and `wEn` are anything. */
const isMeasure = (word: string): boolean =>
  word.length > 1 && (shareWords.has(word.toLowerCase()) || lossWords.has(word.toLowerCase()));

/** Every way to see a name as prefix, label and suffix, cut between its words. */
export function splitsOf(name: string): Split[] {
  const words = [...name.matchAll(/[^\s/._:|,()[\]{}'"`-]+/g)].slice(0, 24).flatMap(cut);
  const splits: Split[] = [];
  const add = (start: number, end: number): void => {
    splits.push({ prefix: name.slice(0, start), label: name.slice(start, end), suffix: name.slice(end) });
  };
  for (const [first, { index: start }] of words.entries()) {
    if (first > maxAffix) break;
    for (let last = words.length - 1; last >= Math.max(first, words.length - 1 - maxAffix); last--) {
      const word = words[last];
      if (word === undefined) continue;
      const wordEnd = word.index + word.text.length;
      // `Chinese (Simplified)` is one label with its bracket.
      const opened = name.slice(start, wordEnd).lastIndexOf('(');
      const end =
        opened >= 0 && name[wordEnd] === ')' && !name.slice(start + opened, wordEnd).includes(')')
          ? wordEnd + 1
          : wordEnd;
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

/** What stands before and after a language in a name; null: it is not in it. */
export function besideLanguage(
  name: string,
  language: string,
): readonly [prefix: string, suffix: string] | null {
  const own = splitsOf(name).find(({ label }) => labelKey(label) === labelKey(language));
  return own === undefined ? null : [own.prefix, own.suffix];
}

const languageWords = set(
  'language lang languages langs code domain source subset dataset corpus locale iso lid',
);
const aboutLanguage = set('language lang eval target iso 639 1 2 3 code id name data');

/** Whether a column's name says that it holds the language of each row, as `lang_code` and `target language` do. */
export function namesLanguages(name: string): boolean {
  return areAbout(wordsOf(name), languageWords, aboutLanguage);
}

/** Whether a column is the share of its row's language: `ratio`, `mix_ratio`, `sampling prob`. */
export function isLongShare(name: string): boolean {
  const words = wordsOf(name);
  return (words.length === 1 && words[0] === 'p') || areAbout(words, shareWords, perhapsShareWords);
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

/** Rows of this name are about the others, as a spreadsheet or a printed DataFrame has them at its end. */
export const isStatistic = (name: string): boolean =>
  /^(?:mean|average|avg|median|std|stdev|std\.? ?dev|total|sum|count)$/i.test(name);

const summaryWords = set(
  'total totals sum avg average mean median overall all aggregate macro micro std stdev stderr variance count',
);
const aboutSummary = set('grand weighted unweighted language languages langs of over across');

/** Whether rows of this label are about all languages together, as `All`, `macro avg` and `grand total` are. */
export const isSummary = (label: string): boolean => areAbout(wordsOf(label), summaryWords, aboutSummary);
