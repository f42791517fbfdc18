import path from 'node:path';
import { readLosses } from '../core/proxy/result.ts';
import { stateOf, type Losses, type Observation, type RunState } from '../core/proxy/run.ts';
import { runTable, type FinishedRun } from '../core/proxy/table.ts';
import { EngineFailure, type Engine } from './engine.ts';
import {
  readEnded,
  readRunFolders,
  readText,
  sizeOfFile,
  wishesOf,
  writeByRename,
  type RunFolder,
} from './folders.ts';
import type { ProxyProject } from './project.ts';

/** A run and what became of it. */
export interface RunStatus extends RunFolder {
  readonly state: RunState;
  readonly reason: string | null;
  /** Of a run that is done or diverged. */
  readonly losses: Losses | null;
}

export interface ProjectStatus {
  readonly runs: readonly RunStatus[];
  /** Why the engine could not be asked: then runs that have not ended are shown as running. */
  readonly engineFailure: string | null;
}

export async function readStatus(project: ProxyProject, engine: Engine): Promise<ProjectStatus> {
  const folders = await readRunFolders(project.runsFolder);
  const ended = await Promise.all(
    folders.map(({ attempt }) => (attempt === null ? Promise.resolve(null) : readEnded(attempt))),
  );
  const open = folders.flatMap(({ attempt }, index) =>
    attempt !== null && ended[index] === null ? [attempt] : [],
  );
  const observations = new Map<string, Observation>();
  let engineFailure: string | null = null;
  try {
    const seen = open.length === 0 ? [] : await engine.observe(open);
    open.forEach((attempt, index) => observations.set(attempt.folder, seen[index]!));
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    engineFailure = error.message;
  }
  const runs = await Promise.all(
    folders.map(async (folder, index) => {
      const { attempt } = folder;
      if (attempt === null) return { ...folder, ...stateOf(null), losses: null };
      // Looked at again: it may have ended while the engine was asked, and its own word counts more.
      const last = ended[index] ?? (await readEnded(attempt));
      const losses = last?.code === 0 ? await lossesOf(project, folder) : null;
      const facts = {
        ended: last,
        wishes: await wishesOf(attempt),
        observation: observations.get(attempt.folder) ?? null,
        losses,
      };
      const told = stateOf(facts);
      const measured = told.state === 'done' || told.state === 'diverged';
      return { ...folder, ...told, losses: measured ? (losses as Losses) : null };
    }),
  );
  return { runs, engineFailure };
}

/** A result is read whole, and again at every look: a log of gigabytes would stop the editor. */
const mostResultBytes = 64e6;

async function lossesOf(
  project: ProxyProject,
  { run, attempt }: RunFolder,
): Promise<Losses | { error: string }> {
  const { losses } = project.section;
  const file = attempt!.result;
  const place = path.relative(project.folder, file);
  const size = await sizeOfFile(file);
  if (size === null) return { error: `The run left no result at ${place}.` };
  if (size > mostResultBytes) {
    return {
      error: `The result at ${place} has ${Math.round(size / 1e6)} MB; at most ${mostResultBytes / 1e6} are read. Leave the losses in a file of their own.`,
    };
  }
  const text = (await readText(file)) ?? '';
  const languages = losses.size > 0 ? [...losses.keys()] : Object.keys(run.ratio);
  return readLosses(text, languages, losses);
}

/** Writes the table of all runs that have losses. Returns how many there are. */
export async function collect(
  project: ProxyProject,
  runs: readonly RunStatus[],
  file = project.table,
): Promise<number> {
  const finished = runs.flatMap(({ run, losses }): FinishedRun[] =>
    losses === null ? [] : [{ run, losses }],
  );
  const languages = [
    ...new Set(finished.flatMap(({ run, losses }) => [...Object.keys(run.ratio), ...Object.keys(losses)])),
  ];
  const table = runTable(languages, finished);
  if (finished.length > 0 && (await readText(file)) !== table) await writeByRename(file, table);
  return finished.length;
}
