import { parseQuantity } from '../mixture/quantity.ts';
import { entryOf, plainValue, type SourceNode } from '../mixture/source.ts';
import type { Located, TextRange } from '../text/range.ts';
import { isStartable, splitCommand, type Command } from './command.ts';

/** The section `proxy` of a mixture file: how this project trains one small model. */
export interface ProxySection {
  /** Of the key. */
  readonly range: TextRange;
  /** Words of the command with their placeholders; null: missing or not to be started (`commandProblem` says why). */
  readonly command: Command | null;
  readonly commandProblem: { readonly message: string; readonly range: TextRange } | null;
  /** Training config whose weights are rewritten for each run, relative to the mixture file; null: runs have no config. */
  readonly config: Located<string> | null;
  /** Sources of the config by language, where their names do not tell. */
  readonly map: ReadonlyMap<string, readonly string[]>;
  /** Where a run leaves its losses, with placeholders. */
  readonly result: string;
  /** Key of each language's loss in the result, by language code. */
  readonly losses: ReadonlyMap<string, string>;
  /** D of one proxy run; null: not given. */
  readonly tokens: Located<number> | null;
  /** N of one proxy run. */
  readonly parameters: Located<number> | null;
  /** Seed of the first run; the next ones count on. */
  readonly seed: number;
  readonly engine: EngineName;
  /** Runs at the same time with the engine `local`. */
  readonly parallel: number;
  /** Options of `sbatch` by their long names, without dashes. */
  readonly slurm: ReadonlyMap<string, string>;
  /** Tasks of the array that Slurm may run at a time; null: Slurm decides. */
  readonly arrayLimit: number | null;
  /** Folder of the run folders, relative to the mixture file. */
  readonly runs: string;
}

/** What Climb says itself, or what would make sbatch do something else than submit the runs. */
const reserved = [
  'array',
  'wrap',
  'parsable',
  'requeue',
  'no-requeue',
  'output',
  'job-name',
  'test-only',
  'wait',
  'help',
];

/** Whether `slurm:` may hold the key as an option of sbatch. */
export function isSbatchOption(name: string): boolean {
  return /^[a-z][a-z-]*$/.test(name) && !reserved.includes(name);
}

/** Name of the table of finished runs, in the folder of the runs. */
export const tableName = 'runs.csv';

/** Whether a path of the mixture file names the table that its own proxy runs are collected in. */
export function isOwnTable(section: ProxySection | null, path: string): boolean {
  const plain = (text: string): string => text.replaceAll(/(^|\/)(\.?\/)+/g, '$1');
  return section !== null && plain(path) === plain(`${section.runs}/${tableName}`);
}

/** What to do where that table is not there yet. */
export const nothingCollected =
  'No proxy runs are collected yet: plan and launch some, in the view Runs or by `climb plan` and `climb launch`.';

export type EngineName = 'local' | 'slurm';

/** Reads `proxy:` of a mixture file, whole or half-typed; null: there is none. Never throws. */
export function readProxySection(root: SourceNode | null): ProxySection | null {
  const entry = entryOf(root, 'proxy');
  if (entry?.value.kind !== 'map') return null;
  const proxy = entry.value;
  const slurm = dictionary(proxy, 'slurm');
  const arrayLimit = Number(slurm.get('array_limit'));
  for (const name of slurm.keys()) if (!isSbatchOption(name)) slurm.delete(name);
  const parallel = quantity(entryOf(proxy, 'local')?.value, 'parallel')?.value ?? 1;
  const map = entryOf(proxy, 'map')?.value;
  return {
    range: entry.keyRange,
    ...commandOf(entryOf(proxy, 'command')?.value),
    config: text(proxy, 'config'),
    map: new Map(
      map?.kind === 'map' ? map.entries.map(({ key, value }) => [key, strings(plainValue(value))]) : [],
    ),
    result: text(proxy, 'result')?.value ?? '{out}/losses.json',
    losses: dictionary(proxy, 'losses'),
    tokens: quantity(proxy, 'tokens'),
    parameters: quantity(proxy, 'parameters'),
    seed: quantity(proxy, 'seed')?.value ?? 1,
    engine: text(proxy, 'engine')?.value === 'slurm' ? 'slurm' : 'local',
    parallel: Math.max(1, Math.floor(parallel)),
    slurm,
    arrayLimit: arrayLimit >= 1 ? Math.floor(arrayLimit) : null,
    runs: text(proxy, 'runs')?.value ?? 'runs',
  };
}

function commandOf(node: SourceNode | undefined): Pick<ProxySection, 'command' | 'commandProblem'> {
  if (node === undefined) return { command: null, commandProblem: null };
  const words = node.kind === 'list' ? { words: strings(plainValue(node)) } : splitCommand(textOf(node));
  const problem = 'error' in words ? words.error : isStartable(words.words);
  if (problem !== null) return { command: null, commandProblem: { message: problem, range: node.range } };
  return { command: 'words' in words ? words.words : null, commandProblem: null };
}

function textOf(node: SourceNode): string {
  return node.kind === 'scalar' && node.value !== null ? String(node.value) : '';
}

function text(parent: SourceNode, key: string): Located<string> | null {
  const node = entryOf(parent, key)?.value;
  return node === undefined || textOf(node) === '' ? null : { value: textOf(node), range: node.range };
}

function quantity(parent: SourceNode | undefined, key: string): Located<number> | null {
  const node = entryOf(parent, key)?.value;
  if (node === undefined) return null;
  const result = parseQuantity(textOf(node));
  return 'value' in result && Number.isFinite(result.value)
    ? { value: result.value, range: node.range }
    : null;
}

function dictionary(parent: SourceNode, key: string): Map<string, string> {
  const node = entryOf(parent, key)?.value;
  if (node?.kind !== 'map') return new Map();
  return new Map(node.entries.map((entry) => [entry.key, textOf(entry.value)]));
}

function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value])
    .filter((item) => typeof item === 'string' || typeof item === 'number')
    .map(String);
}
