import type { ReportInput } from './input.ts';
import { count, list, nats, percent, significant } from '../text/words.ts';
import { gainUncertainty } from './spread.ts';
import { namesBudget } from '../climb/model/model.ts';
import {
  recommendedOf,
  type Report,
  type ReportAllocation,
  type ReportLanguage,
  type Trust,
  type Verdict,
} from './report.ts';

/** Gains below this are called none: no training run could show them. */
const nothing = 0.0005;

interface VerdictInput {
  readonly languages: readonly ReportLanguage[];
  readonly current: ReportAllocation | null;
  readonly optimum: ReportAllocation;
  readonly twoSteps: ReportAllocation;
  readonly recommended: Report['recommended'];
  readonly trust: Trust;
  readonly input: ReportInput;
}

/** Says in words how good the mixture is, what to move, how sure that is, and what a reader must know before acting on it. */
export function verdictOf(parts: VerdictInput): Verdict {
  const { current, input } = parts;
  const { solution } = input;
  const best = recommendedOf(parts);
  const from = current?.objective.value ?? null;
  const to = best.objective.value;
  const gain = from === null || to === null || from === 0 ? null : (from - to) / from;
  const uncertainty =
    solution.current === null ? null : gainUncertainty(input.model, input.problem, solution.current);
  const feasible = solution.status !== 'infeasible';
  return {
    headline: feasible
      ? headlineOf(gain, uncertainty, from, to, parts)
      : `No mixture satisfies the limits: ${(solution.reason ?? list(solution.conflict ?? [])).replace(/\.$/, '')}.`,
    // No advice to move to what is worse.
    advice:
      feasible && current !== null && !(gain !== null && gain < -nothing)
        ? adviceOf(parts.languages, current, best)
        : '',
    gain: feasible ? gain : null,
    significant: gain === null || uncertainty === null ? null : Math.abs(gain) > uncertainty,
    uncertainty,
    status: solution.status,
    certificate: certificateOf(parts),
    caveats: caveatsOf(parts),
  };
}

function headlineOf(
  gain: number | null,
  uncertainty: number | null,
  from: number | null,
  to: number | null,
  { recommended, input: { model, problem } }: VerdictInput,
): string {
  const prior = model.origin === 'prior';
  const unit = problem.loss === 'absolute' && !prior ? ' nats' : '';
  if (gain === null || from === null || to === null) {
    return to === null || prior
      ? 'The file has no complete set of shares yet; the optimum below is a place to start.'
      : `The file has no complete set of shares yet; the optimum is predicted at ${nats(to)}${unit}.`;
  }
  // A prior has no scale of its own: only the direction means something.
  const change = prior ? '' : ` (${nats(from)} → ${nats(to)}${unit})`;
  if (gain < -nothing) {
    return (
      `The file's mixture is already ${percent(-gain)} better than ${nameOf[recommended]}${change}` +
      (recommended === 'two-steps' ? '; `solver.method: joint` looks for the lowest loss itself.' : '.')
    );
  }
  if (gain < nothing) return `Nothing to gain: the mixture is at its optimum${change}.`;
  if (prior) return 'A better mixture by relatedness alone: a direction, not a measured gain.';
  if (uncertainty !== null && gain <= uncertainty) {
    return `A small gain: ${percent(gain)} of the predicted loss${change}, within the uncertainty of ±\u00a0${percent(uncertainty)}.`;
  }
  return uncertainty === null
    ? `The predicted loss can fall by ${percent(gain)}${change}; how sure that is, the model cannot tell.`
    : `The predicted loss can fall by ${percent(gain)} ±\u00a0${percent(uncertainty)}${change}.`;
}

const nameOf = { optimum: 'the optimum', 'two-steps': 'the two steps' } as const;

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
  const moved = changes.reduce((sum, { change }) => sum + Math.abs(change), 0) / 2;
  if (moved < 0.0005) return '';
  const name = (sign: 1 | -1): string => {
    const movers = changes
      .filter(({ change }) => change * sign > 0)
      .sort((a, b) => (b.change - a.change) * sign);
    const named: string[] = [];
    let covered = 0;
    for (const { code, change } of movers) {
      // The last of all is named as well: "1 more" says less and takes as long to read.
      if (covered >= 0.9 * moved || (named.length >= 4 && movers.length > 5)) break;
      named.push(code);
      covered += change * sign;
    }
    const rest = movers.length - named.length;
    return list(rest > 0 && covered < 0.9 * moved ? [...named, `${rest} more`] : named);
  };
  return `Move ${percent(moved)} of the tokens from ${name(-1)} to ${name(1)}.`;
}

function certificateOf({ optimum, twoSteps, input }: VerdictInput): string {
  const { solution, problem } = input;
  const unit = problem.loss === 'absolute' ? ' nats' : '';
  switch (solution.status) {
    case 'optimal': {
      const bound = `Exact for this model (within ${smallNumber(solution.joint.gap)}${unit}); how well the model predicts is under Trust.`;
      const [two, one] = [twoSteps.objective.value, optimum.objective.value];
      if (two === null || one === null || one <= 0) return bound;
      const above = (two - one) / one;
      return above < 5e-5
        ? `${bound} The two steps coincide with it.`
        : `${bound} The two steps lie ${percent(above)} above it.`;
    }
    case 'local':
      return `A local optimum: ${reason(solution.reason, 'the model breaks the conditions of the certificate')}`;
    case 'stalled':
      return `Not converged: ${reason(solution.reason, 'the solver stopped before the gap closed')}`;
    case 'infeasible':
      return 'No certificate: no mixture satisfies the limits.';
    case 'cancelled':
      return 'Cancelled before the end: the best mixture so far, without a certificate.';
  }
}

/** A gap as people read it: whether it is 1e-9 or 1e-11 tells nobody anything. */
const smallNumber = (gap: number): string => (gap <= 1e-9 ? '1e-9' : significant(gap));

const reason = (given: string | null, otherwise: string): string =>
  `${(given ?? otherwise).replace(/\.$/, '')}.`;

function caveatsOf(parts: VerdictInput): string[] {
  const { languages, current, trust, input } = parts;
  const { model, problem, tokensAssumed } = input;
  const best = recommendedOf(parts);
  const caveats: string[] = [];
  if (tokensAssumed) {
    caveats.push(
      namesBudget(model)
        ? `The file names no token budget; ${count(problem.tokens)}, typical of the runs, is assumed.`
        : 'No token budget is named, neither by the file nor by runs: the shares are judged without one.',
    );
  }
  if (model.origin === 'prior') {
    caveats.push(
      'Prior only: shares rest on relatedness, importance and limits. Add proxy runs to predict losses.',
    );
  }
  const guessed = languages.filter(({ origin }) => origin === 'prior').map(({ code }) => code);
  if (model.origin !== 'prior' && guessed.length > 0) {
    caveats.push(
      `Without runs of their own, ${some(guessed)} rest${guessed.length === 1 ? 's' : ''} on a prior.`,
    );
  }
  const range = model.quality?.range;
  if (range !== undefined) {
    const [low, high] = range.tokens;
    const factor = problem.tokens > high ? problem.tokens / high : low / problem.tokens;
    if (!namesBudget(model) && !tokensAssumed) {
      caveats.push('The runs name no token budget: how the losses change with it is not known.');
    } else if (factor > 1.01) {
      const times = `${Number(factor.toPrecision(2))} times`;
      const side = problem.tokens > high ? `${times} the largest` : `${times} smaller than the smallest`;
      caveats.push(`Extrapolated: ${count(problem.tokens)} tokens are ${side} budget of the runs.`);
    }
    if (problem.parameters !== null && range.parameters !== null) {
      const [least, most] = range.parameters;
      if (problem.parameters > most * 1.01 || problem.parameters < least / 1.01) {
        caveats.push(
          `Extrapolated: the runs hold models of ${least === most ? count(most) : `${count(least)} to ${count(most)}`} parameters, the mixture is for ${count(problem.parameters)}.`,
        );
      }
    }
    const beyond = languages.filter(
      (_, k) => Math.max(best.ratio[k] ?? 0, current?.ratio[k] ?? 0) > range.maxShare[k]! + 0.005,
    );
    if (beyond.length > 0) {
      caveats.push(
        `Extrapolated: no run gave ${some(beyond.map(({ code }) => code))} as large a share as here.`,
      );
    }
  }
  const unconverged = trust.quality.flatMap((row) => (row !== null && !row.converged ? [row.code] : []));
  if (unconverged.length > 0) caveats.push(`The fit of ${some(unconverged)} has not converged.`);
  const poor = trust.quality.flatMap((row) => (row !== null && !(row.cvR2 >= 0.5) ? [row.code] : []));
  if (poor.length > 0) caveats.push(`The fit barely predicts ${some(poor)} in unseen runs.`);
  if (trust.unmeasured.length > 0) {
    const n = trust.unmeasured.length;
    caveats.push(
      `${n} ${n === 1 ? 'pair is' : 'pairs are'} unmeasured: no run can tell what one does for the other.`,
    );
  }
  return caveats;
}

/** Up to four by name, the rest as a count. */
const some = (codes: readonly string[]): string =>
  list(codes.length <= 4 ? codes : [...codes.slice(0, 3), `${codes.length - 3} more`]);
