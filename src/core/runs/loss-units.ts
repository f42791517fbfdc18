import { list, quotedNames } from '../text/words.ts';
import { meaningOfAffixes } from './names.ts';
import type { Roles } from './roles.ts';
import type { MappedKind } from './run-map.ts';
import type { RunProblems } from './run-problems.ts';

/** What is fitted of accuracies. */
const accuracyUnit = '1 − accuracy';
const usual = 'nats';

/**
 * What the losses are in, by the names of their columns: nats where these say nothing. Null, with a problem: they are in several units, as
 * bits per byte beside nats per token, and what is made small of them together means nothing.
 */
export function unitOfLosses(
  kinds: readonly MappedKind[],
  roles: Roles,
  problems: RunProblems,
): string | null {
  const byUnit = new Map<string, { readonly kind: MappedKind; readonly column: number }[]>();
  const add = (named: string, kind: MappedKind, column: number): void => {
    const unit = kind.map?.fewerIsBetter === false ? accuracyUnit : named;
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), { kind, column }]);
  };
  for (const [k, kind] of kinds.entries()) {
    const { losses = [], long = null } = roles.kinds[k] ?? {};
    for (const { column, meaning } of losses.toSorted((a, b) => a.column - b.column))
      add(meaning.lossUnit, kind, column);
    if (long !== null && long.loss >= 0)
      add(meaningOfAffixes(kind.columns[long.loss] ?? '', '').lossUnit, kind, long.loss);
  }
  const [only = usual] = byUnit.keys();
  const [, second] = [...byUnit.values()];
  if (second === undefined) return only.replace(/ per token$/, '');
  const [first] = second;
  const table = first?.kind.tables[0];
  if (first === undefined || table === undefined) return null;
  const told = [...byUnit].map(([unit, columns]) => {
    const names = new Set(columns.map(({ kind, column }) => kind.columns[column] ?? ''));
    return `${quotedNames([...names])} in ${unit}`;
  });
  problems.add(
    'loss units',
    table.file,
    table.place(-1, first.column),
    `By their names, the losses are in different units, ${list(told)}, and cannot be weighed against each other unless \`objective.loss\` is \`relative\`. Give all in one unit, or say with \`loss\` in a map which to read.`,
    { rows: 0 },
  );
  return null;
}
