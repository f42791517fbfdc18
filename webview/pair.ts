import { capital } from '../src/core/text/words.ts';
import { rankMixtures, type ComparedMixture, type RankedMixture } from '../src/core/report/comparison.ts';
import { mixtureNames, type Report, type ReportAllocation } from '../src/core/report/report.ts';
import { usualPair, type Named, type Pair } from '../src/core/report/sections/section.ts';

/** Shares tried in the panel that somebody pinned to compare with. */
export const pinned = 'pinned';

/** What the panel can set side by side, and what it does. */
export interface Sides {
  readonly pair: Pair;
  /** By id, with the names of a list; the usual one first. */
  readonly choices: readonly (readonly [id: string, name: string])[];
  readonly bases: readonly (readonly [id: string, name: string])[];
  readonly choice: string;
  readonly base: string;
  /** Nobody chose otherwise: the file against what is recommended. */
  readonly usual: boolean;
}

/**
 * The two mixtures that every section sets side by side. A mixture that is no longer there gives way to the usual one.
 *
 * @param wanted ids; null: the usual one
 * @param trial shares that were pinned, judged; null: none are
 */
export function sidesOf(
  report: Report,
  compared: readonly ComparedMixture[],
  trial: ReportAllocation | null,
  wanted: { readonly choice: string | null; readonly base: string | null },
): Sides {
  const ranked = rankMixtures(report, compared);
  const usual = usualPair(report);
  const others = ranked.filter(({ kind }) => kind !== 'file' && kind !== 'recommended');
  const usualChoice = report.recommended;
  const choices = [[usualChoice, capital(usual.choice.title)] as const, ...others.map(entryOf)];
  const recommended = ranked.filter(({ kind }) => kind === 'recommended').map(entryOf);
  const bases = [
    ['current', 'File'] as const,
    ...(trial === null ? [] : [[pinned, 'Pinned trial'] as const]),
    ...recommended,
    ...others.map(entryOf),
  ];
  const named = (id: string | null): Named | null => {
    if (id === pinned && trial !== null)
      return { name: 'the pinned trial', title: 'pinned', allocation: trial };
    const found = ranked.find((mixture) => mixture.id === id && mixture.kind !== 'file');
    return found === undefined ? null : { ...inSentence(found), allocation: found.allocation };
  };
  const otherChoice = wanted.choice === usualChoice || wanted.choice === pinned ? null : named(wanted.choice);
  const otherBase = named(wanted.base);
  return {
    pair: { choice: otherChoice ?? usual.choice, base: otherBase ?? usual.base },
    choices,
    bases,
    choice: (otherChoice && wanted.choice) ?? usualChoice,
    base: (otherBase && wanted.base) ?? 'current',
    usual: otherChoice === null && otherBase === null,
  };
}

const entryOf = ({ id, name, detail }: RankedMixture): readonly [string, string] => [
  id,
  detail === '' ? name : `${name} (${detail})`,
];

function inSentence({ id, name }: RankedMixture): Pick<Named, 'name' | 'title'> {
  return id === 'optimum' || id === 'two-steps' ? mixtureNames[id] : { name, title: name };
}
