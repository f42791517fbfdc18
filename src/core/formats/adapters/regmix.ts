import type { Adapter, Blend, NamedShare, TrainingConfig } from '../adapter.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { isNamedWeights, readNamedWeights } from './named-weights.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, type MapNode } from '../reading/tree.ts';

/**
 * RegMix: `train` and `valid`, maps from the prefixes of packed files to weights
 * (sail-sg/regmix @ b004d3a, model_training/pretrain/tinyllama.py:455-500).
 */
export const regmix: Adapter = {
  name: 'regmix',
  framework: 'RegMix',
  marker: /^\uFEFF?[ \t]*['"]?train['"]?\s*:/m,

  read(document: ConfigDocument): TrainingConfig | null {
    const { root } = document;
    const train = entryOf(root, 'train');
    const valid = entryOf(root, 'valid');
    if (train?.value.kind !== 'map' || !isNamedWeights(train.value)) return null;
    // `train_steps: 1000` is no weight: the names of both splits, or the model's, tell.
    if (!train.value.entries.every(({ key }) => key.text.startsWith('train_'))) return null;
    const validates =
      valid?.value.kind === 'map' && valid.value.entries.some(({ key }) => key.text.startsWith('valid_'));
    if (!validates && entryOf(root, 'model_name') === undefined) return null;
    const reader = new ConfigReader(document, regmix, 'pyyaml');
    reader.duplicateKeys(root ?? undefined);
    if (valid === undefined) {
      reader.report('split-keys', 'error', train.key.range, 'RegMix also needs `valid` (KeyError).');
    }
    const read = (label: string, range: typeof train.key.range, map: MapNode): Blend =>
      readNamedWeights(map, reader, { label, evaluation: label !== 'train', range, unit: 'tokens' });
    const blends = [read('train', train.key.range, train.value)];
    if (valid?.value.kind === 'map') blends.push(read('valid', valid.key.range, valid.value));
    return { blends, problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const train = shares.map(({ name, share }) => `  ${yamlText(`train_${name}`)}: ${decimal(share)}`);
    const valid = shares.map(({ name }) => `  ${yamlText(`valid_${name}`)}: 1.0`);
    return `train:\n${train.join('\n')}\nvalid:\n${valid.join('\n')}\nmodel_name: tinyllama_1M\n`;
  },
};
