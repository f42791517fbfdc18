import { decimal } from '../text/decimal.ts';
import { withoutDenormal } from '../text/denormal.ts';
import { create, parseDependencies, type MathNode } from 'mathjs/number';

/** A quantity of a mixture file as a number, or why it is none, as the end of a sentence. */
export type QuantityResult =
  | { readonly value: number }
  | {
      readonly error: string;
      /** What may be meant, the likeliest first. */
      readonly meant?: readonly string[];
    };

// Typed as optional by mathjs, as all its dependencies are; `create` without it makes no `parse`.
const { parse } = create(parseDependencies === undefined ? {} : { parseDependencies }) as unknown as {
  parse: (expression: string) => MathNode;
};

/** Longer than any quantity a person writes; bounds the work of reading, parsing and evaluating. */
const maxLength = 200;
/** Larger than any exponent a person writes. */
const maxExponent = 100;

/** A map: suffixes come from the file, and one may be called like a property of any object. */
const suffixes: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['M', 1e6],
  ['B', 1e9],
  ['T', 1e12],
]);

interface Callable {
  /** Fewest and most values. */
  readonly takes: readonly [number, number];
  readonly of: (...values: number[]) => number;
}

/** The functions that a quantity may call. The logarithm is the natural one, or to the base that it takes as a second value. */
const functions: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ['min', { takes: [1, Infinity], of: Math.min }],
  ['max', { takes: [1, Infinity], of: Math.max }],
  ['sqrt', { takes: [1, 1], of: Math.sqrt }],
  ['exp', { takes: [1, 1], of: Math.exp }],
  ['log', { takes: [1, 2], of: (x = NaN, base = Math.E) => Math.log(x) / Math.log(base) }],
]);

const names = [...functions.keys()].map((name) => `\`${name}\``).join(', ');
const expected =
  'write a number such as `0.3`, `12%` or `1.2T`, or a formula such as `1/3 - 0.2` or `640B^0.3`';

const plainNumber = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\s*$/;
/** What most quantities are; the parser is for those that calculate. */
const suffixed = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*([kMBT%])\s*$/;
const literal = /(\d+(?:\.\d*)?|\.\d+)(?:([eE][+-]?\d+)|\s*([A-Za-z]+|%))?/g;
const word = /(?<![\w.])[A-Za-z_]\w*/g;

/**
 * Reads `1.2T`, `12%`, `1/3 - 0.2`, `640B^0.3`, `max(0.1, 2%)`. The text is restricted to digits, `+ - * / ^ ( ) ,`, suffixes
 * and the names of a few functions before mathjs parses it, and of the syntax tree only these are evaluated, here.
 */
export function parseQuantity(text: string): QuantityResult {
  if (text.length > maxLength) return { error: `too long: a quantity has at most ${maxLength} characters` };
  if (plainNumber.test(text)) return finite(Number(text));
  const [, digits, suffix] = suffixed.exec(text) ?? [];
  if (digits !== undefined && suffix !== undefined) {
    return finite(suffix === '%' ? Number(digits) / 100 : Number(digits) * (suffixes.get(suffix) ?? NaN));
  }
  if (text.trim() === '') return { error: expected };
  const separated = separators(text);
  if (separated !== null) return separated;
  const wrong: string[] = [];
  const expanded = text.replace(literal, (whole, digits: string, exponent?: string, suffix?: string) => {
    if (exponent !== undefined) {
      if (exponent.length > 5) wrong.push('the exponent is too large');
      return `(${whole})`;
    }
    if (suffix === undefined) return digits;
    if (suffix === '%') return `(${digits}/100)`;
    const factor = suffixes.get(suffix);
    if (factor === undefined)
      wrong.push(`\`${suffix}\` is not a suffix; use \`k\`, \`M\`, \`B\`, \`T\` (case matters) and \`%\``);
    return `(${digits}*${factor ?? 1})`;
  });
  if (wrong[0] !== undefined) return { error: wrong[0] };
  const unknown = expanded.match(word)?.find((name) => !functions.has(name));
  if (unknown !== undefined) {
    const called = new RegExp(`${unknown}\\s*\\(`).test(expanded);
    return { error: called ? `\`${unknown}\` is not a function; there are ${names}` : expected };
  }
  if (/[^\w+\-*/^()., \t]/.test(expanded)) return { error: expected };
  try {
    return finite(evaluate(parse(expanded)));
  } catch (error) {
    // mathjs places its message in the expanded text, which the author never saw.
    return { error: error instanceof NotAllowed ? error.message : expected };
  }
}

/** A number as mixture files write it, to so many significant digits: `1.08T`. */
export function writtenQuantity(value: number, digits = 9): string {
  for (const suffix of ['T', 'B', 'M'] as const) {
    const size = suffixes.get(suffix) ?? 1;
    if (value >= size) return `${decimal(value / size, digits)}${suffix}`;
  }
  return decimal(value);
}

const wrongSeparators = 'the decimal sign is a point, and thousands are written without a separator';

/** Numbers as other languages and programs write them, which could mean something else here. */
function separators(text: string): QuantityResult | null {
  const [, sign = '', whole = '', fraction = '', suffix = ''] =
    /^\s*([+-]?)(\d*),(\d+)((?:[eE][+-]?\d{1,3})?\s*[%kMBT]?)\s*$/.exec(text) ?? [];
  if (fraction !== '') {
    const decimal = `${sign}${whole || '0'}.${fraction}${suffix}`;
    const thousands = /^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3;
    return {
      error: wrongSeparators,
      meant: thousands ? [`${sign}${whole}${fraction}${suffix}`, decimal] : [decimal],
    };
  }
  // `1.000,5`, `1 000,5`
  const both = /^\s*[+-]?[1-9]\d{0,2}([.' ]\d{3})+,\d+\s*[%kMBT]?\s*$/.exec(text);
  if (both !== null)
    return {
      error: wrongSeparators,
      meant: [
        text
          .trim()
          .replace(/[.' ](?=\d{3})/g, '')
          .replace(',', '.'),
      ],
    };
  return /^\s*[+-]?[1-9]\d{0,2}(?:[,_' ]\d{3})+\s*[%kMBT]?\s*$/.test(text) ||
    /^\s*\d+(?:_\d+)+\s*$/.test(text)
    ? {
        error: 'thousands are written without a separator',
        meant: [text.trim().replaceAll(/(?<=\d)[,_' ](?=\d)/g, '')],
      }
    : null;
}

function finite(value: number): QuantityResult {
  return Number.isFinite(value)
    ? { value: withoutDenormal(value) }
    : { error: 'the result is not a finite number' };
}

/** mathjs's own types of these nodes are unions of everything; these are the fields read here. */
interface FormulaNode {
  readonly type: string;
  readonly value?: unknown;
  readonly content?: FormulaNode;
  readonly op?: string;
  readonly implicit?: boolean;
  readonly fn?: unknown;
  readonly args?: readonly FormulaNode[];
}

/** A formula that mathjs understands and a quantity may not be; the message ends a sentence. */
class NotAllowed extends Error {}

/** Whatever is not a number on the way there is none in the end: `1/(1/0)` is not 0. */
function evaluate(node: FormulaNode): number {
  const value = valueOf(node);
  if (!Number.isFinite(value)) throw new NotAllowed('the result is not a finite number');
  return value;
}

function valueOf(node: FormulaNode): number {
  if (node.type === 'ConstantNode' && typeof node.value === 'number') return node.value;
  if (node.type === 'ParenthesisNode' && node.content !== undefined) return evaluate(node.content);
  if (node.type === 'OperatorNode' && node.implicit !== true) return calculate(node);
  if (node.type === 'FunctionNode') return call(node);
  throw new NotAllowed(expected);
}

function calculate({ op, args = [] }: FormulaNode): number {
  const [a = NaN, b] = args.map(evaluate);
  if (b === undefined) {
    if (op === '+') return a;
    if (op === '-') return -a;
    throw new NotAllowed(expected);
  }
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '^':
      if (Math.abs(b) > maxExponent) throw new NotAllowed(`exponents must not exceed ${maxExponent}`);
      return a ** b;
    case undefined:
    default:
      throw new NotAllowed(expected);
  }
}

function call({ fn, args = [] }: FormulaNode): number {
  const name = fn instanceof Object && 'name' in fn ? String(fn.name) : '';
  const known = functions.get(name);
  if (known === undefined) throw new NotAllowed(expected);
  const [least, most] = known.takes;
  if (args.length < least || args.length > most) {
    const count =
      most === least ? `${least}` : most === Infinity ? `${least} or more` : `${least} or ${most}`;
    throw new NotAllowed(`\`${name}\` takes ${count} value${most === 1 ? '' : 's'}`);
  }
  return known.of(...args.map(evaluate));
}
