import { recognise } from '../../formats/check.ts';
import { compareTarget, targetProblems, type TargetComparison } from '../../formats/targets.ts';
import { languageKnowledge } from '../../language/codes.ts';
import type { Fix, Problem } from '../../problem.ts';
import { targetWish } from '../target-wish.ts';
import { applyRatios } from '../../edits/apply-ratios.ts';
import type { ParsedMixture } from '../../mixture/parse.ts';
import type { RuleContext } from './rule.ts';

/** What comparing the mixture with the training configs it names finds. */
export function* targetFindings({ mixture, parsed, targetText }: RuleContext): Generator<Problem> {
  for (const target of mixture.targets) {
    const { file } = target;
    const wish = targetWish(mixture, target);
    const text = targetText(file.value);
    const recognised = text === null ? null : recognise(text);
    if (wish === null || recognised === null) continue;
    const comparison = compareTarget(recognised, wish.shares, wish.map, languageKnowledge);
    yield* targetProblems(
      recognised,
      comparison,
      file.value,
      file.range,
      takeOver(parsed, comparison, file.value),
    );
  }
}

/** The other way round: the config's shares in the mixture, where the config has a share for each language. */
function takeOver(parsed: ParsedMixture, { present, missing }: TargetComparison, file: string): Fix[] {
  const { languages } = parsed.mixture;
  if (present === null || missing.length > 0) return [];
  const edits = applyRatios(
    parsed,
    languages.map(({ code }) => present.get(code) ?? 0),
  );
  return edits.length === 0 ? [] : [{ title: `Take over the shares of ${file}`, edits }];
}
