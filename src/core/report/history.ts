/** A mixture as a commit left it, or as the file is now: what was predicted of it then, and how well the fit of then predicts. */
export interface HistoryEntry {
  /** Of the commit; null: the file as it is. */
  readonly revision: string | null;
  /** `2026-03-01`; null: not known. */
  readonly date: string | null;
  /** The first line of the commit's message. */
  readonly subject: string;
  /** Shares by code; null: the file gave none. */
  readonly ratio: Readonly<Record<string, number>> | null;
  /** What was predicted of these shares, and of the optimum, by the runs of then, in nats; null: nothing. */
  readonly objective: number | null;
  readonly optimum: number | null;
  /** The same shares by the runs of today, in nats; null: they cannot be judged. Only these compare. */
  readonly objectiveNow: number | null;
  /** Runs that the fit of then is of; null: there was none. */
  readonly runs: number | null;
  /** R² and mean absolute error, in nats, of runs that the fit of then had not seen: means over its languages. */
  readonly heldOutR2: number | null;
  readonly heldOutError: number | null;
  /** Why there are no numbers; null: there are. */
  readonly reason: string | null;
}

/** How a commit is called where there is little room. */
export const revisionName = ({ revision }: HistoryEntry): string => revision?.slice(0, 7) ?? 'now';

/** All languages that the mixture has ever had, those of the newest first. */
export const codesOf = (entries: readonly HistoryEntry[]): string[] => [
  ...new Set(entries.flatMap(({ ratio }) => Object.keys(ratio ?? {}))),
];
