import type { Adapter, Blend, NamedShare, TrainingConfig } from '../adapter.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { readNamedWeights } from './named-weights.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, type Entry } from '../reading/tree.ts';

const roles = ['train_domain_weights', 'eval_domain_weights'] as const;

/**
 * DoReMi: `train_domain_weights` and `eval_domain_weights`, both required, of packed examples
 * (sangmichaelxie/doremi @ 7cde52d, doremi/train.py:236-272, doremi/dataloader.py:265-268).
 */
export const doremi: Adapter = {
  name: 'doremi',
  framework: 'DoReMi',
  marker: /\b(?:train|eval)_domain_weights\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const { root } = document;
    if (!document.isJson || root?.kind !== 'map') return null;
    const given = roles
      .map((role) => entryOf(root, role))
      .filter((entry): entry is Entry => entry?.value.kind === 'map');
    const [first] = given;
    if (first === undefined) return null;
    const reader = new ConfigReader(document, doremi, 'json');
    reader.duplicateKeys(root);
    for (const role of roles) {
      if (given.some(({ key }) => key.text === role)) continue;
      const message = `DoReMi also needs \`${role}\` (KeyError).`;
      reader.report('split-keys', 'error', first.key.range, message);
    }
    const blends = given.flatMap(({ key, value }): Blend[] => {
      if (value.kind !== 'map') return [];
      const evaluation = key.text === 'eval_domain_weights';
      return [
        readNamedWeights(value, reader, { label: key.text, evaluation, range: key.range, unit: 'tokens' }),
      ];
    });
    return { blends, problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const weights = shares
      .map(({ name, share }) => `    ${JSON.stringify(name)}: ${decimal(share)}`)
      .join(',\n');
    return `{\n  "train_domain_weights": {\n${weights}\n  },\n  "eval_domain_weights": {\n${weights}\n  }\n}\n`;
  },
};
