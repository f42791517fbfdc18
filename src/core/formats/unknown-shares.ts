import type { Problem } from '../problem.ts';
import type { RecognisedConfig } from './check.ts';
import { ConfigReader } from './reading/reader.ts';
import { trainingBlend } from './write.ts';

/** That nobody can tell from a config what it samples, and why, unless an error in it says so. */
export function unknownShares(
  { adapter, config, document }: RecognisedConfig,
  others: readonly Problem[],
): readonly Problem[] {
  const blend = trainingBlend(config);
  const why = blend?.overridden ?? null;
  if (blend === null || why === null || others.some(({ severity }) => severity === 'error')) return [];
  const reader = new ConfigReader(document, adapter, 'pyyaml');
  const message = `The shares are not known: ${why}. Climb does not compare them with a mixture or write them.`;
  reader.report('shares-unknown', 'info', blend.range, message);
  return reader.problems;
}
