import type { AllocationProblem } from '../climb/model/allocation.ts';
import type { Mixture } from './mixture.ts';

/**
 * What a mixture asks of the solver. Arrays are in the order of the mixture's languages, which is also the order of the
 * model given to the solver.
 *
 * @param tokens D
 */
export function allocationProblem(mixture: Mixture, tokens: number): AllocationProblem {
  const { languages, groups } = mixture;
  const index = new Map(languages.map((language, position) => [language.code, position]));
  return {
    tokens,
    parameters: mixture.parameters?.value ?? null,
    available: languages.map((language) => language.available?.value ?? null),
    importance: languages.map((language) => language.importance?.value ?? 1),
    min: languages.map((language) => language.min?.value ?? 0),
    max: languages.map((language) => language.max?.value ?? 1),
    maxEpochs: languages.map(
      ({ maxEpochs }) => maxEpochs?.value ?? mixture.objective.maxEpochs?.value ?? null,
    ),
    groups: groups.map((group) => ({
      name: group.name,
      members: group.members.flatMap((member) => index.get(member.value) ?? []),
      min: group.min?.value ?? 0,
      max: group.max?.value ?? 1,
    })),
    loss: mixture.objective.loss,
  };
}
