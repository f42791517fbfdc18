import type { StrategyName } from '../climb/optimum/strategies.ts';
import { list, percent } from '../text/words.ts';
import { totalVariation } from '../climb/dense/vectors.ts';
import { sameMixture, sameShown } from '../evidence/thresholds.ts';
import type { Report, ReportAllocation } from './report.ts';

/** Another mixture under the model, the budget and the importance of the solved one. */
export interface ComparedMixture {
  /** Tells it from the others; made by whoever chose it. */
  readonly id: string;
  /** The file, and the revision where it is not the file as it is. */
  readonly name: string;
  /** What tells the revision to people: its subject. Empty: nothing. */
  readonly detail: string;
  /** In the order of the report's languages; null: it cannot be judged, for the reason in `missing`. */
  readonly allocation: ReportAllocation | null;
  readonly missing: string | null;
  /** What to know before trusting the comparison. */
  readonly notes: readonly string[];
}

/** A row of the comparison. */
export interface RankedMixture {
  /** Tells it from the others: a strategy's name, or what whoever compares it has given it. */
  readonly id: string;
  readonly kind: 'file' | 'recommended' | 'strategy' | 'other';
  readonly name: string;
  readonly detail: string;
  readonly allocation: ReportAllocation;
  /** Predicted, of the allocation. */
  readonly objective: number;
}

/** What a strategy assumes, and where it comes from. */
export const strategyTitles: Readonly<
  Record<StrategyName, { readonly name: string; readonly meaning: string }>
> = {
  current: { name: 'File', meaning: 'The shares in the mixture file.' },
  uniform: {
    name: 'Uniform',
    meaning: 'Equal shares for all languages, as far as limits of shares and epochs allow.',
  },
  natural: { name: 'Natural', meaning: 'Shares in proportion to the available text.' },
  temperature: {
    name: 'Temperature',
    meaning: 'Shares in proportion to the available text to the power of 0.3 (mT5, Xue et al. 2021).',
  },
  unimax: {
    name: 'UniMax',
    meaning: 'Equal shares as far as the text lasts for the epochs allowed (Chung et al. 2023).',
  },
  isolated: {
    name: 'Isolated',
    meaning: 'The optimum of a model in which no language helps or hinders another.',
  },
  msl: {
    name: 'MSL (He et al.)',
    meaning: 'Shares from a scaling law with transfer only within language families (He et al. 2024).',
  },
  'two-steps': {
    name: 'Two steps',
    meaning:
      'The mixture of the paper (arXiv 2509.15556): marginal benefits of effective shares made equal, then all shares lifted as far as the limits allow.',
  },
  optimum: { name: 'Optimum', meaning: 'The mixture with the lowest predicted objective.' },
};

/** What the names of a report's strategies mean, in their order. */
export const meaningsOf = ({
  strategies,
}: Pick<Report, 'strategies'>): readonly { readonly name: string; readonly meaning: string }[] =>
  strategies.map(({ name }) => strategyTitles[name]);

/** The file, the strategies and the compared mixtures that can be judged, each once, lowest predicted objective first. */
export function rankMixtures(report: Report, compared: readonly ComparedMixture[]): RankedMixture[] {
  const strategies = report.strategies.map((strategy) => ({
    id: strategy.name,
    allocation: strategy.allocation,
    kind:
      strategy.name === 'current'
        ? ('file' as const)
        : strategy.name === report.recommended
          ? ('recommended' as const)
          : ('strategy' as const),
    name: strategyTitles[strategy.name].name,
    detail: '',
  }));
  return [...strategies, ...compared.map((mixture) => ({ ...mixture, kind: 'other' as const }))]
    .flatMap(({ id, kind, name, detail, allocation }) =>
      allocation?.objective.value == null
        ? []
        : [{ id, kind, name, detail, allocation, objective: allocation.objective.value }],
    )
    .sort((a, b) => a.objective - b.objective);
}

/** Mixtures that are the same here as one row, named by all of them: `Uniform = UniMax`; the file and what is recommended give it its kind. */
export function withoutTwins(ranked: readonly RankedMixture[]): RankedMixture[] {
  const rows: RankedMixture[] = [];
  for (const mixture of ranked) {
    const twin = rows.find(({ kind, allocation: { ratio } }) => {
      // Those that somebody put beside the file are looked for by their own names.
      if (kind === 'other' || mixture.kind === 'other') return false;
      return totalVariation(ratio, mixture.allocation.ratio) < sameShown;
    });
    if (twin === undefined) rows.push(mixture);
    else {
      const [first, second] = weight[mixture.kind] > weight[twin.kind] ? [mixture, twin] : [twin, mixture];
      rows[rows.indexOf(twin)] = { ...first, name: `${first.name} = ${second.name}` };
    }
  }
  return rows;
}

const weight = { recommended: 2, file: 3, strategy: 1, other: 0 } as const;

/** Strategies and mixtures that cannot be judged, with the reason; those of one reason together. */
export const unranked = (
  report: Report,
  compared: readonly ComparedMixture[],
): { readonly name: string; readonly missing: string }[] => {
  const all = [
    ...report.strategies.map((strategy) => ({ ...strategy, name: strategyTitles[strategy.name].name })),
    ...compared,
  ];
  const byReason = new Map<string, string[]>();
  for (const { name, missing } of all)
    if (missing !== null) byReason.set(missing, [...(byReason.get(missing) ?? []), name]);
  return [...byReason].map(([missing, names]) => ({ name: list(names), missing }));
};

/**
 * Mixtures that are one, by name, in the order given: rules that were made differently often end at the same shares, and then nothing is
 * won by one over the other.
 */
function coinciding(
  mixtures: readonly { readonly name: string; readonly ratio: readonly number[] }[],
): string[][] {
  const groups: { ratio: readonly number[]; names: string[] }[] = [];
  for (const { name, ratio } of mixtures) {
    const same = groups.find((group) => totalVariation(group.ratio, ratio) < sameMixture);
    if (same === undefined) groups.push({ ratio, names: [name] });
    else same.names.push(name);
  }
  return groups.flatMap(({ names }) => (names.length > 1 ? [names] : []));
}

/** `Uniform and UniMax are the same mixture, within 1 %.` for every group; empty: all differ. */
export const coincidingText = (mixtures: Parameters<typeof coinciding>[0]): string =>
  coinciding(mixtures)
    .map((names) => `${list(names)} are the same mixture, within ${percent(sameMixture, 0)} of the tokens.`)
    .join(' ');
