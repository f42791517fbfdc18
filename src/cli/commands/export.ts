import { formatNames, type FormatName } from '../../core/formats/adapter.ts';
import { exportMixture } from '../../core/formats/convert.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { sharesOf } from '../../core/mixture/shares.ts';
import { InputError, text, UsageError, type Command } from '../command.ts';
import { newFile, readText, writeNew } from '../files.ts';
import { elementAt } from '../../core/text/elements.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'create weights for a training framework from a mixture',
  operands: ['FILE --to FORMAT'],
  options: {
    to: { takes: 'FORMAT', about: `one of ${formatNames.join(', ')}` },
    out: { takes: 'PATH', about: 'write the weights to this new file instead of printing them' },
  },
  async run({ positionals, values, json, print, printExact, tell }) {
    const [file, ...more] = positionals;
    const to = text(values, 'to');
    const format = formatNames.find((name) => name === to);
    if (file === undefined || more.length > 0) throw new UsageError('name one mixture file');
    if (format === undefined) throw new UsageError(`--to takes ${formatNames.join(', ')}`);
    const out = await newFile(values);
    const written = await exported(file, format);
    if (out !== null) {
      await writeNew(out, written, tell);
    }
    if (json) print(JSON.stringify({ format, text: written }, null, 2));
    else if (out === null) printExact(written.replace(/\n$/, ''));
    return 0;
  },
};

async function exported(file: string, format: FormatName): Promise<string> {
  const { mixture } = parseMixture(await readText(file), { fileName: file });
  const shares = sharesOf(mixture);
  if (shares === null)
    throw new InputError(`${file} does not give every language a ratio; climb check tells more`);
  const map = mixture.targets[0]?.map ?? new Map<string, never[]>();
  const { text, reason } = exportMixture(
    new Map(mixture.languages.map(({ code }, index) => [code, elementAt(shares, index)])),
    format,
    new Map([...map].map(([code, names]) => [code, names.map(({ value }) => value)])),
  );
  if (text === null) throw new InputError(reason);
  return text;
}
