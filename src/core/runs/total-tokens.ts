import { isAbsent } from './numbers.ts';
import type { KindRoles } from './roles.ts';
import type { RunMap } from './run-map.ts';
import type { Table } from './table.ts';

/**
 * Whether the tokens of a table's rows are those of whole runs: they stay the same over the steps of a run at which a loss changes.
 * Metrics that a tracker logged one step after the other for one moment are each there once.
 *
 * @param id the column that names the runs; -1: none does
 */
export function tokensAreTotals(table: Table, map: RunMap | null, roles: KindRoles, id: number): boolean {
  const { tokens, step, seed, parameters, shares, losses, long } = roles;
  const isGiven = typeof map?.tokens === 'number';
  if (step < 0 || (tokens < 0 && !isGiven)) return false;
  const cell = (row: number, column: number): string => (column < 0 ? '' : table.text(row, column));
  const measured = [...losses.map(({ column }) => column), ...(long === null ? [] : [long.loss])];
  const own = [...(id < 0 ? shares.map(({ column }) => column) : [id]), seed, parameters];
  const totals = new Map<string, string>();
  const seen = new Map<string, { readonly step: string; readonly loss: string }>();
  let isMeasuredAgain = false;
  for (let row = 0; row < table.rowCount; row++) {
    const total = cell(row, tokens);
    const at = cell(row, step);
    if (isAbsent(at) || (isAbsent(total) && !isGiven)) continue;
    const run = own.map((column) => cell(row, column)).join('\0');
    if ((totals.get(run) ?? total) !== total) return false;
    totals.set(run, total);
    for (const column of measured) {
      const loss = cell(row, column);
      if (isAbsent(loss)) continue;
      const what = [run, column, cell(row, long?.language ?? -1)].join('\0');
      const earlier = seen.get(what);
      if (earlier === undefined) seen.set(what, { step: at, loss });
      else isMeasuredAgain ||= earlier.step !== at && earlier.loss !== loss;
    }
  }
  return isMeasuredAgain;
}
