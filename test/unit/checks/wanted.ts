import type { Problem } from '../../../src/core/problem.ts';
import { LineIndex } from '../../../src/core/text/line-index.ts';

/**
 * Fixtures state what they want: below a line, `# want "code" at "text"` says that the line holds a problem of that code
 * whose range covers exactly that text. JSON has no comments, so a JSON fixture lists `"LINE code at text"` under `x-want`.
 */
export function wantedProblems(text: string): string[] {
  const wanted: string[] = [];
  let last = 0;
  text.split(/\r\n|\r|\n/).forEach((line, i) => {
    const marker = /^\s*# want "([^"]+)" at "(.*)"\s*$/.exec(line);
    if (marker === null) last = i + 1;
    else wanted.push(`${last} ${marker[1]!} at ${marker[2]!}`);
  });
  if (text.trimStart().startsWith('{')) {
    const json = JSON.parse(text) as { 'x-want'?: string[] };
    wanted.push(...(json['x-want'] ?? []));
  }
  return wanted.sort();
}

export function foundProblems(text: string, problems: readonly Problem[]): string[] {
  const lines = new LineIndex(text);
  return problems
    .map(({ code, range }) => {
      const at = text.slice(range.start, range.end).replaceAll('\n', '\\n');
      return `${lines.positionAt(range.start).line + 1} ${code} at ${at}`;
    })
    .sort();
}
