import type { StrategyName } from '../climb/optimum/strategies.ts';
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
  readonly kind: 'file' | 'optimum' | 'strategy' | 'other';
  readonly name: string;
  readonly detail: string;
  readonly allocation: ReportAllocation;
}

const titles: Readonly<Record<StrategyName, string>> = {
  current: 'This file',
  uniform: 'Uniform',
  natural: 'Natural',
  temperature: 'Temperature',
  unimax: 'UniMax',
  isolated: 'Isolated',
  msl: 'MSL (He et al.)',
  'two-steps': 'Two steps',
  optimum: 'Optimum',
};

/** The file, the strategies and the compared mixtures that can be judged, lowest predicted objective first. */
export function rankMixtures(report: Report, compared: readonly ComparedMixture[]): RankedMixture[] {
  const strategies = report.strategies.map((strategy) => ({
    ...strategy,
    kind:
      strategy.name === 'current'
        ? ('file' as const)
        : strategy.name === report.recommended
          ? ('optimum' as const)
          : ('strategy' as const),
    name: titles[strategy.name],
    detail: '',
  }));
  return [...strategies, ...compared.map((mixture) => ({ ...mixture, kind: 'other' as const }))]
    .flatMap(({ kind, name, detail, allocation }) =>
      allocation?.objective.value == null ? [] : [{ kind, name, detail, allocation }],
    )
    .sort((a, b) => a.allocation.objective.value! - b.allocation.objective.value!);
}

/** Strategies and mixtures that cannot be judged, with the reason. */
export const unranked = (
  report: Report,
  compared: readonly ComparedMixture[],
): { readonly name: string; readonly missing: string }[] =>
  [
    ...report.strategies.map((strategy) => ({ ...strategy, name: titles[strategy.name] })),
    ...compared,
  ].flatMap(({ name, missing }) => (missing === null ? [] : [{ name, missing }]));
