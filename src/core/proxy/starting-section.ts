import { engines } from './engines/all-engines.ts';

/** A line of the section `proxy` that an author begins with and puts right. */
export interface StartingLine {
  readonly key: string;
  readonly value: string;
  /** What `value` may be instead. */
  readonly others: readonly string[];
  /** Said at the end of its line. */
  readonly comment: string | null;
}

const [first, ...others] = engines.map(({ name }) => name);

/** What has no default, and the engine. The config that it names is not there yet, and a problem says so. */
export const startingSection: readonly StartingLine[] = [
  {
    key: 'command',
    value: 'python train.py --config {config} --tokens {tokens} --seed {seed} --out {out}',
    others: [],
    comment: null,
  },
  {
    key: 'config',
    value: 'proxy.yaml',
    others: [],
    comment: 'a training config; its weights are rewritten for each run',
  },
  { key: 'tokens', value: '1B', others: [], comment: 'of one run' },
  { key: 'engine', value: first ?? '', others, comment: null },
];
