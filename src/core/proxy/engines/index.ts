import type { ProxySection } from '../../mixture/mixture.ts';
import type { EngineSection } from './engine.ts';
import { local } from './local.ts';
import { slurm } from './slurm.ts';

/** Every engine that `proxy.engine` may name, the default first. Schema and `src/proxy/project.ts` know them too. */
export const engines = [local, slurm] as const satisfies readonly EngineSection[];

export type EngineName = (typeof engines)[number]['name'];

/** The engine of a section with what its own section sets. */
export interface ChosenEngine {
  readonly name: EngineName;
  /** Runs at the same time; null: the scheduler decides. */
  readonly limit: number | null;
  /** Options passed on to the scheduler, by their names. */
  readonly options: ReadonlyMap<string, string>;
}

/** The engine that a section asks for, by default the first; null: there is none of that name. */
export function chosenEngine({ engine, options }: ProxySection): ChosenEngine | null {
  const known = engine === null ? engines[0] : engines.find(({ name }) => name === engine.value);
  if (known === undefined) return null;
  const given = options.get(known.name) ?? [];
  const limit = Number(given.find(({ name }) => name === known.limit)?.value.value);
  const passed = given.filter(({ name }) => name !== known.limit && known.accepts(name));
  return {
    name: known.name,
    limit: limit >= 1 ? Math.floor(limit) : known.defaultLimit,
    options: new Map(passed.map(({ name, value }) => [name, value.value])),
  };
}
