import { displayName } from '../language/display-name.ts';
import type { Problem } from '../problem.ts';
import { allSteps } from '../steps.ts';
import { splitCommand, type Command } from '../text/command-line.ts';
import type { Located, TextRange } from '../text/range.ts';
import {
  formerMethod,
  type EngineOption,
  type Group,
  type Interactions,
  type Keep,
  type LanguageEntry,
  type Mixture,
  type ProxySection,
  type Stage,
  type StageLanguage,
  type Target,
} from './mixture.ts';
import { parseQuantity } from './quantity.ts';
import { runTablesOf } from './run-tables.ts';
import { isPartOfBudget } from './stages.ts';
import { entryOf, locatedText, readSource, type SourceEntry, type SourceNode } from './source.ts';

/** A mixture file as far as it could be understood, and what could not be. */
export interface ParsedMixture {
  readonly text: string;
  readonly json: boolean;
  /** Keys and values with their places; null: the file says nothing. */
  readonly root: SourceNode | null;
  readonly mixture: Mixture;
  /** `file.syntax`, `file.yaml-surprise`, `quantity.invalid`, `proxy.command`; all else is found by the rules. */
  readonly problems: readonly Problem[];
}

export interface ParseOptions {
  /** Decides whether the text has to be JSON: `*.json`; default YAML, of which JSON is a part. */
  readonly fileName?: string;
}

/** Reads a mixture file, whole or half-typed. Never throws. */
export function parseMixture(text: string, options: ParseOptions = {}): ParsedMixture {
  return allSteps(parseSteps(text, options));
}

/** The same step by step. */
export function* parseSteps(
  text: string,
  { fileName = '' }: ParseOptions = {},
): Generator<undefined, ParsedMixture> {
  const json = /\.json$/i.test(fileName);
  const { root: read, problems: syntax } = yield* readSource(text, { json });
  yield;
  const excess = excessOf(read);
  const root = excess === null ? read : null;
  const problems = [...syntax, ...(excess === null ? [] : [excess])];
  const mixture = new MixtureReader(json, problems).read(root);
  return { text, json, root, mixture, problems };
}

/**
 * What a mixture may have at most: every rule looks at all of it whenever typing pauses. Of the shares of stages, those of all languages
 * in all stages.
 */
const most = { languages: 5_000, groups: 5_000, stages: 500, 'shares of stages': 200_000 };

/** What there is more of than in any mixture, at its key; null: nothing. */
function excessOf(root: SourceNode | null): Problem | null {
  const counts = { languages: 0, groups: 0, stages: 0, 'shares of stages': 0 };
  for (const key of ['languages', 'groups', 'stages'] as const) {
    const section = entryOf(root, key);
    const node = section?.value;
    counts[key] = node?.kind === 'map' ? node.entries.length : items(node).length;
    counts['shares of stages'] = counts.languages * counts.stages;
    const what = ([key, 'shares of stages'] as const).find((each) => counts[each] > most[each]);
    if (what === undefined || section === undefined) continue;
    const message = `This file has ${counts[what].toLocaleString('en')} ${what}; the maximum for a mixture is ${most[what].toLocaleString('en')}. Nothing else of it was read.`;
    return { code: 'file.syntax', severity: 'error', message, range: section.keyRange };
  }
  return null;
}

/** What a number may be; ratios have rules of their own, so `any`. */
const expectations = {
  any: { holds: () => true, words: '' },
  finite: { holds: Number.isFinite, words: 'must be finite' },
  positive: { holds: (x: number) => Number.isFinite(x) && x > 0, words: 'must be above 0' },
  /** Of tokens and parameters; `10%` of them is a slip. */
  count: { holds: (x: number) => Number.isFinite(x) && x >= 1, words: 'must be 1 or more' },
  notNegative: { holds: (x: number) => Number.isFinite(x) && x >= 0, words: 'must be 0 or more' },
};
type Expected = keyof typeof expectations;

class MixtureReader {
  readonly #json: boolean;
  readonly #problems: Problem[];

  constructor(json: boolean, problems: Problem[]) {
    this.#json = json;
    this.#problems = problems;
  }

  read(root: SourceNode | null): Mixture {
    const section = (key: string) => entryOf(root, key)?.value;
    const languages = entryOf(root, 'languages');
    const objective = section('objective');
    const solver = section('solver');
    const tolerance = entryOf(solver, 'tolerance')?.value;
    const stages = items(section('stages')).map((node) => this.#stage(node));
    return {
      name: locatedText(section('name')),
      languagesRange: languages?.keyRange ?? null,
      languages: entries(languages?.value).map((entry) => this.#language(entry)),
      weights: text(root, 'ratios') === 'weights',
      parameters: this.#number(section('model'), 'parameters', 'count'),
      tokens: this.#number(section('budget'), 'tokens', 'count') ?? sumOf(stages),
      groups: entries(section('groups')).map((entry) => this.#group(entry)),
      stages,
      interactions: this.#interactions(entryOf(root, 'interactions')),
      objective: {
        loss: text(objective, 'loss') === 'relative' ? 'relative' : 'absolute',
        maxEpochs: this.#number(objective, 'max_epochs', 'positive'),
      },
      solver: {
        tolerance:
          tolerance?.kind === 'scalar' && typeof tolerance.value === 'number' && tolerance.value > 0
            ? tolerance.value
            : null,
        method: ['two-steps', formerMethod].includes(text(solver, 'method') ?? '') ? 'two-steps' : 'joint',
      },
      targets: items(section('targets')).flatMap((node) => this.#target(node)),
      proxy: this.#proxy(entryOf(root, 'proxy')),
    };
  }

  #language({ key, keyRange, range, value }: SourceEntry): LanguageEntry {
    const long = value.kind === 'map';
    return {
      code: key,
      codeRange: keyRange,
      range,
      displayName: text(value, 'name') ?? displayName(key),
      ratio: long ? this.#number(value, 'ratio', 'any') : this.#quantity(value, 'any'),
      available: this.#number(value, 'available', 'count'),
      importance: this.#number(value, 'importance', 'notNegative'),
      min: this.#number(value, 'min', 'notNegative'),
      max: this.#number(value, 'max', 'notNegative'),
      maxEpochs: this.#number(value, 'max_epochs', 'positive'),
    };
  }

  #group({ key, range, value }: SourceEntry): Group {
    return {
      name: key,
      range,
      members: items(entryOf(value, 'members')?.value).flatMap((node) => locatedText(node) ?? []),
      min: this.#number(value, 'min', 'notNegative'),
      max: this.#number(value, 'max', 'notNegative'),
      keep: keepOf(entryOf(value, 'keep')),
    };
  }

  #stage(node: SourceNode): Stage {
    const name = locatedText(entryOf(node, 'name')?.value);
    const languages = entryOf(node, 'languages');
    const fixed = entryOf(node, 'fixed')?.value;
    return {
      name: name?.value ?? '',
      nameRange: name?.range ?? node.range,
      range: node.range,
      tokens: this.#number(node, 'tokens', 'positive'),
      fixed: fixed?.kind === 'scalar' && fixed.value === true,
      languagesRange: languages?.keyRange ?? null,
      languages: entries(languages?.value).map((entry) => this.#stageLanguage(entry)),
    };
  }

  #stageLanguage({ key, keyRange, range, value }: SourceEntry): StageLanguage {
    return {
      code: key,
      codeRange: keyRange,
      range,
      ratio:
        value.kind === 'map'
          ? this.#number(value, 'ratio', 'notNegative')
          : this.#quantity(value, 'notNegative'),
      min: this.#number(value, 'min', 'notNegative'),
      max: this.#number(value, 'max', 'notNegative'),
    };
  }

  #interactions(entry: SourceEntry | undefined): Interactions | null {
    if (entry === undefined) return null;
    const { value } = entry;
    const range = entry.keyRange;
    const runs = entryOf(value, 'runs')?.value;
    if (runs !== undefined) {
      const tables = runTablesOf(runs);
      return { kind: 'runs', range, tables, paths: tables.flatMap((table) => table.paths) };
    }
    const path = locatedText(entryOf(value, 'model')?.value);
    if (path !== null) return { kind: 'model', range, path };
    const matrix = entryOf(value, 'matrix')?.value;
    if (matrix !== undefined) {
      return {
        kind: 'matrix',
        range,
        transfer: this.#table(matrix),
        saturation: this.#optionalTable(entryOf(value, 'saturation')?.value),
        exponent: this.#perLanguage(value, 'exponent', 'positive'),
        coefficient: this.#perLanguage(value, 'coefficient', 'positive'),
      };
    }
    return text(value, 'prior') === 'relatedness' ? { kind: 'prior', range, prior: 'relatedness' } : null;
  }

  #table(node: SourceNode): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return dictionary(entries(node).map(({ key, value }) => [key, this.#row(value, 'finite')]));
  }

  #optionalTable(node: SourceNode | undefined) {
    return node === undefined ? null : this.#table(node);
  }

  #row(node: SourceNode, expected: Expected): Readonly<Record<string, number>> {
    return dictionary(
      entries(node).flatMap(({ key, value }) => {
        const number = this.#quantity(value, expected);
        return number === null ? [] : [[key, number.value]];
      }),
    );
  }

  #perLanguage(parent: SourceNode, key: string, expected: Expected) {
    const node = entryOf(parent, key)?.value;
    if (node === undefined) return null;
    return node.kind === 'map' ? this.#row(node, expected) : (this.#quantity(node, expected)?.value ?? null);
  }

  #target(node: SourceNode): Target[] {
    const file = locatedText(entryOf(node, 'file')?.value);
    if (file === null) return [];
    const languages = entries(entryOf(node, 'map')?.value);
    const map = new Map(languages.map(({ key, value }) => [key, paths(value)]));
    const sizes = languages
      .flatMap(({ value }) => entries(value))
      .flatMap(({ key, value }) => {
        const tokens = this.#quantity(value, 'positive');
        return tokens === null ? [] : [[key, tokens.value] as const];
      });
    return [
      {
        range: node.range,
        file,
        stage: this.#stageName(entryOf(node, 'stage')?.value),
        map,
        sizes: new Map(sizes),
      },
    ];
  }

  /** A name, or a whole number, which counts stages from 0. */
  #stageName(node: SourceNode | undefined): Target['stage'] {
    const value = node?.kind === 'scalar' ? node.value : null;
    if (node === undefined || typeof value !== 'number') return locatedText(node);
    return Number.isInteger(value) && value >= 0 ? { value, range: node.range } : null;
  }

  #proxy(entry: SourceEntry | undefined): ProxySection | null {
    if (entry?.value.kind !== 'map') return null;
    const proxy = entry.value;
    const value = (key: string) => entryOf(proxy, key)?.value;
    const sections = entries(proxy).filter((section) => section.value.kind === 'map');
    return {
      range: entry.keyRange,
      command: this.#command(value('command')),
      config: locatedText(value('config')),
      map: new Map(entries(value('map')).map((language) => [language.key, paths(language.value)])),
      result: locatedText(value('result')),
      progress: locatedText(value('progress')),
      losses: new Map(
        entries(value('losses')).flatMap((language) => {
          const key = locatedText(language.value)?.value;
          return key === undefined ? [] : [[language.key, key]];
        }),
      ),
      tokens: this.#number(proxy, 'tokens', 'count'),
      parameters: this.#number(proxy, 'parameters', 'count'),
      seed: wholeNumber(value('seed')),
      engine: locatedText(value('engine')),
      options: new Map(sections.map((section) => [section.key, engineOptions(section.value)])),
      runs: locatedText(value('runs')),
    };
  }

  /** A list of words, or one line of them. */
  #command(node: SourceNode | undefined): Located<Command> | null {
    if (node === undefined) return null;
    if (node.kind === 'list') {
      // An empty word is an argument too.
      const words = node.items.flatMap((item) =>
        item.kind === 'scalar' && item.value !== null ? [String(item.value)] : [],
      );
      return { value: words, range: node.range };
    }
    const line = locatedText(node);
    if (line === null) return null;
    const split = splitCommand(line.value);
    if ('words' in split) return { value: split.words, range: node.range };
    const problem = { code: 'proxy.command', severity: 'error', message: split.error } as const;
    this.#problems.push({ ...problem, range: node.range });
    return null;
  }

  #number(parent: SourceNode | undefined, key: string, expected: Expected): Located<number> | null {
    const entry = entryOf(parent, key);
    return entry === undefined ? null : this.#quantity(entry.value, expected);
  }

  /** Null where there is none; what is neither number nor text is the schema's to complain about. */
  #quantity(node: SourceNode, expected: Expected): Located<number> | null {
    if (node.kind !== 'scalar') return null;
    const written = String(node.value).trim();
    const result =
      typeof node.value === 'number'
        ? { value: node.value }
        : typeof node.value === 'string'
          ? parseQuantity(written)
          : null;
    if (result === null) return null;
    if ('error' in result) {
      const message = `\`${written}\` is not a valid quantity: ${result.error}.`;
      return this.#invalid(node.range, message, result.meant);
    }
    const { value } = result;
    const { holds, words } = expectations[expected];
    if (!holds(value)) {
      return this.#invalid(node.range, `\`${written}\` cannot be used here: the value ${words}.`);
    }
    return { value, range: node.range };
  }

  #invalid(range: TextRange, message: string, meant: readonly string[] = []): null {
    const fixes = meant.map((quantity) => ({
      title: `Write ${quantity}`,
      // JSON takes suffixes and per cent as text only.
      edits: [{ range, newText: this.#json && !/^-?[\d.]+$/.test(quantity) ? `"${quantity}"` : quantity }],
      preferred: meant.length === 1,
    }));
    this.#problems.push({ code: 'quantity.invalid', severity: 'error', message, range, fixes });
    return null;
  }
}

function keepOf(entry: SourceEntry | undefined): Keep | null {
  if (entry === undefined) return null;
  const { keyRange: range, value } = entry;
  const path = locatedText(entryOf(value, 'from')?.value);
  if (path !== null) return { kind: 'mixture', range, path };
  const name = locatedText(entryOf(value, 'published')?.value);
  if (name !== null) return { kind: 'published', range, name };
  return value.kind === 'scalar' && value.value === true ? { kind: 'file', range } : null;
}

/** The tokens of stages that all give them; null: at least one does not. */
function sumOf(stages: readonly Stage[]): Located<number> | null {
  let sum = 0;
  for (const { tokens } of stages) {
    if (tokens === null || isPartOfBudget(tokens.value)) return null;
    sum += tokens.value;
  }
  const first = stages[0]?.tokens;
  return first == null ? null : { value: sum, range: first.range };
}

function entries(node: SourceNode | undefined): readonly SourceEntry[] {
  if (node?.kind !== 'map') return [];
  // A key given twice is reported apart; its last value counts, at its first place in the order.
  const byKey = new Map<string, SourceEntry>();
  for (const entry of node.entries) byKey.set(entry.key, entry);
  return [...byKey.values()];
}

function items(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'list' ? node.items : [];
}

function text(parent: SourceNode | null | undefined, key: string): string | null {
  return locatedText(entryOf(parent, key)?.value)?.value ?? null;
}

/** One path, a list of them, or a map from them to what is known of them. */
function paths(node: SourceNode): readonly Located<string>[] {
  if (node.kind === 'map') return entries(node).map(({ key, keyRange }) => ({ value: key, range: keyRange }));
  return (node.kind === 'list' ? node.items : [node]).flatMap((item) => locatedText(item) ?? []);
}

/** Null where there is none, which the schema tells. */
function wholeNumber(node: SourceNode | undefined): Located<number> | null {
  return node?.kind === 'scalar' && Number.isSafeInteger(node.value)
    ? { value: Number(node.value), range: node.range }
    : null;
}

function engineOptions(section: SourceNode): EngineOption[] {
  return entries(section).flatMap(({ key, keyRange, value }) => {
    const text = locatedText(value);
    return text === null ? [] : [{ name: key, nameRange: keyRange, value: text }];
  });
}

/** Keys come from the file: without a prototype, `__proto__` is a key like any other. */
function dictionary<T>(pairs: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const object = Object.create(null) as Record<string, T>;
  for (const [key, value] of pairs) object[key] = value;
  return object;
}
