import { aligned } from '../text/aligned.ts';
import { trainingsIn, type ReadSummary, type RunSet } from './runs.ts';

/** How much of a long table is listed. */
export interface Listed {
  readonly runs: number;
  readonly columns: number;
  /** How a reader gets at the rest: the end of the last line. */
  readonly how: string;
}

const everything: Listed = { runs: Infinity, columns: Infinity, how: '' };

/** Tables of runs as they were read, for people: what each column holds, what was understood, and a row a run. */
export function listRuns(
  { languages, runs }: Pick<RunSet, 'languages' | 'runs'>,
  summary: Pick<ReadSummary, 'columns' | 'sentences'>,
  most = everything,
): string {
  const several = new Set(summary.columns.map(({ file }) => file)).size > 1;
  const columns = aligned([
    [...(several ? ['file'] : []), 'column', 'holds'],
    ...summary.columns
      .slice(0, most.columns)
      .map(({ file, column, role, language }) => [
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
      .slice(0, most.runs)
      .map(({ id, tokens, parameters, seed, ratio, loss }) => [
        id,
        number(tokens, 6),
        number(parameters, 6),
        number(seed, 12),
        ...ratio.map((share) => number(share, 4)),
        ...loss.map((value) => number(value, 5)),
      ]),
  ]);
  const rest = [
    ...left(runs.length - most.runs, trainingsIn(runs) < runs.length ? 'checkpoint' : 'run'),
    ...left(summary.columns.length - most.columns, 'column'),
  ].join(' and ');
  return [
    columns,
    summary.sentences.join('\n'),
    shown,
    ...(rest === '' ? [] : [`… and ${rest}${most.how}`]),
  ].join('\n\n');
}

const left = (count: number, word: string): string[] =>
  count > 0 ? [`${count} more ${word}${count === 1 ? '' : 's'}`] : [];

const number = (value: number | null, digits: number): string =>
  value === null ? '-' : String(Number(value.toPrecision(digits)));
