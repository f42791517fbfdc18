import { languageKnowledge } from '../language/codes.ts';
import { recognise } from '../formats/check.ts';
import { sampledShares } from '../formats/shares.ts';
import { assignSources } from '../formats/source-language.ts';
import { trainingBlend, writeShares } from '../formats/write.ts';
import { applyEdits } from '../text/range.ts';

/** Shares may be off by this much where a framework rounds its weights. */
const tolerance = 1e-4;

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
  if (recognised === null) return { error: 'it is not a training config of a format that Climb knows' };
  const codes = Object.keys(ratio);
  const { edits, notes } = writeShares(recognised, new Map(Object.entries(ratio)), {
    map,
    languages: languageKnowledge,
  });
  const text = applyEdits(template, edits);
  const realised = realisedShares(text, codes, map);
  const off = codes.find((code) => !(Math.abs((realised?.get(code) ?? 0) - ratio[code]!) <= tolerance));
  if (off === undefined) return { text };
  if (realised !== null && ratio[off]! > 0 && !realised.has(off)) {
    return { error: `no source of it belongs to ${off}: name its sources under \`proxy.map\`` };
  }
  return { error: notes[0] ?? `it would not train on the planned share of ${off}` };
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
    if (code !== null) realised.set(code, (realised.get(code) ?? 0) + shares[index]!);
  });
  return realised;
}
