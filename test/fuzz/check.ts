import process from 'node:process';
import { timeLimit, type Parser } from './parsers.ts';

/** An input that was not read as it should be. */
export class Misread extends Error {}

/** Reads one input; throws Misread with what went wrong. Counts the time of computing, not of waiting for a busy machine. */
export function check({ read, limit = timeLimit }: Parser, text: string): void {
  if (computingTime(read, text) > limit && computingTime(read, text) > limit) {
    throw new Misread(`took longer than ${limit} ms for ${text.length} characters`);
  }
}

/** Milliseconds of processor time. */
export function computingTime(read: Parser['read'], text: string): number {
  const before = process.cpuUsage();
  try {
    read(text);
  } catch (error) {
    throw new Misread(error instanceof Error ? (error.stack ?? error.message) : String(error), {
      cause: error,
    });
  }
  return process.cpuUsage(before).user / 1000;
}
