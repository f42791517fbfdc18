/** What a column of a table of runs holds. */
export type ColumnMeaning =
  | { readonly kind: 'id' | 'tokens' | 'parameters' | 'seed' | 'other' }
  | { readonly kind: 'share' | 'loss'; readonly language: string };

const named: Readonly<Record<string, 'id' | 'tokens' | 'parameters' | 'seed'>> = {
  run_id: 'id',
  run: 'id',
  id: 'id',
  index: 'id',
  tokens: 'tokens',
  D: 'tokens',
  parameters: 'parameters',
  N: 'parameters',
  seed: 'seed',
};

const spellings: readonly { pattern: RegExp; kind: 'share' | 'loss' }[] = [
  { pattern: /^(?:ratio|w|weight)_(.+)$/, kind: 'share' },
  { pattern: /^(.+)\/(?:ratio|weight)$/, kind: 'share' },
  { pattern: /^loss_(.+)$/, kind: 'loss' },
  { pattern: /^(.+)\/loss$/, kind: 'loss' },
];

/** RegMix's names (sail-sg/regmix, data/*.csv), which are too common to believe beside the others: `train_loss`. */
const regmix: readonly { pattern: RegExp; kind: 'share' | 'loss' }[] = [
  { pattern: /^train_(.+)$/, kind: 'share' },
  { pattern: /^valid_(.+)$/, kind: 'loss' },
];

/** The meaning of every column by its name; `train_`/`valid_` count only where no other spelling of shares or losses occurs. */
export function meaningOfColumns(names: readonly string[]): ColumnMeaning[] {
  const plain = names.map((name) => namedMeaning(name) ?? matched(name, spellings));
  if (plain.some((meaning) => meaning?.kind === 'share' || meaning?.kind === 'loss')) {
    return plain.map((meaning) => meaning ?? { kind: 'other' });
  }
  return plain.map((meaning, index) => meaning ?? matched(names[index]!, regmix) ?? { kind: 'other' });
}

function namedMeaning(name: string): ColumnMeaning | null {
  const kind = Object.hasOwn(named, name) ? named[name] : undefined;
  return kind === undefined ? null : { kind };
}

function matched(name: string, patterns: typeof spellings): ColumnMeaning | null {
  for (const { pattern, kind } of patterns) {
    const language = pattern.exec(name)?.[1];
    if (language !== undefined) return { kind, language };
  }
  return null;
}
