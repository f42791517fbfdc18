import { exactGap } from '../climb/optimum/settings.ts';
import type { AllocationProblem, Solution } from '../climb/model/allocation.ts';
import { lossUnitOf, type Model } from '../climb/model/model.ts';
import { carriesAdvice, judge, type Judgement } from '../evidence/verdict.ts';
import { noGain, sameShown } from '../evidence/thresholds.ts';
import { caveatsOf } from './caveats.ts';
import type { ReportInput } from './input.ts';
import { intervalLevel, list, lossNumber, percent, significant, withUnit } from '../text/words.ts';
import {
  objectiveUnit,
  recommendedName,
  recommendedOf,
  type Report,
  type ReportAllocation,
  type ReportLanguage,
  type Trust,
  type Verdict,
} from './report.ts';

interface VerdictInput {
  readonly languages: readonly ReportLanguage[];
  readonly current: ReportAllocation | null;
  readonly optimum: ReportAllocation;
  readonly twoSteps: ReportAllocation;
  readonly recommended: Report['recommended'];
  readonly trust: Trust;
  readonly input: ReportInput;
}

/** Says in words what may be said of the mixture: how good it is, what to move, how sure that is, what a reader must know first. */
export function verdictOf(parts: VerdictInput): Verdict {
  const { current, input } = parts;
  const judgement = judge(input.model, input.problem, input.solution);
  const { kind, reasons, gain, over } = judgement;
  const unit = unitOf(input.model, input.problem);
  const advises = kind === 'gain' || kind === 'unsure';
  return {
    kind,
    headline: headlineOf(judgement, {
      unit,
      solution: input.solution,
      recommended: parts.recommended,
      from: current?.objective.value ?? null,
      to: recommendedOf(parts).objective.value,
    }),
    advice:
      advises && current !== null && gain !== null && gain.value > noGain
        ? adviceOf(parts.languages, current, recommendedOf(parts))
        : '',
    reasons,
    gain,
    over,
    status: input.solution.status,
    certificate: carriesAdvice(judgement) ? certificateOf(input.solution, unit) : '',
    caveats: caveatsOf(input, {
      ratios: [recommendedOf(parts).ratio, ...(current === null ? [] : [current.ratio])],
      asker: 'file',
      tokensAssumed: input.tokensAssumed,
      minR2: parts.trust.minR2,
    }),
  };
}

/** What the objective of a problem is in; null: it is relative. */
export const unitOf = (model: Model, { loss }: AllocationProblem): string | null =>
  objectiveUnit({ loss, lossUnit: lossUnitOf(model) });

/** What a headline is made from besides the judgement. */
export interface HeadlineParts {
  /** What the objective is in; null: it is relative. */
  readonly unit: string | null;
  readonly solution: Pick<Solution, 'reason' | 'conflict'>;
  readonly recommended: Report['recommended'];
  /** Predicted objectives of the file's mixture (null: it has none) and of the recommended one. */
  readonly from: number | null;
  readonly to: number | null;
}

/** One sentence: how good the mixture is, or why nothing can be said. */
export function headlineOf({ kind, reasons, gain, over }: Judgement, parts: HeadlineParts): string {
  const { recommended, unit, solution, from, to } = parts;
  const name = recommendedName(parts);
  const losses =
    from === null || to === null ? null : `${lossNumber(from)} → ${withUnit(lossNumber(to), unit)}`;
  const change = losses === null ? '' : ` (${losses})`;
  switch (kind) {
    case 'infeasible':
      return `No mixture satisfies the limits: ${lowerFirst(solution.reason ?? list(solution.conflict ?? [])).replace(/\.$/, '')}.`;
    case 'untold':
      return `No advice: ${lowerFirst(reasons[0] ?? 'the runs do not support a verdict.')}`;
    case 'prior':
      return 'By relatedness alone: an order of languages, not a measured gain. Plan proxy runs to learn more.';
    case 'none':
    case 'unsure':
    case 'gain':
      break;
  }
  const value = gain?.value ?? 0;
  if (over === 'uniform') {
    const predicted = to === null ? '' : ` (${withUnit(lossNumber(to), unit)})`;
    if (value < -noGain)
      return `No shares to compare with: equal shares are predicted to be ${percent(-value)} better than ${name}${predicted}.`;
    if (kind === 'none') return `No shares to compare with: equal shares are as good as ${name}${predicted}.`;
    return kind === 'unsure' && value < noGain
      ? `No shares to compare with: ${name} is not predicted to be better than equal shares${predicted}, but the runs do not rule it out; ${intervalOf(gain)}.`
      : `No shares to compare with: against equal shares, the predicted loss falls by ${percent(value)} with ${name}${predicted}; ${intervalOf(gain)}${kind === 'unsure' ? ', so not certainly better' : ''}.`;
  }
  if (value < -noGain) {
    return (
      `The file's mixture is already ${percent(-value)} better than ${name}${change}${kind === 'unsure' ? ', though not certainly' : ''}` +
      (recommended === 'two-steps' ? '; `solver.method: joint` finds the lowest loss itself.' : '.')
    );
  }
  if (kind === 'none')
    return `Nothing to gain that a training run could show: the mixture is as good as ${name}${change}.`;
  const interval = intervalOf(gain);
  // An interval that covers both a gain and a loss says nothing of equality.
  if (kind === 'unsure' && value < noGain)
    return `No gain predicted, but the runs do not rule one out (${losses === null ? '' : `${losses}; `}${interval}).`;
  return kind === 'gain'
    ? `The predicted loss can fall by ${percent(value)}${change}; ${interval}.`
    : `Possible gain: ${percent(value)} of the predicted loss${change}, uncertain (${interval}).`;
}

const intervalOf = (gain: Judgement['gain']): string =>
  gain?.low == null || gain.high === null
    ? 'uncertainty unknown'
    : `${intervalLevel}: ${percent(gain.low)} to ${percent(gain.high)}`;

const lowerFirst = (text: string): string =>
  /^(?:The|These|No|How|One) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** What to move: the languages that make most of the change, by name; the rest as a count. */
function adviceOf(
  languages: readonly ReportLanguage[],
  current: ReportAllocation,
  best: ReportAllocation,
): string {
  const changes = languages.map(({ code }, k) => ({
    code,
    change: (best.ratio[k] ?? 0) - (current.ratio[k] ?? 0),
  }));
  const total = changes.reduce((sum, { change }) => sum + Math.abs(change), 0) / 2;
  if (total < sameShown) return '';
  const name = (sign: 1 | -1): string => {
    const movers = changes
      .filter(({ change }) => change * sign > 0)
      .sort((a, b) => (b.change - a.change) * sign);
    const named: string[] = [];
    let covered = 0;
    for (const { code, change } of movers) {
      // The last of all is named as well: "1 more" says less and takes as long to read.
      if (covered >= 0.9 * total || (named.length >= 4 && movers.length > 5)) break;
      named.push(code);
      covered += change * sign;
    }
    const rest = movers.length - named.length;
    return list(rest > 0 && covered < 0.9 * total ? [...named, `${rest} more`] : named);
  };
  return `Move ${percent(total)} of the tokens from ${name(-1)} to ${name(1)}.`;
}

/** What the solver vouches for, in words: how close the optimum is to the best of this model. */
export function certificateOf(solution: Solution, unit: string | null): string {
  switch (solution.status) {
    case 'optimal': {
      const bound = `Exact for this model (to within ${withUnit(significant(Math.max(solution.joint.gap, exactGap)), unit)}); how well the model predicts is under Trust.`;
      const [two, one] = [solution.twoSteps.objective, solution.joint.objective];
      if (!Number.isFinite(two) || !(one > 0)) return bound;
      const above = (two - one) / one;
      return above < noGain
        ? `${bound} The two steps are as good.`
        : `${bound} The two steps are ${percent(above)} above it.`;
    }
    case 'local':
      return `A local optimum: ${lowerFirst(reason(solution.reason, 'the model breaks the conditions of the certificate'))}`;
    case 'stalled':
      return `Not converged: ${lowerFirst(reason(solution.reason, 'the solver stopped before the gap closed'))}`;
    case 'infeasible':
      return 'No certificate: no mixture satisfies the limits.';
    case 'cancelled':
      return 'Cancelled before the end: the best mixture so far, without a certificate.';
  }
}

const reason = (given: string | null, otherwise: string): string =>
  `${(given ?? otherwise).replace(/\.$/, '')}.`;
