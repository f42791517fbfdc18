import { epochTolerance } from '../mixture/shares.ts';
import type { Problem } from '../problem.ts';
import { count, epochs as times } from '../text/words.ts';
import type { RecognisedConfig } from './check.ts';
import { ConfigReader } from './reading/reader.ts';
import { sampledShares } from './shares.ts';
import { mappedSources } from './mapped-sources.ts';
import { assignSources, type Languages } from './source-language.ts';
import type { MixtureRequest } from './requested.ts';
import { trainingBlend } from './write.ts';
import { elementAt, placesBy } from '../text/elements.ts';

/**
 * How often the config's own shares read the text there is: `share · D / available`, of a source where its tokens are known,
 * else of a language. Only where a weight counts tokens and the run has one blend; elsewhere the tokens of a source are unknown.
 */
export function epochProblems(
  recognised: RecognisedConfig,
  { request, file }: MixtureRequest,
  languages: Languages,
): readonly Problem[] {
  const { adapter, config, document } = recognised;
  const blend = trainingBlend(config);
  const shares = blend === null ? null : sampledShares(blend);
  const several = config.blends.filter(({ evaluation }) => !evaluation).length > 1;
  if (blend === null || shares === null || request.tokens === null || several || blend.unit !== 'tokens')
    return [];
  const budget = request.tokens;
  const reader = new ConfigReader(document, adapter, 'pyyaml');
  const mapped = mappedSources(blend.sources, request.map);
  const assigned = assignSources(blend.sources, [...request.shares.keys()], request.map, languages);

  /** Reports the sources of `members`, which share `available` tokens. */
  const check = (code: string, members: readonly number[], available: number, limit: number | null): void => {
    const share = members.reduce((sum, index) => sum + elementAt(shares, index), 0);
    const read = (share * budget) / available;
    const most = members.reduce((a, b) => (elementAt(shares, b) > elementAt(shares, a) ? b : a));
    const largest = elementAt(blend.sources, most);
    const { name, maxEpochs, weight, range } = largest;
    const subject = `\`${members.length === 1 ? name : code}\``;
    const facts = `${count(share * budget)} of ${count(budget)} tokens, from ${count(available)} (${file})`;
    const at = weight?.range ?? range;
    if (members.length === 1 && maxEpochs !== undefined && read > maxEpochs * (1 + epochTolerance)) {
      const message = `${subject} would be read ${times(read)} times: ${facts}. ${adapter.framework} allows ${times(maxEpochs)} and stops. Raise its limits or lower its weight.`;
      reader.report('insufficient', 'error', at, message);
    } else if (limit !== null && read > limit * (1 + epochTolerance)) {
      const message = `${subject} would be read ${times(read)} times: ${facts}. The limit is ${times(limit)}. Lower the weight, or raise \`max_epochs\` there.`;
      reader.report('epochs', 'warning', at, message);
    }
  };

  const served = placesBy(assigned);
  for (const code of request.shares.keys()) {
    const members = served.get(code) ?? [];
    const { available = null, maxEpochs = null } = request.supply.get(code) ?? {};
    const sized = members.map((index) => request.sizes.get(mapped[index]?.name ?? ''));
    const own = new Set(members.map((index) => mapped[index]?.name)).size;
    if (members.length === 0) continue;
    if (own === members.length && sized.every((tokens) => tokens !== undefined)) {
      sized.forEach((tokens, position) => check(code, [elementAt(members, position)], tokens, maxEpochs));
    } else if (available !== null) check(code, members, available, maxEpochs);
  }
  return reader.problems;
}
