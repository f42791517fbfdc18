import { effectiveJacobian } from '../climb/model/interactions.ts';
import type { ReportInput } from './input.ts';
import type { CellOrigin, Interactions, Report } from './report.ts';

type Cells = (number | null)[][];

/** Languages whose pairs are told: of more, nobody looks at each pair, and there are millions to hand from thread to page. */
const mostLanguages = 300;

/** ∂r̃[t]/∂r[s] of every pair of the report's languages at a mixture, with where each comes from and how sure it is. */
export function interactionsAt(
  at: Report['interactions']['at'],
  ratio: readonly number[],
  input: ReportInput,
): Interactions {
  if (ratio.length > mostLanguages)
    return { at, net: [], transfer: [], interference: [], standardError: null, origin: [] };
  const { model, problem, origins } = input;
  const jacobian = effectiveJacobian(model, problem, ratio);
  const finite = (values: Cells): Cells =>
    values.map((row) => row.map((value) => (value !== null && Number.isFinite(value) ? value : null)));
  const isPrior = (i: number): boolean => (origins?.[i] ?? model.origin) === 'prior';
  const originOf = (s: number, t: number): CellOrigin => {
    if (isPrior(s) || isPrior(t)) return 'prior';
    if (model.identified === null) return 'given';
    if (s === t) return 'measured';
    if (model.identified[s]?.[t] !== true) return 'unmeasured';
    return (model.transferOrigin?.[s]?.[t] ?? 'measured') === 'measured' ? 'measured' : 'leaning';
  };
  return {
    at,
    net: finite(jacobian.net),
    transfer: finite(jacobian.transfer),
    interference: finite(jacobian.interference),
    standardError:
      model.standardError === null
        ? null
        : finite(standardErrors(jacobian.transfer, model.standardError.transfer)),
    origin: ratio.map((_, s) => ratio.map((__, t) => originOf(s, t))),
  };

  /**
   * Standard errors of the transfer part, from those of τ. At fixed shares it goes as τ times a factor that depends on τ only
   * through pooling, which is left out: exact for q = 1, somewhat wide below. None where τ is 0, the edge of what is allowed.
   */
  function standardErrors(transfer: Cells, errors: readonly (readonly (number | null)[])[]): Cells {
    return transfer.map((row, s) =>
      row.map((value, t) => {
        const tau = model.transfer[s]?.[t] ?? 0;
        const error = errors[s]?.[t] ?? null;
        return s === t || value === null || error === null || tau === 0
          ? null
          : (Math.abs(value) * error) / Math.abs(tau);
      }),
    );
  }
}
