import type { Command, Option } from './command.ts';

/** Columns of a terminal. */
const width = 100;

/** What every command takes. */
export const commonOptions: Readonly<Record<string, Option>> = {
  json: { takes: null, about: 'print output for programs' },
  help: { takes: null, short: 'h', about: 'print this help' },
};

/** The ways to call a command. */
export function synopsis({ name, operands }: Command): string {
  return operands
    .map(
      (words, index) =>
        `${index === 0 ? 'usage:' : '      '} ${['climb', name, words, '[options]'].filter(Boolean).join(' ')}`,
    )
    .join('\n');
}

/** All that `climb COMMAND --help` says. */
export function help(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions }).map(
    ([name, { takes, short, about }]) => ({
      name: `${short === undefined ? '' : `-${short}, `}--${name}${takes === null ? '' : ` ${takes}`}`,
      about,
    }),
  );
  const column = Math.max(...options.map(({ name }) => name.length)) + 4;
  const rows = options.map(({ name, about }) => `  ${name}`.padEnd(column) + wrap(about, column));
  return [
    `climb ${command.name}: ${command.summary}`,
    synopsis(command),
    ...(command.notes === undefined ? [] : [command.notes]),
    rows.join('\n'),
  ].join('\n\n');
}

/** Breaks a text between words, its further lines indented to the column that it starts in. */
function wrap(text: string, column: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1] ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (column + line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(column)}`);
}
