import { elementAt } from '../text/elements.ts';
import { isAbsent, numberOf } from './numbers.ts';
import type { KindRoles } from './roles.ts';
import type { MappedKind } from './run-map.ts';

const saysAccuracy = /(?:^|[^a-z])(?:acc|accuracy|score)(?![a-z])/i;

/** What to do with accuracies that no table calls losses; null: none of these columns is one by its name. */
export function accuracyAdvice(columns: readonly string[]): string | null {
  const found = columns.filter((name) => saysAccuracy.test(name));
  if (found.length === 0) return null;
  const names = found.slice(0, 3).map((name) => `\`${name}\``);
  const more = found.length > 3 ? ', …' : '';
  return `If ${names.join(', ')}${more} ${found.length === 1 ? 'is an accuracy' : 'are accuracies'}, name ${found.length === 1 ? 'it' : 'them'} under \`loss\` in a map with \`fewer_is_better: false\`.`;
}

/** What the accuracies of tables are parts of: 100 where any is more than 1, be the others as small as they may. */
export function accuracyWhole({ tables, notations }: MappedKind, { losses, long }: KindRoles): 1 | 100 {
  const columns = [...losses.map(({ column }) => column), ...(long === null ? [] : [long.loss])];
  for (const table of tables)
    for (let row = 0; row < table.rowCount; row++)
      for (const column of columns) {
        const text = column < 0 ? '' : table.text(row, column);
        if (!isAbsent(text) && (numberOf(text, elementAt(notations, column)) ?? 0) > 1) return 100;
      }
  return 1;
}
