import { mean } from '../climb/dense/statistics.ts';
import { ofLanguage, trainingsOf } from '../climb/model/model.ts';
import type { HistoryEntry } from '../report/history.ts';
import { compareMixture, type ReadMixture } from './compare-mixtures.ts';
import type { MixtureResult } from './solve-mixture.ts';

/** A mixture as a commit left it, solved with the files of then. */
export interface PastMixture extends Pick<HistoryEntry, 'revision' | 'date' | 'subject'> {
  /** Null: the commit took the file away, or it cannot be read. */
  readonly read: ReadMixture | null;
  /** What the runs or the model of then say of it, but not of what has become of it since. */
  readonly own: Omit<HistoryEntry, 'revision' | 'date' | 'subject' | 'objectiveNow'>;
}

/** Why there is no mixture in a commit. */
export const notThere = {
  deleted: 'This commit deleted the file.',
  unreadable: (reason: string): string => `The file of then cannot be read: ${reason}.`,
};

/** What is told of a mixture by the runs or the model of its own time; a sentence: why nothing is. */
export function toldThen(result: Pick<MixtureResult, 'report' | 'model'> | string): PastMixture['own'] {
  if (typeof result === 'string') {
    const nothing = { ratio: null, objective: null, optimum: null, runs: null };
    return { ...nothing, heldOutR2: null, heldOutError: null, reason: result };
  }
  const { report, model } = result;
  const { languages, current } = report;
  const { quality } = model;
  const averageOf = (by: Readonly<Record<string, number>> | undefined): number | null => {
    const values = languages.flatMap(({ code }) => (by && ofLanguage(by, code)) ?? []);
    return values.length === 0 ? null : mean(values);
  };
  // A prior's losses have no scale.
  const isPrior = report.origin === 'prior';
  return {
    ratio: current && Object.fromEntries(languages.map(({ code }, i) => [code, current.ratio[i] ?? 0])),
    objective: isPrior ? null : (current?.objective.value ?? null),
    optimum: isPrior ? null : report.optimum.objective.value,
    runs: quality && trainingsOf(quality),
    heldOutR2: averageOf(quality?.cvR2),
    heldOutError: averageOf(quality?.cvMae),
    reason: null,
  };
}

/** The past of a mixture, its shares judged by the model of today as well. */
export function judgedNow(
  { revision, date, subject, read, own }: PastMixture,
  now: MixtureResult | null,
  name: string,
): HistoryEntry {
  const judged =
    now === null || read === null || now.report.origin === 'prior'
      ? null
      : compareMixture(now, { id: revision ?? '', name, detail: '', read, unreadable: null });
  return { revision, date, subject, ...own, objectiveNow: judged?.allocation?.objective.value ?? null };
}
