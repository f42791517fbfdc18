import type { RunSet } from '../../runs/runs.ts';
import {
  jackknifeFactor,
  type Ensemble,
  type Model,
  type ModelTerms,
  type OwnShareLaws,
  type TransferOrigin,
} from '../model/model.ts';
import { deviation } from '../dense/statistics.ts';
import type { FittedForm } from './choose.ts';
import type { DistinctRuns } from './distinct.ts';
import { withPullsDrawn } from './pulls.ts';
import { qualityOf } from './quality.ts';
import type { Shrinkage } from './shrinkage.ts';
import type { TargetFit } from './target-fit.ts';
import { foldCount, type TargetTasks } from './target-task.ts';
import { placesOf, termsOfFit } from './terms-of-fit.ts';
import { curvatureOf, uncertaintyOf } from './uncertainty.ts';

/** What all steps of a fit came to. */
export interface FitOutcome {
  readonly shrinkage: Shrinkage;
  readonly chosen: FittedForm;
  /** The other forms and R* that predict as well, without the fits of their cross-validation. */
  readonly alternatives: readonly FittedForm[];
  /** The laws of other methods, fitted to the same runs. */
  readonly ownShare: OwnShareLaws;
}

/**
 * The model that a fit came to.
 *
 * @param listed the runs as the tables list them; `distinct` those of them that were fitted
 */
export function modelOf(
  listed: RunSet,
  { runs, rowOf }: DistinctRuns,
  { data: { scale }, mixtures }: TargetTasks,
  { shrinkage, chosen, alternatives, ownShare }: FitOutcome,
): Model {
  const { languages } = runs;
  const curvature = chosen.targets.map(({ data, fit }) => curvatureOf(data, fit));
  const uncertain = chosen.targets.map(({ data, fit }, i) =>
    uncertaintyOf(data, fit, shrinkage, curvature[i]!),
  );
  const place = placesOf(languages, chosen.targets);
  const fraction = 1 - 1 / Math.min(foldCount, mixtures);
  const termsOf = (fits: readonly TargetFit[]): ModelTerms =>
    termsOfFit(
      languages,
      scale,
      chosen,
      chosen.targets.map(({ data }, i) => ({ data, fit: fits[i]! })),
    );
  const pulled = chosen.targets.map(({ data, fit }, i) =>
    withPullsDrawn(data, fit, shrinkage, curvature[i]!, languages, pullsDrawn),
  );
  return {
    climbModel: 1,
    languages,
    scale,
    ...termsOfFit(languages, scale, chosen, chosen.targets),
    standardError: {
      transfer: place.matrix((i, s) => uncertain[i]!.transfer[s]!, null),
      exponent: place.vector((i) => uncertain[i]!.exponent),
    },
    identified: place
      .matrix((i, s) => uncertain[i]!.identified[s]!, false)
      .map((row) => row.map((told) => told === true)),
    transferOrigin: place
      .matrix((i, s) => {
        const { identified, informed } = uncertain[i]!;
        const sure = mixtures >= fewestMeasured && spreadOfTransfer(chosen, i, s, fraction) < sureTransfer;
        return originOf(identified[s]! && sure, informed[s]!);
      }, 'prior' as const)
      .map((row, s) => row.map((origin, t) => (s === t ? null : origin))),
    ensemble: ensembleOf(
      chosen.parts.map(termsOf),
      alternatives.map((other) => termsOfFit(languages, scale, other, other.targets)),
      Array.from({ length: pullsDrawn }, (_, draw) => termsOf(pulled.map((drawn) => drawn[draw]!))),
      fraction,
    ),
    quality: qualityOf(listed, rowOf, chosen.targets, {
      parameters: uncertain.map(({ parameters }) => parameters),
      folds: Math.min(foldCount, mixtures),
      mixtures,
    }),
    ownShare,
    ...(listed.lossUnit === undefined ? {} : { lossUnit: listed.lossUnit }),
    origin: 'fit',
  };
}

/** The runs alone tell the transfer, and tell it from others; or relatedness has a part in it; or the runs say nothing. */
function originOf(identified: boolean, informed: number): TransferOrigin {
  if (identified && informed > mostlyRuns) return 'measured';
  return informed > 0.05 ? 'leaning' : 'prior';
}

/** Mixtures below which no transfer is called measured: of those that seemed so in simulation every second was off by half. */
const fewestMeasured = 24;
/** Part of what is known of a transfer that must come from the runs, for it to be called measured. */
const mostlyRuns = 0.93;
/**
 * Standard deviation of log τ above which a transfer is not called measured. Nine in ten are to be within half of the truth, log 1.5 =
 * 1.645·0.25; the rest of that variance is room for what the form misses, which leaves 0.15 (`npm run bench -- calibration`).
 */
const sureTransfer = 0.15;

/** Standard error of log τ of a source for a target, from the fits to parts of the mixtures (delete-d jackknife). */
function spreadOfTransfer({ parts }: FittedForm, target: number, s: number, fraction: number): number {
  const values = parts.flatMap((part) => {
    const fit = part[target];
    return fit === undefined ? [] : [fit.theta[fit.layout.transfer + s]!];
  });
  return deviation(values) * jackknifeFactor(fraction);
}

/** How often the centres of the pulls are drawn: their spread is known to a sixth. */
const pullsDrawn = 20;

/** Digits of the members' numbers, and the most characters that the ensemble may add to a model file. */
const memberDigits = 6;
const mostCharacters = 4e6;

/** As many members and forms as a model file can carry, rounded; null: not even the folds of one repeat. */
function ensembleOf(
  members: readonly ModelTerms[],
  others: readonly ModelTerms[],
  pulled: readonly ModelTerms[],
  fraction: number,
): Ensemble | null {
  const rounded = (terms: ModelTerms): ModelTerms =>
    JSON.parse(
      JSON.stringify(terms, (_, value: unknown) =>
        typeof value === 'number' ? Number(value.toPrecision(memberDigits)) : value,
      ),
    ) as ModelTerms;
  const small = members.map(rounded);
  const each = Math.max(...small.map((terms) => JSON.stringify(terms).length));
  const room = Math.floor(mostCharacters / each);
  const whole = Math.round(1 / (1 - fraction));
  if (room < whole) return null;
  const kept = small.slice(0, Math.floor(room / whole) * whole);
  const alternatives = others.map(rounded).slice(0, Math.max(room - kept.length, 0));
  return {
    fraction,
    members: kept,
    alternatives,
    pulled: pulled.map(rounded).slice(0, Math.max(room - kept.length - alternatives.length, 0)),
  };
}
