import { ownErrors } from '../checks/own-errors.ts';
import { addLanguages, type AddedLanguages } from '../edits/add-languages.ts';
import { parseMixture, type ParsedMixture } from '../mixture/parse.ts';
import { applyEdits } from '../text/range.ts';
import { list } from '../text/words.ts';
import { savingOf, usualRuns, varied } from './varied.ts';

/** Languages that can be added to a mixture, and the proxy runs that they need; or why they cannot, in a sentence. */
export type Addition =
  | {
      readonly kind: 'ready';
      readonly change: AddedLanguages;
      /** Of the mixture with them. */
      readonly text: string;
      /** What is added and what is kept, in sentences. */
      readonly summary: string;
      /** How many runs to plan for them. */
      readonly runs: number;
      /** How many fewer these are than if all shares varied, in a sentence; null: no fewer. */
      readonly saving: string | null;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The whole of adding languages: new entries without text yet, the old proportions kept, and what has to be trained to know their shares.
 *
 * @param textOf of a file that the mixture names; null: it was not read
 */
export function addition(
  parsed: ParsedMixture,
  codes: readonly string[],
  fileName: string,
  textOf: (path: string) => string | null,
): Addition {
  const change = addLanguages(parsed, codes);
  if (change === null) return { kind: 'refused', reason: 'There is no list of languages to add to.' };
  if (change.added.length === 0)
    return { kind: 'refused', reason: `The mixture already has ${list(change.known)}.` };
  const text = applyEdits(parsed.text, change.edits);
  const after = parseMixture(text, { fileName });
  const before = new Set(errorsOf(parsed));
  const broken = errorsOf(after).find((message) => !before.has(message));
  if (broken !== undefined) return { kind: 'refused', reason: `That would cause an error: ${broken}` };
  const { columns } = varied(after.mixture, textOf);
  const runs = usualRuns(columns);
  return {
    kind: 'ready',
    change,
    text,
    summary: summaryOf(change, after),
    runs,
    saving: savingOf(columns, after.mixture.languages.length, runs),
  };
}

const errorsOf = (parsed: ParsedMixture): string[] => ownErrors(parsed).map(({ message }) => message);

function summaryOf({ added, known, made, kept }: AddedLanguages, { mixture }: ParsedMixture): string {
  const group = mixture.groups.find(({ name }) => name === made);
  const members = group?.members.map(({ value }) => value) ?? [];
  return [
    `${list(added)} ${added.length === 1 ? 'comes' : 'come'} without any text yet.`,
    made !== null
      ? `${members.length > 6 ? `The ${members.length} languages with text` : list(members)} keep their proportions, as the group ${made}.`
      : kept.length > 0
        ? `${kept.length === 1 ? 'The kept group' : 'The kept groups'} ${list(kept)} ${kept.length === 1 ? 'stays' : 'stay'} as ${kept.length === 1 ? 'it is' : 'they are'}.`
        : 'There are no proportions to keep.',
    ...(known.length === 0 ? [] : [`${list(known)} ${known.length === 1 ? 'is' : 'are'} there already.`]),
  ].join(' ');
}
