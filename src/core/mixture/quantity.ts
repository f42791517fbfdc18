import { create, parseDependencies, type MathNode } from 'mathjs/number';

/** A quantity of a mixture file as a number, or why it is none, as the end of a sentence. */
export type QuantityResult = { readonly value: number } | { readonly error: string };

const { parse } = create({ parseDependencies: parseDependencies! }) as unknown as {
  parse: (expression: string) => MathNode;
};

/** Longer than any quantity a person writes; bounds the work of parsing and evaluating. */
const maxLength = 200;

const suffixes: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, B: 1e9, T: 1e12 };

const expected = 'write a number such as `0.3`, `12%` or `1.2T`, or arithmetic such as `1/3 - 0.2`';

const plainNumber = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\s*$/;
/** What most quantities are; the parser is for those that calculate. */
const suffixed = /^\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*([kMBT%])\s*$/;
const literal = /(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|\s*([A-Za-z]+|%))?/g;

/**
 * Reads `1.2T`, `12%`, `1/3 - 0.2`. Arithmetic only: the text is restricted to digits, `+ - * / ( )` and suffixes before
 * mathjs parses it, and of the syntax tree only numbers, parentheses and those operators are evaluated, here.
 */
export function parseQuantity(text: string): QuantityResult {
  if (plainNumber.test(text)) return finite(Number(text));
  const [, digits, suffix] = suffixed.exec(text) ?? [];
  if (digits !== undefined && suffix !== undefined) {
    return finite(suffix === '%' ? Number(digits) / 100 : Number(digits) * suffixes[suffix]!);
  }
  if (text.trim() === '') return { error: expected };
  if (text.length > maxLength) return { error: `too long: a quantity has at most ${maxLength} characters` };
  if (/^\s*[+-]?\d+,\d+\s*[%kMBT]?\s*$/.test(text)) {
    return { error: 'the decimal sign is a point, and thousands are written without a separator' };
  }
  const wrong: string[] = [];
  const expanded = text.replace(literal, (whole, digits: string, exponent?: string, suffix?: string) => {
    if (exponent !== undefined) {
      if (exponent.length > 5) wrong.push('the exponent is too large');
      return `(${whole})`;
    }
    if (suffix === undefined) return digits;
    if (suffix === '%') return `(${digits}/100)`;
    const factor = suffixes[suffix];
    if (factor === undefined)
      wrong.push(`\`${suffix}\` is no suffix; there are \`k\`, \`M\`, \`B\`, \`T\` (case matters) and \`%\``);
    return `(${digits}*${factor ?? 1})`;
  });
  if (wrong[0] !== undefined) return { error: wrong[0] };
  if (/[^\d+\-*/()., \teE]/.test(expanded)) return { error: expected };
  try {
    const value = evaluate(parse(expanded));
    return value === null ? { error: expected } : finite(value);
  } catch {
    // mathjs places its message in the expanded text, which the author never saw.
    return { error: expected };
  }
}

function finite(value: number): QuantityResult {
  return Number.isFinite(value) ? { value } : { error: 'the result is not a finite number' };
}

/** mathjs's own types of these nodes are unions of everything; these are the fields read here. */
interface ArithmeticNode {
  readonly type: string;
  readonly value?: unknown;
  readonly content?: ArithmeticNode;
  readonly op?: string;
  readonly implicit?: boolean;
  readonly args?: readonly ArithmeticNode[];
}

function evaluate(node: ArithmeticNode): number | null {
  if (node.type === 'ConstantNode') return typeof node.value === 'number' ? node.value : null;
  if (node.type === 'ParenthesisNode') return node.content === undefined ? null : evaluate(node.content);
  if (node.type !== 'OperatorNode' || node.implicit === true || node.args === undefined) return null;
  const [a, b] = node.args.map(evaluate);
  if (a === null || a === undefined || b === null) return null;
  switch (node.op) {
    case '+':
      return b === undefined ? a : a + b;
    case '-':
      return b === undefined ? -a : a - b;
    case '*':
      return b === undefined ? null : a * b;
    case '/':
      return b === undefined ? null : a / b;
    case undefined:
    default:
      return null;
  }
}
