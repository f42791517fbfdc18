import type { ChosenEngine } from '../core/proxy/engines/all-engines.ts';
import { duration } from '../core/proxy/progress.ts';
import { significant } from '../core/text/words.ts';
import { usualSeconds, type RunStatus } from './status.ts';

/** What launching would take; null: it cannot be told. */
export interface LaunchCost {
  /** Seconds of one run, by those that ended (median). */
  readonly each: number | null;
  /** Seconds of all, with so many at a time as there may be. */
  readonly all: number | null;
  /** GPU hours that a scheduler is asked for, at most. */
  readonly gpuHours: number | null;
}

export function launchCost(
  runs: readonly RunStatus[],
  count: number,
  { limit, asked }: Pick<ChosenEngine, 'limit' | 'asked'>,
): LaunchCost {
  const each = usualSeconds(runs);
  const turns = limit === null ? null : Math.ceil(count / limit);
  const { gpus, hours } = asked;
  return {
    each,
    all: each === null || turns === null ? null : each * turns,
    gpuHours: gpus === null || hours === null ? null : count * gpus * hours,
  };
}

/** Null: nothing can be said. */
export function describeCost({ each, all, gpuHours }: LaunchCost): string | null {
  const said = [
    ...(each === null ? [] : [`about ${duration(each)} a run`]),
    ...(all === null ? [] : [`${duration(all)} in all`]),
    ...(gpuHours === null ? [] : [`at most ${significant(gpuHours)} GPU hours asked for`]),
  ];
  return said.length === 0 ? null : said.join(', ');
}
