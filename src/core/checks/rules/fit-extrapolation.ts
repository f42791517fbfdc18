import { count, percent } from '../../text/words.ts';
import type { Located } from '../../text/range.ts';
import { extrapolationsOf, type Extrapolation } from '../../evidence/extrapolation.ts';
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
    const { maxShare, minShare = [] } = model.quality.range;
    const shares = sharesOf(mixture) ?? [];
    const at = { tokens: mixture.tokens?.value ?? null, parameters: mixture.parameters?.value ?? null };
    const beyond = extrapolationsOf(model, at, [shares]);
    yield* outside('The budget', 'tokens', mixture.tokens, beyond.tokens);
    yield* outside('The model', 'parameters', mixture.parameters, beyond.parameters);
    for (const i of [...beyond.above, ...beyond.below]) {
      const { code, ratio } = elementAt(mixture.languages, i);
      if (ratio === null) continue;
      const [word, bound] = beyond.above.includes(i) ? ['most', maxShare[i]] : ['least', minShare[i]];
      yield {
        message: `\`${code}\` has ${percent(elementAt(shares, i))} here and at ${word} ${percent(bound ?? NaN)} in any run, so its predictions are extrapolated.`,
        range: ratio.range,
      };
    }
  },
};

function* outside(
  subject: string,
  unit: string,
  place: Located<number> | null,
  beyond: Extrapolation | null,
): Generator<Finding> {
  if (place === null || beyond === null) return;
  const { range, factor, isAbove } = beyond;
  const [low, high] = range;
  yield {
    message: `${subject} is ${Number(factor.toPrecision(2))} times ${isAbove ? 'larger than the largest' : 'smaller than the smallest'} of the runs (${count(low)} to ${count(high)} ${unit}): predictions are extrapolated.`,
    range: place.range,
  };
}
