import type { Adapter, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { putEntry } from '../edits.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { ConfigReader, unreadable } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import {
  entryOf,
  mapsIn,
  textOf,
  valueAt,
  type Entry,
  type MapNode,
  type TreeNode,
} from '../reading/tree.ts';
import { plainBlend } from './blend.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { leafWeights, treeEdits, type WeightTree } from './weight-tree.ts';

/**
 * Olmix, the `mix` of a launch config: a tree of sources, topics and qualities; a leaf's weight is the product along its path, and
 * OLMo-core then wants the leaves to sum to 1
 * (allenai/olmix @ 9586977981e0, olmix/aliases.py:197-274, olmix/launch/utils.py:14-84, olmix/model/transformer.py:367-385).
 */
export const olmix: Adapter = {
  name: 'olmix',
  framework: 'Olmix',
  marker: /^\uFEFF?["']?mix["']?\s*:/m,

  read(document: ConfigDocument): TrainingConfig | null {
    const mix = entryOf(document.root, 'mix');
    if (mix?.value.kind !== 'map' || mix.value.entries.length === 0) return null;
    const data = dataSources(document.root);
    const nodes = mapsIn(mix.value, 6);
    if (data.size === 0 && !nodes.some((node) => entryOf(node, 'repetition_factor') !== undefined))
      return null;
    const reader = new ConfigReader(document, olmix, 'pyyaml');
    reader.duplicateKeys(mix.value);
    const context = { data, reader, left: most };
    const read = mix.value.entries.map((entry) => readEntry(entry, '', null, context));
    reportTop(mix.value, reader);
    const leaves = read.flatMap(({ sources }) => sources);
    const trees = read.map(({ tree }) => tree);
    reportUnused(leaves, data, reader);
    const weights = leafWeights(trees, 'product');
    const blend = {
      ...plainBlend,
      label: 'train',
      range: mix.key.range,
      sources: leaves.map(({ own, ...source }, index): Source => {
        const value = weights[index] ?? NaN;
        return { ...source, weight: Number.isNaN(value) ? unreadable(own) : { value, range: own } };
      }),
      // OLMo-core's numpy.allclose(sum, 1): 1e-8 + 1e-5 · 1
      sumTolerance: 1.001e-5,
      editWeights: (wanted: readonly number[]) => ({ edits: treeEdits(trees, 'product', wanted), notes: [] }),
    };
    return { blends: [blend], problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const sources = shares.map(
      ({ name }) => `  - name: ${yamlText(name)}\n    paths:\n    - ${yamlText(`${name}/**/*.npy`)}`,
    );
    const mix = shares.map(
      ({ name, share }) => `  ${yamlText(name)}:\n    weight: ${decimal(share)}\n    repetition_factor: 1.0`,
    );
    return `data:\n  sources:\n${sources.join('\n')}\nmix:\n${mix.join('\n')}\n`;
  },
};

const properties = /^(?:weight|repetition_factor)$/;

type Leaf = Omit<Source, 'weight'> & {
  /** Of the number, or of the name where there is none. */
  readonly own: Source['range'];
};

/** More nodes than a mix has: aliases within aliases multiply. */
const most = 20_000;

interface Context {
  readonly data: ReturnType<typeof dataSources>;
  readonly reader: ConfigReader;
  /** Nodes that may still be read. */
  left: number;
}

interface Reading {
  readonly tree: WeightTree;
  readonly sources: readonly Leaf[];
}

/** Names of the leaves that `data.sources` has (`source:topic:quality`), with the first path of each and where its name stands. */
function dataSources(
  root: TreeNode | null,
): ReadonlyMap<string, { readonly path: string | undefined; readonly range: Source['range'] }> {
  const found = new Map<string, { path: string | undefined; range: Source['range'] }>();
  let left = most;
  const collect = (list: TreeNode | undefined, prefix: string): boolean => {
    if (list?.kind !== 'list' || list.items.length === 0) return false;
    for (const item of list.items) {
      if ((left -= 1) < 0) break;
      const named = entryOf(item, 'name');
      const own = textOf(named?.value);
      if (named === undefined || own === undefined) continue;
      const name = prefix === '' ? own : `${prefix}:${own}`;
      if (collect(valueAt(item, 'topics'), name) || collect(valueAt(item, 'quality'), name)) continue;
      const paths = valueAt(item, 'paths');
      const path = paths?.kind === 'list' ? textOf(paths.items[0]) : undefined;
      found.set(name, { path, range: named.value.range });
    }
    return true;
  };
  collect(valueAt(root, 'data', 'sources'), '');
  return found;
}

/** One node of the tree, `repetition` as inherited. Below the first level, a bare number is a weight. */
function readEntry(
  { key, value }: Entry,
  prefix: string,
  inherited: number | null,
  context: Context,
): Reading {
  const { data, reader } = context;
  context.left -= 1;
  const own = reader.name(key);
  const name = prefix === '' ? own : `${prefix}:${own}`;
  const described = data.get(name);
  const hints = [name.replaceAll(':', '/'), described?.path].filter((hint) => hint !== undefined);
  const leaf = { name, range: key.range, hints };
  if (value.kind !== 'map') {
    const weight = reader.weight(value);
    const source = { ...leaf, own: weight?.range ?? key.range, ...repeated(inherited) };
    return { tree: { weight, children: [] }, sources: [source] };
  }
  reader.duplicateKeys(value);
  const written = entryOf(value, 'weight');
  const weight = written === undefined ? null : reader.weight(written.value);
  const factor = entryOf(value, 'repetition_factor');
  const repetition = factor === undefined ? inherited : (reader.weight(factor.value)?.value ?? inherited);
  const children = value.entries.filter((entry) => !properties.test(entry.key.text));
  const node = {
    weight,
    ...(weight === null ? { insert: (text: string) => putEntry(reader.text, value, 'weight', text) } : {}),
  };
  if (children.length === 0 || context.left <= 0) {
    const source = { ...leaf, own: weight?.range ?? key.range, ...repeated(repetition) };
    return { tree: { ...node, children: [] }, sources: [source] };
  }
  const below = children.map((child) => readEntry(child, name, repetition, context));
  return {
    tree: { ...node, children: below.map(({ tree }) => tree) },
    sources: below.flatMap(({ sources }) => sources),
  };
}

/** `max_repetition_ratio` of OLMo-core, which stops where a source would be read more often. */
function repeated(factor: number | null): { readonly maxEpochs?: number } {
  return factor === null ? {} : { maxEpochs: factor };
}

/** Leaves of the first level go to pydantic as they are (aliases.py:261-269), which wants both numbers in a map. */
function reportTop({ entries }: MapNode, reader: ConfigReader): void {
  for (const { key, value } of entries) {
    if (value.kind !== 'map') {
      const message = `\`${key.text}\` needs \`weight\` and \`repetition_factor\` below it: Olmix takes a bare number only below a source.`;
      reader.report('entry', 'error', value.range, message);
      continue;
    }
    if (value.entries.some((entry) => !properties.test(entry.key.text))) continue;
    for (const wanted of ['weight', 'repetition_factor']) {
      if (entryOf(value, wanted) !== undefined) continue;
      reader.report('entry', 'error', key.range, `\`${key.text}\` has no \`${wanted}\`; Olmix stops.`);
    }
  }
}

/** Sources are looked up by their full name, and what is not found is left out without a word (launch/utils.py:32-34). */
function reportUnused(
  leaves: readonly Leaf[],
  data: ReturnType<typeof dataSources>,
  reader: ConfigReader,
): void {
  if (data.size === 0) return;
  const mixed = new Set(leaves.map(({ name }) => name));
  for (const { name, range } of leaves) {
    if (data.has(name)) continue;
    const message = `\`data.sources\` has no \`${name}\`, so its weight is lost silently; OLMo-core then misses it in the sum.`;
    reader.report('unknown-source', 'error', range, message);
  }
  for (const [name, { range }] of data) {
    if (mixed.has(name)) continue;
    const message = `\`${name}\` is not in \`mix\`, so it is never trained on. Give it a weight, or 0 to say so.`;
    reader.report('untrained', 'warning', range, message);
  }
}
