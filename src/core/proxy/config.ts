import { languageKnowledge } from '../language/codes.ts';
import { recognise } from '../formats/check.ts';
import { sampledShares } from '../formats/shares.ts';
import { assignSources } from '../formats/source-language.ts';
import { trainingBlend, writeShares } from '../formats/write.ts';
import { applyEdits } from '../text/range.ts';
import { elementAt } from '../text/elements.ts';
import { precisePercent } from '../text/words.ts';

/** Shares may be off by so much, or by so much of themselves, where a framework rounds its weights. */
const tolerance = { share: 1e-4, relative: 2e-3 };

/**
 * The template of a training config with one run's shares in it; or why it cannot hold them. A proxy run that trains on
 * something else than planned would spoil the fit silently, so the text is read again and compared.
 */
export function configOf(
  template: string,
  ratio: Readonly<Record<string, number>>,
  map: ReadonlyMap<string, readonly string[]>,
): { readonly text: string } | { readonly error: string } {
  const recognised = recognise(template);
  if (recognised === null) return { error: 'it is not a training config that Climb recognises' };
  const planned = Object.entries(ratio);
  const { edits, notes } = writeShares(recognised, new Map(planned), {
    map,
    languages: languageKnowledge,
    exact: true,
  });
  const text = applyEdits(template, edits);
  const realised = realisedShares(text, Object.keys(ratio), map);
  const differing = planned.find(
    ([code, share]) =>
      !(
        Math.abs((realised?.get(code) ?? 0) - share) <= Math.max(tolerance.share, tolerance.relative * share)
      ),
  );
  if (differing === undefined) return { text };
  const [off, share] = differing;
  if (realised !== null && share > 0 && !realised.has(off)) {
    return { error: `no source of it belongs to ${off}: name its sources under \`proxy.map\`` };
  }
  const instead = precisePercent(realised?.get(off) ?? 0, 4);
  return {
    error:
      notes[0] ?? `it would train on ${instead} of ${off}, not on the planned ${precisePercent(share, 4)}`,
  };
}

function realisedShares(
  text: string,
  codes: readonly string[],
  map: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> | null {
  const config = recognise(text)?.config;
  const blend = config === undefined ? null : trainingBlend(config);
  const shares = blend === null ? null : sampledShares(blend);
  if (blend === null || shares === null) return null;
  const realised = new Map<string, number>();
  assignSources(blend.sources, codes, map, languageKnowledge).forEach((code, index) => {
    if (code !== null) realised.set(code, (realised.get(code) ?? 0) + elementAt(shares, index));
  });
  return realised;
}
