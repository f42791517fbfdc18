import type { Adapter, NamedShare, TrainingConfig } from '../adapter.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { isNamedWeights, readNamedWeights } from './named-weights.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, valueAt } from '../reading/tree.ts';

/**
 * Meta lingua, `data.sources`: folders below `root_dir`, documents drawn by weight
 * (facebookresearch/lingua @ 437d680, lingua/data.py:269-288).
 */
export const lingua: Adapter = {
  name: 'lingua',
  framework: 'lingua',
  marker: /\broot_dir\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const candidates = [valueAt(document.root, 'data'), document.root];
    const data = candidates.find((node) => entryOf(node, 'sources')?.value.kind === 'map');
    const sources = entryOf(data, 'sources');
    if (sources?.value.kind !== 'map' || entryOf(data, 'root_dir') === undefined) return null;
    if (!isNamedWeights(sources.value)) return null;
    const reader = new ConfigReader(document, lingua, 'omegaconf');
    reader.duplicateKeys(data ?? undefined);
    const blend = { label: 'train', evaluation: false, range: sources.key.range, unit: 'documents' } as const;
    return {
      blends: [readNamedWeights(sources.value, reader, blend)],
      problems: reader.problems,
      sequences: null,
    };
  },

  write(shares: readonly NamedShare[]): string {
    const sources = shares.map(({ name, share }) => `    ${yamlText(name)}: ${decimal(share)}`);
    return `data:\n  root_dir: data\n  sources:\n${sources.join('\n')}\n`;
  },
};
