import process from 'node:process';
import { timeLimit, type Outcome, type Parser } from './parsers.ts';

/** An input that was not read as it should be. */
export class Misread extends Error {}

/** Reads one input; throws Misread with what went wrong. */
export async function read(parser: Parser, text: string): Promise<Outcome> {
  try {
    return (await parser.read(text)) ?? 'answered';
  } catch (error) {
    throw new Misread(error instanceof Error ? (error.stack ?? error.message) : String(error), {
      cause: error,
    });
  }
}

/** The same for the long round, which looks for what takes too long. Counts the time of computing, not of waiting for a busy machine. */
export async function check(parser: Parser, text: string): Promise<Outcome> {
  const { limit = timeLimit } = parser;
  const before = process.cpuUsage();
  const outcome = await read(parser, text);
  const time = process.cpuUsage(before).user / 1000;
  if (time > limit && (await computingTime(parser, text)) > limit) {
    throw new Misread(`took longer than ${limit} ms for ${text.length} characters`);
  }
  return outcome;
}

/** Milliseconds of processor time. */
export async function computingTime(parser: Parser, text: string): Promise<number> {
  const before = process.cpuUsage();
  await read(parser, text);
  return process.cpuUsage(before).user / 1000;
}
