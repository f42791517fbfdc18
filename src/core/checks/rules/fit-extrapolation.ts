import { namesBudget } from '../../climb/model/model.ts';
import { count, percent } from '../../text/words.ts';
import type { Located } from '../../text/range.ts';
import { extrapolated, extrapolatedShare } from '../../evidence/thresholds.ts';
import { sharesOf } from '../../mixture/shares.ts';
import { modelOf } from './analysis.ts';
import type { Finding, Rule } from './rule.ts';
import { elementAt } from '../../text/elements.ts';

export const fitExtrapolation: Rule = {
  code: 'fit.extrapolation',
  level: 'info',
  *check({ mixture, analysis }) {
    const model = modelOf(mixture, analysis);
    if (model?.quality == null) return;
    const { range } = model.quality;
    if (namesBudget(model)) yield* outside('The budget', 'tokens', mixture.tokens, range.tokens);
    if (range.parameters !== null)
      yield* outside('The model', 'parameters', mixture.parameters, range.parameters);
    const shares = sharesOf(mixture);
    if (shares?.length !== range.maxShare.length) return;
    for (const [i, { code, ratio }] of mixture.languages.entries()) {
      const [share, most] = [elementAt(shares, i), elementAt(range.maxShare, i)];
      if (ratio === null || share <= most + extrapolatedShare) continue;
      yield {
        message: `\`${code}\` has ${percent(share)} here and at most ${percent(most)} in any run, so its predictions are extrapolated.`,
        range: ratio.range,
      };
    }
  },
};

function* outside(
  subject: string,
  unit: string,
  value: Located<number> | null,
  [low, high]: readonly [number, number],
): Generator<Finding> {
  if (value === null) return;
  const above = value.value / high;
  const below = low / value.value;
  if (above <= extrapolated && below <= extrapolated) return;
  const factor = Math.max(above, below);
  yield {
    message: `${subject} is ${Number(factor.toPrecision(2))} times ${above > below ? 'larger than the largest' : 'smaller than the smallest'} of the runs (${count(low)} to ${count(high)} ${unit}): predictions are extrapolated.`,
    range: value.range,
  };
}
