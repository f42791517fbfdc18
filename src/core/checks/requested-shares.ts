import type { TrainingConfig } from '../formats/adapter.ts';
import type { RequestedShares } from '../formats/requested.ts';
import { stagesOf, type StageName } from '../formats/write.ts';
import type { Mixture, Stage, Target } from '../mixture/mixture.ts';
import { sourceNames } from '../mixture/paths.ts';
import { maxEpochsOf, sharesOf } from '../mixture/shares.ts';
import { partOf, partsOf } from '../mixture/stages.ts';

/** The shares of a mixture by code; null where the file does not say. */
export function sharesByCode(mixture: Mixture): ReadonlyMap<string, number> | null {
  return byCode(mixture, sharesOf(mixture));
}

function byCode(
  { languages }: Mixture,
  shares: readonly number[] | null | undefined,
): ReadonlyMap<string, number> | null {
  if (shares === null || shares === undefined) return null;
  return new Map(languages.map(({ code }, index) => [code, shares[index] ?? 0]));
}

/**
 * The mixture's own stage that a target is for: of the name or place it gives, or in the place that the config has that name in; the first
 * where it gives none. Null: the mixture has none such.
 */
export function stageOfTarget(mixture: Mixture, { stage }: Target, config: TrainingConfig): Stage | null {
  const wanted = stage?.value ?? 0;
  const own = mixture.stages.find(({ name }, index) => name === wanted || index === wanted);
  const place = stagesOf(config).findIndex(({ label }) => label === wanted);
  return own ?? pairedStages(mixture, config)?.[place] ?? null;
}

/**
 * What the mixture asks of one of its targets: of the stage that the target names; where it names none, of every stage of a config whose
 * stages are those of the mixture, by name or one after another; else of the first. None where it names a stage that the mixture does not
 * have (`target.stage` tells); null where the mixture does not give every language a share.
 */
export function requestedShares(
  mixture: Mixture,
  target: Target,
  config: TrainingConfig,
): readonly RequestedShares[] | null {
  const paired = target.stage === null ? pairedStages(mixture, config) : null;
  const own = stageOfTarget(mixture, target, config);
  if (own === null && mixture.stages.length > 0) return [];
  const requested = paired?.map((stage, place) => requestFor(mixture, target, stage, place)) ?? [
    requestFor(mixture, target, own, target.stage?.value ?? null),
  ];
  const complete = requested.flatMap((request) => request ?? []);
  return complete.length === requested.length ? complete : null;
}

/** For each stage of a config the mixture's own; null: they are not the same stages, or the config has but one. */
function pairedStages({ stages }: Mixture, config: TrainingConfig): readonly Stage[] | null {
  const places = stagesOf(config);
  if (stages.length === 0 || places.length < 2) return null;
  const named = places.flatMap(({ label }) => stages.find(({ name }) => name === label) ?? []);
  if (named.length === places.length) return named;
  return stages.length === places.length ? stages : null;
}

function requestFor(
  mixture: Mixture,
  target: Target,
  own: Stage | null,
  stage: StageName | null,
): RequestedShares | null {
  const shares = byCode(mixture, own === null ? sharesOf(mixture) : partOf(partsOf(mixture), own)?.shares);
  if (shares === null) return null;
  return {
    stage,
    shares,
    map: sourceNames(target.map),
    sizes: target.sizes,
    tokens: mixture.tokens?.value ?? null,
    supply: new Map(
      mixture.languages.map((language) => [
        language.code,
        {
          available: language.available?.value ?? null,
          maxEpochs: maxEpochsOf(mixture, language)?.value ?? null,
        },
      ]),
    ),
  };
}
