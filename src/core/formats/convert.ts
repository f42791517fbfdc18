import { decimal, shortestDecimal } from '../text/decimal.ts';
import { quotedNames } from '../text/words.ts';
import type { FormatName, NamedShare } from './adapter.ts';
import { differs } from './agreement.ts';
import { adapterOf, type RecognisedConfig } from './check.ts';
import { yamlText } from '../text/yaml-text.ts';
import { ConfigDocument } from './reading/document.ts';
import type { Languages } from './source-language.ts';
import { languageShares } from './targets.ts';
import { tokensOf } from './budget.ts';
import { sampledShares } from './shares.ts';
import { corpusSuffix } from './megatron-names.ts';
import { sameWeight } from './weight-edits.ts';
import { stagesOf, trainingBlend } from './write.ts';
import { elementAt } from '../text/elements.ts';

/**
 * A new text in a framework's format. A language's source is the first that `map` gives it, else its code, which the
 * reader then replaces by a path of theirs.
 *
 * @param shares by language code; normalised here.
 * @returns `reason`, where the format cannot hold the names of the sources: read back, it would be another mixture.
 */
export function exportMixture(
  shares: ReadonlyMap<string, number>,
  format: FormatName,
  map: ReadonlyMap<string, readonly string[]> = new Map(),
): Converted {
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  const named = [...shares].map(([code, share]): NamedShare => ({
    name: map.get(code)?.[0] ?? code,
    share: share / total,
  }));
  const adapter = adapterOf(format);
  const text = adapter.write(named);
  const read = adapter.read(new ConfigDocument(text));
  const blend = read === null ? null : trainingBlend(read);
  const realised = blend === null ? null : sampledShares({ ...blend, realise: null });
  // Frameworks split at blanks or commas, each at others; and not all of them hold a share of 0.
  const requested = named.filter(({ share }) => share > 0);
  const found = blend?.sources.map(({ name }, index) => ({ name, share: realised?.[index] ?? 0 })) ?? [];
  const trained = found.filter(({ share }) => share > 0);
  const same =
    trained.length === requested.length &&
    trained.every((source, index) => {
      const { name, share } = elementAt(requested, index);
      return source.name.includes(name) && Math.abs(source.share - share) < 1e-3;
    });
  if (same) return { text, notes: [], reason: null };
  const names = named.map(({ name }) => `\`${name}\``).join(', ');
  return {
    text: null,
    reason: `${adapter.framework} would not read these sources as they are named: ${names}. Name others in the first entry of \`targets\`, under \`map\`.`,
  };
}

export type Converted =
  | {
      readonly text: string;
      /** What of the source is not in the text. */
      readonly notes: readonly string[];
      readonly reason: null;
    }
  | { readonly text: null; readonly reason: string };

/**
 * The mixture file that a training config amounts to, with the config as its target. Null where the config does not
 * tell its shares (no weights, epochs, weights that a shell computes): `reason` says why.
 *
 * @param file the config as the mixture file should name it; null: no target.
 */
export function convertConfig(
  recognised: RecognisedConfig,
  file: string | null,
  languages: Languages,
): Converted {
  const found = languageShares(recognised, languages);
  if (found === null) return { text: null, reason: whyNot(recognised) };
  const { unit } = found.blend;
  const { framework } = recognised.adapter;
  const lines = ['climb: 1'];
  const notes = leftOut(recognised, found.shares, languages);
  // A name may have line breaks, which would end the comment.
  for (const note of notes) lines.push(`# ${note.replace(/\s+/g, ' ')}`);
  if (unit !== 'tokens') lines.push(`# ${framework} counts ${unit} by these weights, not tokens.`);
  const tokens = tokensOf(recognised);
  if (tokens !== null)
    lines.push(
      `budget: { tokens: ${decimal(tokens)} } # as the config has it: iterations × batch × sequence`,
    );
  lines.push('languages:');
  const codes = entryCodes([...found.shares.keys()], found.told);
  [...found.shares.values()].forEach((share, index) =>
    lines.push(`  ${yamlText(elementAt(codes, index))}: ${shortestDecimal(share, sameWeight / 4)}`),
  );
  if (file !== null) {
    lines.push('targets:', `  - file: ${JSON.stringify(file)}`, '    map:');
    for (const [index, sources] of [...found.sources.values()].entries()) {
      const code = codes[index] ?? '';
      const names = sources.map((name) => JSON.stringify(name)).join(', ');
      lines.push(`      ${yamlText(code)}: ${sources.length === 1 ? names : `[${names}]`}`);
    }
  }
  return { text: lines.join('\n') + '\n', notes, reason: null };
}

/** A mixture with stages must tell how long each is, which the shares of a config do not; so it is made of the first alone. */
function leftOut(
  recognised: RecognisedConfig,
  shares: ReadonlyMap<string, number>,
  languages: Languages,
): readonly string[] {
  const [first, ...others] = stagesOf(recognised.config);
  const different = others.filter((_, index) => {
    const own = languageShares(recognised, languages, index + 1)?.shares;
    return (
      own?.size !== shares.size || [...own].some(([code, share]) => differs(share, shares.get(code) ?? -1))
    );
  });
  if (first === undefined || different.length === 0) return [];
  const names = [first, ...different].map(({ label }) => label);
  const one = different.length === 1;
  return new Set(names).size === names.length
    ? [
        `Only the stage ${quotedNames([first.label])} was converted; ${quotedNames(names.slice(1))} ${one ? 'has' : 'have'} other shares and ${one ? 'was' : 'were'} left out.`,
      ]
    : [
        `Only the first of ${others.length + 1} blends was converted; ${one ? 'another has other shares and was' : 'others have other shares and were'} left out.`,
      ];
}

/** Codes for entries of the mixture: a source of no language gets a private one (`x-crawl`) after the end of its path. */
function entryCodes(names: readonly string[], told: ReadonlySet<string>): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    if (told.has(name)) return name;
    const last =
      /([^/]+)\/*$/.exec(name.slice(-400).replace(/(?:\/?\*+)?(?:\.[a-z0-9]{1,6})+$/i, ''))?.[1] ?? name;
    const words = last
      .replace(corpusSuffix, '')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '');
    const short = `x-${words.join('-')}`;
    let code = short;
    for (let count = 2; taken.has(code); count += 1) code = `${short}-${count}`;
    taken.add(code);
    return words.length === 0 ? name : code;
  });
}

function whyNot({ config, adapter }: RecognisedConfig): string {
  const blend = trainingBlend(config);
  const overridden = blend?.overridden ?? null;
  if (overridden !== null) return `The shares are not known: ${overridden}.`;
  if (blend === null || blend.sources.length === 0) return 'The config names no sources to train on.';
  if (blend.unit === 'epochs') return 'The weights count epochs; shares would need the sizes of the sources.';
  return blend.absent === 'size'
    ? `The config gives no weights, so ${adapter.framework} samples by size, and the sizes are not in it.`
    : 'A weight is missing or is not a number that can be used.';
}
