import { terms, type Form, type TermName } from '../model/terms.ts';

/**
 * Where each parameter of one target stands in θ, in the order of the table of terms; −1: not fitted. Of a term with a number for each
 * pair it is the first of its numbers, one a source.
 */
export interface Layout extends Readonly<Record<TermName, number>> {
  readonly form: Form;
  readonly sources: number;
  readonly size: number;
}

export function layoutOf(form: Form, sources: number): Layout {
  let size = 0;
  const places: Partial<Record<TermName, number>> = {};
  for (const { name, shape, isFitted } of terms) {
    places[name] = isFitted(form, sources) ? size : -1;
    if (isFitted(form, sources)) size += shape === 'matrix' ? sources : 1;
  }
  return { form, sources, size, ...(places as Record<TermName, number>) };
}
