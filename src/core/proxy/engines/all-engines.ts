import type { ProxySection } from '../../mixture/mixture.ts';
import type { Asked, EngineSection } from './engine.ts';
import { local } from './local.ts';
import { gridEngine } from './grid-engine.ts';
import { slurm } from './slurm.ts';

/** Every engine that `proxy.engine` may name, the default first. Schema and `src/proxy/project.ts` know them too. */
export const engines = [local, slurm, gridEngine] as const satisfies readonly EngineSection[];

export type EngineName = (typeof engines)[number]['name'];

/** The engine of a section with what its own section sets. */
export interface ChosenEngine {
  readonly name: EngineName;
  readonly title: string;
  /** Runs at the same time; null: the scheduler decides. */
  readonly limit: number | null;
  /** Options passed on to the scheduler, by their names. */
  readonly options: ReadonlyMap<string, string>;
  /** Its program with those options; null: nothing is passed on. */
  readonly words: readonly string[] | null;
  readonly asked: Asked;
}

/** The engine that a section asks for, by default the first; null: there is none of that name. */
export function chosenEngine({ engine, options: sections }: ProxySection): ChosenEngine | null {
  const known = engine === null ? engines[0] : engines.find(({ name }) => name === engine.value);
  if (known === undefined) return null;
  const given = sections.get(known.name) ?? [];
  const limit = Number(given.find(({ name }) => name === known.limit)?.value.value);
  const passed = given.filter(({ name }) => name !== known.limit && known.accepts(name));
  const options = new Map(passed.map(({ name, value }) => [name, value.value]));
  return {
    name: known.name,
    title: known.title,
    limit: limit >= 1 ? Math.floor(limit) : known.defaultLimit,
    options,
    words: known.program === null || options.size === 0 ? null : [known.program, ...known.words(options)],
    asked: known.asks(options),
  };
}
