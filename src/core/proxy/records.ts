import type { Command } from '../text/command-line.ts';
import { engines, type EngineName } from './engines/all-engines.ts';
import type { Ended, Losses, Measured, PlannedRun } from './run.ts';

// The files of a run folder as they are read back. A power cut, a full disk, a careless hand or somebody who means harm may
// have left anything there, so that nothing in them is believed before it was looked at.

/** What was read; or why it is no such record. */
export type Read<T> = { readonly value: T } | { readonly error: string };

/** What was decided when an attempt was taken; the content of `attempt.json`. */
export interface AttemptRecord {
  readonly engine: EngineName;
  /** Stands in the environment of all its processes, and in that of no other attempt. */
  readonly mark: string;
  readonly command: Command;
  /** The file that the losses are read from, relative to the folder of the attempt and inside it. */
  readonly result: string;
  /** Of the command and the config that it was started with (src/proxy/project.ts). */
  readonly recipe: string;
  /** The process that took it, to tell whether it still means to start it. */
  readonly launcher: ProcessRecord;
}

/** A process, in words that no later process with the same number shares. */
export interface ProcessRecord {
  /** For people: names change, and machines share them. */
  readonly host: string;
  /** One start of one kernel, and in it one space of process ids. */
  readonly machine: string;
  readonly pid: number;
  /** When it started, by the kernel's count. */
  readonly started: string;
}

type Fields = Readonly<Record<string, unknown>>;

const longestText = 4096;

export function plannedRun(text: string): Read<PlannedRun> {
  return read(text, (fields) => {
    if (fields['climbRun'] !== 1) throw new Fault('it says no `climbRun: 1`');
    const ratio = Object.entries(object(fields, 'ratio'));
    if (ratio.length === 0) throw new Fault('`ratio` is empty');
    for (const [code, share] of ratio) {
      if (typeof share !== 'number' || !(share >= 0 && share <= 1))
        throw new Fault(`\`ratio.${code}\` is not a share`);
    }
    const tokens = number(fields, 'tokens');
    if (!(tokens > 0)) throw new Fault('`tokens` is not above zero');
    const parameters = fields['parameters'] ?? null;
    if (parameters !== null && !(number(fields, 'parameters') > 0))
      throw new Fault('`parameters` is not above zero');
    const seed = number(fields, 'seed');
    if (!Number.isSafeInteger(seed)) throw new Fault('`seed` is not a whole number');
    return {
      climbRun: 1,
      id: string(fields, 'id'),
      ...(fields['mixture'] === undefined ? {} : { mixture: string(fields, 'mixture') }),
      ratio: Object.fromEntries(ratio) as PlannedRun['ratio'],
      tokens,
      parameters: parameters as number | null,
      seed,
    };
  });
}

export function attemptRecord(text: string): Read<AttemptRecord> {
  return read(text, (fields) => {
    const engine = engines.find(({ name }) => name === fields['engine'])?.name;
    if (engine === undefined) throw new Fault('`engine` names an unknown engine');
    const command = fields['command'];
    if (!Array.isArray(command) || !command.every((word) => typeof word === 'string')) {
      throw new Fault('`command` is not a list of words');
    }
    const mark = string(fields, 'mark');
    if (!/^[\w-]+$/.test(mark)) throw new Fault('`mark` is none of ours');
    const result = string(fields, 'result');
    if (!isInside(result)) throw new Fault('`result` leads out of the folder of the attempt');
    const launcher = object(fields, 'launcher');
    return {
      engine,
      mark,
      command,
      result,
      recipe: string(fields, 'recipe'),
      launcher: {
        host: string(launcher, 'host'),
        machine: string(launcher, 'machine'),
        pid: number(launcher, 'pid'),
        started: string(launcher, 'started'),
      },
    };
  });
}

/** Whether a relative path stays in its folder. */
export function isInside(path: string): boolean {
  return (
    path !== '' &&
    !/^(?:[/\\]|[A-Za-z]:)/.test(path) &&
    !path.split(/[/\\]/).includes('..') &&
    !path.includes('\0')
  );
}

export function endedRecord(text: string): Read<Ended> {
  return read(text, (fields) => {
    const { code = null, state, reason, stopped, seconds } = fields;
    if (code !== null && !Number.isInteger(code)) throw new Fault('`code` is not an exit status');
    if (code === null && state === undefined) throw new Fault('it does not say how the run ended');
    if (state !== undefined && state !== 'failed' && state !== 'cancelled' && state !== 'interrupted') {
      throw new Fault('`state` is none that there is');
    }
    return {
      code: code as number | null,
      ...(state === undefined ? {} : { state }),
      ...(reason === undefined ? {} : { reason: string(fields, 'reason') }),
      ...(stopped === true ? { stopped } : {}),
      ...(typeof seconds === 'number' && seconds >= 0 && seconds < Infinity ? { seconds } : {}),
    };
  });
}

/** The losses of an attempt as they were recorded, with the keys that they were read by; the content of `measured.json`. */
export interface MeasuredRecord extends Measured {
  readonly keys: Readonly<Record<string, string>>;
}

export function measuredRecord(text: string): Read<MeasuredRecord> {
  return read(text, (fields) => {
    const losses = Object.entries(object(fields, 'losses'));
    for (const [code, loss] of losses) {
      if (loss !== null && !(typeof loss === 'number' && loss >= 0))
        throw new Fault(`\`losses.${code}\` is not a loss`);
    }
    const missing = fields['missing'];
    if (!Array.isArray(missing) || !missing.every((code) => typeof code === 'string')) {
      throw new Fault('`missing` is not a list of languages');
    }
    const keys = Object.entries(object(fields, 'keys'));
    if (!keys.every(([, key]) => typeof key === 'string')) throw new Fault('`keys` are not names');
    return {
      losses: Object.fromEntries(losses) as Losses,
      missing,
      keys: Object.fromEntries(keys) as Record<string, string>,
    };
  });
}

/** The job of a scheduler and the index of a task in it, as `job_index`; nothing else may reach a command line. */
export function jobRecord(text: string): Read<string> {
  const job = text.trim();
  return /^\d{1,18}_\d{1,9}$/.test(job) ? { value: job } : { error: 'it is not a job number with an index' };
}

class Fault extends Error {}

function read<T>(text: string, value: (fields: Fields) => T): Read<T> {
  if (text.trim() === '') return { error: 'it is empty' };
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isObject(parsed)) return { error: 'it is not a record' };
    return { value: value(parsed) };
  } catch (error) {
    if (error instanceof Fault) return { error: error.message };
    if (error instanceof SyntaxError) return { error: 'it is not valid JSON' };
    throw error;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (!isObject(value)) throw new Fault(`\`${name}\` is missing or not a mapping`);
  return value;
}

function string(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '' || value.length > longestText) {
    throw new Fault(`\`${name}\` is missing or not text`);
  }
  return value;
}

function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Fault(`\`${name}\` is missing or no number`);
  return value;
}
