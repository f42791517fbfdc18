import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { isEvaluation, plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { putEntry } from '../edits.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import {
  entryOf,
  isNothing,
  textOf,
  valueAt,
  type Entry,
  type MapNode,
  type TreeNode,
} from '../reading/tree.ts';
import { elementAt } from '../../text/elements.ts';

const kinds = ['proportion', 'repeat', 'choose'] as const;
type Kind = (typeof kinds)[number];

/**
 * MosaicML streaming and llm-foundry: `streams`, each with at most one of proportion, repeat and choose
 * (mosaicml/streaming @ 89e7bb90, streaming/base/stream.py:111-113, 219-273, streaming/base/shared/prefix.py:93-153).
 */
export const mosaic: Adapter = {
  name: 'mosaic',
  framework: 'MosaicML streaming',
  marker: /\bstreams['"]?\s*:/,

  read(document: ConfigDocument): TrainingConfig | null {
    const found = findStreams(document.root);
    if (found.length === 0) return null;
    const reader = new ConfigReader(document, mosaic, 'omegaconf');
    const blends = found.map(({ label, dataset, streams }) => readStreams(label, dataset, streams, reader));
    return { blends, problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const streams = shares.map(
      ({ name, share }) =>
        `      ${JSON.stringify(name)}:\n        local: ${JSON.stringify(`/tmp/streams/${name}`)}\n        proportion: ${decimal(share)}`,
    );
    return `train_loader:\n  name: text\n  dataset:\n    streams:\n${streams.join('\n')}\n`;
  },
};

interface Found {
  readonly label: string;
  readonly dataset: MapNode;
  readonly streams: Entry;
}

/** `streams` is a map of maps with `remote` or `local`, at the root, in a loader or in its data set. */
function findStreams(root: TreeNode | null): Found[] {
  const found: Found[] = [];
  const look = (label: string, node: TreeNode | undefined) => {
    const streams = entryOf(node, 'streams');
    if (node?.kind === 'map' && streams?.value.kind === 'map' && isStreams(streams.value)) {
      found.push({ label, dataset: node, streams });
    }
  };
  if (root?.kind !== 'map') return found;
  look('train', root);
  for (const { key, value } of root.entries) {
    look(key.text, value);
    look(key.text, valueAt(value, 'dataset'));
  }
  return found;
}

/** Arguments of `Stream` (streaming/base/stream.py) besides `remote`; cameras and queues have remote streams too. */
const streamKeys =
  /^(?:local|split|proportion|repeat|choose|download_retry|download_timeout|validate_hash|keep_zip)$/;

function isStreams({ entries }: MapNode): boolean {
  const isPlaced = ({ value }: Entry) => {
    const place = textOf(valueAt(value, 'remote')) ?? textOf(valueAt(value, 'local'));
    return place !== undefined && !/^(?:rtsp|rtmp|https?|udp|srt):/.test(place);
  };
  const isOurs = ({ value }: Entry) =>
    value.kind === 'map' && value.entries.some(({ key }) => streamKeys.test(key.text));
  return entries.length > 0 && entries.every(isPlaced) && entries.some(isOurs);
}

function readStreams(label: string, dataset: MapNode, streams: Entry, reader: ConfigReader): Blend {
  reader.duplicateKeys(dataset);
  reader.duplicateKeys(streams.value);
  const map = streams.value as MapNode;
  const weights = map.entries.map(({ value }) => weightOf(value, reader));
  const used = weights.filter((weight) => weight !== null);
  const absolute = used.find(({ kind }) => kind !== 'proportion');
  const relative = used.find(({ kind }) => kind === 'proportion');
  // A stream without any of them is absolute: it is read once.
  const bare = map.entries.find((_, index) => weights[index] === null);
  const other = absolute?.entry ?? bare;
  const mixed = relative !== undefined && other !== undefined;
  if (mixed) {
    const what =
      absolute === undefined ? `\`${other.key.text}\` has no weight` : `\`${absolute.kind}\` stands`;
    reader.report(
      'mixed-kinds',
      'error',
      other.key.range,
      `${what} beside \`proportion\`: streams must all be relative or all absolute (ValueError).`,
      { related: [{ message: 'relative here', range: relative.entry.key.range }] },
    );
  }
  const epochSize = entryOf(dataset, 'epoch_size');
  if (absolute !== undefined && epochSize !== undefined && !isNothing(epochSize.value)) {
    reader.report(
      'epoch-size',
      'error',
      epochSize.key.range,
      `epoch_size cannot stand beside \`${absolute.kind}\`, which fixes the epoch itself (ValueError).`,
      { related: [{ message: 'absolute here', range: absolute.entry.key.range }] },
    );
  }
  reportLocals(map, reader);
  const kind: Kind = absolute?.kind ?? 'proportion';
  const sources = map.entries.map(({ key, value }, index): Source => {
    const weight = weights[index];
    const places = [textOf(valueAt(value, 'remote')), textOf(valueAt(value, 'local'))];
    return {
      name: reader.name(key),
      range: key.range,
      weight: weight?.kind === kind ? reader.weightIn(value, kind) : null,
      hints: [key.text, ...places.filter((place) => place !== undefined)],
    };
  });
  return {
    ...plainBlend,
    label,
    evaluation: isEvaluation(label),
    range: streams.key.range,
    unit: kind === 'repeat' ? 'epochs' : 'samples',
    sources,
    absent: kind === 'repeat' ? 1 : 'size',
    overridden: mixed ? 'streams mix relative and absolute weights' : null,
    wholeNumbers: kind === 'choose',
    insertWeights: (values) =>
      map.entries.flatMap(({ value }, index) => {
        if (value.kind !== 'map') return [];
        return putEntry(reader.text, value, 'proportion', decimal(elementAt(values, index)));
      }),
  };
}

function weightOf(
  stream: TreeNode,
  reader: ConfigReader,
): { readonly kind: Kind; readonly entry: Entry } | null {
  reader.duplicateKeys(stream);
  const given = kinds
    .map((kind) => ({ kind, entry: entryOf(stream, kind) }))
    .filter((weight): weight is { kind: Kind; entry: Entry } => !isNothing(weight.entry?.value));
  const [first, second] = given;
  if (first === undefined) return null;
  if (second !== undefined) {
    const message = `A stream takes only one of proportion, repeat and choose; here are \`${first.kind}\` and \`${second.kind}\` (ValueError).`;
    reader.report('two-kinds', 'error', second.entry.key.range, message);
  }
  return first;
}

function reportLocals({ entries }: MapNode, reader: ConfigReader): void {
  const first = new Map<string, TreeNode>();
  for (const { value } of entries) {
    const local = valueAt(value, 'local');
    const path = textOf(local);
    if (local === undefined || path === undefined) continue;
    // The split is a folder below `local`.
    const place = `${path} ${textOf(valueAt(value, 'split')) ?? ''}`;
    const earlier = first.get(place);
    if (earlier === undefined) first.set(place, local);
    else {
      reader.report(
        'duplicate-source',
        'error',
        local.range,
        `Two streams share the local directory \`${path}\` (ValueError: Reused local directory).`,
        { related: [{ message: 'used here first', range: earlier.range }] },
      );
    }
  }
}
