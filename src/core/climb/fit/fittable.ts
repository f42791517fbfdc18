import { accuracyAdvice } from '../../runs/accuracies.ts';
import { sharesOf } from '../../runs/mixtures.ts';
import type { RunSet } from '../../runs/runs.ts';
import { measurementsOf, sourceCount } from './target-data.ts';

/** The runs cannot be fitted at all; the message says what is missing, in plain words. */
export class CannotFit extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotFit';
  }
}

/** What is refused: a fit of hours is asked for by mistake. The first in measurements, the second in units of `costly`. */
const most = { measurements: 100_000, work: 3e10 };

/** Parameters of a target's fit, about. */
export const parametersOf = (sources: number): number => 4 + 3 * sources;

/**
 * The targets that runs measured, with their rows, and the work of a fit of them: rows times squared parameters, over targets.
 *
 * @param mixtures how many different ones the runs hold
 * @param listed how many runs the tables list
 * @throws CannotFit
 */
export function fittable(
  runs: RunSet,
  mixtures: number,
  listed: number,
): { readonly measured: ReturnType<typeof measurementsOf>; readonly work: number } {
  if (runs.runs.length === 0) throw new CannotFit('The tables contain no readable runs.');
  if (listed > most.measurements)
    throw new CannotFit(
      `The tables hold more than ${most.measurements.toLocaleString('en')} measurements, which would take hours to fit: take fewer checkpoints of each run.`,
    );
  const measured = measurementsOf(runs);
  if (measured.length === 0) {
    const advice = accuracyAdvice(runs.summary?.unused ?? []);
    throw new CannotFit(
      advice === null
        ? 'No run has a loss: add loss_<language> columns to the table of runs.'
        : `No run has a loss. ${advice}`,
    );
  }
  if (mixtures === 1 && listed >= 4) {
    throw new CannotFit(
      new Set(sharesOf(runs.runs)).size === 1
        ? 'The shares do not vary: nothing can be fitted. All runs trained on the same mixture; add runs of others.'
        : 'All rows are checkpoints of one run, so nothing tells what other shares do: add runs of other mixtures.',
    );
  }
  for (const { target, rows } of measured) {
    if (rows.length < 4) {
      throw new CannotFit(
        `Only ${rows.length} of the runs measured the loss of ${runs.languages[target]!}; a fit needs at least 4.`,
      );
    }
  }
  // Told before the data of every target are made: those of a thousand languages take seconds and a gigabyte.
  let work = 0;
  for (const { target, rows } of measured) {
    work += rows.length * parametersOf(sourceCount(runs, target, rows)) ** 2;
    if (work > most.work)
      throw new CannotFit(
        `${runs.runs.length.toLocaleString('en')} runs of ${runs.languages.length.toLocaleString('en')} languages would take hours to fit: add up the shares of small languages under one name, and fit that.`,
      );
  }
  return { measured, work };
}
