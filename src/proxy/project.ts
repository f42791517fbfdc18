import path from 'node:path';
import type { ProxySection } from '../core/mixture/mixture.ts';
import { sourceNames } from '../core/mixture/paths.ts';
import { expand, isStartable, type PlaceholderValues } from '../core/proxy/command.ts';
import { configOf } from '../core/proxy/config.ts';
import type { PlannedRun } from '../core/proxy/run.ts';
import { chosenEngine, type ChosenEngine } from '../core/proxy/engines/index.ts';
import { resultOf, runsFolderOf, tableName } from '../core/proxy/section.ts';
import type { Command } from '../core/text/command-line.ts';
import type { Engine } from './engine.ts';
import { readText } from './folders.ts';
import { localEngine } from './local.ts';
import { slurmEngine } from './slurm.ts';

/** The proxy runs of one mixture file: its section, with all paths absolute. */
export interface ProxyProject {
  readonly section: ProxySection;
  readonly engine: ChosenEngine;
  /** Folder of the mixture file; commands start here. */
  readonly folder: string;
  readonly runsFolder: string;
  /** The table of finished runs that fits are made from. */
  readonly table: string;
}

/** The mixture file cannot be used to launch runs; the message says why. */
export class CannotLaunch extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotLaunch';
  }
}

/** Null: the section names an engine that does not exist. */
export function projectOf(section: ProxySection, mixtureFile: string): ProxyProject | null {
  const engine = chosenEngine(section);
  if (engine === null) return null;
  const folder = path.dirname(path.resolve(mixtureFile));
  const runsFolder = path.resolve(folder, runsFolderOf(section));
  return { section, engine, folder, runsFolder, table: path.join(runsFolder, tableName) };
}

export function engineOf({ engine: { name, limit, options }, runsFolder }: ProxyProject): Engine {
  switch (name) {
    case 'local':
      return localEngine(limit ?? 1);
    case 'slurm':
      return slurmEngine({ options, arrayLimit: limit, folder: path.join(runsFolder, '.slurm') });
  }
}

export interface PreparedRun {
  readonly command: Command;
  readonly result: string;
  /** Null: the runs have no config. */
  readonly config: { readonly path: string; readonly text: string } | null;
}

/** The command line and the config of one run whose files will be in `folder`. */
export async function prepareRun(
  project: ProxyProject,
  run: PlannedRun,
  folder: string,
): Promise<PreparedRun> {
  const { section } = project;
  if (section.command === null) {
    throw new CannotLaunch('The section `proxy` has no `command` that can be started.');
  }
  const command = section.command.value;
  const startable = isStartable(command);
  if (startable !== null) throw new CannotLaunch(startable);
  const config = await configFor(project, run, folder);
  const values: PlaceholderValues = {
    config: config?.path ?? '',
    tokens: String(Math.round(run.tokens)),
    parameters: run.parameters === null ? '' : String(Math.round(run.parameters)),
    seed: String(run.seed),
    out: path.join(folder, 'out'),
    run: run.id,
  };
  for (const name of ['config', 'parameters'] as const) {
    if (values[name] === '' && command.some((word) => word.includes(`{${name}}`))) {
      throw new CannotLaunch(`The command has \`{${name}}\`, but the section \`proxy\` has no \`${name}\`.`);
    }
  }
  return {
    command: command.map((word) => expand(word, values)),
    result: path.resolve(project.folder, expand(resultOf(section), values)),
    config,
  };
}

async function configFor(
  { section, folder: projectFolder }: ProxyProject,
  run: PlannedRun,
  folder: string,
): Promise<PreparedRun['config']> {
  if (section.config === null) return null;
  const file = path.resolve(projectFolder, section.config.value);
  const template = await readText(file);
  if (template === null)
    throw new CannotLaunch(`There is no file \`${section.config.value}\` (\`proxy.config\`).`);
  const written = configOf(template, run.ratio, sourceNames(section.map));
  if ('error' in written) {
    throw new CannotLaunch(
      `\`${section.config.value}\` cannot take the shares of run ${run.id}: ${written.error}.`,
    );
  }
  return { path: path.join(folder, `config${path.extname(file)}`), text: written.text };
}
