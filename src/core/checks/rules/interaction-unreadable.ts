import type { RelatedPlace } from '../../problem.ts';
import { isOwnTable } from '../../proxy/section.ts';
import type { RunProblem } from '../../runs/runs.ts';
import { matchesGlob } from '../../text/glob.ts';
import { namedByGroups, namedByInteractions } from '../../mixture/paths.ts';
import { unreadablePath, type Rule } from './rule.ts';

/** Places named under one problem; the message says how many there are in all. */
const shownPlaces = 5;

export const interactionUnreadable: Rule = {
  code: 'interaction.unreadable',
  level: 'error',
  *check({ mixture, parsed, analysis, unreadable }) {
    const { interactions } = mixture;
    if (interactions === null) return;
    const paths = namedByInteractions(interactions);
    for (const path of [...paths, ...namedByGroups(mixture)]) {
      const why = unreadable(path.value);
      if (why !== null && !why.outside && !isOwnTable(mixture, path.value))
        yield unreadablePath(parsed.text, path, why);
    }
    const byFile = new Map<string, RunProblem[]>();
    for (const problem of analysis?.runProblems ?? []) {
      if (problem.severity !== 'error' || problem.aboutMap === true) continue;
      const known = byFile.get(problem.file);
      if (known === undefined) byFile.set(problem.file, [problem]);
      else known.push(problem);
    }
    for (const [file, problems] of byFile) {
      const [first] = problems;
      if (first === undefined) continue;
      const path =
        paths.find(({ value }) => value === file) ?? paths.find(({ value }) => matchesGlob(value, file));
      if (path !== undefined && unreadable(path.value) !== null) continue;
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
