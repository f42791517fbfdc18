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
  for (const { steps, ofFile } of places) {
    const path = steps.filter((step) => step !== '-' && step !== '*').join('.');
    for (const map of mapsAt(root ?? undefined, steps)) yield { map, path, ofFile };
  }
}

/** Whether the keys of the mapping at a path are languages of the file, as they are under `languages`. */
export const isKeyedByLanguage = (path: readonly string[]): boolean =>
  places.some(
    ({ steps }) => steps.length === path.length && steps.every((step, i) => step === '*' || step === path[i]),
  );

interface KeyedPlace {
  /** Keys from the root; `-`: each item of a list, `*`: each entry of a mapping. */
  readonly steps: readonly string[];
  readonly ofFile: boolean;
}

const place = (path: string, ofFile = false): KeyedPlace => ({ steps: path.split('/'), ofFile });

const places: readonly KeyedPlace[] = [
  place('stages/-/languages'),
  place('targets/-/map'),
  place('proxy/map'),
  place('proxy/losses', true),
  ...['matrix', 'saturation'].flatMap((key) => [
    place(`interactions/${key}`, true),
    place(`interactions/${key}/*`, true),
  ]),
  place('interactions/exponent', true),
  place('interactions/coefficient', true),
  ...['share', 'loss', 'available'].flatMap((key) => [
    place(`interactions/runs/${key}`),
    place(`interactions/runs/-/${key}`),
  ]),
];

function* mapsAt(node: SourceNode | undefined, [step, ...rest]: readonly string[]): Generator<SourceMap> {
  if (node === undefined) return;
  if (step === undefined) {
    if (node.kind === 'map') yield node;
  } else if (step === '-')
    for (const item of node.kind === 'list' ? node.items : []) yield* mapsAt(item, rest);
  else if (step === '*')
    for (const { value } of node.kind === 'map' ? node.entries : []) yield* mapsAt(value, rest);
  else yield* mapsAt(entryOf(node, step)?.value, rest);
}
