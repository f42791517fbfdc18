import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mean } from './clusters.ts';

/**
 * How many tokens of a language alone reach a loss, measured: test/fixtures/clusters/alone.csv holds every language alone at
 * ten budgets. Null outside what was trained. Losses are interpolated on the logarithms of both.
 */
export function equivalentTokens(root: string): (language: string, loss: number) => number | null {
  const lines = readFileSync(path.join(root, 'test/fixtures/clusters/alone.csv'), 'utf8').trim().split('\n');
  const losses = new Map<string, Map<number, number[]>>();
  for (const line of lines.slice(1)) {
    const [language, tokens, , loss] = line.split(',');
    const budgets = losses.get(language!) ?? new Map<number, number[]>();
    budgets.set(Number(tokens), [...(budgets.get(Number(tokens)) ?? []), Number(loss)]);
    losses.set(language!, budgets);
  }
  const curves = new Map(
    [...losses].map(([language, budgets]) => [
      language,
      [...budgets]
        .map(([tokens, repeats]) => ({ tokens: Math.log(tokens), loss: Math.log(mean(repeats)) }))
        .sort((a, b) => a.tokens - b.tokens),
    ]),
  );
  return (language, loss) => {
    const curve = curves.get(language) ?? [];
    const wanted = Math.log(loss);
    const after = curve.findIndex((point) => point.loss <= wanted);
    if (after < 1) return null;
    const [left, right] = [curve[after - 1]!, curve[after]!];
    const part = (left.loss - wanted) / (left.loss - right.loss);
    return Math.exp(left.tokens + part * (right.tokens - left.tokens));
  };
}
