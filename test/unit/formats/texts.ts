// What tests ask of one config, as a text.
import { problemsOf, recognise } from '../../../src/core/formats/check.ts';
import { sampledShares } from '../../../src/core/formats/shares.ts';
import { trainingBlend, writeShares } from '../../../src/core/formats/write.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';

export const read = (text: string) => {
  const recognised = recognise(text);
  if (recognised === null) throw new Error(`not recognised: ${text}`);
  return recognised;
};

/** By source, as the config has them before the trainer makes anything of them. */
export const sharesOf = (text: string) => {
  const blend = trainingBlend(read(text).config)!;
  const shares = sampledShares({ ...blend, realise: null });
  return (
    shares && Object.fromEntries(blend.sources.map(({ name }, index) => [name, +shares[index]!.toFixed(9)]))
  );
};

export const errorsOf = (text: string) =>
  problemsOf(read(text), null)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code, message }) => `${code}: ${message}`);

export function write(text: string, shares: Record<string, number>) {
  const { edits, notes, refused, changed } = writeShares(read(text), new Map(Object.entries(shares)), {
    languages: knownLanguages,
  });
  return { text: applyEdits(text, edits), notes: notes.join('\n'), refused, changed };
}
