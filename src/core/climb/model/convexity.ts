import type { Model } from './model.ts';
import { terms, valuesOf, type Matrix, type Term, type Vector } from './terms.ts';

const limited = terms.flatMap((term: Term) =>
  term.convex === undefined
    ? []
    : [{ shape: term.shape, convex: term.convex, values: (model: Model) => valuesOf(model, term) }],
);
const bounded = limited.filter(({ shape }) => shape === 'vector');
const pairwise = limited.filter(({ shape }) => shape === 'matrix');

function breach(
  { least, most }: NonNullable<Term['convex']>,
  value: number | null | undefined,
): string | null {
  if (value == null) return null;
  if (least !== undefined && value < least) return 'negative';
  return most !== undefined && value > most ? `${value}, above ${most}` : null;
}

/**
 * Why a model breaks the conditions under which log r̃ is concave and the certificate holds (docs/model.md, "everything stays
 * convex"), in plain words, of the first language that breaks one; null when it keeps them. Only a model given by hand can break them.
 */
export function brokenConvexity(model: Model): string | null {
  const { languages } = model;
  const hasLaw = languages.map((_, t) => model.coefficient[t] != null);
  let reason: string | null = null;
  /** Of those before it none is known to break anything. */
  let first = languages.length;
  for (const { convex, values } of bounded) {
    // Each term of C by itself: only where none is negative is C positive at every budget and size.
    const vector = values(model) as Vector | null;
    for (let t = 0; t < first; t++) {
      const broken = hasLaw[t] === true ? breach(convex, vector?.[t]) : null;
      if (broken === null) continue;
      reason = `the ${convex.name} of ${languages[t]!} is ${broken}`;
      first = t;
    }
  }
  const matrices = pairwise.map(({ convex, values }) => ({ convex, matrix: values(model) as Matrix | null }));
  // Source by source, as a matrix lies in memory.
  for (const [s, source] of languages.entries()) {
    const transfer = model.transfer[s];
    for (let t = 0; t < first; t++) {
      if (s === t || hasLaw[t] !== true) continue;
      for (const { convex, matrix } of matrices) {
        const broken = breach(convex, matrix?.[s]?.[t]);
        if (broken !== null) {
          reason = `the ${convex.name} from ${source} to ${languages[t]!} is ${broken}`;
          first = t;
          break;
        }
        // What does not help is bent by nothing: its saturation may be anything.
        if (!((transfer?.[t] ?? 0) > 0)) break;
      }
    }
  }
  return reason;
}
