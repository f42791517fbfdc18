import type { AllocationProblem, KeptGroup } from '../climb/model/allocation.ts';
import { keptGroups } from './keep.ts';
import type { Mixture } from './mixture.ts';
import { maxEpochsOf } from './shares.ts';
import { partsOf, reachOf } from './stages.ts';
import { elementAt } from '../text/elements.ts';

/**
 * What a mixture asks of the solver: the shares of all training tokens, over all stages, within what the stages can give (of several free
 * stages with bounds of their own, all that is told by single languages; `brokenByStages` tells the rest). Arrays are in the order of the mixture's languages, which is also the order of the
 * model given to the solver.
 *
 * @param tokens D
 * @param kept groups that keep their proportions; those that keep the file's own, unless other mixtures are asked
 */
export function allocationProblem(
  mixture: Mixture,
  tokens: number,
  kept: readonly KeptGroup[] = keptGroups(mixture),
): AllocationProblem {
  const { languages, groups } = mixture;
  const { least, most } = reachOf(partsOf(mixture));
  const index = new Map(languages.map((language, position) => [language.code, position]));
  return {
    tokens,
    parameters: mixture.parameters?.value ?? null,
    available: languages.map((language) => language.available?.value ?? null),
    importance: languages.map((language) => language.importance?.value ?? 1),
    min: languages.map(({ min }, i) => Math.max(min?.value ?? 0, elementAt(least, i))),
    max: languages.map(({ max }, i) => Math.min(max?.value ?? 1, elementAt(most, i))),
    maxEpochs: languages.map((language) => maxEpochsOf(mixture, language)?.value ?? null),
    groups: groups.map((group) => ({
      name: group.name,
      members: group.members.flatMap((member) => index.get(member.value) ?? []),
      min: group.min?.value ?? 0,
      max: group.max?.value ?? 1,
    })),
    ...(kept.length === 0 ? {} : { kept }),
    loss: mixture.objective.loss,
  };
}
