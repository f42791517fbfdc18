import path from 'node:path';
import { expand, isStartable, type Command, type PlaceholderValues } from '../core/proxy/command.ts';
import { configOf } from '../core/proxy/config.ts';
import type { PlannedRun } from '../core/proxy/run.ts';
import { tableName, type ProxySection } from '../core/proxy/section.ts';
import type { Engine } from './engine.ts';
import { readText } from './folders.ts';
import { localEngine } from './local.ts';
import { slurmEngine } from './slurm.ts';

/** The proxy runs of one mixture file: its section, with all paths absolute. */
export interface ProxyProject {
  readonly section: ProxySection;
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

export function projectOf(section: ProxySection, mixtureFile: string): ProxyProject {
  const folder = path.dirname(path.resolve(mixtureFile));
  const runsFolder = path.resolve(folder, section.runs);
  return { section, folder, runsFolder, table: path.join(runsFolder, tableName) };
}

export function engineOf({ section, runsFolder }: ProxyProject): Engine {
  return section.engine === 'local'
    ? localEngine(section.parallel)
    : slurmEngine({
        options: section.slurm,
        arrayLimit: section.arrayLimit,
        folder: path.join(runsFolder, '.slurm'),
      });
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
    throw new CannotLaunch(section.commandProblem?.message ?? 'The section `proxy` has no `command`.');
  }
  const startable = isStartable(section.command);
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
    if (values[name] === '' && section.command.some((word) => word.includes(`{${name}}`))) {
      throw new CannotLaunch(`The command has \`{${name}}\`, but the section \`proxy\` has no \`${name}\`.`);
    }
  }
  return {
    command: section.command.map((word) => expand(word, values)),
    result: path.resolve(project.folder, expand(section.result, values)),
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
  const written = configOf(template, run.ratio, section.map);
  if ('error' in written) {
    throw new CannotLaunch(
      `\`${section.config.value}\` cannot take the shares of run ${run.id}: ${written.error}.`,
    );
  }
  return { path: path.join(folder, `config${path.extname(file)}`), text: written.text };
}
