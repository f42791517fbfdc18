import { nats, percent, plusMinus } from '../text/words.ts';
import type { Prediction } from '../report/report.ts';
import type { TextRange } from '../text/range.ts';
import type { Mixture } from '../mixture/mixture.ts';

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
  | Solved;

interface Solved {
  readonly kind: 'solved';
  /** Of the optimum over the file that was solved, relative; null: it has no ratios. */
  readonly gain: number | null;
  /** Half width of the gain's 90 % interval; null: not known. */
  readonly uncertainty: number | null;
  /** Whether the text is still the one that was solved. */
  readonly current: boolean;
  /** The objective of the text as it stands; null: a prior says nothing of losses, or there are no ratios. */
  readonly predicted: Prediction | null;
  /** The objective of the optimum of the last solve; null: a prior's. */
  readonly optimum: number | null;
}

export function lenses(mixture: Mixture, state: LensState): Lens[] {
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
      return [lens('Not solved: see the problems', 'showPanel'), lens('Solve again', 'solve')];
    case 'solved':
      return [
        { ...lens(solvedTitle(state), 'showPanel'), ...tooltipOf(state) },
        ...(state.current ? [] : [lens('Solve', 'solve')]),
        lens('Optimise', 'optimize'),
      ];
  }
}

/** Below this a gain is rounding. */
const noGain = 5e-5;

/** How good the mixture is. While it is edited the prediction follows; the optimum is the one of the last solve. */
function solvedTitle({ gain, uncertainty, current, predicted, optimum }: Solved): string {
  if (predicted?.value == null) {
    if (!current) return 'Changed since it was solved';
    if (optimum !== null) return 'Solved: optimum found';
    // A prior gives a direction, and no number of its own is worth showing.
    if (gain === null || gain >= noGain) return 'By relatedness alone, other shares would be better';
    return `By relatedness alone, ${gain > -noGain ? 'at the optimum' : 'better than the optimum of the two steps'}`;
  }
  const loss = `Predicted loss ${plusMinus(predicted)}`;
  if (!current) return optimum === null ? loss : `${loss}, optimum ${nats(optimum)} at the last solve`;
  if (gain === null) return loss;
  // Equal marginal benefits are not the lowest loss, so a file can do better than the two-step optimum.
  if (gain <= -noGain) return `${loss}, ${percent(-gain)} better than the optimum of the two steps`;
  if (gain < noGain) return `${loss}, at the optimum`;
  const margin = uncertainty === null ? '' : `\u00a0±\u00a0${percent(uncertainty)}`;
  return `${loss}, can fall by ${percent(gain)}${margin}`;
}

function tooltipOf({ predicted }: Solved): Pick<Lens, 'tooltip'> {
  if (predicted?.low == null || predicted.high === null) return {};
  return {
    tooltip: `Mean loss by importance. 90\u00a0% interval: ${nats(predicted.low)} to ${nats(predicted.high)}`,
  };
}
