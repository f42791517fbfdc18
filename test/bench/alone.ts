import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProxyRun } from '../../src/core/runs/runs.ts';
import { mean } from './clusters.ts';

/**
 * How many tokens of a language alone reach a loss, measured: test/fixtures/clusters/alone.csv holds every language alone at
 * ten budgets. Null outside what was trained. Losses are interpolated on the logarithms of both.
 */
export function equivalentTokens(root: string): (language: string, loss: number) => number | null {
  const losses = new Map<string, Map<number, number[]>>();
  for (const { language, tokens, loss } of readAlone(root)) {
    const budgets = losses.get(language) ?? new Map<number, number[]>();
    budgets.set(tokens, [...(budgets.get(tokens) ?? []), loss]);
    losses.set(language, budgets);
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

/** The same trainings as runs, for a fit. */
export function runsAlone(root: string, languages: readonly string[]): ProxyRun[] {
  return readAlone(root).map(({ language, tokens, loss }, line) => ({
    id: `alone-${line}`,
    ratio: languages.map((code) => (code === language ? 1 : 0)),
    loss: languages.map((code) => (code === language ? loss : null)),
    tokens,
    parameters: null,
    seed: null,
    file: 'alone.csv',
    line: line + 1,
  }));
}

function readAlone(root: string): { language: string; tokens: number; loss: number }[] {
  const lines = readFileSync(path.join(root, 'test/fixtures/clusters/alone.csv'), 'utf8').trim().split('\n');
  return lines.slice(1).map((line) => {
    const [language, tokens, , loss] = line.split(',');
    return { language: language!, tokens: Number(tokens), loss: Number(loss) };
  });
}
