import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, isNothing, textOf, valueAt, type MapNode, type TreeNode } from '../reading/tree.ts';

/**
 * OLMo-core, `SourceMixtureList.from_yaml`: ratios of the requested tokens that must sum to 1
 * (allenai/OLMo-core @ fa6c5014c, src/olmo_core/data/source_mixture.py:64-148, 299-339).
 */
export const olmoCore: Adapter = {
  name: 'olmo-core',
  framework: 'OLMo-core',
  marker: /\bsource_name\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const list = entryOf(document.root, 'sources');
    if (list?.value.kind !== 'list' || list.value.items.length === 0) return null;
    const items = list.value.items.filter(isSource);
    if (items.length !== list.value.items.length) return null;
    const reader = new ConfigReader(document, olmoCore, 'pyyaml');
    const sources = items.map((item) => readSource(item, reader));
    reportDuplicates(sources, reader);
    const blend: Blend = {
      ...plainBlend,
      label: 'train',
      range: list.key.range,
      sources,
      // numpy.allclose(sum, 1): 1e-8 + 1e-5 · 1
      sumTolerance: 1.001e-5,
    };
    return { blends: [blend], problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const sources = shares.map(
      ({ name, share }) =>
        `  - source_name: ${JSON.stringify(name)}\n    target_ratio: ${decimal(share)}\n    paths:\n      - ${JSON.stringify(`${name}/**/*.npy`)}`,
    );
    return `sources:\n${sources.join('\n')}\n`;
  },
};

/** At least the name and one of the other two keys, so that a half-typed source does not lose the file its format. */
function isSource(item: TreeNode): item is MapNode {
  return (
    entryOf(item, 'source_name') !== undefined &&
    (entryOf(item, 'target_ratio') !== undefined || entryOf(item, 'max_repetition_ratio') !== undefined)
  );
}

function readSource(item: MapNode, reader: ConfigReader): Source {
  reader.duplicateKeys(item);
  const named = valueAt(item, 'source_name') ?? item;
  const ratio = entryOf(item, 'target_ratio');
  const name = named.kind === 'scalar' ? reader.name(named) : '';
  const weight = reader.weightIn(item, 'target_ratio');
  if (weight === null && (ratio === undefined || isNothing(ratio.value))) {
    reader.report('ratio-missing', 'error', named.range, `\`${name}\` has no target_ratio.`);
  }
  if (weight !== null && weight.value > 1 + 1e-5) {
    const message = `A target_ratio is a share of the requested tokens and cannot exceed 1.`;
    reader.report('ratio-above-one', 'error', weight.range, message);
  }
  const paths = valueAt(item, 'paths');
  if (isNothing(paths) || (paths?.kind === 'list' && paths.items.length === 0)) {
    reader.report('paths-missing', 'error', named.range, `\`${name}\` has no paths.`);
  }
  const first = paths?.kind === 'list' ? textOf(paths.items[0]) : textOf(paths);
  return {
    name,
    range: named.range,
    weight,
    maxEpochs: readLimits(item, reader),
    ...(first === undefined ? { hints: [name] } : { file: first, hints: [name, first] }),
  };
}

/**
 * How often the source can be read: `max_source_fraction · max_repetition_ratio`, 1 by default (:311-321).
 * `SourceMixtureConfig.validate()` (:64-78) checks both, but `build()` never calls it.
 */
function readLimits(item: MapNode, reader: ConfigReader): number {
  const read = (key: string, rule: string, holds: (value: number) => boolean, words: string): number => {
    const entry = entryOf(item, key);
    const limit = entry === undefined ? null : reader.weight(entry.value);
    if (limit === null || Number.isNaN(limit.value)) return 1;
    if (holds(limit.value)) return limit.value;
    reader.report(rule, 'error', limit.range, `${key} must be ${words}; OLMo-core does not check it.`);
    return 1;
  };
  const repetition = read(
    'max_repetition_ratio',
    'repetition',
    (value) => value >= 1,
    'at least 1 (1: never repeat)',
  );
  const fraction = read(
    'max_source_fraction',
    'fraction',
    (value) => value > 0 && value <= 1,
    'above 0 and at most 1',
  );
  return repetition * fraction;
}

/** Token counts and paths are dicts by name: the later source overwrites the earlier one. */
function reportDuplicates(sources: readonly Source[], reader: ConfigReader): void {
  const first = new Map<string, Source>();
  for (const source of sources) {
    const earlier = first.get(source.name);
    if (earlier === undefined) first.set(source.name, source);
    else {
      reader.report(
        'duplicate-source',
        'error',
        source.range,
        `Two sources are called \`${source.name}\`: OLMo-core overwrites the first one's paths and token count silently.`,
        { related: [{ message: 'the first one', range: earlier.range }] },
      );
    }
  }
}
