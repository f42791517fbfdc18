import { decimal } from '../../text/decimal.ts';
import { elementAt, placesBy } from '../../text/elements.ts';
import type { TextEdit, TextRange } from '../../text/range.ts';
import { quotedNames } from '../../text/words.ts';
import type { Source, WeightEdits } from '../adapter.ts';
import { isSameWeight, weightEdit } from '../weight-edits.ts';
import type { AssignedWord, ShellWord } from './script.ts';

/** What the numbers of a helper that counts in whole numbers are multiplied by at most, and the relative error that is enough. */
const finest = { scale: 1e6, error: 1e-4 };

/** The largest number that the shell counts to. */
const mostOfTheShell = 9e18;

/**
 * Edits that give the sources of a launcher these weights: where the launcher uses them, or, where a variable serves nothing but
 * weights that stay equal, where that is assigned. A helper in the shell's own arithmetic gets whole numbers. Weights of 0 get none.
 *
 * @param words of the weights, by source.
 */
export function shellEdits(
  sources: readonly Source[],
  words: readonly (ShellWord | undefined)[],
  weights: readonly number[],
  text: string,
): WeightEdits {
  const { numbers, scale } = numbersOf(sources, words, weights);
  const isChanged = (index: number): boolean => {
    const { weight, times = 1 } = elementAt(sources, index);
    const wanted = elementAt(numbers, index);
    return weight !== null && wanted !== 0 && !isSameWeight(weight.value, wanted * times);
  };
  const edits: TextEdit[] = [];
  const kept = { shared: new Set<string>(), used: new Set<string>() };
  for (const all of placesBy(words.map((word) => word?.assigned?.range.start)).values()) {
    const indices = all.filter((index) => elementAt(numbers, index) !== 0);
    const changed = indices.filter(isChanged);
    const [first] = changed;
    if (first === undefined) continue;
    const assigned = words[first]?.assigned;
    const wanted = elementAt(numbers, first);
    const together = indices.every((index) => isSameWeight(elementAt(numbers, index), wanted));
    const uses = all.flatMap((index) => words[index]?.range ?? []);
    const alone = assigned !== undefined && servesOnly(assigned, uses, text);
    if (assigned !== undefined && together && alone) {
      edits.push(weightEdit(assigned.range, wanted, text));
      continue;
    }
    for (const index of changed) {
      const range = elementAt(sources, index).weight?.range;
      if (range !== undefined) edits.push(weightEdit(range, elementAt(numbers, index), text));
    }
    for (const { name } of assigned?.variables ?? []) (alone ? kept.shared : kept.used).add(name);
  }
  return { edits, notes: [...keptNotes(kept.used, kept.shared), ...scaleNotes(scale)] };
}

/** The numbers at the places of the weights: without what a helper multiplies them by, and whole where it needs that. */
function numbersOf(
  sources: readonly Source[],
  words: readonly (ShellWord | undefined)[],
  weights: readonly number[],
): { readonly numbers: readonly number[]; readonly scale: number } {
  const exact = weights.map((weight, index) => weight / (sources[index]?.times ?? 1));
  const mustBeWhole = exact.map((_, index) => words[index]?.whole === true);
  if (!mustBeWhole.includes(true)) return { numbers: exact, scale: 1 };
  const largest = Math.max(...weights);
  const scaled = (scale: number): number[] =>
    exact.map((number, index) => {
      if (mustBeWhole[index] !== true) return number * scale;
      return number === 0 ? 0 : Math.max(1, Math.round(number * scale));
    });
  const error = (scale: number): number =>
    Math.max(
      ...scaled(scale).map((number, index) => {
        const wanted = elementAt(exact, index) * scale;
        return wanted === 0 ? 0 : Math.abs(number / wanted - 1);
      }),
    );
  let scale = 1;
  while (error(scale) > finest.error && scale < finest.scale && largest * scale * 10 < mostOfTheShell)
    scale *= 10;
  return { numbers: scaled(scale), scale };
}

/** Whether a variable is used as these weights alone, and its value is the number itself. */
function servesOnly({ range, variables }: AssignedWord, uses: readonly TextRange[], text: string): boolean {
  if (!/^[\d.]+$/.test(text.slice(range.start, range.end))) return false;
  const own = [...variables.map(({ assignment }) => assignment), ...uses];
  // Whole lines are comments; behind a command, `#` may stand in quotes.
  const code = text.replaceAll(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length));
  return variables.every(({ name }) =>
    [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].every(({ index }) =>
      own.some(({ start, end }) => start <= index && index < end),
    ),
  );
}

function keptNotes(used: ReadonlySet<string>, shared: ReadonlySet<string>): string[] {
  const note = (names: ReadonlySet<string>, why: string): string[] => {
    if (names.size === 0) return [];
    return [
      `${quotedNames([...names])} did not change, because ${why}; the new weights stand where the blend used ${names.size === 1 ? 'it' : 'them'}.`,
    ];
  };
  return [
    ...note(used, 'the script needs the value elsewhere too'),
    ...note(shared, 'sources share the value and differ now'),
  ];
}

function scaleNotes(scale: number): string[] {
  return scale === 1
    ? []
    : [`The helper counts in whole numbers, so all repeats were multiplied by ${decimal(scale)}.`];
}
