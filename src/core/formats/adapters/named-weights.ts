import type { TextRange } from '../../text/range.ts';
import type { Blend, Source, WeightUnit } from '../adapter.ts';
import type { ConfigReader } from '../reading/reader.ts';
import { plainBlend } from './blend.ts';
import type { MapNode } from '../reading/tree.ts';

/** The simplest form of a mixture: a map from names to numbers, normalised by the framework. */
export function readNamedWeights(
  map: MapNode,
  reader: ConfigReader,
  blend: {
    readonly label: string;
    readonly evaluation: boolean;
    readonly range: TextRange;
    readonly unit: WeightUnit;
    readonly quoted?: boolean;
  },
): Blend {
  reader.duplicateKeys(map);
  const { quoted = false, ...rest } = blend;
  const sources = map.entries.map((entry): Source => ({
    name: reader.name(entry.key),
    range: entry.key.range,
    weight: reader.weightOf(map, entry, { quoted }),
    hints: [entry.key.text.replace(/^(?:train|valid)_/, '')],
  }));
  return { ...plainBlend, ...rest, sources };
}

/** Whether a map goes from names to numbers, or to what was meant as numbers. */
export function isNamedWeights(map: MapNode): boolean {
  return (
    map.entries.length > 0 &&
    map.entries.every(
      ({ value }) =>
        value.kind === 'scalar' &&
        /^(?:\?\?\?|\$\{.*\}|[-+]?[\d.].*|\.?nan|[-+]?\.?inf|)$/i.test(value.text.trim()),
    )
  );
}
