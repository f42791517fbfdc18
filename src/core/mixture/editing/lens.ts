import { percent } from '../../report/format.ts';
import type { TextRange } from '../../text/range.ts';
import type { Mixture } from '../mixture.ts';

/** What the lens above `languages:` says and does. */
export interface Lens {
  readonly range: TextRange;
  readonly title: string;
  readonly command: 'showPanel' | 'optimize' | 'solve' | 'cancel';
}

export type LensState =
  | { readonly kind: 'unsolved' }
  | { readonly kind: 'solving' }
  | { readonly kind: 'failed' }
  /** `gain`: of the optimum over the file, relative; null: the file has no ratios. */
  | { readonly kind: 'solved'; readonly gain: number | null; readonly current: boolean };

export function lenses(mixture: Mixture, state: LensState): Lens[] {
  const range = mixture.languagesRange;
  if (range === null || mixture.languages.length === 0 || mixture.interactions === null) return [];
  const lens = (title: string, command: Lens['command']): Lens => ({ range, title, command });
  switch (state.kind) {
    case 'unsolved':
      return [lens('Not solved yet', 'showPanel'), lens('Solve', 'solve'), lens('Optimize', 'optimize')];
    case 'solving':
      return [lens('Solving…', 'showPanel'), lens('Cancel', 'cancel')];
    case 'failed':
      return [lens('Not solved: see the problems', 'showPanel'), lens('Solve again', 'solve')];
    case 'solved':
      return [lens(solvedTitle(state), 'showPanel'), lens('Optimize', 'optimize')];
  }
}

/** Below this a gain is rounding. */
const noGain = 5e-5;

function solvedTitle({ gain, current }: Extract<LensState, { kind: 'solved' }>): string {
  const old = current ? '' : ' (before the last change)';
  if (gain === null) return `Solved: optimum found${old}`;
  return gain < noGain ? `At the optimum${old}` : `${percent(gain)} above the optimum${old}`;
}
