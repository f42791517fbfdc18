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
 * convex"), in plain words; null when it keeps them. Only a model given by hand can break them.
 */
export function brokenConvexity(model: Model): string | null {
  const { languages } = model;
  const matrices = pairwise.map(({ convex, values }) => ({ convex, matrix: values(model) as Matrix | null }));
  for (const [t, target] of languages.entries()) {
    if (model.coefficient[t] == null) continue;
    for (const { convex, values } of bounded) {
      // Each term of C by itself: only where none is negative is C positive at every budget and size.
      const broken = breach(convex, (values(model) as Vector | null)?.[t]);
      if (broken !== null) return `the ${convex.name} of ${target} is ${broken}`;
    }
    for (const [s, source] of languages.entries()) {
      if (s === t) continue;
      for (const { convex, matrix } of matrices) {
        const broken = breach(convex, matrix?.[s]?.[t]);
        if (broken !== null) return `the ${convex.name} from ${source} to ${target} is ${broken}`;
        // What does not help is bent by nothing: its saturation may be anything.
        if (!((model.transfer[s]?.[t] ?? 0) > 0)) break;
      }
    }
  }
  return null;
}
