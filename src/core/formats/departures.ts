import type { Problem } from '../problem.ts';
import type { RecognisedConfig } from './check.ts';
import { epochProblems } from './epochs.ts';
import type { Languages } from './source-language.ts';
import { outOfSyncInConfig } from './targets.ts';
import type { Asking } from './wish.ts';

/** Where a training config departs from what a mixture asks of it: other shares, or text read too often. */
export function departuresFrom(
  recognised: RecognisedConfig,
  asking: Asking,
  languages: Languages,
): readonly Problem[] {
  return [
    ...outOfSyncInConfig(recognised, asking, languages),
    ...epochProblems(recognised, asking, languages),
  ];
}
