import process from 'node:process';
import { parseArgs } from 'node:util';
import { nearestWords } from '../core/text/nearest.ts';
import { onOneLine, visible } from '../core/text/foreign.ts';
import { InputError, UsageError, type Command, type Invocation } from './command.ts';
import { commands } from './commands/all-commands.ts';
import { answerTasks } from '../fitting/node/task-threads.ts';
import { commonOptions, help, synopsis } from './help.ts';
import { version } from './product.ts';
import { messageOf } from '../core/text/error-message.ts';

const print = (text: string): void => void process.stdout.write(`${visible(text)}\n`);
/** Answers for machines and contents of files go out as they are, unless a terminal would act on them. */
const printExact = (text: string): void =>
  process.stdout.isTTY ? print(text) : void process.stdout.write(`${text}\n`);
const tell = (...lines: readonly string[]): void =>
  void process.stderr.write(lines.map((line) => `${onOneLine(line)}\n`).join(''));

const overview = `climb: how much of each language to train on

${commands.map(({ name, summary }) => `  climb ${name.padEnd(10)}${summary}`).join('\n')}

climb COMMAND --help explains a command, climb --version prints the version. Exit status: 0 success, 1 the input has errors, 2 usage or unreadable file, 130 interrupted.`;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const command = commands.find((known) => known.name === name);
  if (command === undefined) {
    const [helped] = rest;
    if (name === 'help' && helped !== undefined) return main([helped, '--help']);
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      print(overview);
      return name === undefined ? 2 : 0;
    }
    if (name === '--version' || name === '-V') {
      print(version);
      return 0;
    }
    const known = commands.map((command) => command.name);
    tell(`climb: there is no command ${name}${meant(name, known)}`, 'climb --help lists them');
    return 2;
  }
  try {
    const { values, positionals } = read(command, rest);
    if (values['help'] === true) {
      print(help(command));
      return 0;
    }
    const json = values['json'] === true;
    return await command.run({
      positionals,
      values,
      json,
      print: json ? printExact : print,
      printExact,
      tell,
    });
  } catch (error) {
    if (error instanceof UsageError) {
      tell(
        `climb ${command.name}: ${error.message}`,
        ...synopsis(command).split('\n'),
        `climb ${command.name} --help explains the options`,
      );
      return 2;
    }
    if (error instanceof InputError) {
      tell(`climb ${command.name}: ${error.message}`, ...error.below);
      return 1;
    }
    throw error;
  }
}

/** What a misspelt word may stand for, as the end of the message about it. */
function meant(word: string, known: readonly string[]): string {
  const [nearest] = nearestWords(word, known);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

function read(command: Command, args: string[]): Pick<Invocation, 'positionals' | 'values'> {
  const options = Object.entries({ ...command.options, ...commonOptions }).map(([name, { takes, short }]) => {
    const type: 'boolean' | 'string' = takes === null ? 'boolean' : 'string';
    return [name, short === undefined ? { type } : { type, short }] as const;
  });
  const config = { args, allowPositionals: true, options: Object.fromEntries(options) };
  const known = options.map(([name]) => `--${name}`);
  // The reader's own message about an unknown option is long, and names no other one.
  for (const token of parseArgs({ ...config, strict: false, tokens: true }).tokens)
    if (token.kind === 'option' && !Object.hasOwn(config.options, token.name))
      throw new UsageError(`there is no option ${token.rawName}${meant(token.rawName, known)}`);
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(messageOf(error).replaceAll('\n', ' '), { cause: error });
  }
}

process.on('SIGINT', () => process.exit(130));
// A reader that has seen enough (`climb … | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// Progress that nobody listens to any more (the editor was closed) ends no launch.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// Threads of a long fit run this script again.
if (!answerTasks())
  void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
  });
