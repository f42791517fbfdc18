import type { Position } from '../text/line-index.ts';
import type { RunProblem } from './runs.ts';

interface Group {
  readonly first: RunProblem;
  rows: number;
  readonly lines: number[];
}

const shownLines = 5;

/** Gathers what is wrong, one message a kind and file: a column of text where numbers should be is one mistake, not a thousand. */
export class RunProblems {
  readonly #groups = new Map<string, Group>();

  /**
   * @param kind what is the same about all problems that are told as one
   * @param rows rows left out by this one
   */
  add(
    kind: string,
    file: string,
    { line, column }: Position,
    message: string,
    { severity = 'error', ...more }: Partial<Pick<RunProblem, 'severity' | 'rows' | 'aboutMap'>> = {},
  ): void {
    const { rows = 1 } = more;
    const key = `${file}\0${kind}`;
    const known = this.#groups.get(key);
    if (known === undefined)
      this.#groups.set(key, {
        first: { file, line, column, message, severity, ...more },
        rows,
        lines: [line],
      });
    else {
      known.rows += rows;
      if (known.lines.length <= shownLines) known.lines.push(line);
    }
  }

  list(): RunProblem[] {
    return [...this.#groups.values()].map(({ first, rows, lines }) => {
      if (lines.length < 2) return rows === 1 ? first : { ...first, rows };
      const more = lines.slice(1, shownLines).map((line) => line + 1);
      const etc = lines.length > shownLines ? ', …' : '';
      const count = Math.max(rows - 1, lines.length - 1);
      return {
        ...first,
        message: `${first.message} ${count} more like this: line${more.length > 1 ? 's' : ''} ${more.join(', ')}${etc}.`,
        rows,
      };
    });
  }
}
