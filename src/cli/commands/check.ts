import { interactionPaths } from '../../core/analysis/solve-mixture.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { validateMixture } from '../../core/mixture/validate.ts';
import type { Problem } from '../../core/problem.ts';
import { readRuns } from '../../core/runs/read-runs.ts';
import { LineIndex } from '../../core/text/line-index.ts';
import { UsageError, type Command } from '../command.ts';
import { readText } from '../files.ts';
import { withInteractions } from '../mixture.ts';

interface CheckedFile {
  readonly file: string;
  readonly format: string | null;
  readonly problems: readonly Problem[];
  readonly lines: LineIndex;
}

export const check: Command = {
  name: 'check',
  summary: 'all problems in mixture files',
  usage: 'climb check FILE… [--json]',
  options: {},
  async run({ positionals, json, print }) {
    if (positionals.length === 0) throw new UsageError('name at least one file to check');
    const checked: CheckedFile[] = [];
    for (const file of positionals) checked.push(await checkFile(file));
    if (json) print(JSON.stringify({ files: checked.map(asJson) }, null, 2));
    else for (const file of checked) printProblems(file, print);
    return checked.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0;
  },
};

async function checkFile(file: string): Promise<CheckedFile> {
  const text = await readText(file);
  const lines = new LineIndex(text);
  const input = await withInteractions(file, text);
  const missing = new Set(input.unreadable.map(({ path }) => path));
  const { mixture } = parseMixture(text, { fileName: file });
  const runProblems =
    mixture.interactions?.kind === 'runs' && (interactionPaths(mixture)?.length ?? 0) > 0
      ? readRuns(input.files).problems
      : [];
  const problems = validateMixture(text, {
    fileName: file,
    fileExists: (path) => !missing.has(path),
    analysis: { runProblems, model: null, solution: null },
  });
  return { file, format: 'climb', problems, lines };
}

function printProblems({ file, problems, lines }: CheckedFile, print: (text: string) => void): void {
  for (const { severity, code, message, range } of problems) {
    const { line, column } = lines.positionAt(range.start);
    print(`${file}:${line + 1}:${column + 1}: ${severity}: ${message} [${code}]`);
  }
}

function asJson({ file, format, problems, lines }: CheckedFile): unknown {
  const place = (offset: number): unknown => {
    const { line, column } = lines.positionAt(offset);
    return { line: line + 1, column: column + 1 };
  };
  return {
    file,
    format,
    problems: problems.map(({ code, severity, message, range, fixes }) => ({
      code,
      severity,
      message,
      range: { start: place(range.start), end: place(range.end) },
      fixes: (fixes ?? []).map(({ title }) => title),
    })),
  };
}
