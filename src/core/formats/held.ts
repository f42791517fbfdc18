import { allSteps } from '../steps.ts';
import type { TextRange } from '../text/range.ts';
import type { FormatName } from './adapter.ts';
import type { RecognisedConfig } from './check.ts';
import { ConfigBudget } from './config-limits.ts';
import { KnownConfigs } from './known-configs.ts';
import { isWeightedList } from './adapters/megatron-args.ts';
import { trainingFlag } from './megatron-names.ts';
import { ConfigDocument } from './reading/document.ts';
import { isNothing, mapsIn, textOf } from './reading/tree.ts';
import { flaggedIn } from './shell/flags.ts';
import { readScript } from './shell/read-script.ts';
import type { ShellScript, SourcedScript, SourcedScripts } from './shell/script.ts';
import { besideScript } from './shell/syntax.ts';
import { trainingBlend } from './write.ts';

/** A file that a launcher hands to the trainer, or to the shell, in place of the words of its blend. */
export interface Pointer {
  /** As far as the text tells it; relative to the launcher's folder. */
  readonly path: string;
  /** Where the launcher names it. */
  readonly range: TextRange;
  /** What the trainer takes it for; null: another script. */
  readonly as: FormatName | null;
  /** The variable of that script which has all the words of the blend; absent: it is not known. */
  readonly variable?: string;
}

/** A config whose blend stands in another file than the one that was named. */
export interface HeldConfig {
  /** Relative to the folder that the first path was relative to. */
  readonly file: string;
  readonly recognised: RecognisedConfig;
}

/** Files that are followed from one config, and steps from one to the next. */
const most = { pointers: 8, steps: 2 };
/** In characters; a launcher is a page or two, and one that leads to its sources does not hold them. */
const longest = 100_000;

const telling =
  /data[-_]args[-_]path|\b(?:mapfile|readarray)\b|weighted[-_]split[-_]paths[-_]path|\$\(\s*(?:<|cat\b|tr\b)|`\s*(?:cat|tr)\b|(?:^|[;&|({]|\b(?:then|else|do)\b)[ \t]*(?:source|\.)[ \t]/m;

/** Takes a script's variable for a blend. */
const megatronShell: FormatName = 'megatron-shell';

const kinds: ReadonlyMap<string, FormatName> = new Map([
  ['data-args-path', 'megatron-args'],
  ['per-split-data-args-path', 'megatron-split'],
  ['train-weighted-split-paths-path', 'megatron-deepspeed'],
]);

/**
 * The files that may hold a launcher's blend, the surest first.
 *
 * @param isSourced it is a script that a launcher sources
 * @param sourced scripts that it sources itself, where they were read
 */
export function pointersOf(text: string, isSourced = false, sourced?: SourcedScripts): readonly Pointer[] {
  if (text.length > longest || !telling.test(text)) return [];
  const script =
    /^[ \t]*(?:[\w-]+[ \t]*:(?:[ \t]|$)|\{)/m.test(text) && !text.startsWith('#!')
      ? null
      : readScript(text, sourced);
  const found = [
    ...inYaml(text),
    ...(script === null ? [] : inScript(script, isSourced || launches.test(text))),
  ];
  const seen = new Set<string>();
  return found
    .map((pointer) => ({ ...pointer, path: besideScript(pointer.path) }))
    .filter(({ path }) => path !== '' && path.length < 4096 && !/[$`*?\s]/.test(path))
    .filter(({ path }) => !seen.has(path) && seen.add(path))
    .slice(0, most.pointers);
}

/** Megatron's launchers in YAML write its options with underscores. */
function inYaml(text: string): Pointer[] {
  if (!/^[ \t]*["']?[\w-]*(?:data_args_path|split_paths_path)["']?[ \t]*:/m.test(text)) return [];
  return mapsIn(new ConfigDocument(text).root).flatMap(({ entries }) =>
    entries.flatMap(({ key, value }): Pointer[] => {
      const as = kinds.get(key.text.replaceAll('_', '-'));
      const path = textOf(value);
      return as === undefined || path === undefined || isNothing(value)
        ? []
        : [{ path, range: value.range, as }];
    }),
  );
}

/** Any script runs others; only of a launcher may they hold the blend. */
const launches = /--(?:train[-_])?data[-_]path\b|pretrain_\w{1,100}\.py|megatron/i;

function inScript(script: ShellScript, mayBeSourced: boolean): Pointer[] {
  const flags = flaggedIn(
    script,
    /^--((?:per-split-)?data-args-path|train-weighted-split-paths-path)(?:=(.+))?$/,
  );
  const args = flags.flatMap(({ match, words, range }): Pointer[] => {
    const word = match[2] === undefined ? words[0] : { value: match[2], range };
    const as = kinds.get(match[1] ?? '') ?? null;
    return word === undefined ? [] : [{ path: word.value.replaceAll(/["'\\]/g, ''), range: word.range, as }];
  });
  const blends = script.variables
    .filter(({ name }) => /DATA|BLEND|MIX|CORPUS|CORPORA/i.test(name))
    .flatMap(({ words }) => words);
  const flagged = flaggedIn(script, trainingFlag);
  const behind = flagged.flatMap(({ words }) => words);
  const printed = [...behind, ...blends].flatMap(({ file, range }): Pointer[] =>
    file === undefined ? [] : [{ path: file, range, as: 'megatron-args' }],
  );
  const set = flagged.flatMap(({ words: [word, ...more] }): Pointer[] =>
    word?.script === undefined || more.length > 0
      ? []
      : [{ path: word.script.path, range: word.range, as: null, variable: word.script.name }],
  );
  const sourced = mayBeSourced
    ? script.sourced.map(({ value, range }) => ({ path: value, range, as: null }))
    : [];
  // What the script writes itself, it writes anew.
  return [...args, ...set, ...printed, ...sourced].filter(({ path }) => !script.written.has(path));
}

/**
 * The config that a file amounts to: its own, or that of the file which holds its blend. Null: neither is a training config.
 *
 * @param read the text of a file, by its path as `file` has it; null: not there, or not to be read
 */
export function configAt(file: string, read: (path: string) => string | null): HeldConfig | null {
  return allSteps(configSteps(file, read));
}

/** The same of a target of a mixture, which is told to be a config: a plain list of weights and prefixes is Megatron-LM's. */
export function targetAt(file: string, read: (path: string) => string | null): HeldConfig | null {
  return allSteps(targetSteps(file, read));
}

/** The same step by step. */
export function* targetSteps(
  file: string,
  read: (path: string) => string | null,
  known = new KnownConfigs(),
): Generator<undefined, HeldConfig | null> {
  const held = yield* configSteps(file, read, known);
  const text = held === null ? read(file) : null;
  if (text === null || !isWeightedList(text)) return held;
  const recognised = yield* known.recognise(text, { as: 'megatron-args' });
  return recognised === null ? null : { file, recognised };
}

/** What `configAt` does, step by step. `known`: what was recognised before. */
export function configSteps(
  file: string,
  read: (path: string) => string | null,
  known = new KnownConfigs(),
): Generator<undefined, HeldConfig | null> {
  return follow({ path: file }, read, known, most.steps);
}

function* follow(
  { path: file, as, variable }: Partial<Pointer> & Pick<Pointer, 'path'>,
  read: (path: string) => string | null,
  known: KnownConfigs,
  steps: number,
  script?: SourcedScript,
): Generator<undefined, HeldConfig | null> {
  const text = script?.text ?? read(file);
  if (text === null) return null;
  const isSourced = as === null;
  const pointers = pointersOf(text, isSourced);
  const sourced = script?.sourced ?? scriptsIn(file, pointers, read, steps);
  const given = variable !== undefined ? { as: megatronShell, variable } : as == null ? {} : { as };
  const recognised = yield* known.recognise(text, { ...given, sourced });
  const own = recognised === null ? null : { file, recognised };
  if (own !== null && isTold(own.recognised)) return own;
  if (steps > 0) {
    for (const pointer of sourced.size > 0 ? pointersOf(text, isSourced, sourced) : pointers) {
      yield;
      const path = besides(file, pointer.path);
      const held = yield* follow({ ...pointer, path }, read, known, steps - 1, sourced.get(pointer.path));
      if (held !== null) return held;
    }
  }
  return own;
}

/** The scripts that one sources, and those that they source, as far as they can be read. */
function scriptsIn(
  file: string,
  pointers: readonly Pointer[],
  read: (path: string) => string | null,
  steps: number,
): SourcedScripts {
  const scripts = new Map<string, SourcedScript>();
  for (const { path, as } of steps > 0 ? pointers : []) {
    if (as !== null) continue;
    const at = besides(file, path);
    const text = read(at);
    if (text === null || text.length > longest) continue;
    scripts.set(path, { text, sourced: scriptsIn(at, pointersOf(text, true), read, steps - 1) });
  }
  return scripts;
}

/**
 * The texts of configs and, two steps from each, of the files that may hold their blends, by path; null: `read` gave none.
 *
 * @param read `named`: it is one of `names`, not only led to by one
 * @param budget what it refuses is not read
 */
export async function readWithHolders(
  names: readonly string[],
  read: (path: string, named: boolean) => Promise<string | null>,
  budget = new ConfigBudget(),
): Promise<ReadonlyMap<string, string | null>> {
  const texts = new Map<string, string | null>();
  const visit = async (path: string, step: number, isSourced: boolean): Promise<void> => {
    if (texts.has(path)) return;
    texts.set(path, null);
    if (!budget.admits(path)) return;
    const text = budget.take(path, await read(path, step === 0));
    texts.set(path, text);
    if (text === null || step === most.steps) return;
    for (const pointer of pointersOf(text, isSourced))
      await visit(besides(path, pointer.path), step + 1, pointer.as === null);
  };
  for (const name of names) await visit(name, 0, false);
  return texts;
}

/** Whether the file itself has the words, or at least the weights; where the shell makes them, another one may. */
function isTold({ config }: RecognisedConfig): boolean {
  const blend = trainingBlend(config);
  const isKnown = blend?.overridden === null;
  return blend?.sources.some(({ name }) => isKnown || !name.startsWith('$')) === true;
}

/** A path relative to the folder of another file; `..` and `.` resolved as far as they can be. */
export function besides(file: string, path: string): string {
  if (/^(?:\/|[A-Za-z]:[\\/]|~)/.test(path)) return path;
  const parts = file.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
