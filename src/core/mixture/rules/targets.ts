import { recognise } from '../../formats/check.ts';
import { compareTarget, targetProblems } from '../../formats/targets.ts';
import { languageKnowledge } from '../../language/codes.ts';
import type { Problem } from '../../problem.ts';
import { sharesOf } from '../shares.ts';
import type { RuleContext } from './rule.ts';

/** What comparing the mixture with the training configs it names finds. */
export function* targetFindings({ mixture, targetText }: RuleContext): Generator<Problem> {
  const shares = sharesOf(mixture);
  if (shares === null) return;
  const byCode = new Map(mixture.languages.map(({ code }, i) => [code, shares[i]!]));
  for (const { file, map } of mixture.targets) {
    const text = targetText(file.value);
    const recognised = text === null ? null : recognise(text);
    if (recognised === null) continue;
    const named = new Map([...map].map(([code, sources]) => [code, sources.map(({ value }) => value)]));
    const comparison = compareTarget(recognised, byCode, named, languageKnowledge);
    yield* targetProblems(recognised, comparison, file.value, file.range);
  }
}
