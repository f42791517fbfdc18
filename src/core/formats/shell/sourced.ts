import type { ShellWord } from './script.ts';
import type { Place } from './syntax.ts';
import { listsOf, type Variable, type Variables } from './variables.ts';

/** What variables that a sourced script finds held before. */
type Found = ReadonlyMap<string, Variable | undefined>;

const nowhere: Place = { pos: -1, end: -1 };
const setBefore = 'the script that sources this one sets it';

/** Gives a sourced script what variables hold before it. Their words stand in another file, so only values of one word are told. */
export function handOver(from: Variables, to: Variables): Found {
  const names = from.names();
  for (const name of names) {
    const known = oneWord(from.get(name));
    const value = known ?? { value: `$${name}`, unknown: setBefore };
    to.set(name, nowhere, [{ ...value, range: { start: -1, end: -1 } }], null);
  }
  return new Map(names.map((name) => [name, to.get(name)]));
}

/**
 * What a sourced script leaves in variables. A value of one word is known where it is used; the place of several is in the other
 * script.
 *
 * @param place where the script is sourced
 * @param path as it is given there
 */
export function takeOver(into: Variables, from: Variables, found: Found, place: Place, path: string): void {
  for (const name of new Set([...found.keys(), ...from.names()])) {
    const after = from.get(name);
    if (after === found.get(name)) continue;
    if (after === undefined) {
      into.put(name, undefined);
      continue;
    }
    const old = into.get(name);
    const known = oneWord(after);
    const range = { start: place.pos, end: place.end };
    if (old !== undefined && mayKeep(after))
      into.put(name, { ...old, unknown: old.unknown ?? `\`${path}\` may change \`${name}\`` });
    else if (known !== null || isEmpty(after))
      into.set(name, place, known === null ? [] : [{ ...known, range }], null);
    else {
      const unknown = `\`${path}\` sets \`${name}\``;
      into.set(name, place, [{ value: `$${name}`, range, unknown, script: { path, name } }], null);
    }
  }
}

/** The value of a variable that surely holds one known word; null: another. */
function oneWord(variable: Variable | undefined): Pick<ShellWord, 'value' | 'unknown'> | null {
  if (variable?.count !== 1 || variable.unknown !== null || variable.others.length > 0) return null;
  const word = variable.all[0];
  return word?.unknown === null ? { value: word.value, unknown: null } : null;
}

function isEmpty({ count, unknown, others }: Variable): boolean {
  return count === 0 && unknown === null && others.length === 0;
}

/** Whether some of the value may be what the variable held before: `X="$X …"`, `X=${X:-…}`, a branch. */
function mayKeep(variable: Variable): boolean {
  const isOld = ({ unknown }: ShellWord): boolean => unknown === setBefore;
  return listsOf(variable).some(({ words }) => words.some(isOld));
}
