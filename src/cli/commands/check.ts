import nodePath from 'node:path';
import process from 'node:process';
import { checkConfig, recognise } from '../../core/formats/check.ts';
import { departuresFrom } from '../../core/formats/departures.ts';
import { sourcesRead } from '../../core/formats/sources.ts';
import type { Asking } from '../../core/formats/wish.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { isMixtureText } from '../../core/mixture/recognise.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { targetWish } from '../../core/checks/target-wish.ts';
import { validateMixture } from '../../core/checks/validate.ts';
import { documentation } from '../../core/report/documentation.ts';
import { toGithub } from '../../core/report/github.ts';
import { toSarif, type CheckedFile } from '../../core/report/sarif.ts';
import { LineIndex } from '../../core/text/line-index.ts';
import { text as optionText, UsageError, type Command } from '../command.ts';
import { readText } from '../files.ts';
import { candidates, isFolder } from '../folders.ts';
import { analyse, Fits, withInteractions } from '../mixture.ts';
import { version } from '../product.ts';

interface Checked extends CheckedFile {
  readonly format: string | null;
}

const formats = ['text', 'json', 'sarif', 'github'];

export const check: Command = {
  name: 'check',
  summary: 'all problems in mixture files and training configs',
  usage: `climb check FILE|FOLDER… [--format text|json|sarif|github] [--json]

Of a folder, the mixtures and training configs in it and below are checked, and no other file is mentioned.`,
  options: { format: { type: 'string' } },
  async run({ positionals, values, json, print, tell }) {
    const format = optionText(values, 'format') ?? (json ? 'json' : 'text');
    if (positionals.length === 0) throw new UsageError('name at least one file or folder to check');
    if (!formats.includes(format)) {
      throw new UsageError(`--format takes ${formats.join(', ')}, not ${format}`);
    }
    const checked = withMixtures(await checkAll(positionals));
    if (format === 'json') print(JSON.stringify({ files: checked.map(asJson) }, null, 2));
    else if (format === 'sarif') print(JSON.stringify(toSarif(checked, version, documentation), null, 2));
    else if (format === 'github') process.stdout.write(toGithub(checked));
    else {
      for (const file of checked) printProblems(file, print);
      const strangers = checked.filter((file) => file.format === null).map(({ file }) => file);
      if (strangers.length > 0) tell(`neither mixture nor training config: ${strangers.join(', ')}`);
    }
    return checked.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0;
  },
};

/** Files as they are named; of folders, what is a mixture or a training config. */
async function checkAll(names: readonly string[]): Promise<Checked[]> {
  const fits = new Fits();
  const checked: Checked[] = [];
  for (const name of names) {
    if (!(await isFolder(name))) checked.push(await checkFile(name, fits));
    else {
      for (const file of await candidates(name)) {
        const result = await checkFile(file, fits);
        if (result.format !== null) checked.push(result);
      }
    }
  }
  return checked;
}

async function checkFile(file: string, fits: Fits): Promise<Checked> {
  const text = await readText(file);
  return isMixtureText(file, text)
    ? await checkMixture(file, text, fits)
    : { file, text, ...checkConfig(text, languageKnowledge) };
}

/** Where a config departs from a mixture that names it and is checked as well. */
function withMixtures(checked: readonly Checked[]): Checked[] {
  const asking = new Map<string, Asking[]>();
  for (const { file, text } of checked.filter(({ format }) => format === 'climb')) {
    const { mixture } = parseMixture(text, { fileName: file });
    for (const target of mixture.targets) {
      const wish = targetWish(mixture, target);
      const path = nodePath.resolve(nodePath.dirname(file), target.file.value);
      if (wish !== null) asking.set(path, [...(asking.get(path) ?? []), { file, wish }]);
    }
  }
  return checked.map((each) => {
    const mixtures = asking.get(nodePath.resolve(each.file));
    const recognised = mixtures === undefined || each.format === 'climb' ? null : recognise(each.text);
    if (mixtures === undefined || recognised === null) return each;
    const departures = mixtures.flatMap((mixture) => departuresFrom(recognised, mixture, languageKnowledge));
    const problems = [...each.problems, ...departures].sort((a, b) => a.range.start - b.range.start);
    return { ...each, problems };
  });
}

async function checkMixture(file: string, text: string, fits: Fits): Promise<Checked> {
  const input = await withInteractions(file, text);
  const unreadable = new Map(input.unreadable.map((why) => [why.path, why]));
  const { mixture } = parseMixture(text, { fileName: file });
  const targets = new Map<string, string | null>();
  const config = mixture.proxy?.config ?? null;
  for (const target of [...mixture.targets.map(({ file }) => file), ...(config === null ? [] : [config])]) {
    const name = nodePath.resolve(nodePath.dirname(file), target.value);
    const text = await readText(name).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      unreadable.set(target.value, { path: target.value, message, outside: false });
      return null;
    });
    targets.set(target.value, text);
  }
  const problems = validateMixture(text, {
    fileName: file,
    unreadable: (path) => unreadable.get(path) ?? null,
    targetText: (path) => targets.get(path) ?? null,
    analysis: analyse(input, fits),
  });
  return { file, text, format: 'climb', problems };
}

function printProblems({ file, text, problems }: Checked, print: (text: string) => void): void {
  const lines = new LineIndex(text);
  for (const { severity, code, message, range } of problems) {
    const { line, column } = lines.positionAt(range.start);
    print(`${file}:${line + 1}:${column + 1}: ${severity}: ${message} [${code}]`);
  }
}

function asJson({ file, text, format, problems }: Checked): unknown {
  const recognised = format === null || format === 'climb' ? null : recognise(text);
  const lines = new LineIndex(text);
  const place = (offset: number): unknown => {
    const { line, column } = lines.positionAt(offset);
    return { line: line + 1, column: column + 1 };
  };
  return {
    file,
    format,
    ...(recognised === null ? {} : sourcesRead(recognised, languageKnowledge)),
    problems: problems.map(({ code, severity, message, range, fixes }) => ({
      code,
      severity,
      message,
      range: { start: place(range.start), end: place(range.end) },
      fixes: (fixes ?? []).map(({ title }) => title),
    })),
  };
}
