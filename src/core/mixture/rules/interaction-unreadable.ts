import type { RelatedPlace } from '../../problem.ts';
import type { RunProblem } from '../../runs/runs.ts';
import type { Located } from '../../text/range.ts';
import type { Interactions } from '../mixture.ts';
import type { Rule } from './rule.ts';

/** Places named under one problem; the message says how many there are in all. */
const shownPlaces = 5;

export const interactionUnreadable: Rule = {
  code: 'interaction.unreadable',
  level: 'error',
  *check({ mixture, analysis, fileExists }) {
    const { interactions } = mixture;
    if (interactions === null) return;
    const paths = pathsOf(interactions);
    for (const path of paths) {
      if (fileExists === null || isGlob(path.value) || fileExists(path.value)) continue;
      yield {
        message: `There is no file \`${path.value}\` (paths are relative to this file).`,
        range: path.range,
      };
    }
    const byFile = new Map<string, RunProblem[]>();
    for (const problem of analysis?.runProblems ?? []) {
      if (problem.severity !== 'error') continue;
      const known = byFile.get(problem.file);
      if (known === undefined) byFile.set(problem.file, [problem]);
      else known.push(problem);
    }
    for (const [file, problems] of byFile) {
      const path =
        paths.find(({ value }) => value === file) ?? paths.find(({ value }) => matchesGlob(file, value));
      if (path !== undefined && fileExists !== null && !isGlob(path.value) && !fileExists(path.value))
        continue;
      const first = problems[0]!;
      const more =
        problems.length === 1 ? '' : ` ${problems.length - 1} more like this; those rows are left out.`;
      yield {
        message: `\`${file}\`, line ${first.line + 1}: ${first.message}${more}`,
        range: path?.range ?? interactions.range,
        related: problems.slice(0, shownPlaces).map(place),
      };
    }
  },
};

function place({ file, line, column, message }: RunProblem): RelatedPlace {
  return { message, file, position: { line, column } };
}

function pathsOf(interactions: Interactions): readonly Located<string>[] {
  if (interactions.kind === 'runs') return interactions.paths;
  return interactions.kind === 'model' ? [interactions.path] : [];
}

export function isGlob(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

/** Whether a glob (`*`, `**`, `?`, `{a,b}`) can have led to the file; only used to pick where to show a problem. */
function matchesGlob(file: string, glob: string): boolean {
  const pattern = glob.replace(/[.+^$()|\\]/g, '\\$&').replace(/\*\*\/?|\*|\?|[{},]/g, (token) => {
    if (token.startsWith('**')) return '.*';
    return { '*': '[^/]*', '?': '[^/]', '{': '(?:', '}': ')', ',': '|' }[token] ?? token;
  });
  try {
    return new RegExp(`^${pattern}$`).test(file);
  } catch {
    return false;
  }
}
