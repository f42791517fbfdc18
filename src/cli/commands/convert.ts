import path from 'node:path';
import { recognise } from '../../core/formats/check.ts';
import { convertConfig } from '../../core/formats/convert.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { InputError, text, UsageError, type Command } from '../command.ts';
import { readText, writeAtomically } from '../files.ts';

export const convert: Command = {
  name: 'convert',
  summary: 'a mixture file from a training config',
  usage: 'climb convert CONFIG [--out MIXTURE]',
  options: { out: { type: 'string' } },
  async run({ positionals, values, json, print, printExact, tell }) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one training config');
    const recognised = recognise(await readText(file));
    if (recognised === null) throw new InputError(`${file} is no training config that Climb knows`);
    const out = text(values, 'out');
    const named = out === null ? path.basename(file) : path.relative(path.dirname(out), file);
    const mixture = convertConfig(recognised, named.replaceAll(path.sep, '/'), languageKnowledge);
    if (mixture.text === null) throw new InputError(`${file}: ${mixture.reason}`);
    if (out !== null) {
      await writeAtomically(out, mixture.text);
      tell(`wrote ${out}`);
    }
    if (json) print(JSON.stringify({ format: recognised.adapter.name, text: mixture.text }, null, 2));
    else if (out === null) printExact(mixture.text.replace(/\n$/, ''));
    return 0;
  },
};
