/** A formula as it was read, nothing of it calculated. */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  /** With one operand, a sign. */
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Formula[] }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Formula[] };

// A point before an operator is not the end of a number: `.*`, `./` and `.^` mean something else elsewhere.
const token = /\s*(?:((?:\d+(?:\.(?![*/^])\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|([-+*/^(),]))/y;

/**
 * Reads numbers, `+ - * / ^`, parentheses and calls, with the precedence of mathematics: `-2^2` is −4, `2^3^2` is 2⁹, `2^-1` is 0.5.
 * Null: the text is no formula. It nests as deep as the text does, so that whoever asks bounds its length.
 */
export function parseFormula(text: string): Formula | null {
  const tokens: { readonly word: string; readonly kind: 'number' | 'name' | 'sign' }[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const [, number, name, sign] = token.exec(text) ?? [];
    if (number !== undefined) tokens.push({ word: number, kind: 'number' });
    else if (name !== undefined) tokens.push({ word: name, kind: 'name' });
    else if (sign !== undefined) tokens.push({ word: sign, kind: 'sign' });
    else return null;
  }
  let at = 0;
  const take = (...signs: string[]): string | null => {
    const next = tokens[at];
    if (next?.kind !== 'sign' || !signs.includes(next.word)) return null;
    at++;
    return next.word;
  };
  /** Operands joined from the left by operators of one precedence. */
  const joined = (operand: () => Formula | null, ...operators: string[]): Formula | null => {
    let left = operand();
    for (let operator = take(...operators); operator !== null; operator = take(...operators)) {
      const right = operand();
      if (left === null || right === null) return null;
      left = { kind: 'operation', operator, operands: [left, right] };
    }
    return left;
  };
  const sum = (): Formula | null => joined(product, '+', '-');
  const product = (): Formula | null => joined(signed, '*', '/');
  const signed = (): Formula | null => {
    const operator = take('+', '-');
    if (operator === null) return power();
    const operand = signed();
    return operand && { kind: 'operation', operator, operands: [operand] };
  };
  const power = (): Formula | null => {
    const base = single();
    if (base === null || take('^') === null) return base;
    const exponent = signed();
    return exponent && { kind: 'operation', operator: '^', operands: [base, exponent] };
  };
  const single = (): Formula | null => {
    if (take('(') !== null) {
      const inner = sum();
      return take(')') === null ? null : inner;
    }
    const next = tokens[at++];
    if (next?.kind === 'number') return { kind: 'number', value: Number(next.word) };
    return next?.kind === 'name' && take('(') !== null ? call(next.word) : null;
  };
  const call = (name: string): Formula | null => {
    const values: Formula[] = [];
    while (take(')') === null) {
      if (values.length > 0 && take(',') === null) return null;
      const value = sum();
      if (value === null) return null;
      values.push(value);
    }
    return { kind: 'call', name, values };
  };
  const formula = sum();
  return at === tokens.length ? formula : null;
}
