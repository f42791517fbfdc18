import { displayName } from '../language/display-name.ts';
import { asCode, inMarkdown } from '../text/foreign.ts';
import { count, epochs, precisePercent } from '../text/words.ts';
import type { TextRange } from '../text/range.ts';
import type { Blend } from './adapter.ts';
import type { RecognisedConfig } from './check.ts';
import { sampledShares } from './shares.ts';
import { assignSources, languagesOf, type Languages } from './source-language.ts';
import type { MixtureRequest } from './requested.ts';
import { trainingBlend } from './write.ts';
import { elementAt, valueFor } from '../text/elements.ts';

export interface ConfigHover {
  readonly range: TextRange;
  readonly markdown: string;
}

/** What the trainer makes of the source or weight at an offset, and what the mixtures ask for; null: neither is there. */
export function hoverConfig(
  { adapter, config }: RecognisedConfig,
  offset: number,
  languages: Languages,
  requests: readonly MixtureRequest[] = [],
): ConfigHover | null {
  for (const blend of config.blends) {
    for (const [index, { range, weight }] of blend.sources.entries()) {
      const at = [weight?.range, range].find((place) => place !== undefined && contains(place, offset));
      if (at === undefined) continue;
      const paragraphs = [
        heading(blend, index, languages),
        sampled(blend, index, config.sequences, adapter.framework),
        ...requests
          .filter(({ request }) => trainingBlend(config, request.stage) === blend)
          .map((each) => asked(blend, index, each, languages)),
      ];
      return { range: at, markdown: paragraphs.filter((text) => text !== null).join('\n\n') };
    }
  }
  return null;
}

function contains({ start, end }: TextRange, offset: number): boolean {
  return offset >= start && offset <= end;
}

function heading({ sources }: Blend, index: number, languages: Languages): string {
  const code = languagesOf(sources, languages)[index] ?? null;
  return code === null
    ? asCode(elementAt(sources, index).name)
    : `**${inMarkdown(displayName(code))}** ${asCode(code)}`;
}

function sampled(blend: Blend, index: number, sequences: number | null, framework: string): string {
  const { label, overridden, unit, absent } = blend;
  const shares = sampledShares(blend);
  if (shares === null) {
    if (overridden !== null) return `Its share is not known: ${inMarkdown(overridden)}.`;
    if (unit === 'epochs')
      return `${framework} reads a source as often as its weight says, whatever its size.`;
    return absent === 'size'
      ? `Without weights, ${framework} samples the sources in proportion to their sizes.`
      : 'Its share is not known: a weight is missing or cannot be used.';
  }
  const own = elementAt(shares, index);
  const share = `${precisePercent(own, 4)} of the ${unit} of ${asCode(label)}`;
  const run =
    sequences === null || blend.evaluation
      ? ''
      : `, about ${Math.round(own * sequences).toLocaleString('en')} sequences of the run`;
  const length =
    unit === 'tokens'
      ? ''
      : ` ${framework} draws ${unit}, so its share of the tokens depends on their length.`;
  return `${share}${run}.${length}`;
}

/** What a mixture asks for the source's language, beside what all of its sources get here. */
function asked(
  blend: Blend,
  index: number,
  { file, request }: MixtureRequest,
  languages: Languages,
): string | null {
  const assigned = assignSources(blend.sources, [...request.shares.keys()], request.map, languages);
  const code = assigned[index] ?? null;
  if (code === null) return `${inMarkdown(file)} has no language for it.`;
  const total = [...request.shares.values()].reduce((sum, share) => sum + share, 0);
  const requested = `${inMarkdown(file)} asks for ${precisePercent(valueFor(request.shares, code) / total, 4)} ${asCode(code)}`;
  const shares = sampledShares(blend);
  if (shares === null) return `${requested}.`;
  const here = assigned.reduce(
    (sum, other, each) => (other === code ? sum + elementAt(shares, each) : sum),
    0,
  );
  const members = assigned.filter((other) => other === code).length;
  const got = members === 1 ? 'here it gets' : `here its ${members} sources get`;
  const available = request.supply.get(code)?.available ?? null;
  const read =
    available === null || request.tokens === null || blend.unit !== 'tokens'
      ? ''
      : `: ${count(here * request.tokens)} tokens, ${epochs((here * request.tokens) / available)} epochs`;
  return `${requested}; ${got} ${precisePercent(here, 4)}${read}.`;
}
