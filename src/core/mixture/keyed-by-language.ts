import { entryOf, type SourceMap, type SourceNode } from './source.ts';

/** A mapping whose keys are languages. */
export interface KeyedByLanguage {
  readonly map: SourceMap;
  /** Where it stands, as its keys lead there: `interactions.matrix`. */
  readonly path: string;
  /**
   * Whether it speaks to the languages of the file alone, so that another key has no effect. Tables of runs may have more of them, what a
   * stage names has a rule of its own, and what a `map` lacks is told of the config.
   */
  readonly ofFile: boolean;
}

/** Every mapping but `languages` whose keys are languages. */
export function* keyedByLanguage(root: SourceNode | null): Generator<KeyedByLanguage> {
  const interactions = entryOf(root, 'interactions')?.value;
  const proxy = entryOf(root, 'proxy')?.value;
  const runs = entryOf(interactions, 'runs')?.value;
  for (const stage of itemsOf(entryOf(root, 'stages')?.value)) yield* mapAt(stage, 'stages', 'languages');
  for (const target of itemsOf(entryOf(root, 'targets')?.value)) yield* mapAt(target, 'targets', 'map');
  yield* mapAt(proxy, 'proxy', 'map');
  yield* mapAt(proxy, 'proxy', 'losses', true);
  for (const key of ['matrix', 'saturation'] as const) {
    for (const table of mapAt(interactions, 'interactions', key, true)) {
      yield table;
      for (const { value } of table.map.entries) if (value.kind === 'map') yield { ...table, map: value };
    }
  }
  yield* mapAt(interactions, 'interactions', 'exponent', true);
  yield* mapAt(interactions, 'interactions', 'coefficient', true);
  for (const table of [runs, ...itemsOf(runs)]) {
    for (const key of ['share', 'loss', 'available'] as const) yield* mapAt(table, 'interactions.runs', key);
  }
}

function* mapAt(
  parent: SourceNode | undefined,
  path: string,
  key: string,
  ofFile = false,
): Generator<KeyedByLanguage> {
  const map = entryOf(parent, key)?.value;
  if (map?.kind === 'map') yield { map, path: `${path}.${key}`, ofFile };
}

const itemsOf = (node: SourceNode | undefined): readonly SourceNode[] =>
  node?.kind === 'list' ? node.items : [];
