import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, textOf, valueAt, type MapNode, type TreeNode } from '../reading/tree.ts';
import { isEvaluation, plainBlend } from './blend.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { leafWeights, treeEdits, type WeightTree } from './weight-tree.ts';

/**
 * Fast-LLM, `type: blended`: data sets, and as many weights beside them, each level normalised by itself; one blend may hold
 * another (ServiceNow/Fast-LLM @ 7d61a1ba2047, fast_llm/data/dataset/config.py:220-269, fast_llm/utils.py:277-285).
 */
export const fastLlm: Adapter = {
  name: 'fast-llm',
  framework: 'Fast-LLM',
  marker: /\btype["']?\s*:\s*["']?blended\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const found = blendsIn(document.root, 'train', 8, new Set());
    if (found.length === 0) return null;
    const reader = new ConfigReader(document, fastLlm, 'pyyaml');
    return {
      blends: found.map(({ label, node }) => readBlend(label, node, reader)),
      problems: reader.problems,
      sequences: reader.product(
        valueAt(document.root, 'training', 'train_iters'),
        valueAt(document.root, 'schedule', 'depth_first_micro_batches'),
        valueAt(document.root, 'batch', 'batch_size'),
      ),
    };
  },

  write(shares: readonly NamedShare[]): string {
    const datasets = shares.map(
      ({ name }) => `        - type: memmap\n          path: ${yamlText(`${name}.fast_llm_dataset`)}`,
    );
    const weights = shares.map(({ share }) => decimal(share));
    return `data:
  datasets:
    training:
      type: blended
      datasets:
${datasets.join('\n')}
      weights: [${weights.join(', ')}]
`;
  },
};

interface Found {
  readonly label: string;
  readonly node: MapNode;
}

/** The outermost blends, called by the phase that they stand in. */
function blendsIn(node: TreeNode | null, label: string, depth: number, seen: Set<TreeNode>): Found[] {
  if (node?.kind !== 'map' || depth === 0 || seen.has(node)) return [];
  seen.add(node);
  if (isBlend(node)) return [{ label, node }];
  return node.entries.flatMap(({ key, value }) =>
    blendsIn(value, /^(?:data|datasets|dataset)$/i.test(key.text) ? label : key.text, depth - 1, seen),
  );
}

function isBlend(node: MapNode): boolean {
  const list = valueAt(node, 'datasets');
  return (
    textOf(valueAt(node, 'type')) === 'blended' &&
    list?.kind === 'list' &&
    list.items.length > 0 &&
    list.items.every((item) => textOf(valueAt(item, 'type')) !== undefined)
  );
}

interface Reading {
  readonly trees: readonly WeightTree[];
  readonly sources: readonly Omit<Source, 'weight'>[];
  readonly mismatch: boolean;
}

function readBlend(label: string, node: MapNode, reader: ConfigReader): Blend {
  const { trees, sources, mismatch } = readLevel(node, reader, { left: most });
  const weights = leafWeights(trees, 'shares');
  const numbers = leavesOf(trees);
  // Without a level above, people read the numbers as they are: tokens, percents.
  const flat = trees.every(({ children }) => children.length === 0);
  return {
    ...plainBlend,
    label,
    evaluation: isEvaluation(label),
    range: (entryOf(node, 'weights') ?? entryOf(node, 'datasets'))?.key.range ?? node.range,
    unit: 'samples',
    sources: sources.map((source, index) => {
      const weight = numbers[index]?.weight ?? null;
      const value = flat || !Number.isFinite(weights[index]) ? weight?.value : weights[index];
      return {
        ...source,
        weight: weight === null || value === undefined ? null : { ...weight, value },
      };
    }),
    overridden: mismatch ? 'the number of weights differs from the number of data sets' : null,
    editWeights: (wanted) => ({ edits: treeEdits(trees, 'shares', wanted), notes: [] }),
  };
}

/** More data sets than a blend has: aliases within aliases multiply. */
const most = 20_000;

function readLevel(node: MapNode, reader: ConfigReader, room: { left: number }): Reading {
  reader.duplicateKeys(node);
  const list = entryOf(node, 'datasets');
  const listed = list?.key.range ?? node.range;
  const items = list?.value.kind === 'list' ? list.value.items : [];
  const weightsEntry = entryOf(node, 'weights');
  const weights = weightsEntry?.value.kind === 'list' ? weightsEntry.value.items : [];
  const place = weightsEntry?.key.range ?? listed;
  const related = { related: [{ message: 'the data sets', range: listed }] };
  if (weights.length !== items.length) {
    const message = `There are ${weights.length} weights for ${items.length} data sets; Fast-LLM stops with an assertion.`;
    reader.report('length', 'error', place, message, related);
  }
  if (items.length < 2) {
    const message = 'Fast-LLM blends at least two data sets; name this one without `type: blended`.';
    reader.report('single', 'error', listed, message);
  }
  const read = items.map((item, index) => {
    const number = weights[index];
    const weight = number === undefined ? null : reader.weight(number);
    room.left -= 1;
    const inner = room.left > 0 ? innerBlend(item) : null;
    const below = inner === null ? null : readLevel(inner, reader, room);
    return {
      tree: { weight, children: below?.trees ?? [] },
      sources: below?.sources ?? [sourceOf(item)],
      mismatch: below?.mismatch ?? false,
    };
  });
  return {
    trees: read.map(({ tree }) => tree),
    sources: read.flatMap(({ sources }) => sources),
    mismatch: weights.length !== items.length || read.some(({ mismatch }) => mismatch),
  };
}

/** A blend as a member of another, also within `sampled`, `slice` and other wrappers. */
function innerBlend(item: TreeNode, depth = 6): MapNode | null {
  if (item.kind === 'map' && isBlend(item)) return item;
  const wrapped = valueAt(item, 'dataset');
  return wrapped === undefined || depth === 0 ? null : innerBlend(wrapped, depth - 1);
}

function sourceOf(item: TreeNode): Omit<Source, 'weight'> {
  const path = deep(item, 'path');
  const named = entryOf(item, 'name') ?? deep(item, 'name');
  const entry = path ?? named;
  const name = textOf(entry?.value) ?? textOf(valueAt(item, 'type')) ?? '';
  const hints = [name, textOf(named?.value)].filter((hint) => hint !== undefined);
  const range = entry?.value.range ?? item.range;
  return path === undefined ? { name, range, hints } : { name, range, file: name, hints };
}

/** The first entry of that name in an item, its wrappers and what it concatenates. */
function deep(node: TreeNode, key: string, depth = 6): ReturnType<typeof entryOf> {
  const own = entryOf(node, key);
  if (own !== undefined || depth === 0) return own;
  const wrapped = valueAt(node, 'dataset');
  if (wrapped !== undefined) return deep(wrapped, key, depth - 1);
  const list = valueAt(node, 'datasets');
  const [first] = list?.kind === 'list' ? list.items : [];
  return first === undefined ? undefined : deep(first, key, depth - 1);
}

function leavesOf(trees: readonly WeightTree[]): WeightTree[] {
  return trees.flatMap((tree) => (tree.children.length === 0 ? [tree] : leavesOf(tree.children)));
}
