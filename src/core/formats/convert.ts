import { roundShares } from '../text/decimal.ts';
import type { FormatName, NamedShare } from './adapter.ts';
import { adapterOf, type RecognisedConfig } from './check.ts';
import { yamlText } from './adapters/named-weights.ts';
import { ConfigDocument } from './reading/document.ts';
import type { Languages } from './source-language.ts';
import { languageShares } from './targets.ts';
import { sampledShares } from './shares.ts';
import { trainingBlend } from './write.ts';

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
  const wished = named.filter(({ share }) => share > 0);
  const found = blend?.sources.map(({ name }, index) => ({ name, share: realised?.[index] ?? 0 })) ?? [];
  const trained = found.filter(({ share }) => share > 0);
  const same =
    trained.length === wished.length &&
    wished.every(
      ({ name, share }, index) =>
        trained[index]!.name.includes(name) && Math.abs(trained[index]!.share - share) < 1e-3,
    );
  if (same) return { text, reason: null };
  const names = named.map(({ name }) => `\`${name}\``).join(', ');
  return {
    text: null,
    reason: `${adapter.framework} would not read these sources as they are named: ${names}. Name others in the first entry of \`targets\`, under \`map\`.`,
  };
}

export type Converted =
  { readonly text: string; readonly reason: null } | { readonly text: null; readonly reason: string };

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
  const { unit } = trainingBlend(recognised.config)!;
  const { framework } = recognised.adapter;
  const lines = ['climb: 1'];
  if (unit !== 'tokens') lines.push(`# ${framework} counts ${unit} by these weights, not tokens.`);
  lines.push('languages:');
  const codes = [...found.shares.keys()];
  roundShares([...found.shares.values()], { places: 9 }).forEach((share, index) =>
    lines.push(`  ${yamlText(codes[index]!)}: ${share}`),
  );
  if (file !== null) {
    lines.push('targets:', `  - file: ${JSON.stringify(file)}`, '    map:');
    for (const [code, sources] of found.sources) {
      const names = sources.map((name) => JSON.stringify(name)).join(', ');
      lines.push(`      ${yamlText(code)}: ${sources.length === 1 ? names : `[${names}]`}`);
    }
  }
  return { text: lines.join('\n') + '\n', reason: null };
}

function whyNot({ config, adapter }: RecognisedConfig): string {
  const blend = trainingBlend(config);
  if (blend === null || blend.sources.length === 0) return 'The config names no sources to train on.';
  if (blend.overridden !== null) return `The shares are not known: ${blend.overridden}.`;
  if (blend.unit === 'epochs') return 'The weights count epochs; shares would need the sizes of the sources.';
  return blend.absent === 'size'
    ? `The config gives no weights, so ${adapter.framework} samples by size, and the sizes are not in it.`
    : 'A weight is missing or is not a number that can be used.';
}
