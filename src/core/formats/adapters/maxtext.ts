import type { TextRange } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { removeFrom, removeItems } from '../edits.ts';
import { ConfigReader } from '../reading/reader.ts';
import { notPlaced, partsOf } from '../reading/parts.ts';
import { pythonFloat } from '../reading/scalars.ts';
import { decimal } from '../../text/decimal.ts';
import { elementAt } from '../../text/elements.ts';
import { precisePercent } from '../../text/words.ts';
import { entryOf, mapsIn, textOf, valueAt, type MapNode, type ScalarNode } from '../reading/tree.ts';

/**
 * MaxText with grain: `grain_train_files: "files,weight;files,weight"`, or a JSON map from names to path and weight
 * (AI-Hypercomputer/maxtext @ e591f30cb, src/maxtext/input_pipeline/grain_data_processing.py:154-213;
 * google/grain @ f5dd0d8, transformations/mix.py:46-47, 281-282).
 */
export const maxtext: Adapter = {
  name: 'maxtext',
  framework: 'MaxText',
  marker: /\bgrain_train_files\b|"weight"\s*:/,

  read(document: ConfigDocument): TrainingConfig | null {
    const { root } = document;
    if (root?.kind !== 'map') return null;
    const section = mapsIn(root).find((node) => entryOf(node, 'grain_train_files'));
    const files = entryOf(section, 'grain_train_files');
    if (files?.value.kind === 'scalar' && /[;,]/.test(files.value.text)) {
      const reader = new ConfigReader(document, maxtext, 'omegaconf');
      reader.duplicateKeys(section);
      const blends = [readFiles(files.value, files.key.range, reader)];
      return { blends, problems: reader.problems, sequences: null };
    }
    if (!document.isJson || !isMixtureJson(root)) return null;
    const reader = new ConfigReader(document, maxtext, 'json');
    return { blends: [readJson(root, reader)], problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const entries = shares
      .filter(({ share }) => share > 0)
      .map(
        ({ name, share }) =>
          `  ${JSON.stringify(name)}: { "path": ${JSON.stringify(`${name}*.array_record`)}, "weight": ${decimal(share)} }`,
      );
    return `{\n${entries.join(',\n')}\n}\n`;
  },
};

/** Names with a path and a weight and nothing else, and a path of records; a proxy's routes have both as well. */
function isMixtureJson({ entries }: MapNode): boolean {
  const keys = entries.flatMap(({ value }) =>
    value.kind === 'map' && value.entries.length > 0 ? value.entries.map(({ key }) => key.text) : [''],
  );
  return (
    keys.includes('weight') &&
    keys.every((key) => key === 'path' || key === 'weight') &&
    entries.some(({ value }) =>
      /\*|array_?record|\.parquet|\.tfrecord|^gs:/.test(textOf(valueAt(value, 'path')) ?? ''),
    )
  );
}

const grainBlend = { ...plainBlend, label: 'train', unit: 'samples', acceptsZero: false } as const;

/** Shares of the text form, rounded to four decimals (grain_data_processing.py:154-213), as grain then normalises them. */
function roundedShares(shares: readonly number[]): number[] {
  const rounded = shares.map((share) => Math.round(share * 1e4) / 1e4);
  const total = rounded.reduce((sum, share) => sum + share, 0);
  return rounded.map((share) => (total > 0 ? share / total : 0));
}

function readFiles(node: ScalarNode, range: TextRange, reader: ConfigReader): Blend {
  const { parts: pieces, placed } = partsOf(node, reader.text, /[^;]+/g);
  const sources: Source[] = [];
  let malformed = false;
  for (const { value: text, range: piece } of pieces) {
    const comma = text.lastIndexOf(',');
    const number = comma === -1 ? null : pythonFloat(text.slice(comma + 1));
    const path = comma === -1 ? text : text.slice(0, comma);
    if (number === null || path.includes(',')) {
      malformed = true;
      reader.report(
        'pieces',
        'error',
        piece,
        `Each piece between semicolons must be files, a comma and a weight; \`${text}\` is not (ValueError).`,
      );
    }
    const digits = text.slice(comma + 1).trimStart();
    const weight = placed
      ? { range: { start: piece.end - digits.length, end: piece.end } }
      : { range: piece, fixed: notPlaced };
    sources.push({
      name: path,
      range: placed ? { start: piece.start, end: piece.start + path.length } : piece,
      weight: number === null ? null : { value: number, ...weight },
      file: path,
      hints: [path],
    });
  }
  if (/;\s*$/.test(node.text)) {
    const start = reader.text.lastIndexOf(';', node.range.end);
    const last = placed ? { start, end: start + 1 } : node.range;
    malformed = true;
    reader.report(
      'pieces',
      'error',
      last,
      'MaxText splits at the last semicolon too and stops at the empty piece behind it (not enough values to unpack). Remove it.',
      {
        fixes: placed
          ? [{ title: 'Remove the semicolon', edits: [{ range: last, newText: '' }], preferred: true }]
          : [],
      },
    );
  }
  const blend: Blend = {
    ...grainBlend,
    range,
    sources,
    overridden: malformed ? 'the pieces are not files and weights' : null,
    realise: roundedShares,
    removeSources: placed
      ? (indices) =>
          removeItems(
            reader.text,
            pieces.map((piece) => piece.range),
            indices,
            ';',
          )
      : null,
  };
  reportRounded(blend, reader);
  return blend;
}

/** A share below 0.00005 rounds to 0, which grain rejects. */
function reportRounded({ sources }: Blend, reader: ConfigReader): void {
  const total = sources.reduce((sum, { weight }) => sum + (weight?.value ?? 0), 0);
  for (const { name, weight } of sources) {
    if (weight === null || !(weight.value > 0) || !(total > 0)) continue;
    if (Math.round((weight.value / total) * 1e4) > 0) continue;
    reader.report(
      'rounded-away',
      'error',
      weight.range,
      `MaxText rounds shares to four decimals: \`${name}\` (${precisePercent(weight.value / total, 3)}) becomes 0, which grain rejects. Use the JSON form or raise the weight.`,
    );
  }
}

function readJson(root: MapNode, reader: ConfigReader): Blend {
  reader.duplicateKeys(root);
  const sources = root.entries.map(({ key, value }): Source => {
    reader.duplicateKeys(value);
    for (const needed of ['path', 'weight']) {
      if (entryOf(value, needed) !== undefined) continue;
      const message = `\`${key.text}\` has no \`${needed}\`; MaxText stops (KeyError).`;
      reader.report('incomplete', 'error', key.range, message);
    }
    const path = textOf(valueAt(value, 'path'));
    const weight = valueAt(value, 'weight');
    return {
      name: key.text,
      range: key.range,
      weight: weight === undefined ? null : reader.weight(weight),
      ...(path === undefined ? { hints: [key.text] } : { file: path, hints: [key.text, path] }),
    };
  });
  return {
    ...grainBlend,
    range: (root.entries[0] ?? root).range,
    sources,
    // With all entries of their keys, else the one before would count.
    removeSources: (indices) => {
      const gone = new Set(indices.map((index) => elementAt(root.entries, index).key.text));
      const places = [...root.own.keys()].filter((place) => gone.has(elementAt(root.own, place).key.text));
      return removeFrom(reader.text, root, root.own, places);
    },
  };
}
