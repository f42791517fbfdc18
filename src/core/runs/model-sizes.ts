import { withRead } from './reshape.ts';
import { namedRole } from './run-columns.ts';
import type { Table } from './table.ts';
import { longestName, set, wordsOf } from './words.ts';

const modelWords = set('model name id base architecture arch config');

const namesModels = (name: string): boolean => {
  const words = wordsOf(name);
  return words.some((word) => /^(?:model|arch)/.test(word)) && words.every((word) => modelWords.has(word));
};

/** The size in the name of a model, `pythia-160m` or `Llama-3.2-1B`; null: none, or several numbers that may be it. */
function sizeIn(name: string): string | null {
  if (name.length > longestName) return null;
  const found = [...name.matchAll(/(?<![\p{L}\d.])\d+(?:\.\d+)?[mb](?![\p{L}\d])/giu)];
  return found.length === 1 ? (found[0]?.[0] ?? null) : null;
}

/**
 * A table that tells models of several sizes by their names alone, with the size as a column: else the same mixture at two sizes would be
 * one run twice.
 *
 * @param notes gets the column of the names, in a sentence
 */
export function withModelSizes(table: Table, notes: string[]): Table {
  const { columns, rowCount } = table;
  if (columns.some((name) => namedRole(name)?.role === 'parameters')) return table;
  const column = columns.findIndex(namesModels);
  if (column < 0) return table;
  const sizes = Array.from({ length: rowCount }, (_, row) => sizeIn(table.text(row, column)));
  if (sizes.includes(null) || new Set(sizes).size < 2) return table;
  notes.push(`The model size of each row is read from \`${columns[column] ?? ''}\`.`);
  return withRead(table, [{ column, names: ['parameters'], match: (text) => [sizeIn(text) ?? ''] }]);
}
