import { totalVariation } from '../climb/dense/vectors.ts';
import { sameShown } from '../evidence/thresholds.ts';
import { carriesAdvice } from '../evidence/verdict.ts';
import { count, intervalLevel, lossNumber, percent, plusMinus } from '../text/words.ts';
import {
  recommendedName,
  recommendedTitle,
  type Prediction,
  type Report,
  type Verdict,
} from '../report/report.ts';
import { recommendedInStage } from '../report/stages.ts';
import type { TextRange } from '../text/range.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { stageWeights } from '../mixture/stages.ts';

/** What the lens above `languages:` says and does. */
export interface Lens {
  readonly range: TextRange;
  readonly title: string;
  readonly tooltip?: string;
  readonly command: 'showPanel' | 'optimize' | 'solve' | 'cancel' | 'runs.plan';
}

export type LensState =
  | { readonly kind: 'unsolved' }
  | { readonly kind: 'no-runs' }
  | { readonly kind: 'solving' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'paused' }
  | Solved;

interface Solved {
  readonly kind: 'solved';
  /** Of the last solve. */
  readonly verdict: Pick<Verdict, 'kind' | 'gain' | 'headline'>;
  /** Whether the text is still the one that was solved. */
  readonly current: boolean;
  /** The objective of the text as it stands; null: a prior says nothing of losses, or there are no ratios. */
  readonly predicted: Prediction | null;
  /** The objective of what the last solve recommends; null: a prior's. */
  readonly best: number | null;
  /** The stages of the last solve. */
  readonly stages: Report['stages'];
  readonly recommended: Report['recommended'];
}

export function lenses(mixture: Mixture, state: LensState): Lens[] {
  return [...mixtureLenses(mixture, state), ...stageLenses(mixture, state)];
}

/** Above each stage: its tokens, and how far it lies from what is recommended. */
function stageLenses(mixture: Mixture, state: LensState): Lens[] {
  const weights = stageWeights(mixture);
  return mixture.stages.map(({ name, nameRange, fixed }, k): Lens => {
    const weight = weights[k] ?? 0;
    const size =
      mixture.tokens === null
        ? `${percent(weight)} of the budget`
        : `${count(weight * mixture.tokens.value)} tokens (${percent(weight)})`;
    const words = [size, ...(fixed ? ['fixed'] : [distance(name, state)])].filter((word) => word !== '');
    return { range: nameRange, title: words.join(' · '), command: 'showPanel' };
  });
}

function distance(name: string, state: LensState): string {
  if (state.kind !== 'solved' || !state.current) return '';
  if (!carriesAdvice(state.verdict)) return '';
  const stage = state.stages.find((told) => told.name === name);
  if (stage === undefined) return '';
  if (stage.current === null) return '';
  const moved = totalVariation(stage.current, recommendedInStage(stage, state.recommended));
  const best = recommendedName(state);
  return moved < sameShown ? `as in ${best}` : `${percent(moved)} of it differs from ${best}`;
}

function mixtureLenses(mixture: Mixture, state: LensState): Lens[] {
  const range = mixture.languagesRange;
  if (range === null || mixture.languages.length === 0 || mixture.interactions === null) return [];
  const lens = (title: string, command: Lens['command']): Lens => ({ range, title, command });
  switch (state.kind) {
    case 'unsolved':
      return [lens('Not solved yet', 'showPanel'), lens('Solve', 'solve'), lens('Optimise', 'optimize')];
    case 'no-runs':
      return [lens('No proxy runs yet', 'showPanel'), lens('Plan Proxy Runs…', 'runs.plan')];
    case 'solving':
      return [lens('Solving…', 'showPanel'), lens('Cancel', 'cancel')];
    case 'failed':
      return [lens('Not solved: see the problems', 'showPanel'), lens('Solve Again', 'solve')];
    case 'paused':
      return [lens('Paused: what has been fitted is kept', 'showPanel'), lens('Continue', 'solve')];
    case 'solved':
      return [
        { ...lens(solvedTitle(state), 'showPanel'), ...tooltipOf(state) },
        ...(state.current ? [] : [lens('Solve', 'solve')]),
        ...(carriesAdvice(state.verdict) && state.verdict.kind !== 'infeasible'
          ? [lens('Optimise', 'optimize')]
          : [lens('Plan Proxy Runs…', 'runs.plan')]),
      ];
  }
}

/** How good the mixture is, as the one verdict has it. While it is edited the prediction follows; what is recommended is of the last solve. */
function solvedTitle(state: Solved): string {
  const { verdict, current, predicted, best } = state;
  const { kind, gain } = verdict;
  if (predicted?.value == null) {
    if (!current) return 'Changed since it was solved';
    if (kind === 'prior') return 'By relatedness alone: an order of languages';
    return kind === 'untold' ? untold(verdict) : 'Solved: optimum found';
  }
  const loss = `Predicted loss ${plusMinus(predicted)}`;
  if (!current)
    return best === null ? loss : `${loss}, ${recommendedTitle(state)} ${lossNumber(best)} at the last solve`;
  switch (kind) {
    case 'untold':
      return untold(verdict);
    case 'none':
      return `${loss}, nothing to gain`;
    case 'unsure':
      return `${loss}, gain not certain`;
    case 'gain':
      return gain?.low == null || gain.high === null
        ? `${loss}, can fall by ${percent(gain?.value ?? 0)}`
        : `${loss}, can fall by ${percent(gain.low)} to ${percent(gain.high)}`;
    case 'prior':
    case 'infeasible':
      return loss;
  }
}

const untold = ({ headline }: Solved['verdict']): string => headline.replace(/\.$/, '');

function tooltipOf({ predicted }: Solved): Pick<Lens, 'tooltip'> {
  if (predicted?.low == null || predicted.high === null) return {};
  return {
    tooltip: `Mean loss by importance. ${intervalLevel} interval: ${lossNumber(predicted.low)} to ${lossNumber(predicted.high)}`,
  };
}
