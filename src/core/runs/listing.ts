import { aligned } from '../text/aligned.ts';
import type { ReadSummary, RunSet } from './runs.ts';

/** Tables of runs as they were read, for people: what each column holds, what was understood, and a row a run. */
export function listRuns(
  { languages, runs }: Pick<RunSet, 'languages' | 'runs'>,
  summary: Pick<ReadSummary, 'columns' | 'sentences'>,
  maxRuns = Infinity,
): string {
  const several = new Set(summary.columns.map(({ file }) => file)).size > 1;
  const columns = aligned([
    [...(several ? ['file'] : []), 'column', 'holds'],
    ...summary.columns.map(({ file, column, role, language }) => [
      ...(several ? [file] : []),
      column,
      language === null ? (role === 'unused' ? '-' : role) : `${role} of ${language}`,
    ]),
  ]);
  const shown = aligned([
    [
      'run',
      'tokens',
      'parameters',
      'seed',
      ...languages.map((code) => `${code} share`),
      ...languages.map((code) => `${code} loss`),
    ],
    ...runs
      .slice(0, maxRuns)
      .map(({ id, tokens, parameters, seed, ratio, loss }) => [
        id,
        number(tokens, 6),
        number(parameters, 6),
        number(seed, 12),
        ...ratio.map((share) => number(share, 4)),
        ...loss.map((value) => number(value, 5)),
      ]),
  ]);
  const rest = runs.length - maxRuns;
  return [columns, summary.sentences.join('\n'), shown, ...(rest > 0 ? [`… and ${rest} more`] : [])].join(
    '\n\n',
  );
}

const number = (value: number | null, digits: number): string =>
  value === null ? '-' : String(Number(value.toPrecision(digits)));
