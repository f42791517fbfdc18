import type { Fix } from '../../problem.ts';
import { decimal } from '../../text/decimal.ts';
import { writtenQuantity } from '../../mixture/quantity.ts';
import { count, list, percent } from '../../text/words.ts';
import type { Mixture } from '../../mixture/mixture.ts';
import type { ParsedMixture } from '../../mixture/parse.ts';
import { entryOf } from '../../mixture/source.ts';
import { isPartOfBudget, writtenWeights } from '../../mixture/stages.ts';
import { isGiven } from '../given.ts';
import type { Finding, Rule } from './rule.ts';

/** Tokens of stages are written with few digits: this much of the budget may be missing or too much. */
const rounding = 1e-4;

/** Stages add up to the budget. */
export const stageTokens: Rule = {
  code: 'stage.tokens',
  level: 'error',
  *check({ mixture, parsed }) {
    const { stages, tokens } = mixture;
    // What cannot be read is told at its place.
    if (stages.length === 0 || stages.some(({ range }) => isBroken(parsed, range))) return;
    const silent = stages.filter((stage) => stage.tokens === null);
    if (silent.length > 1) {
      const names = list(silent.map(({ name }) => `\`${name}\``));
      for (const { nameRange } of silent.slice(1))
        yield {
          message: `${names} have no tokens: only one stage may omit them and receive the rest. Give the others \`tokens\`.`,
          range: nameRange,
        };
      return;
    }
    const weights = writtenWeights(mixture);
    for (const [k, stage] of stages.entries()) {
      if (stage.tokens === null || weights[k] !== null) continue;
      if (isGiven(entryOf(parsed.root, 'budget')?.value, 'tokens', ['budget'])) return;
      yield {
        message: `\`${stage.name}\` has ${count(stage.tokens.value)} tokens, but of how many? Give \`budget.tokens\`, or tokens for every stage.`,
        range: stage.tokens.range,
      };
      return;
    }
    const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
    const [rest] = silent;
    if (rest !== undefined && sum >= 1 - rounding)
      yield {
        message: `Nothing is left for \`${rest.name}\`: the other stages have ${percent(sum)} of the budget.`,
        range: rest.nameRange,
      };
    else if (rest === undefined && Math.abs(sum - 1) > rounding) {
      const last = stages.at(-1);
      const range = last?.tokens?.range ?? last?.nameRange ?? parsed.mixture.stages[0]?.range;
      if (range === undefined) return;
      const off = sum > 1 ? 'more' : 'less';
      const message =
        tokens === null
          ? `The stages add up to ${percent(sum)} of the budget, not to all of it.`
          : `The stages have ${count(sum * tokens.value)} tokens together, ${count(Math.abs(sum - 1) * tokens.value)} ${off} than the budget of ${count(tokens.value)}.`;
      yield { message, range, ...related(mixture), fixes: fixes(parsed, sum) };
    }
  },
};

const isBroken = (
  { problems }: ParsedMixture,
  { start, end }: { readonly start: number; readonly end: number },
): boolean =>
  problems.some(({ code, range }) => code === 'quantity.invalid' && range.start >= start && range.end <= end);

function related({ tokens }: Mixture): Pick<Finding, 'related'> {
  return tokens === null ? {} : { related: [{ message: 'the budget', range: tokens.range }] };
}

function fixes({ mixture, root, json }: ParsedMixture, sum: number): Fix[] {
  const found: Fix[] = [];
  const budget = entryOf(entryOf(root, 'budget')?.value, 'tokens')?.value;
  const { tokens, stages } = mixture;
  const last = stages.at(-1);
  if (last?.tokens != null) {
    const own = isPartOfBudget(last.tokens.value)
      ? last.tokens.value
      : last.tokens.value / (tokens?.value ?? last.tokens.value);
    const left = own + 1 - sum;
    const inParts = isPartOfBudget(last.tokens.value) || tokens === null;
    if (left > 0)
      found.push({
        title: `Let \`${last.name}\` take what is left`,
        edits: [
          {
            range: last.tokens.range,
            newText: inParts ? decimal(left, 9) : written(left * tokens.value, json),
          },
        ],
        preferred: true,
      });
  }
  if (
    budget !== undefined &&
    tokens !== null &&
    stages.every((stage) => !isPartOfBudget(stage.tokens?.value ?? 0))
  )
    found.push({
      title: `Set the budget to ${count(sum * tokens.value)} tokens`,
      edits: [{ range: budget.range, newText: written(sum * tokens.value, json) }],
    });
  return found;
}

/** Tokens as the file writes them. */
function written(tokens: number, json: boolean): string {
  const text = writtenQuantity(tokens);
  return json && /[A-Z]$/.test(text) ? `"${text}"` : text;
}
