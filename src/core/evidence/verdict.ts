import { resolveCode } from '../language/codes.ts';
import type { AllocationProblem, Solution } from '../climb/model/allocation.ts';
import { ofLanguage, type Model } from '../climb/model/model.ts';
import { uniformMixture } from '../climb/optimum/strategies.ts';
import { percent } from '../text/words.ts';
import { some } from './doubts.ts';
import { gainOf, type Gain } from './gain.ts';
import { beyond, moved, noGain, showable, varied, worstTold } from './thresholds.ts';
import { elementAt } from '../text/elements.ts';

/**
 * What may be said of a mixture beside the recommendation:
 * `gain` – it is predicted to be better, surely; `none` – nothing to gain that a training could show; `unsure` – the interval covers zero;
 * `untold` – the runs do not carry a verdict, for the first of `reasons`; `prior` – relatedness alone; `infeasible` – no mixture is
 * allowed.
 */
export type VerdictKind = 'gain' | 'none' | 'unsure' | 'untold' | 'prior' | 'infeasible';

export interface Judgement {
  readonly kind: VerdictKind;
  /** Sentences, the decisive one first. */
  readonly reasons: readonly string[];
  /** Of the recommended mixture over that of `over`; null: nothing may be said. */
  readonly gain: Gain | null;
  /** What the recommendation is compared with: the file's mixture, or equal shares within the limits where there is none. */
  readonly over: 'file' | 'uniform';
}

/** Whether it tells how good the mixture is, so that the recommendation can be called advice. */
export const carriesAdvice = ({ kind }: Pick<Judgement, 'kind'>): boolean =>
  kind !== 'untold' && kind !== 'prior';

/** Whether the mixture is predicted to be better than what is recommended, as it may be where the file asks for the two steps. */
export const isBetterAsItIs = ({ gain }: Pick<Judgement, 'gain'>): boolean => gain !== null && gain.value < 0;

/** The one verdict that every face shows: report, panel, hover, lens, problems, status bar and command line. */
export function judge(model: Model, problem: AllocationProblem, solution: Solution): Judgement {
  const over = solution.current === null ? 'uniform' : 'file';
  const from = solution.current?.ratio ?? uniformMixture(problem, model.languages);
  if (solution.status === 'infeasible' || from === null)
    return { kind: 'infeasible', reasons: [], gain: null, over };
  if (model.origin === 'prior') return { kind: 'prior', reasons: [], gain: null, over };
  const reasons = model.origin === 'fit' ? reasonsAgainst(model, problem, from, solution.ratio) : [];
  if (reasons.length > 0) return { kind: 'untold', reasons, gain: null, over };
  const gain = gainOf(model, problem, from, solution.ratio, solution.method === 'joint');
  // Where nothing counts or every loss is infinite, no mixture is better than another.
  if (!Number.isFinite(gain.value)) {
    const reason = solution.reason ?? 'The predicted losses are not finite, so mixtures cannot be compared.';
    return { kind: 'untold', reasons: [reason], gain: null, over };
  }
  return { ...kindOf(model, gain), over };
}

function kindOf(model: Model, gain: Gain): Omit<Judgement, 'over'> {
  const { value, low, high } = gain;
  if (low === null || high === null) {
    if (model.origin !== 'fit') return { kind: value < noGain ? 'none' : 'gain', reasons: [], gain };
    const reason =
      model.ensemble == null
        ? 'The model file does not say how certain this is: fit the runs again.'
        : 'The runs have one budget: how the gain changes with it is unknown.';
    return { kind: Math.abs(value) < noGain ? 'none' : 'unsure', reasons: [reason], gain };
  }
  if (high < showable) return { kind: 'none', reasons: [], gain };
  if (low > 0) return { kind: 'gain', reasons: [], gain };
  if (low > worstTold) return { kind: 'unsure', reasons: [], gain };
  const reason = `The gain is uncertain: between ${percent(low)} and ${percent(high)}, so the advice might do harm.`;
  return { kind: 'untold', reasons: [reason], gain: null };
}

/** Why the runs behind a fit carry no verdict, the decisive reason first. */
function reasonsAgainst(
  model: Model,
  problem: AllocationProblem,
  from: readonly number[],
  to: readonly number[],
): string[] {
  const { languages, quality } = model;
  const range = quality?.range;
  const change = (i: number): number => Math.abs(elementAt(to, i) - elementAt(from, i));
  const movers = languages.flatMap((_, i) => (change(i) > moved ? [i] : []));
  const codeOf = (i: number): string => elementAt(languages, i);
  const guesses = new Set(model.priorLanguages);
  const isGuess = (i: number): boolean => guesses.has(codeOf(i));
  const counts = (i: number): boolean => (problem.importance[i] ?? 0) > 0;
  // All that follows is about languages of the runs.
  if (languages.every((_, i) => isGuess(i)))
    return [
      'The runs hold none of the languages of the mixture: all that is said of them rests on relatedness alone.',
    ];
  const reasons: string[] = [];
  // Divided by the coefficient of its language, a loss has no unit.
  if (model.lossUnit === null && problem.loss === 'absolute')
    reasons.push('The losses of the runs are in different units and cannot be weighed against each other.');
  const say = (found: readonly number[], words: (codes: string, many: boolean) => string): void => {
    if (found.length > 0) reasons.push(words(some(found.map(codeOf)), found.length > 1));
  };

  if (range?.minShare !== undefined) {
    const { minShare } = range;
    const most = (i: number): number => elementAt(range.maxShare, i);
    const span = (i: number): number => most(i) - elementAt(minShare, i);
    if (languages.every((_, i) => isGuess(i) || span(i) < varied))
      reasons.push('The shares do not vary between the runs, so nothing is known about other shares.');
    else {
      const never = movers.filter((i) => !isGuess(i) && most(i) < varied / 2);
      say(
        never,
        (codes, many) =>
          `No run was trained on ${codes}: what ${many ? 'their' : 'its'} own text does has never been measured.`,
      );
      say(
        movers.filter((i) => !isGuess(i) && !never.includes(i) && span(i) < varied),
        (codes, many) => `The share${many ? 's' : ''} of ${codes} never varied between the runs.`,
      );
    }
  }
  say(
    languages.flatMap((code, i) =>
      counts(i) && !guesses.has(code) && model.coefficient[i] === null && isLanguage(code) ? [i] : [],
    ),
    (codes, many) =>
      `No run measured the loss of ${codes}: ${many ? 'they count' : 'it counts'} only by what ${many ? 'they do' : 'it does'} for the others.`,
  );
  const rising = new Set(quality?.evidence?.rising);
  say(
    languages.flatMap((code, i) => (counts(i) && rising.has(code) ? [i] : [])),
    (codes, many) =>
      `The loss of ${codes} rises with ${many ? 'their' : 'its'} own share: ${many ? 'they look like accuracies' : 'it looks like an accuracy'}, and an accuracy must not be minimised. ${many ? 'If they are' : 'If it is one'}, write \`fewer_is_better: false\` in the map of the table.`,
  );
  say(
    movers.filter(isGuess),
    (codes, many) =>
      `No run knows ${codes}: ${many ? 'their shares rest' : 'its share rests'} on relatedness alone.`,
  );
  if (range !== undefined)
    say(
      movers.filter((i) => {
        const most = range.maxShare[i];
        return most !== undefined && elementAt(to, i) > Math.max(most * beyond.factor, most + beyond.share);
      }),
      (codes) => `The recommendation gives ${codes} a far larger share than any run did.`,
    );
  if (range?.minShare !== undefined) {
    const { minShare } = range;
    const least = (i: number): number => elementAt(minShare, i);
    say(
      movers.filter((i) => elementAt(to, i) < Math.min(least(i) / beyond.factor, least(i) - beyond.share)),
      (codes) => `The recommendation gives ${codes} a far smaller share than any run did.`,
    );
  }
  say(
    movers.filter((s) => isUnmeasured(model, counts, s)),
    (codes) =>
      `The runs do not show what ${codes} can do for the other languages, but the recommendation moves that text.`,
  );
  say(
    languages.flatMap((code, i) => {
      const r2 = quality && ofLanguage(quality.cvR2, code);
      return counts(i) && r2 != null && !(r2 >= 0) ? [i] : [];
    }),
    (codes) => `The fit does not predict ${codes} in held-out runs.`,
  );
  return reasons;
}

/** Whether no run tells what source s does for most of the languages that count. */
function isUnmeasured(model: Model, counts: (i: number) => boolean, s: number): boolean {
  const origins = model.transferOrigin?.[s];
  if (origins == null) return false;
  const told = origins.flatMap((origin, t) => (origin !== null && counts(t) ? [origin] : []));
  return told.length > 0 && told.filter((origin) => origin === 'prior').length * 2 > told.length;
}

/** What is no language (code, math, a corpus) may well help without a loss of its own. */
const isLanguage = (code: string): boolean => resolveCode(code)?.kind === 'language';
