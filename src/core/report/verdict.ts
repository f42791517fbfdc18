import { lackOfFit } from '../evidence/lack-of-fit.ts';
import { judge, some, type Judgement } from '../evidence/verdict.ts';
import { extrapolated, moved, noGain, poorFit } from '../evidence/thresholds.ts';
import type { ReportInput } from './input.ts';
import { count, list, nats, percent, significant } from '../text/words.ts';
import { namesBudget } from '../climb/model/model.ts';
import {
  recommendedOf,
  type Report,
  type ReportAllocation,
  type ReportLanguage,
  type Trust,
  type Verdict,
} from './report.ts';

/** Bad rows named; more are a matter for the table. */
const mostRows = 3;

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
  const { kind, reasons, gain } = judgement;
  const advises = kind === 'gain' || kind === 'unsure';
  return {
    kind,
    headline: headlineOf(judgement, parts),
    advice:
      advises && current !== null && gain !== null && gain.value > noGain
        ? adviceOf(parts.languages, current, recommendedOf(parts))
        : '',
    reasons,
    gain,
    status: input.solution.status,
    certificate: kind === 'untold' || kind === 'prior' ? '' : certificateOf(parts),
    caveats: caveatsOf(parts),
  };
}

function headlineOf({ kind, reasons, gain }: Judgement, parts: VerdictInput): string {
  const { recommended, current, input } = parts;
  const { problem, solution } = input;
  const from = current?.objective.value ?? null;
  const to = recommendedOf(parts).objective.value;
  const unit = problem.loss === 'absolute' ? ' nats' : '';
  const change = from === null || to === null ? '' : ` (${nats(from)} → ${nats(to)}${unit})`;
  switch (kind) {
    case 'infeasible':
      return `No mixture satisfies the limits: ${(solution.reason ?? list(solution.conflict ?? [])).replace(/\.$/, '')}.`;
    case 'untold':
      return `No advice: ${lowerFirst(reasons[0] ?? 'the runs do not carry a verdict.')}`;
    case 'prior':
      return 'By relatedness alone: an order of languages, not a measured gain. Plan proxy runs to learn more.';
    case 'start':
      return to === null
        ? 'The file has no complete set of shares yet; the optimum below is a place to start.'
        : `The file has no complete set of shares yet; the optimum is predicted at ${nats(to)}${unit}.`;
    case 'none':
    case 'unsure':
    case 'gain':
      break;
  }
  const value = gain?.value ?? 0;
  if (value < -noGain) {
    return (
      `The file's mixture is already ${percent(-value)} better than ${nameOf[recommended]}${change}` +
      (recommended === 'two-steps' ? '; `solver.method: joint` looks for the lowest loss itself.' : '.')
    );
  }
  if (kind === 'none')
    return `Nothing to gain that a training could show: the mixture is as good as the optimum${change}.`;
  const interval =
    gain?.low == null || gain.high === null
      ? 'uncertainty unknown'
      : `90\u00a0%: ${percent(gain.low)} to ${percent(gain.high)}`;
  return kind === 'gain'
    ? `The predicted loss can fall by ${percent(value)}${change}; ${interval}.`
    : `Perhaps a gain: ${percent(value)} of the predicted loss${change}, not sure (${interval}).`;
}

const lowerFirst = (text: string): string =>
  /^(?:The|No|How) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

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
  const total = changes.reduce((sum, { change }) => sum + Math.abs(change), 0) / 2;
  if (total < noGain) return '';
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
    } else if (factor > extrapolated) {
      const times = `${Number(factor.toPrecision(2))} times`;
      const side = problem.tokens > high ? `${times} the largest` : `${times} smaller than the smallest`;
      caveats.push(`Extrapolated: ${count(problem.tokens)} tokens are ${side} budget of the runs.`);
    }
    if (problem.parameters !== null && range.parameters !== null) {
      const [least, most] = range.parameters;
      if (problem.parameters > most * extrapolated || problem.parameters < least / extrapolated) {
        caveats.push(
          `Extrapolated: the runs hold models of ${least === most ? count(most) : `${count(least)} to ${count(most)}`} parameters, the mixture is for ${count(problem.parameters)}.`,
        );
      }
    }
    const outside = languages.filter(
      (_, k) => Math.max(best.ratio[k] ?? 0, current?.ratio[k] ?? 0) > range.maxShare[k]! + moved,
    );
    if (outside.length > 0) {
      caveats.push(
        `Extrapolated: no run gave ${some(outside.map(({ code }) => code))} as large a share as here.`,
      );
    }
  }
  if (model.ensemble != null && lackOfFit(model, problem, 1) === null)
    caveats.push(
      'No mixture was trained with several seeds: what the form of the model misses is not in the interval.',
    );
  caveats.push(...badRowsOf(model));
  const unconverged = trust.quality.flatMap((row) => (row !== null && !row.converged ? [row.code] : []));
  if (unconverged.length > 0) caveats.push(`The fit of ${some(unconverged)} has not converged.`);
  const poor = trust.quality.flatMap((row) => (row !== null && !(row.cvR2 >= poorFit) ? [row.code] : []));
  if (poor.length > 0) caveats.push(`The fit barely predicts ${some(poor)} in unseen runs.`);
  const leaning = model.transferOrigin?.flat().filter((origin) => origin === 'leaning').length ?? 0;
  if (leaning > 0)
    caveats.push(
      `${leaning} ${leaning === 1 ? 'transfer leans' : 'transfers lean'} on relatedness: the runs say little of ${leaning === 1 ? 'it' : 'them'}.`,
    );
  if (trust.unmeasured.length > 0) {
    const n = trust.unmeasured.length;
    caveats.push(
      `${n} ${n === 1 ? 'pair is' : 'pairs are'} unmeasured: no run can tell what one does for the other.`,
    );
  }
  return caveats;
}

/** Rows of runs that no noise explains, by name and place; the quality is given without them. */
function badRowsOf({ quality }: ReportInput['model']): string[] {
  const evidence = quality?.evidence;
  if (evidence === undefined) return [];
  const byRow = new Map<number, { language: string; residual: number }[]>();
  for (const { row, ...bad } of evidence.badRows) byRow.set(row, [...(byRow.get(row) ?? []), bad]);
  return [...byRow].slice(0, mostRows).map(([row, bad]) => {
    const { id, file, line } = evidence.rows[row]!;
    const times = Math.exp(-bad[0]!.residual);
    const size = times >= 1 ? `${significant(times)} times` : `${percent(times)} of`;
    return `Run ${id} (${file}, line ${line}): the loss of ${some(bad.map(({ language }) => language))} is ${size} what the other runs predict. Did it diverge? The quality is given without it.`;
  });
}
