import { assemble, terms, type ModelTerms, type NamedTerm } from '../model/terms.ts';
import type { FittedForm } from './choose.ts';
import type { TargetFit } from './target-fit.ts';
import type { Scale, TargetData } from './target-data.ts';

/** From the parameters of every target to the numbers of the law. */
export function termsOfFit(
  languages: readonly string[],
  scale: Scale,
  { form, repetition }: Pick<FittedForm, 'form' | 'repetition'>,
  targets: readonly { readonly data: TargetData; readonly fit: TargetFit }[],
): ModelTerms {
  const place = placesOf(languages, targets);
  const law = assemble(form.law, (term) => {
    // Without sources a term may have no place in a target's θ though the form has it.
    if (!term.isFitted(form, Infinity)) return null;
    const decode = (i: number, position: number): number => {
      const { layout, theta } = targets[i]!.fit;
      const at = layout[term.name];
      if (at < 0) return term.neutral;
      const value = theta[at + position]!;
      if (term.held === 'plain') return value;
      if ('logOfAtLeast' in term.held) return Math.exp(value);
      const exponent = theta[layout[exponentOf(term.held.exponent).name]]!;
      return Math.exp(value + exponent * Math.log(scale[term.held.levelOf]!));
    };
    return term.shape === 'vector' ? place.vector((i) => decode(i, 0)) : place.matrix(decode, term.neutral);
  });
  return { ...law, repetition };
}

function exponentOf(name: string): NamedTerm {
  return (terms as readonly NamedTerm[]).find((term) => term.name === name)!;
}

/** Where numbers of targets stand among all languages: null for source-only languages, `unseen` where no run of the target held the source. */
export function placesOf(languages: readonly string[], targets: readonly { readonly data: TargetData }[]) {
  const index = languages.map((_, t) => targets.findIndex(({ data }) => data.target === t));
  return {
    vector: <T>(value: (i: number) => T): (T | null)[] => index.map((i) => (i < 0 ? null : value(i))),
    matrix: <T>(value: (i: number, position: number) => T, unseen: T): (T | null)[][] =>
      languages.map((_, s) =>
        index.map((i) => {
          if (i < 0) return null;
          const position = targets[i]!.data.sources.indexOf(s);
          return position < 0 ? unseen : value(i, position);
        }),
      ),
  };
}
