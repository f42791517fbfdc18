import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  attemptRecord,
  endedRecord,
  jobRecord,
  plannedRun,
  type AttemptRecord,
  type Read,
} from '../core/proxy/records.ts';
import type { Ended, PlannedRun } from '../core/proxy/run.ts';
import { isSamePath } from './paths.ts';
import {
  foldersIn,
  hasCode,
  isBelow,
  leaveMark,
  linksIn,
  listing,
  mapSome,
  onceUnlessChanged,
  readBounded,
  stampOf,
  syncFolder,
  writeDurably,
  writeOnce,
} from './files.ts';
import { elementAt } from '../core/text/elements.ts';
import { largest } from '../core/text/extremes.ts';

// The state of proxy runs lives in folders alone, so that closing the editor, a reboot or a second window change nothing:
//
//   runs/p-001/run.json               the planned run; never changes
//   runs/p-001/withdrawn              its user does not want it tried (any more)
//   runs/p-001/attempt-1/attempt.json who took it and the command line
//   runs/p-001/attempt-1/run.sh       the script that runs it (src/core/proxy/script.ts)
//   runs/p-001/attempt-1/job          the task of a scheduler, once there is one
//   runs/p-001/attempt-1/started/     created by whoever runs it, or seals it off; `process` in it: who, and where
//   runs/p-001/attempt-1/heartbeat    touched while it trains
//   runs/p-001/attempt-1/cancel       its user wants it stopped
//   runs/p-001/attempt-1/retry        its user wants the run tried again
//   runs/p-001/attempt-1/ended.json   how it ended
//   runs/p-001/attempt-1/measured.json its losses (src/proxy/measured.ts)
//   runs/p-001/attempt-1/log.txt, config.*, out/
//
// Two things are atomic and settle every race: renaming a prepared folder to `attempt-N` (who takes the run) and creating
// `started` (who runs it). Everything else is written by rename, so that nobody reads half a file. All paths in them are
// relative, so that a project may be moved.

export interface Attempt extends AttemptRecord {
  readonly runId: string;
  readonly number: number;
  readonly folder: string;
}

/** What the command of an attempt prints. */
export const logOf = ({ folder }: Pick<Attempt, 'folder'>): string => path.join(folder, 'log.txt');

export interface RunFolder {
  readonly run: PlannedRun;
  readonly folder: string;
  /** The last one; null: never tried, or its record cannot be read. */
  readonly attempt: Attempt | null;
  /** Number of the last attempt, readable or not; 0: never tried. */
  readonly tries: number;
  /** Its user does not want it tried. */
  readonly isWithdrawn: boolean;
}

export interface RunFolders {
  readonly runs: readonly RunFolder[];
  /** Folders that are left out, or records that are, each as a sentence. */
  readonly problems: readonly string[];
}

/** What runs are called that are planned here. */
const idPattern = /^p-(\d+)$/;

const attemptPattern = /^attempt-(\d{1,9})$/;

/** More than anybody plans; looking at them takes seconds. */
const mostRuns = 5000;

/** Records are written by us: one of five thousand languages is as large. */
const mostRecordBytes = 400_000;

/** Bytes of all records of the runs together: of five hundred runs of three thousand languages. */
const mostRecordsBytes = 64e6;

/**
 * All runs below a folder that are a mixture's, by id. A folder that is not there holds none.
 * @param mixture the mixture file relative to the folder of the runs
 */
export async function readRunFolders(runsFolder: string, mixture: string | null): Promise<RunFolders> {
  const all = (await foldersIn(runsFolder))
    .filter((name) => !name.startsWith('.') && !name.endsWith('.part'))
    .sort();
  const names = all.slice(0, mostRuns);
  const problems = [
    ...(all.length > mostRuns
      ? [`There are ${all.length} folders of runs; the first ${mostRuns} are looked at.`]
      : []),
    ...linksTold(await linkedRuns(runsFolder)),
  ];
  const room = { bytes: mostRecordsBytes, leftOut: 0 };
  const found = await mapSome(names, (name) => readRunFolder(path.join(runsFolder, name), room));
  if (room.leftOut > 0)
    problems.push(
      `The records of these runs have more than ${mostRecordsBytes / 1e6} MB together; ${room.leftOut} of them are not read.`,
    );
  const runs: RunFolder[] = [];
  const others = new Map<string, string[]>();
  const ids = new Set<string>();
  for (const [index, read] of found.entries()) {
    const name = elementAt(names, index);
    if (read.problem !== null) problems.push(`${name}/${read.problem}`);
    if (read.run === null) continue;
    const { id, mixture: owner } = read.run.run;
    if (owner !== undefined && mixture !== null && !(await isOwn(runsFolder, owner, mixture))) {
      others.set(owner, [...(others.get(owner) ?? []), id]);
    } else if (ids.has(id)) {
      problems.push(`${name}/run.json is left out: another folder has the run ${id} too.`);
    } else {
      ids.add(id);
      runs.push(read.run);
    }
  }
  for (const [owner, theirs] of others) {
    problems.push(
      `${theirs.length === 1 ? `${theirs.join('')} was` : `${theirs.length} runs were`} planned for ${owner} and ${theirs.length === 1 ? 'is' : 'are'} left to it: give each mixture a folder of its own (\`proxy.runs\`).`,
    );
  }
  return { runs, problems };
}

/** Links in place of folders of runs, as they are left where a run was moved to another disk. */
async function linkedRuns(runsFolder: string): Promise<string[]> {
  const links = await linksIn(runsFolder);
  const isRun = await mapSome(links, async (name) => {
    if (idPattern.test(name)) return true;
    const link = path.join(runsFolder, name);
    // One that only gives a run here another name, such as `latest`, hides none.
    return (await stampOf(path.join(link, 'run.json'))) !== null && !(await isBelow(runsFolder, link));
  });
  return links.filter((_, index) => isRun[index]).sort();
}

function linksTold(names: readonly string[]): string[] {
  const [first] = names;
  if (first === undefined) return [];
  const told =
    names.length === 1
      ? `${first} is a link, so its run is left out`
      : `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''} are links, so these ${names.length} runs are left out`;
  return [
    `${told}: links are not followed here. Put the folder itself in its place; the folder of all runs may be a link.`,
  ];
}

/** A run is its mixture's, also after the file was renamed. */
async function isOwn(runsFolder: string, owner: string, mixture: string): Promise<boolean> {
  return isSamePath(owner, mixture) || (await stampOf(path.resolve(runsFolder, owner))) === null;
}

/** @param room for the records of this folder and the others */
async function readRunFolder(
  folder: string,
  room: { bytes: number; leftOut: number },
): Promise<{ run: RunFolder | null; problem: string | null }> {
  const names = await listing(folder);
  const numbers = names.map((name) => Number(attemptPattern.exec(name)?.[1] ?? 0));
  const tries = Math.max(0, largest(numbers));
  if (!names.includes('run.json') && tries === 0) return { run: null, problem: null };
  const records = ['attempt.json', 'measured.json'].map((name) => path.join(`attempt-${tries}`, name));
  const sizes = await Promise.all(['run.json', ...records].map((name) => sizeOf(path.join(folder, name))));
  for (const size of sizes) room.bytes -= size;
  if (room.bytes < 0) {
    room.leftOut++;
    return { run: null, problem: null };
  }
  const run = await readRecord(path.join(folder, 'run.json'), plannedRun);
  if (run === null) return { run: null, problem: 'run.json is not there; its attempts are left alone.' };
  if ('error' in run) return { run: null, problem: `run.json is not a planned run: ${run.error}.` };
  const known = { run: run.value, folder, tries, isWithdrawn: names.includes('withdrawn') };
  if (tries === 0) return { run: { ...known, attempt: null }, problem: null };
  const name = `attempt-${tries}`;
  const attemptFolder = path.join(folder, name);
  const record = (await foldersIn(folder)).includes(name)
    ? await readRecord(path.join(attemptFolder, 'attempt.json'), attemptRecord)
    : { error: 'its folder is a link or a file' };
  if (record === null || 'error' in record) {
    const why = record === null ? 'it is not there' : record.error;
    const problem = `${name}/attempt.json cannot be read: ${why}. The run is tried anew.`;
    return { run: { ...known, attempt: null }, problem };
  }
  const attempt = { ...record.value, runId: run.value.id, number: tries, folder: attemptFolder };
  return { run: { ...known, attempt }, problem: null };
}

/** Bytes of a record that is read; 0: there is none, or it is larger than any. */
async function sizeOf(file: string): Promise<number> {
  return lstat(file).then(
    ({ size }) => (size > mostRecordBytes ? 0 : size),
    () => 0,
  );
}

/** Null: there is none. */
export function readRecord<T>(file: string, parse: (text: string) => Read<T>): Promise<Read<T> | null> {
  return onceUnlessChanged(file, 'record', async () => {
    const content = await readBounded(file, mostRecordBytes);
    return content === null || 'error' in content ? content : parse(content.text);
  });
}

/** Writes a planned run under the next free id after those there are. Returns it. */
export async function createRun(runsFolder: string, run: Omit<PlannedRun, 'id'>): Promise<PlannedRun> {
  await mkdir(runsFolder, { recursive: true });
  await keepOutOfGit(runsFolder);
  const taken = (await listing(runsFolder)).map((name) => Number(idPattern.exec(name)?.[1] ?? 0));
  for (let number = Math.max(0, largest(taken)) + 1; ; number++) {
    const id = `p-${String(number).padStart(3, '0')}`;
    const planned: PlannedRun = { ...run, id };
    const created = await createFolder(path.join(runsFolder, id), async (folder) => {
      await writeNew(folder, 'run.json', json(planned));
    });
    if (created) return planned;
  }
}

async function keepOutOfGit(runsFolder: string): Promise<void> {
  const text = `# Written by Climb, once. Plans and tables are kept; what the attempts leave is large and made again.
attempt-*/
*.part
.climb/
`;
  await writeFile(path.join(runsFolder, '.gitignore'), text, { flag: 'wx' }).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}

/**
 * Takes a run for one attempt. False: somebody else took it first. `prepare` fills the folder; the paths it writes must
 * be those of the final folder, which it is given second.
 */
export async function takeAttempt(
  runFolder: string,
  number: number,
  prepare: (folder: string, finalFolder: string) => Promise<void>,
): Promise<boolean> {
  const finalFolder = path.join(runFolder, `attempt-${number}`);
  return createFolder(finalFolder, (folder) => prepare(folder, finalFolder));
}

/** Takes back what was never started. A task that was submitted all the same finds its folder gone, and leaves. */
export async function untakeAttempt({ folder }: Attempt): Promise<void> {
  const part = `${folder}.${randomUUID()}.part`;
  await rename(folder, part);
  await rm(part, { recursive: true, force: true });
}

/** Creates a folder with its content in one step. False: it is there already. */
async function createFolder(folder: string, fill: (folder: string) => Promise<void>): Promise<boolean> {
  const part = `${folder}.${randomUUID()}.part`;
  await mkdir(part);
  try {
    await fill(part);
    await syncFolder(part);
    await rename(part, folder);
    await syncFolder(path.dirname(folder));
    return true;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) return false;
    throw error;
  }
}

/** A file of a folder that is being made; on the disk before the folder gets its name. */
export async function writeNew(folder: string, name: string, text: string): Promise<void> {
  await writeFile(path.join(folder, name), text, { flag: 'wx', flush: true });
}

/** Makes sure that nobody starts the attempt from now on. False: it has been started. */
export async function sealAttempt(attempt: Attempt): Promise<boolean> {
  try {
    await mkdir(path.join(attempt.folder, 'started'));
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Who runs an attempt; null: nobody, or its script has not told yet. */
export async function processOf({ folder }: Attempt): Promise<{ machine: string; pid: number } | null> {
  const read = await readRecord(path.join(folder, 'started', 'process'), (text) => {
    const words = text.trim().split('\n');
    const pid = Number(words.pop());
    return words.length > 0 && Number.isSafeInteger(pid) && pid > 1
      ? { value: { machine: words.join(' '), pid } }
      : { error: 'it names no process' };
  });
  return read !== null && 'value' in read ? read.value : null;
}

/** How an attempt says that it ended; null: it has not, or what it says cannot be read. */
export async function readEnded({ folder }: Attempt): Promise<Read<Ended> | null> {
  return readRecord(path.join(folder, 'ended.json'), endedRecord);
}

/** Says how an attempt ended that could not tell. One that told meanwhile keeps its end, which it may only lack to publish. */
export async function writeEnded({ folder }: Attempt, ended: Ended): Promise<void> {
  const file = path.join(folder, 'ended.json');
  const told = await readRecord(file, endedRecord);
  if (told !== null && 'error' in told) {
    await writeDurably(file, json(ended));
    return;
  }
  const unpublished = await readRecord(path.join(folder, 'ended.part'), endedRecord);
  const own = unpublished !== null && 'value' in unpublished && unpublished.value.code !== null;
  await writeOnce(file, json(own ? unpublished.value : ended));
}

/** Replaces an end by what became known of it since. */
export async function explainEnded({ folder }: Attempt, ended: Ended): Promise<void> {
  await writeDurably(path.join(folder, 'ended.json'), json(ended));
}

/** What the user wants of an attempt. Any launcher acts on it, also one that is at work already. */
export type Wish = 'cancel' | 'retry';

export async function recordWish({ folder }: Attempt, wish: Wish): Promise<void> {
  await leaveMark(path.join(folder, wish));
}

/** Whether the user wants a run tried at all. */
export async function withdraw(run: RunFolder, isWithdrawn: boolean): Promise<void> {
  const file = path.join(run.folder, 'withdrawn');
  if (isWithdrawn) await leaveMark(file);
  else await rm(file, { force: true });
}

export async function readJob({ folder }: Attempt): Promise<string | null> {
  const job = await readRecord(path.join(folder, 'job'), jobRecord);
  return job !== null && 'value' in job ? job.value : null;
}

/** Why the job of an attempt is none that a scheduler may be asked about; null: it is one, or there is none. */
export async function problemOfJob({ folder, number }: Attempt): Promise<string | null> {
  const job = await readRecord(path.join(folder, 'job'), jobRecord);
  return job !== null && 'error' in job ? `attempt-${number}/job is not used: ${job.error}.` : null;
}

export async function writeJob({ folder }: Attempt, job: string): Promise<void> {
  await writeDurably(path.join(folder, 'job'), `${job}\n`);
}

export interface AttemptFiles {
  readonly isStarted: boolean;
  readonly wishes: ReadonlySet<Wish>;
  /** Changes whenever the attempt does something that can be seen. */
  readonly signs: string;
}

/** What an attempt's folder shows at a glance. */
export async function glanceAt({ folder }: Attempt): Promise<AttemptFiles> {
  const names = await listing(folder);
  const signs = await Promise.all(
    ['heartbeat', 'log.txt', 'job', 'started', 'out', 'ended.part'].map((name) =>
      names.includes(name) ? stampOf(path.join(folder, name)) : Promise.resolve(null),
    ),
  );
  return {
    isStarted: names.includes('started'),
    wishes: new Set((['cancel', 'retry'] as const).filter((wish) => names.includes(wish))),
    signs: signs.join('\n'),
  };
}

/** When the heart of an attempt beat last, in milliseconds since 1970 by the clock of its file system; null: never. */
export async function lastBeat({ folder }: Attempt): Promise<number | null> {
  return stat(path.join(folder, 'heartbeat')).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
