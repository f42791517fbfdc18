import { list, quotedNames } from '../text/words.ts';
import { meaningOfAffixes } from './names.ts';
import type { Roles } from './roles.ts';
import type { MappedKind } from './run-map.ts';
import type { RunProblems } from './run-problems.ts';

/** Losses in several units, as bits per byte beside nats per token: what is made small of them together means nothing. */
export function tellMixedUnits(kinds: readonly MappedKind[], roles: Roles, problems: RunProblems): void {
  const byUnit = new Map<string, { readonly kind: MappedKind; readonly column: number }[]>();
  const add = (unit: string, kind: MappedKind, column: number): void => {
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), { kind, column }]);
  };
  for (const [k, kind] of kinds.entries()) {
    const { losses = [], long = null } = roles.kinds[k] ?? {};
    for (const { column, meaning } of losses.toSorted((a, b) => a.column - b.column))
      add(meaning.lossUnit, kind, column);
    if (long !== null && long.loss >= 0)
      add(meaningOfAffixes(kind.columns[long.loss] ?? '', '').lossUnit, kind, long.loss);
  }
  const [, second] = [...byUnit.values()];
  const [first] = second ?? [];
  const table = first?.kind.tables[0];
  if (first === undefined || table === undefined) return;
  const told = [...byUnit].map(([unit, columns]) => {
    const names = new Set(columns.map(({ kind, column }) => kind.columns[column] ?? ''));
    return `${quotedNames([...names])} in ${unit}`;
  });
  problems.add(
    'loss units',
    table.file,
    table.place(-1, first.column),
    `By their names, the losses are in different units, ${list(told)}, and cannot be weighed against each other. Give all in one unit, or say with \`loss\` in a map which to read.`,
    { rows: 0 },
  );
}
