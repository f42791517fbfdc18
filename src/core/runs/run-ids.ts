import { withoutTableEndings } from './endings.ts';
import { isAbsent } from './numbers.ts';
import type { KindRoles } from './roles.ts';
import type { MappedKind } from './run-map.ts';
import type { Table } from './table.ts';
import { maxMeasurements, mayBeSame, nameOf, namesOf, type Training } from './training.ts';

/** For each kind of tables the column that names its runs; where one gives the losses of another's, the two whose names meet. */
export function idColumns(kinds: readonly MappedKind[], roles: readonly KindRoles[]): number[] {
  const possible = kinds.map((kind, k) => (roles[k] === undefined ? [] : possibleIds(kind, roles[k])));
  const chosen = possible.map(([first = -1]) => first);
  const names = new Map<string, ReadonlySet<string>>();
  const namesIn = (k: number, column: number): ReadonlySet<string> => {
    const key = `${k} ${column}`;
    let found = names.get(key);
    if (found === undefined) {
      const tables = kinds[k]?.tables ?? [];
      found = new Set(
        tables.flatMap((table) =>
          Array.from({ length: table.rowCount }, (_, row) => idKey(table.text(row, column))),
        ),
      );
      names.set(key, found);
    }
    return found;
  };
  const hasShares = (k: number): boolean =>
    (roles[k]?.shares.length ?? 0) > 0 || (roles[k]?.long?.share ?? -1) >= 0;
  const all = [...kinds.keys()];
  for (const loss of all.filter((k) => !hasShares(k))) {
    let most = 0;
    for (const share of all.filter(hasShares)) {
      for (const a of possible[share] ?? []) {
        for (const b of possible[loss] ?? []) {
          const common = [...namesIn(loss, b)].filter(
            (name) => name !== '' && namesIn(share, a).has(name),
          ).length;
          if (common > most) {
            most = common;
            chosen[share] = a;
            chosen[loss] = b;
          }
        }
      }
    }
  }
  return chosen;
}

/** Columns of ids under which rows do not contradict each other, the best first; as many rows tell as may be measurements. */
function possibleIds({ tables }: MappedKind, { ids, shares, seed, tokens, step }: KindRoles): number[] {
  return ids.filter((id) => {
    const first = new Map<string, string>();
    let [filled, contradictions] = [0, 0];
    for (const table of tables) {
      for (let row = 0; row < table.rowCount && filled < maxMeasurements; row++) {
        const name = table.text(row, id);
        if (isAbsent(name)) continue;
        filled++;
        const mixture = shares.map(({ column }) => table.text(row, column)).join(' ');
        if (shares.length > 0 && mixture.trim() === '') continue;
        const moment = [seed, tokens, step].map((column) => (column < 0 ? '' : table.text(row, column)));
        const key = [name, ...moment].join('\0');
        const earlier = first.get(key);
        if (earlier === undefined) first.set(key, mixture);
        else if (earlier !== mixture) contradictions++;
      }
    }
    return filled > 0 && contradictions <= 0.3 * filled;
  });
}

/** What tells trainings apart where no column does: every row is one, a file is one, or every mixture is one. */
export type Anonymous = 'rows' | 'path' | 'shares';

export function anonymousRows(table: Table, { step, shares, long }: KindRoles): Anonymous {
  if (step < 0) return long === null && table.rowCount === 1 ? 'path' : 'rows';
  let first: string | null = null;
  for (let row = 0; row < table.rowCount; row++) {
    const mixture = shares.map(({ column }) => table.text(row, column)).join(' ');
    if (mixture.trim() === '') continue;
    if (first !== null && first !== mixture) return 'shares';
    first = mixture;
  }
  return 'path';
}

/** Names of files and folders that say what is in them, not of which run it is. */
const ordinary =
  /^(?:\.+|(?:trainer_state|metrics?|history|log|logs|runs?|results?|evals?|train|val|validation|loss(?:es)?|events|summary|wandb-history|tb|tensorboard|outputs?|version_\d+|checkpoint[-_]?\d+|step[-_]?\d+|data|config|hparams|params|args|settings|mixture|mix|weights))$/i;

/** Names that a file's path may give its run, nearest first: its own without the ending, then the folders'. */
export function idsOfPath(path: string): string[] {
  const [file = '', ...folders] = path.split('/').reverse();
  const stem = file.includes('.tfevents.') ? [] : [withoutTableEndings(file)];
  return [...stem, ...folders].filter((name) => name !== '' && !ordinary.test(name));
}

/** Finds trainings by name, in whatever of its spellings. */
export class ByName {
  readonly #byKey = new Map<string, Training[]>();

  constructor(trainings: readonly Training[]) {
    for (const training of trainings) {
      const name = nameOf(training);
      if (name === null) continue;
      const known = this.#byKey.get(idKey(name));
      if (known === undefined) this.#byKey.set(idKey(name), [training]);
      else known.push(training);
    }
  }

  /** Those of the first of a training's names that any has. */
  alike(training: Training): readonly Training[] {
    for (const name of namesOf(training)) {
      const alike = this.#byKey.get(idKey(name)) ?? [];
      const exact = alike.filter((other) => nameOf(other) === name);
      // Spellings that differ within a table are different runs.
      const found = exact.length > 0 || new Set(alike.map(nameOf)).size > 1 ? exact : alike;
      if (found.length > 0) return found;
    }
    return [];
  }
}

/** Finds the training whose table gives the shares of one whose table gives losses alone. */
export function sharesById(trainings: readonly Training[]): (training: Training) => Training | null {
  const byName = new ByName(trainings.filter(({ shares }) => shares !== null));
  const found = new Map<Training, Training | null>();
  return (training) => {
    if (training.shares !== null) return null;
    let declared = found.get(training);
    if (declared === undefined) {
      const alike = byName.alike(training);
      const possible = alike.filter((other) => mayBeSame(training, other));
      // Of several attempts, the losses are those of the one that finished.
      declared = possible.find(({ state }) => state?.isFinished !== false) ?? possible[0] ?? alike[0] ?? null;
      found.set(training, declared);
    }
    return declared;
  };
}

/** Ids that are written differently by the programs that a table went through: `0`, `0.0` and `0.00e+00`, `007` and `7`, case and blanks. */
function idKey(id: string): string {
  const number = /^0*(\d+)(?:\.0*)?$/.exec(id)?.[1] ?? wholeOf(id);
  return (
    number ??
    id
      .trim()
      .toLowerCase()
      .replace(/[\s_-]+/g, '_')
  );
}

/** A whole number as numpy saves it, `1.200000e+01`; null: the text is none. */
function wholeOf(id: string): string | null {
  const value = /^\d\.\d+e[+-]\d\d$/.test(id) ? Number(id) : NaN;
  return Number.isSafeInteger(value) ? String(value) : null;
}
