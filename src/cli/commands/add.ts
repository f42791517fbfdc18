import path from 'node:path';
import { addition } from '../../core/analysis/add-languages.ts';
import { keptPaths } from '../../core/mixture/keep.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { InputError, UsageError, type Command } from '../command.ts';
import { readText, writeAtomically } from '../files.ts';
import { requireKnown } from '../languages.ts';

export const add: Command = {
  name: 'add',
  summary: 'add languages to a mixture whose others keep their proportions',
  operands: ['FILE CODE…'],
  notes: 'Prints the mixture with the new languages, how many runs they require and how many this saves.',
  options: {
    write: { takes: null, about: 'write it to the file instead of printing it' },
  },
  async run({ positionals, values, json, print, printExact, tell }) {
    const [file, ...codes] = positionals;
    if (file === undefined || codes.length === 0)
      throw new UsageError('name a mixture file and the languages to add, by their codes');
    requireKnown(codes);
    const before = await readText(file);
    const parsed = parseMixture(before, { fileName: file });
    const texts = new Map<string, string>();
    for (const name of keptPaths(parsed.mixture))
      texts.set(name, await readText(path.resolve(path.dirname(file), name)));
    const added = addition(parsed, codes, file, (name) => texts.get(name) ?? null);
    if (added.kind === 'refused') throw new InputError(`${file}: ${added.reason}`);
    const { change, text, summary, runs, saving } = added;
    if (values['write'] === true) await writeAtomically(file, text, before);
    if (json)
      print(
        JSON.stringify(
          { added: change.added, made: change.made, kept: change.kept, runs, saving, text },
          null,
          2,
        ),
      );
    else if (values['write'] !== true) printExact(text.replace(/\n$/, ''));
    tell(summary);
    if (saving !== null) tell(saving);
    tell(`climb plan ${file} --runs ${runs} plans their proxy runs.`);
    return 0;
  },
};
