import { isAbsent } from './numbers.ts';
import { withRead } from './reshape.ts';
import { idRank, namedRole } from './run-columns.ts';
import type { Table } from './table.ts';
import { areAbout, longestName, set, wordsOf } from './words.ts';

const telling = set('checkpoint checkpoints ckpt ckpts revision');
const beside = set('model hf name names path dir folder file id tag step');

/**
 * The step in the name of a checkpoint as trainers write it, whose run may stand before it: `checkpoint-1000` (transformers),
 * `global_step1000` (DeepSpeed), `iter_0001000` (Megatron), `epoch=0-step=1000.ckpt` (Lightning), `r0/step1000-tokens4B` (OLMo).
 */
const checkpoint =
  /^(?:(?<run>.*?)[/@:\s_-])??(?:ep(?:och)?[-_=]?\d+-)?(?:checkpoint|ckpt|(?:global[-_]?)?steps?|iter(?:ation)?|ba)[-_=]?(?<step>\d+)(?:-?tokens(?<tokens>[\d.]+[KMBT]?))?(?:-unsharded)?(?:\.\p{L}+|\/)?$/iu;

interface Checkpoint {
  /** Empty: its name tells none. */
  readonly run: string;
  readonly step: string;
  /** Empty: its name tells none. */
  readonly tokens: string;
}

function checkpointIn(text: string): Checkpoint | null {
  const found = text.length > longestName ? undefined : checkpoint.exec(text)?.groups;
  if (found === undefined) return null;
  const { run = '', step = '', tokens = '' } = found;
  return { run, step, tokens };
}

/**
 * A table that names the checkpoint of each row (`checkpoint-1000`), with its step as a column, and with the run and the tokens that stand
 * there too where no other column has them.
 *
 * @param notes gets the column of the names, in a sentence
 */
export function withCheckpoints(table: Table, notes: string[]): Table {
  const { columns } = table;
  const column = columns.findIndex((name) => areAbout(wordsOf(name), telling, beside));
  if (column < 0 || columns.includes('step')) return table;
  const rows = Array.from({ length: table.rowCount }, (_, row) => table.text(row, column));
  const named = rows.map((text) => (isAbsent(text) ? null : checkpointIn(text)));
  const isRead = named.every((found, row) => found !== null || isAbsent(rows[row] ?? ''));
  // One of all rows may be that which their trainings began with.
  if (!isRead || new Set(rows).size < 2 || haveSeveral(table, named)) return table;
  const parts: (keyof Checkpoint)[] = ['step'];
  if (!namesRuns(table) && new Set(named.map((found) => found?.run)).size > 1) parts.push('run');
  if (named.some((found) => found?.tokens) && !columns.some((name) => namedRole(name)?.role === 'tokens'))
    parts.push('tokens');
  notes.push(`The step of each row is read from \`${columns[column] ?? ''}\`.`);
  const match = (text: string): string[] | null => {
    const found = checkpointIn(text);
    return found && parts.map((part) => found[part]);
  };
  return withRead(table, [{ column, names: parts, match }]);
}

/** The columns that name runs, each in several rows: others number the rows. */
const runColumns = (table: Table): number[] =>
  [...table.columns.keys()].filter((column) => {
    if (idRank(table.columns[column] ?? '') === null) return false;
    const names = Array.from({ length: table.rowCount }, (_, row) => table.text(row, column));
    return new Set(names).size < names.length;
  });

const namesRuns = (table: Table): boolean => runColumns(table).length > 0;

/** Whether something stands before the step that changes within a run, as the stage of a training does, in which its steps are counted anew. */
function haveSeveral(table: Table, named: readonly (Checkpoint | null)[]): boolean {
  const [column] = runColumns(table);
  if (column === undefined) return false;
  const first = new Map<string, string>();
  return named.some((found, row) => {
    if (found === null) return false;
    const run = table.text(row, column);
    if (!first.has(run)) first.set(run, found.run);
    return first.get(run) !== found.run;
  });
}
