import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openProblem, type AllocationProblem } from '../../src/core/climb/model/allocation.ts';
import { readRuns } from '../../src/core/runs/read-runs.ts';
import type { ProxyRun, RunSet } from '../../src/core/runs/runs.ts';

/** A table of test/fixtures/clusters: what people would have before they decide, and what came of it. */
export interface Cluster {
  readonly name: string;
  readonly languages: readonly string[];
  /** The proxy runs that were planned, at two budgets: all that a fit may see. */
  readonly planned: RunSet;
  /** Random mixtures that no fit sees. */
  readonly random: readonly ProxyRun[];
  /** Mixtures that strategies recommended, trained with several seeds. */
  readonly trained: readonly Trained[];
  /** Bytes of text, by language. */
  readonly available: readonly number[];
  readonly problem: (tokens: number) => AllocationProblem;
}

/** One mixture at one budget. */
export interface Trained {
  readonly strategy: string;
  readonly tokens: number;
  readonly ratio: readonly number[];
  /** Mean held-out loss over languages by seed, nats. */
  readonly loss: ReadonlyMap<number, number>;
}

/** As all these runs were made. */
const maxEpochs = 4;

export function readCluster(root: string, name: string): Cluster {
  const folder = path.join(root, 'test/fixtures/clusters');
  const file = path.join(folder, `${name}.csv`);
  const sizes = JSON.parse(readFileSync(path.join(folder, 'available.json'), 'utf8')) as Record<
    string,
    Record<string, number>
  >;
  const sizeOf = sizes[name.replace('-neural', '')]!;
  const table = readRuns([{ path: file, text: readFileSync(file, 'utf8') }], {
    available: new Map(Object.entries(sizeOf)),
  });
  const { languages } = table;
  const available = languages.map((code) => sizeOf[code]!);
  const kind = (prefix: string): ProxyRun[] => table.runs.filter(({ id }) => id.startsWith(prefix));
  return {
    name,
    languages,
    planned: { ...table, runs: kind('planned-') },
    random: kind('dirichlet'),
    trained: bySeeds(kind('strategy-')),
    available,
    problem: (tokens) => ({
      ...openProblem(languages, tokens),
      available,
      maxEpochs: languages.map(() => maxEpochs),
    }),
  };
}

/** `strategy-NAME-BUDGET-SEED`: runs that differ in the seed alone are one mixture. */
function bySeeds(runs: readonly ProxyRun[]): Trained[] {
  const mixtures = new Map<
    string,
    { -readonly [K in keyof Trained]: Trained[K] } & { loss: Map<number, number> }
  >();
  for (const run of runs) {
    const [, strategy] = /^strategy-(.*)-\d+k-\d+$/.exec(run.id)!;
    const key = `${strategy} ${run.tokens}`;
    const mixture = mixtures.get(key) ?? {
      strategy: strategy!,
      tokens: run.tokens!,
      ratio: run.ratio,
      loss: new Map<number, number>(),
    };
    mixture.loss.set(run.seed!, mean(run.loss.map((loss) => loss!)));
    mixtures.set(key, mixture);
  }
  return [...mixtures.values()];
}

/** Mean difference of two trained mixtures over the seeds that both had, nats, with its standard error. */
export function difference(a: Trained, b: Trained): { readonly mean: number; readonly error: number } {
  const pairs = [...a.loss].flatMap(([seed, loss]) => (b.loss.has(seed) ? [loss - b.loss.get(seed)!] : []));
  const center = mean(pairs);
  const square = pairs.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return { mean: center, error: Math.sqrt(square / (pairs.length - 1) / pairs.length) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
