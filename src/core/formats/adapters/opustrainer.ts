import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { ConfigReader } from '../reading/reader.ts';
import { aWord, notPlaced, partsOf } from '../reading/parts.ts';
import { pythonFloat } from '../reading/scalars.ts';
import { decimal } from '../../text/decimal.ts';
import {
  entryOf,
  scalarsOf,
  textOf,
  valueAt,
  type MapNode,
  type ScalarNode,
  type TreeNode,
} from '../reading/tree.ts';
import { plainBlend } from './blend.ts';
import { yamlText } from '../../text/yaml-text.ts';

/** Lines of a batch before `--batch-size` says otherwise (trainer.py:730). */
const batch = 100;

/** A list of a million times the same stage would be read as often. */
const mostStages = 200;

/**
 * OpusTrainer: `stages`, and for each a list of *name weight* that ends with *until name epochs*. A batch takes
 * `int(100 · weight)` lines of each data set: nothing is normalised
 * (hplt-project/OpusTrainer @ 04cc492ca682, src/opustrainer/trainer.py:402-492, 738-746).
 */
export const opustrainer: Adapter = {
  name: 'opustrainer',
  framework: 'OpusTrainer',
  marker: /\buntil\s+\S+\s+(?:\d+|inf)\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const { root } = document;
    const names = scalarsOf(valueAt(root, 'stages'))?.slice(0, mostStages);
    const datasets = valueAt(root, 'datasets');
    if (root?.kind !== 'map' || names === undefined || names.length === 0) return null;
    const stages = names.map((name) => ({ name, entry: entryOf(root, name.text) }));
    if (!stages.some(({ entry }) => (scalarsOf(mixOf(entry?.value)) ?? []).some(isUntil))) return null;
    const reader = new ConfigReader(document, opustrainer, 'pyyaml');
    reader.duplicateKeys(root);
    reader.duplicateKeys(datasets);
    const blends = stages.flatMap(({ name, entry }): readonly Blend[] => {
      const mix = scalarsOf(mixOf(entry?.value));
      if (entry === undefined || mix === undefined) {
        const message = `There is no list for the stage \`${name.text}\`; OpusTrainer stops.`;
        reader.report('stage-missing', 'error', name.range, message);
        return [];
      }
      return [readStage(name.text, entry.key.range, mix, datasets?.kind === 'map' ? datasets : null, reader)];
    });
    return { blends, problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const datasets = shares.map(({ name }) => `  ${yamlText(name)}: ${yamlText(`${name}.tsv`)}`);
    const mix = shares.map(({ name, share }) => `  - ${yamlText(name)} ${decimal(share)}`);
    const largest = shares.reduce((a, b) => (b.share > a.share ? b : a));
    return `datasets:
${datasets.join('\n')}
stages:
  - main
main:
${mix.join('\n')}
  - until ${largest.name} inf
seed: 1111
trainer: cat
`;
  },
};

/** A stage is its list, or a map that has it beside its modifiers. */
function mixOf(stage: TreeNode | undefined): TreeNode | undefined {
  return stage?.kind === 'map' ? valueAt(stage, 'mix') : stage;
}

function isUntil({ text }: ScalarNode): boolean {
  return text.startsWith('until ');
}

function readStage(
  label: string,
  range: Blend['range'],
  mix: readonly ScalarNode[],
  datasets: MapNode | null,
  reader: ConfigReader,
): Blend {
  const last = mix.at(-1);
  const lines = last !== undefined && isUntil(last) ? mix.slice(0, -1) : mix;
  const sources = lines.flatMap((line) => readLine(line, datasets, reader));
  reportUntil(label, range, last, sources, reader);
  const counts = sources.map(({ weight }) => Math.trunc(batch * (weight?.value ?? 0)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  reportLines(sources, range, total, reader);
  return {
    ...plainBlend,
    label,
    range,
    unit: 'examples',
    sources,
    // As Python multiplies: 0.29 is 28 lines of 100.
    realise: total > 0 ? () => counts.map((count) => count / total) : null,
  };
}

function readLine(line: ScalarNode, datasets: MapNode | null, reader: ConfigReader): Source[] {
  const { parts, placed } = partsOf(line, reader.text, aWord);
  const [name, weight, ...more] = parts;
  if (name === undefined || weight === undefined || more.length > 0) {
    const message = `A line of a stage is the name of a data set and its weight, as in \`clean 0.8\`, not \`${line.text}\`.`;
    reader.report('line', 'error', line.range, message);
    return [];
  }
  const described = datasets === null ? undefined : entryOf(datasets, name.value);
  if (datasets !== null && described === undefined) {
    const message = `\`datasets\` has no \`${name.value}\`; OpusTrainer stops.`;
    reader.report('unknown-dataset', 'error', name.range, message);
  }
  const value = pythonFloat(weight.value);
  if (value === null) {
    const message = `\`${weight.value}\` is not a number to OpusTrainer.`;
    reader.report('weight', 'error', weight.range, message);
  }
  const path = textOf(described?.value);
  return [
    {
      name: name.value,
      range: name.range,
      weight: value === null ? null : { value, range: weight.range, ...(placed ? {} : { fixed: notPlaced }) },
      ...(path === undefined ? {} : { file: path }),
      hints: path === undefined ? [name.value] : [name.value, path],
    },
  ];
}

function reportUntil(
  label: string,
  range: Blend['range'],
  last: ScalarNode | undefined,
  sources: readonly Source[],
  reader: ConfigReader,
): void {
  if (last === undefined || !isUntil(last)) {
    const message = `The last line of \`${label}\` must say how long it lasts, as in \`until clean 2\`; OpusTrainer stops.`;
    reader.report('until', 'error', last?.range ?? range, message);
    return;
  }
  const [, watched, epochs, ...more] = partsOf(last, reader.text, aWord).parts;
  if (
    watched === undefined ||
    epochs === undefined ||
    more.length > 0 ||
    !/^(?:[-+]?\d+|inf)$/.test(epochs.value)
  ) {
    const message = 'Write `until`, the name of a data set, and a whole number of epochs or `inf`.';
    reader.report('until', 'error', last.range, message);
  } else if (!sources.some(({ name, weight }) => name === watched.value && (weight?.value ?? 0) > 0)) {
    const message = `\`${watched.value}\` has no weight in \`${label}\`, so its end is never reached; OpusTrainer stops.`;
    reader.report('until', 'error', watched.range, message);
  }
}

function reportLines(
  sources: readonly Source[],
  range: Blend['range'],
  total: number,
  reader: ConfigReader,
): void {
  for (const { name, weight } of sources) {
    if (weight === null || !(weight.value > 0) || Math.trunc(batch * weight.value) > 0) continue;
    const message = `\`${name}\` is never read: int(${batch} × ${decimal(weight.value)}) is 0 lines of a batch of ${batch}. Give it 0.01 or more, or a larger --batch-size.`;
    reader.report('never-read', 'error', weight.range, message);
  }
  const known = sources.every(({ weight }) => weight !== null && Number.isFinite(weight.value));
  const sum = sources.reduce((running, { weight }) => running + (weight?.value ?? 0), 0);
  if (!known || sources.length === 0 || !(total > 0) || Math.abs(sum - 1) < 0.01) return;
  const message = `These weights sum to ${decimal(sum, 6)}: OpusTrainer does not normalise, so a batch has ${total} lines instead of ${batch}.`;
  reader.report('batch', 'info', range, message);
}
