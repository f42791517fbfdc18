import type { Model } from '../climb/model/model.ts';
import { resolveCode } from '../language/codes.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { extrapolationsOf } from '../evidence/extrapolation.ts';
import { sameShown } from '../evidence/thresholds.ts';
import { parseSteps } from '../mixture/parse.ts';
import { sharesOf } from '../mixture/shares.ts';
import { ownErrorSteps } from '../checks/own-errors.ts';
import type { ComparedMixture } from '../report/comparison.ts';
import { count, list, percent } from '../text/words.ts';
import { tryMixture } from '../report/trial.ts';
import type { MixtureResult } from './solve-mixture.ts';
import { elementAt } from '../text/elements.ts';

/** What a text says, as far as a comparison looks at it. */
export interface ReadMixture {
  readonly mixture: Mixture;
  /** The first that its own text tells; null: none. */
  readonly error: string | null;
}

/** Reads a text for comparisons, of which there may be many; step by step, as it may be a long one. */
export function* readForComparison(text: string, fileName: string): Generator<undefined, ReadMixture> {
  const parsed = yield* parseSteps(text, { fileName });
  const [error] = yield* ownErrorSteps(parsed);
  return { mixture: parsed.mixture, error: error?.message ?? null };
}

/** A mixture to compare: what its text says, or why it cannot be read. */
export type OtherMixture = Pick<ComparedMixture, 'id' | 'name' | 'detail'> &
  (
    | { readonly read: ReadMixture; readonly unreadable: null }
    | { readonly read: null; readonly unreadable: string }
  );

/**
 * Another mixture under the model, the budget, the importance and the data of a solved one, so that all predictions of a
 * comparison are made alike. Languages go by their meaning: `en` in one file is `eng_Latn` in another. What the model does
 * not know counts nothing, neither as loss nor as help, and is noted; so is all else that makes the comparison doubtful.
 */
export function compareMixture(
  { report, model, problem }: Pick<MixtureResult, 'report' | 'model' | 'problem'>,
  { id, name, detail, read, unreadable }: OtherMixture,
): ComparedMixture {
  const unjudged = (missing: string): ComparedMixture => {
    return { id, name, detail, allocation: null, missing, notes: [] };
  };
  if (read === null) return unjudged(unreadable);
  const { mixture, error } = read;
  const shares = sharesOf(mixture);
  if (shares === null) return unjudged('It does not give a share for every language.');

  const at = indexIn(model);
  const ratio = new Array<number>(model.languages.length).fill(0);
  const unknown: string[] = [];
  let lost = 0;
  mixture.languages.forEach(({ code }, k) => {
    const [index, share] = [at(code), elementAt(shares, k)];
    if (index !== null) ratio[index] = elementAt(ratio, index) + share;
    else if (share >= sameShown) {
      unknown.push(code);
      lost += share;
    }
  });
  if (lost > 1 - sameShown) return unjudged(`The model of ${report.fileName} knows none of its languages.`);

  const allocation = tryMixture(model, problem, ratio);
  if (allocation.objective.value === null) {
    const none = model.languages.filter((_, index) => ratio[index] === 0);
    return unjudged(
      `It has no share for ${list(none)}, and the model cannot predict their loss without one.`,
    );
  }

  const notes: string[] = [];
  if (error !== null) notes.push(`It has errors: ${error}`);
  if (unknown.length > 0)
    notes.push(
      `${list(unknown)} (${percent(lost)} of its tokens): unknown to the model, so neither their loss nor their help is counted.`,
    );
  const tokens = mixture.tokens?.value ?? null;
  if (tokens !== null && report.tokens !== null && Math.abs(tokens / report.tokens - 1) > 0.01)
    notes.push(`Its own budget is ${count(tokens)} tokens; it is evaluated at ${count(report.tokens)}.`);
  const beyond = extrapolationsOf(model, problem, [ratio]);
  const codesOf = (found: readonly number[]): string[] => found.map((i) => elementAt(model.languages, i));
  if (beyond.above.length > 0)
    notes.push(`Extrapolated: no run gave ${list(codesOf(beyond.above))} as large a share.`);
  if (beyond.below.length > 0)
    notes.push(`Extrapolated: no run gave ${list(codesOf(beyond.below))} as small a share.`);
  return { id, name, detail, allocation, missing: null, notes };
}

/** Where the model has a language, under its own spelling or another. */
function indexIn(model: Model): (code: string) => number | null {
  const byCode = new Map(model.languages.map((code, index) => [code, index]));
  const byMeaning = new Map<string, number>();
  model.languages.forEach((code, index) => {
    const meaning = resolveCode(code)?.id;
    if (meaning !== undefined && !byMeaning.has(meaning)) byMeaning.set(meaning, index);
  });
  return (code) => byCode.get(code) ?? byMeaning.get(resolveCode(code)?.id ?? '') ?? null;
}
