import type { Fix, Problem, RelatedPlace, Severity } from '../../problem.ts';
import type { TextRange } from '../../text/range.ts';
import type { ConfigDocument } from './document.ts';
import { areaOf, type Adapter, type Weight } from '../adapter.ts';
import { putEntry, removeFrom } from '../edits.ts';
import { Interpolations } from './interpolation.ts';
import { pythonFloat } from './scalars.ts';
import { decimal } from '../../text/decimal.ts';
import { resolvePlain, type Dialect } from '../../text/yaml11.ts';
import { entryOf, isNothing, type Entry, type MapNode, type ScalarNode, type TreeNode } from './tree.ts';

/** More of one config, nobody mends one by one. */
const mostProblems = 300;

interface HowWeighed {
  /** The framework converts text to numbers itself, so quotes do no harm. */
  readonly quoted?: boolean;
}

interface Remedy {
  readonly fixes?: readonly Fix[];
  readonly related?: readonly RelatedPlace[];
}

/**
 * Reads scalars of one training config as its trainer does, and collects what is wrong with them. The traps of YAML 1.1
 * (docs/formats.md, "YAML") live here, for all formats.
 */
export class ConfigReader {
  readonly problems: Problem[] = [];
  readonly text: string;
  readonly #codes: string;
  readonly #framework: string;
  readonly #dialect: Dialect;
  readonly #interpolations: Interpolations;

  constructor(
    document: ConfigDocument,
    adapter: Pick<Adapter, 'name' | 'codes' | 'framework'>,
    dialect: Dialect,
  ) {
    this.text = document.text;
    this.#codes = areaOf(adapter);
    this.#framework = adapter.framework;
    this.#dialect = dialect;
    this.#interpolations = new Interpolations(document);
  }

  /** @param more a function where it takes looking through the whole text: of what is not reported it is not asked */
  report(
    rule: string,
    severity: Severity,
    range: TextRange,
    message: string,
    more: Remedy | (() => Remedy) = {},
  ): void {
    if (this.problems.length >= mostProblems) return;
    const remedy = typeof more === 'function' ? more() : more;
    this.problems.push({ code: `${this.#codes}.${rule}`, severity, message, range, ...remedy });
  }

  /** The value that the trainer's YAML or JSON reader gives to a scalar. */
  value(node: ScalarNode): string | number | boolean | null {
    const plain = resolvePlain(node.text, this.#dialect);
    if (node.tag === 'float') return pythonFloat(node.text) ?? plain;
    return node.tag === 'int' || (node.plain && node.tag !== 'str') ? plain : node.text;
  }

  /** The weight under a key of a source. */
  weightIn(source: TreeNode, key: string): Weight | null {
    const entry = entryOf(source, key);
    return source.kind === 'map' && entry !== undefined ? this.weightOf(source, entry) : null;
  }

  /** The weight in an entry of a map, be it its own or inherited. */
  weightOf(map: MapNode, entry: Entry, how: HowWeighed = {}): Weight | null {
    const weight = this.weight(entry.value, how);
    if (weight === null || map.own.length === 0 || map.own.includes(entry)) return weight;
    const key = this.text.slice(entry.key.range.start, entry.key.range.end);
    return { ...weight, override: (number) => putEntry(this.text, map, key, number) };
  }

  /** A weight; null: none is given. With a problem, and without a value, where the trainer sees no number. */
  weight(node: TreeNode, { quoted = false }: HowWeighed = {}): Weight | null {
    if (node.kind !== 'scalar') {
      this.report('weight', 'error', node.range, 'A weight must be a number.');
      return unreadable(node.range);
    }
    if (isNothing(node) || node.text === '???') return null;
    if (node.text.includes('${') && this.#dialect !== 'json') return this.#interpolated(node, quoted);
    const value = this.value(node);
    if (typeof value === 'number') {
      if (node.tag === undefined && this.#dialect !== 'json') this.#warnOfBases(node, value);
      const weight = { value, range: node.range };
      return node.tag === 'int'
        ? { ...weight, fixed: 'behind `!!int`, only a whole number can stand' }
        : weight;
    }
    if (!node.plain || node.tag === 'str') return this.#textWeight(node, quoted);
    if (typeof value === 'boolean') {
      this.report('weight', 'error', node.range, `\`${node.text}\` is a truth value here, not a number.`);
      return unreadable(node.range);
    }
    const meant = meantNumber(node.text);
    const fixes = meant === null ? [] : [this.#replace(node.range, decimal(meant))];
    const float = pythonFloat(node.text);
    if (float !== null && /[eE]/.test(node.text)) {
      this.report(
        'yaml-surprise',
        'warning',
        node.range,
        `PyYAML reads \`${node.text}\` as text: its numbers need a decimal point and a signed exponent (1.0e-3). Write the plain decimal.`,
        { fixes },
      );
      return { value: float, range: node.range };
    }
    if (quoted && float !== null) return { value: float, range: node.range };
    this.report(
      'weight',
      'error',
      node.range,
      `\`${node.text}\` is not a number to ${this.#framework}.${meant === null ? '' : ` Write ${decimal(meant)}.`}`,
      { fixes },
    );
    return unreadable(node.range);
  }

  /** What stands where OmegaConf would look: `${a.b}` is a way from the root. Anything else is not for Climb to work out. */
  #interpolated(node: ScalarNode, quoted: boolean): Weight {
    const found = this.#dialect === 'omegaconf' ? this.#interpolations.follow(node) : null;
    const value = found === null ? null : this.value(found.node);
    const number = typeof value === 'string' && quoted ? pythonFloat(value) : value;
    if (found !== null && typeof number === 'number') {
      const weight = { value: number, range: found.node.range };
      return found.uses === 1
        ? weight
        : { ...weight, fixed: `\`${node.text}\` is used in several places, which would all change` };
    }
    this.report(
      'interpolation',
      'info',
      node.range,
      `\`${node.text}\` is filled in from elsewhere, so Climb does not know the shares and does not write them.`,
    );
    return unreadable(node.range);
  }

  #textWeight(node: ScalarNode, accepted: boolean): Weight {
    const value = pythonFloat(node.text);
    const meant = meantNumber(node.text);
    if (value === null) {
      const fixes = meant === null ? [] : [this.#replace(node.range, decimal(meant))];
      this.report('weight', 'error', node.range, `"${node.text}" is not a number to ${this.#framework}.`, {
        fixes,
      });
      return unreadable(node.range);
    }
    if (!accepted) {
      const fixes = node.tag === 'str' ? [] : [this.#replace(node.range, decimal(value))];
      this.report('weight', 'error', node.range, whyText(node, this.text), { fixes });
    }
    return { value, range: node.range };
  }

  #warnOfBases(node: ScalarNode, value: number): void {
    const octal = /^[-+]?0[0-9_]+$/.test(node.text);
    if (!octal && !node.text.includes(':')) return;
    const reading = octal ? 'a number with a leading zero is octal' : 'a number with colons has base 60';
    const meant = octal ? Number(node.text.replaceAll('_', '')) : null;
    this.report(
      'yaml-surprise',
      'warning',
      node.range,
      `PyYAML reads \`${node.text}\` as ${decimal(value)}: ${reading}.`,
      { fixes: meant === null ? [] : [this.#replace(node.range, decimal(meant))] },
    );
  }

  /** The product of positive numbers, such as steps and batch size; null where one of them is not given. */
  product(...factors: readonly (TreeNode | undefined)[]): number | null {
    let product = 1;
    for (const node of factors) {
      const value = node?.kind === 'scalar' ? this.value(node) : null;
      if (typeof value !== 'number' || !(value > 0) || value === Infinity) return null;
      product *= value;
    }
    return product;
  }

  /** A key or a name of a source that YAML 1.1 does not take as text, such as `no` for Norwegian. */
  name(node: ScalarNode): string {
    const value = this.value(node);
    if (typeof value === 'boolean') {
      this.report(
        'yaml-surprise',
        'warning',
        node.range,
        `PyYAML reads \`${node.text}\` as ${value ? 'True' : 'False'}, so this name is lost. Put it in quotes.`,
        { fixes: [this.#replace(node.range, `"${node.text}"`)] },
      );
    }
    return node.text;
  }

  /** Keys given twice: the last one wins without a word, or OmegaConf stops. */
  duplicateKeys(map: TreeNode | undefined): void {
    if (map?.kind !== 'map') return;
    const first = new Map<string, MapNode['entries'][number]>();
    for (const entry of map.own) {
      const earlier = first.get(entry.key.text);
      first.set(entry.key.text, entry);
      if (earlier === undefined) continue;
      const result =
        this.#dialect === 'omegaconf' ? 'OmegaConf rejects the file' : 'the last one wins silently';
      this.report(
        'duplicate-key',
        'error',
        entry.key.range,
        `\`${entry.key.text}\` is given twice; ${result}. Remove one.`,
        () => ({
          related: [{ message: 'given here first', range: earlier.key.range }],
          fixes: [
            {
              title: 'Remove the first one',
              edits: removeFrom(this.text, map, map.own, [map.own.indexOf(earlier)]),
            },
          ],
        }),
      );
    }
  }

  #replace(range: TextRange, newText: string): Fix {
    return { title: `Write ${newText}`, edits: [{ range, newText }], preferred: true };
  }
}

/** Why a number is text to YAML, and what to do about it. */
function whyText({ tag, range }: ScalarNode, text: string): string {
  if (tag === 'str') return 'The tag `!!str` makes this number text. Remove the tag.';
  const header = /^(?:\*|[|>][-+\d]*)/.exec(text.slice(range.start, range.end))?.[0];
  if (header === undefined) return 'In quotes, this number is text. Remove the quotes.';
  return header === '*'
    ? 'What this alias stands for is text. Write a number.'
    : `In a block (\`${header}\`), this number is text. Write it behind the key.`;
}

/** A weight that is there and no number, as far as Climb can tell. */
export function unreadable(range: TextRange): Weight {
  return { value: NaN, range, fixed: 'its weight cannot be read' };
}

export const isUnreadable = (weight: Weight | null): weight is Weight & { readonly fixed: string } =>
  weight !== null && Number.isNaN(weight.value) && weight.fixed !== undefined;

/** What someone meant by `0,5` or `50%`; null where nothing can be told. */
function meantNumber(text: string): number | null {
  const match = /^([-+]?(?:\d*[.,])?\d+)\s*(%?)$/.exec(text.trim());
  if (match === null) return pythonFloat(text);
  const [, number = '', sign] = match;
  const value = Number(number.replace(',', '.'));
  return Number.isFinite(value) ? (sign === '%' ? value / 100 : value) : null;
}
