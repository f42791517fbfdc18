import path from 'node:path';
import { convertConfig } from '../../core/formats/convert.ts';
import { configAt } from '../../core/formats/held.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { InputError, UsageError, type Command } from '../command.ts';
import { readConfigs } from '../configs.ts';
import { newFile, readText, writeNew } from '../files.ts';

export const convert: Command = {
  name: 'convert',
  summary: 'create a mixture file from a training config',
  operands: ['CONFIG'],
  options: {
    out: { takes: 'MIXTURE', about: 'write the mixture to this new file instead of printing it' },
  },
  async run({ positionals, values, json, print, printExact, tell }) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one training config');
    await readText(file);
    const texts = await readConfigs('.', [file]);
    const recognised = configAt(file, (name) => texts.get(name) ?? null)?.recognised ?? null;
    if (recognised === null) throw new InputError(`${file} is not a training config that Climb recognises`);
    const out = await newFile(values);
    const named = out === null ? path.basename(file) : path.relative(path.dirname(out), file);
    const mixture = convertConfig(recognised, named.replaceAll(path.sep, '/'), languageKnowledge);
    if (mixture.text === null) throw new InputError(`${file}: ${mixture.reason}`);
    for (const note of mixture.notes) tell(`${file}: ${note}`);
    if (out !== null) {
      await writeNew(out, mixture.text, tell);
    }
    if (json) print(JSON.stringify({ format: recognised.adapter.name, text: mixture.text }, null, 2));
    else if (out === null) printExact(mixture.text.replace(/\n$/, ''));
    return 0;
  },
};
