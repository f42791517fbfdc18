import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ProxySection } from '../core/mixture/mixture.ts';
import { sourceNames } from '../core/mixture/paths.ts';
import { mostConfigBytes } from '../core/formats/config-limits.ts';
import { expand, isStartable, type PlaceholderValues } from '../core/proxy/command.ts';
import { configOf } from '../core/proxy/config.ts';
import { isInside } from '../core/proxy/records.ts';
import type { PlannedRun } from '../core/proxy/run.ts';
import { chosenEngine, type ChosenEngine } from '../core/proxy/engines/all-engines.ts';
import { howToMakeConfig, resultOf, runsFolderOf, tableName } from '../core/proxy/section.ts';
import type { Command } from '../core/text/command-line.ts';
import type { Engine } from './engine.ts';
import { CannotLaunch } from './failures.ts';
import { readExactly } from './files.ts';
import { gridEngine } from './grid-engine.ts';
import { localEngine } from './local.ts';
import { slashed } from './paths.ts';
import { schedulerEngine, type Scheduler } from './scheduler.ts';
import { slurm } from './slurm.ts';

/** The proxy runs of one mixture file: its section, with all paths absolute. */
export interface ProxyProject {
  readonly section: ProxySection;
  readonly engine: ChosenEngine;
  /** Folder of the mixture file; commands start here. */
  readonly folder: string;
  readonly runsFolder: string;
  /** The mixture file, relative to the folder of the runs: the runs are planned for it, wherever both are moved. */
  readonly mixture: string;
  /** The table of finished runs that fits are made from. */
  readonly table: string;
}

/** Null: the section names an engine that does not exist. */
export function projectOf(section: ProxySection, mixtureFile: string): ProxyProject | null {
  const engine = chosenEngine(section);
  if (engine === null) return null;
  const folder = path.dirname(path.resolve(mixtureFile));
  const runsFolder = path.resolve(folder, runsFolderOf(section));
  const mixture = slashed(path.relative(runsFolder, path.resolve(mixtureFile)));
  return { section, engine, folder, runsFolder, mixture, table: path.join(runsFolder, tableName) };
}

export function engineOf(project: ProxyProject): Engine {
  const scheduler = schedulerOf(project.engine);
  if (scheduler === null) return localEngine(project.engine.limit ?? 1);
  return schedulerEngine(scheduler, path.join(project.runsFolder, '.climb', scheduler.name));
}

/** Null: the runs are processes of this machine. */
function schedulerOf({ name, limit, options }: ChosenEngine): Scheduler | null {
  switch (name) {
    case 'local':
      return null;
    case 'slurm':
      return slurm({ options, limit });
    case 'grid-engine':
      return gridEngine({ options, limit });
  }
}

/** How the runs of a project are trained, as its mixture file and its config say at one time. */
export interface Recipe {
  readonly command: Command;
  /** Null: the runs have no config. */
  readonly config: { readonly file: string; readonly text: string } | null;
  /** Stands for the command and the config: losses of different ones do not belong in one table. */
  readonly hash: string;
  /** Stands for all that a launch would start: what was confirmed is compared with it. */
  readonly confirmation: string;
}

/** @throws CannotLaunch where the section cannot be used */
export async function readRecipe(project: ProxyProject): Promise<Recipe> {
  const { section, engine, folder } = project;
  if (section.command === null) {
    throw new CannotLaunch('The section `proxy` has no `command` that can be started.');
  }
  const command = section.command.value;
  const startable = isStartable(command);
  if (startable !== null) throw new CannotLaunch(startable);
  const config = await readConfig(project);
  const trained = [
    command,
    config?.text ?? null,
    [...section.map].map(([code, names]) => [code, names.map(({ value }) => value)]),
  ];
  return {
    command,
    config,
    hash: hashOf(trained),
    confirmation: hashOf([
      trained,
      resultOf(section),
      engine.name,
      engine.limit,
      [...engine.options],
      folder,
    ]),
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

async function readConfig({ section: { config }, folder, mixture }: ProxyProject): Promise<Recipe['config']> {
  if (config === null) return null;
  const file = path.resolve(folder, config.value);
  const content = await readExactly(file, mostConfigBytes);
  if (content === null) {
    const how = howToMakeConfig(path.basename(mixture), config.value);
    throw new CannotLaunch(`There is no file \`${config.value}\` (\`proxy.config\`). ${how}`);
  }
  if ('error' in content) {
    throw new CannotLaunch(`\`${config.value}\` (\`proxy.config\`) cannot be read: ${content.error}.`);
  }
  return { file, text: content.text };
}

export interface PreparedRun {
  readonly command: Command;
  /** Of the file with its losses, relative to its folder. */
  readonly result: string;
  /** Null: the runs have no config. */
  readonly config: { readonly path: string; readonly text: string } | null;
}

/**
 * The command line and the config of one run whose files will be in `folder`.
 * @throws CannotLaunch where the recipe does not make one
 */
export function prepareRun(
  { section, folder: projectFolder }: ProxyProject,
  recipe: Recipe,
  run: PlannedRun,
  folder: string,
): PreparedRun {
  const config = configFor(section, recipe, run, folder);
  const values: PlaceholderValues = {
    config: config?.path ?? '',
    tokens: String(Math.round(run.tokens)),
    parameters: run.parameters === null ? '' : String(Math.round(run.parameters)),
    seed: String(run.seed),
    out: path.join(folder, 'out'),
    run: run.id,
  };
  for (const name of ['config', 'parameters'] as const) {
    if (values[name] === '' && recipe.command.some((word) => word.includes(`{${name}}`))) {
      throw new CannotLaunch(
        name === 'parameters' && section.parameters !== null
          ? `The command has \`{parameters}\`, but the run was planned before \`proxy.parameters\` was there: plan it again.`
          : `The command has \`{${name}}\`, but the section \`proxy\` has no \`${name}\`.`,
      );
    }
  }
  const result = slashed(
    path.relative(folder, path.resolve(projectFolder, expand(resultOf(section), values))),
  );
  if (!isInside(result)) {
    throw new CannotLaunch(
      `\`${resultOf(section)}\` (\`proxy.result\`) lies outside the folder of the run: begin it with \`{out}/\`, and let the training write there.`,
    );
  }
  return { command: recipe.command.map((word) => expand(word, values)), result, config };
}

function configFor(
  section: ProxySection,
  { config }: Recipe,
  run: PlannedRun,
  folder: string,
): PreparedRun['config'] {
  if (config === null) return null;
  const written = configOf(config.text, run.ratio, sourceNames(section.map));
  if ('error' in written) {
    throw new CannotLaunch(
      `\`${section.config?.value ?? ''}\` cannot take the shares of run ${run.id}: ${written.error.replace(/\.$/, '')}.`,
    );
  }
  return { path: path.join(folder, `config${path.extname(config.file)}`), text: written.text };
}
