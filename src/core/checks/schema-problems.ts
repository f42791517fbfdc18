import validate from '#generated/mixture-validator';
import type { ErrorObject } from 'ajv';
import type { Fix } from '../problem.ts';
import { lineEndOf } from '../text/line-index.ts';
import type { TextRange } from '../text/range.ts';
import { nearestWords } from '../text/nearest.ts';
import { isGiven } from './given.ts';
import type { Finding } from './rules/rule.ts';
import { removeEntry } from '../edits/edit-entries.ts';
import { listAsMapping } from '../mixture/list-as-mapping.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { keysAt } from '../mixture/schema.ts';
import { entryOf, plainValue, type SourceEntry, type SourceNode } from '../mixture/source.ts';

/** Where the file departs from schemas/mixture.schema.json, in plain words, at the offending key or value. */
export function* schemaFindings(parsed: ParsedMixture): Generator<Finding> {
  if (parsed.root === null || isNothing(parsed.root)) {
    yield emptyFile(parsed);
    return;
  }
  if (validate(plainValue(parsed.root))) return;
  // Kept, since the validator has one place for the errors of whoever asked last.
  const errors = validate.errors ?? [];
  for (const error of errors) {
    const found = finding(parsed, error);
    if (found !== null) yield found;
  }
}

function emptyFile({ text, json }: ParsedMixture): Finding {
  const skeleton = json
    ? '{\n  "climb": 1,\n  "languages": {\n    "en": 1\n  }\n}\n'
    : 'climb: 1\nlanguages:\n  en: 1\n';
  const end = text.length;
  const newText = end > 0 && !/[\r\n]$/.test(text) ? `\n${skeleton}` : skeleton;
  return {
    message: 'The file is empty. A mixture needs at least `climb: 1` and `languages`.',
    range: { start: 0, end: Math.min(1, end) },
    fixes: [{ title: 'Start a mixture', edits: [{ range: { start: end, end }, newText }], preferred: true }],
  };
}

interface Place {
  readonly node: SourceNode;
  /** The key that holds the node; absent at the top and in lists. */
  readonly entry?: SourceEntry;
  /** The keys that lead there, `-` for an item of a list. */
  readonly path: readonly string[];
}

function placeOf(root: SourceNode, pointer: string): Place {
  let place: Place = { node: root, path: [] };
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (place.node.kind === 'list') {
      const item: SourceNode | undefined = place.node.items[Number(key)];
      if (item === undefined) break;
      place = { node: item, path: [...place.path, '-'] };
    } else {
      const entry = entryOf(place.node, key);
      if (entry === undefined) break;
      place = { node: entry.value, entry, path: [...place.path, key] };
    }
  }
  return place;
}

/** What a place is called at the beginning of a sentence; two entries of a list have only their place to be told apart by. */
function nameOf({ entry, path }: Place): string {
  if (entry !== undefined) return `\`${entry.key}\``;
  const list = path.findLast((key) => key !== '-');
  return list === undefined ? 'The file' : `This entry of \`${list}\``;
}

function finding(parsed: ParsedMixture, error: ErrorObject): Finding | null {
  const root = parsed.root;
  // The branches of a choice fail one by one; only the choice itself is worth telling.
  if (root === null || error.schemaPath.includes('/oneOf/')) return null;
  const place = placeOf(root, error.instancePath);
  const name = nameOf(place);
  const value = visible(place);
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return missingKey(parsed, place, name, String(params['missingProperty']));
    case 'additionalProperties':
      return unknownKey(place, name, String(params['additionalProperty']));
    case 'type':
      // `.inf` and `.nan` are numbers to YAML; what they mean here is for the rules on quantities to say.
      if (
        place.node.kind === 'scalar' &&
        typeof place.node.value === 'number' &&
        !Number.isFinite(place.node.value)
      ) {
        return null;
      }
      return wrongType(parsed, place, name, params['type']);
    case 'const':
      return constant(place, name, params['allowedValue']);
    case 'enum':
      return choice(parsed, place, name, (params['allowedValues'] as readonly unknown[]).map(String));
    case 'oneOf':
      return oneOrigin(parsed, place);
    case 'minProperties':
    case 'minItems':
      return {
        message: `${name} is empty: it takes at least one entry.`,
        range: place.entry?.keyRange ?? value,
      };
    case 'minLength':
      return { message: `${name} is empty.`, range: value };
    case 'maxProperties':
      return { message: `${name} takes only one of its keys.`, range: place.entry?.keyRange ?? value };
    case 'minimum':
      return { message: `${name} must be ${String(params['limit'])} or more.`, range: value };
    case 'maximum':
      return { message: `${name} must be ${String(params['limit'])} or less.`, range: value };
    case 'exclusiveMinimum':
      return { message: `${name} must be above ${String(params['limit'])}.`, range: value };
    default:
      return { message: `${name} ${error.message ?? 'does not match the format'}.`, range: value };
  }
}

function wrongType(parsed: ParsedMixture, place: Place, name: string, types: unknown): Finding {
  const range = visible(place);
  if (isNothing(place.node))
    return { message: `${name} has no value yet: it must be ${words(types)}.`, range };
  const message = `${name} takes ${words(types)}, not ${kindOf(place.node)}.`;
  const fix = place.entry?.key === 'languages' ? listAsMapping(parsed, place.entry) : null;
  return fix === null ? { message, range } : { message, range, fixes: [fix] };
}

const origins = ['runs', 'model', 'matrix', 'prior'];

/** Where several are given, each may go; a guess best, since something better is there. */
function oneOrigin({ text }: ParsedMixture, place: Place): Finding {
  const { node } = place;
  const entries = node.kind === 'map' ? node.entries.filter(({ merged }) => !merged) : [];
  const given = entries.filter(({ key }) => origins.includes(key));
  return {
    message: 'Give exactly one source of interactions: `runs`, `model`, `matrix` or `prior: relatedness`.',
    range: place.entry?.keyRange ?? visible(place),
    fixes:
      node.kind !== 'map' || given.length < 2
        ? []
        : given.map((entry) => ({
            title: `Remove \`${entry.key}\``,
            edits: [removeEntry(text, node, entry)],
            preferred: entry.key === 'prior',
          })),
  };
}

/** The value, or its key where nothing is written or a whole section would be underlined. */
function visible({ node, entry }: Place): TextRange {
  if (entry !== undefined && (node.kind !== 'scalar' || node.range.start === node.range.end))
    return entry.keyRange;
  if (node.kind === 'map' && node.entries[0] !== undefined) return node.entries[0].keyRange;
  return node.range;
}

function isNothing(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function kindOf(node: SourceNode): string {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'nothing';
  return typeof node.value === 'boolean'
    ? `the truth value \`${String(node.value)}\``
    : typeWords(typeof node.value);
}

/** Types that a quantity and a language may have, in plain words. */
const sets: Readonly<Record<string, string>> = {
  'number,string': 'a quantity such as `0.3`, `12%` or `1.2T`',
  'number,string,object,null': 'a ratio, or a mapping with `ratio` and more',
  'number,string,object': 'a number, or a mapping with one number per language',
};

function typeWords(type: string): string {
  switch (type) {
    case 'object':
      return 'a mapping';
    case 'array':
      return 'a list';
    case 'string':
      return 'text';
    case 'null':
      return 'nothing';
    case 'integer':
      return 'a whole number';
    default:
      return `a ${type}`;
  }
}

function words(types: unknown): string {
  const all = Array.isArray(types) ? types.map(String) : [String(types)];
  return sets[all.join()] ?? all.map(typeWords).join(' or ');
}

/** Null where the key is only misspelt, which is told at what is written. */
function missingKey(parsed: ParsedMixture, place: Place, name: string, key: string): Finding | null {
  if (isGiven(place.node, key, place.path)) return null;
  const message = `${name} needs the key \`${key}\`.`;
  const range = visible(place);
  const first = place.node.kind === 'map' ? place.node.entries[0] : undefined;
  if (key !== 'climb' || first === undefined || place.node.kind !== 'map') return { message, range };
  const { start } = first.keyRange;
  const newText = place.node.flow ? '"climb": 1, ' : `climb: 1${lineEndOf(parsed.text)}`;
  const fix: Fix = {
    title: 'Add `climb: 1`',
    edits: [{ range: { start, end: start }, newText }],
    preferred: true,
  };
  return { message, range, fixes: [fix] };
}

function unknownKey(place: Place, name: string, key: string): Finding {
  // Not by the validator's path to its rule, which begins anew in every definition.
  const known = keysAt(place.path);
  const entry = entryOf(place.node, key);
  const range = entry?.keyRange ?? visible(place);
  const nearest = nearestWords(key, known, 1);
  const near = nearest.filter((word) => entryOf(place.node, word) === undefined);
  const where = place.path.length === 0 ? 'a mixture file' : name.replace(/^This/, 'this');
  const hint =
    nearest[0] === undefined
      ? `Its keys: ${list(known.filter((word) => !word.startsWith('$')))}.`
      : near.length === 0
        ? `\`${nearest[0]}\` is already there.`
        : `Did you mean \`${nearest[0]}\`?`;
  return {
    message: `\`${key}\` is not a key of ${where}. ${hint}`,
    range,
    fixes: near.map((word) => ({
      title: `Rename to \`${word}\``,
      edits: [
        {
          range: entry?.keyPlain === false ? { start: range.start + 1, end: range.end - 1 } : range,
          newText: word,
        },
      ],
      preferred: true,
    })),
  };
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function written(value: string, { text }: ParsedMixture, { node }: Place): string {
  const quote = text[node.range.start];
  return quote === '"' || quote === "'" ? quote + value + quote : value;
}

function constant(place: Place, name: string, value: unknown): Finding {
  const expected = JSON.stringify(value);
  const finding = { message: `${name} must be ${expected}.`, range: visible(place) };
  if (place.node.kind !== 'scalar' || isNothing(place.node)) return finding;
  const edits = [{ range: place.node.range, newText: expected }];
  return { ...finding, fixes: [{ title: `Write ${expected}`, edits, preferred: true }] };
}

function choice(parsed: ParsedMixture, place: Place, name: string, values: readonly string[]): Finding {
  const range = visible(place);
  const message = `${name} must be ${values.map((value) => `\`${value}\``).join(' or ')}.`;
  const { node } = place;
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return { message, range };
  const near = nearestWords(node.value, values, 1);
  return {
    message: near[0] === undefined ? message : `${message} Did you mean \`${near[0]}\`?`,
    range,
    fixes: near.map((value) => ({
      title: `Write \`${value}\``,
      edits: [{ range: node.range, newText: written(value, parsed, place) }],
      preferred: true,
    })),
  };
}
