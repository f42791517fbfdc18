import nodePath from 'node:path';
import process from 'node:process';
import { checkConfig, problemsOf, type RecognisedConfig } from '../../core/formats/check.ts';
import { departuresFrom } from '../../core/formats/departures.ts';
import { configAt } from '../../core/formats/held.ts';
import { sourcesRead } from '../../core/formats/sources.ts';
import type { MixtureRequest } from '../../core/formats/requested.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { isMixtureText } from '../../core/mixture/recognise.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { requestedShares } from '../../core/checks/requested-shares.ts';
import { validateMixture } from '../../core/checks/validate.ts';
import { describeRule, documentation } from '../../core/report/documentation.ts';
import { toGithub } from '../../core/report/github.ts';
import { toSarif, type CheckedFile, type RuleText } from '../../core/report/sarif.ts';
import { unknownShares } from '../../core/formats/unknown-shares.ts';
import type { Severity } from '../../core/problem.ts';
import { onOneLine } from '../../core/text/foreign.ts';
import { isGlob } from '../../core/text/glob.ts';
import { LineIndex } from '../../core/text/line-index.ts';
import { text as optionText, UsageError, wholeNumber, type Command, type Invocation } from '../command.ts';
import { readConfigs } from '../configs.ts';
import { matchingFiles, readText } from '../files.ts';
import { candidates, exists, isFolder } from '../folders.ts';
import { analyse, Fits, withInteractions } from '../mixture.ts';
import { orOwnFault } from '../own-fault.ts';
import { version } from '../product.ts';

interface Checked extends CheckedFile {
  readonly format: string | null;
  /** As a training config, with what another file holds for it. */
  readonly recognised?: RecognisedConfig;
  /** The file that holds the blend, where this one leads to it. */
  readonly blendIn?: string;
}

const formats = ['text', 'json', 'sarif', 'github'];

export const check: Command = {
  name: 'check',
  summary: 'report all problems in mixture files and training configs',
  operands: ['FILE|FOLDER|PATTERN…'],
  notes: `In a folder, or with a pattern such as 'configs/**/*.yaml', only mixtures and training configs are checked and mentioned.
Exits with 1 if there is an error.`,
  options: {
    format: {
      takes: 'FORMAT',
      about: 'text (default), json, sarif (for code scanning) or github (pull-request annotations)',
    },
    'max-warnings': { takes: 'N', about: 'also exit with 1 if there are more than N warnings' },
    strict: { takes: null, about: 'also report problems silenced with # climb-ignore' },
  },
  async run({ positionals, values, json, print, tell }) {
    const format = optionText(values, 'format') ?? (json ? 'json' : 'text');
    if (positionals.length === 0) throw new UsageError('name at least one file or folder to check');
    if (!formats.includes(format)) {
      throw new UsageError(`--format takes ${formats.join(', ')}, not ${format}`);
    }
    const maxWarnings = wholeNumber(values, 'max-warnings');
    const found = once(await checkAll(positionals, values['strict'] === true, tell));
    const checked = await withMixtures(found, tell);
    if (format === 'json') print(JSON.stringify({ files: checked.map(asJson) }, null, 2));
    else if (format === 'sarif') print(JSON.stringify(toSarif(checked, version, aboutRule), null, 2));
    else if (format === 'github') process.stdout.write(toGithub(checked));
    else {
      for (const file of checked) printProblems(file, print);
      const unknown = checked.filter(isOther).map(({ file }) => file);
      if (unknown.length > 0) tell(`neither mixture nor training config: ${unknown.join(', ')}`);
      print(summary(checked));
    }
    const warnings = countOf(checked, 'warning');
    const isTooMuch = maxWarnings !== null && warnings > maxWarnings;
    if (isTooMuch)
      tell(`climb check: ${many(warnings, 'warning')}, and --max-warnings allows ${maxWarnings}`);
    return isTooMuch || countOf(checked, 'error') > 0 ? 1 : 0;
  },
};

/** What reads like a config here and there, is no YAML as a whole, and does not say by its name that it should be. */
function onlyResembles({ file, recognised, blendIn }: Checked): boolean {
  if (recognised === undefined || blendIn !== undefined || /\.(?:ya?ml|jsonc?)$/i.test(file)) return false;
  return recognised.adapter.plainText !== true && recognised.document.faults.length > 0;
}

/** How the files of one call are checked. */
interface Checking {
  readonly fits: Fits;
  readonly strict: boolean;
  readonly tell: Invocation['tell'];
}

/** Neither a mixture nor a training config, as far as anybody can tell. */
function isOther({ format, problems }: Checked): boolean {
  return format === null && problems.length === 0;
}

/** Files as they are named; of folders and patterns, what is a mixture or a training config. */
async function checkAll(
  names: readonly string[],
  strict: boolean,
  tell: Invocation['tell'],
): Promise<Checked[]> {
  const checking = { fits: new Fits(tell), strict, tell };
  const checked: Checked[] = [];
  for (const name of names) {
    const several = await filesOf(name);
    if (several === null) checked.push(...(await checkFile(name, checking)));
    else {
      let found = 0;
      for (const file of several) {
        const results = await checkFile(file, checking);
        if (isOther(results[0]) || onlyResembles(results[0])) continue;
        checked.push(...results);
        found++;
      }
      if (found === 0) tell(`${name}: no mixture and no training config is there`);
    }
  }
  return checked;
}

/** The files that a folder or a pattern stands for; null: it is the name of one. */
async function filesOf(name: string): Promise<readonly string[] | null> {
  if (name === '') throw new UsageError('an argument is empty: is a variable not set?');
  if (await isFolder(name)) return candidates(name);
  return isGlob(name) && !(await exists(name)) ? (await matchingFiles(name)).sort() : null;
}

/** A file, and behind it the one that holds its blend, where that is another. */
async function checkFile(file: string, checking: Checking): Promise<readonly [Checked, ...Checked[]]> {
  const text = await readText(file);
  return orOwnFault<readonly [Checked, ...Checked[]]>(
    file,
    checking.tell,
    () => checkText(file, text, checking),
    (problem) => [{ file, text, format: null, problems: [problem] }],
  );
}

async function checkText(
  file: string,
  text: string,
  checking: Checking,
): Promise<readonly [Checked, ...Checked[]]> {
  if (isMixtureText(file, text)) return [await checkMixture(file, text, checking)];
  const texts = await readConfigs('.', [file]);
  const held = configAt(file, (path) => texts.get(path) ?? null);
  if (held === null) return [{ file, text, format: null, problems: [] }];
  const { recognised } = held;
  const own = problemsOf(recognised, languageKnowledge);
  const unknown = unknownShares(recognised, own);
  const holder = {
    file: held.file,
    text: recognised.document.text,
    format: recognised.adapter.name,
    recognised,
    problems: [...own, ...unknown].sort((a, b) => a.range.start - b.range.start),
  };
  return held.file === file
    ? [holder]
    : ([{ file, text, recognised, blendIn: held.file, ...checkConfig(text, languageKnowledge) }, holder].map(
        (each) => ({ ...each, format: each.format ?? recognised.adapter.name }),
      ) as [Checked, Checked]);
}

/** A file that was named, and that another leads to, once. */
function once(checked: readonly Checked[]): Checked[] {
  const seen = new Set<string>();
  return checked.filter(({ file }) => {
    const path = nodePath.resolve(file);
    return !seen.has(path) && seen.add(path);
  });
}

/** Where a config departs from mixtures that name it and are checked as well. */
function withMixtures(checked: readonly Checked[], tell: Invocation['tell']): Promise<Checked[]> {
  const requests = new Map<string, MixtureRequest[]>();
  const holders = new Map(
    checked.flatMap(({ file, blendIn }) =>
      blendIn === undefined ? [] : [[nodePath.resolve(file), nodePath.resolve(blendIn)]],
    ),
  );
  const configs = new Map(
    checked.flatMap(({ file, recognised }) =>
      recognised === undefined ? [] : [[nodePath.resolve(file), recognised.config]],
    ),
  );
  for (const { file, text } of checked.filter(({ format }) => format === 'climb')) {
    const { mixture } = parseMixture(text, { fileName: file });
    for (const target of mixture.targets) {
      const named = nodePath.resolve(nodePath.dirname(file), target.file.value);
      const path = holders.get(named) ?? named;
      const config = configs.get(path);
      const requested = (config && requestedShares(mixture, target, config)) ?? [];
      requests.set(path, [...(requests.get(path) ?? []), ...requested.map((request) => ({ file, request }))]);
    }
  }
  const checkDepartures = (each: Checked): Checked => {
    const mixtures = requests.get(nodePath.resolve(each.file));
    if (mixtures === undefined || each.recognised === undefined || each.blendIn !== undefined) return each;
    const departures = departuresFrom(each.recognised, mixtures, languageKnowledge);
    const problems = [...each.problems, ...departures].sort((a, b) => a.range.start - b.range.start);
    return { ...each, problems };
  };
  return Promise.all(
    checked.map((each) =>
      orOwnFault(
        each.file,
        tell,
        () => checkDepartures(each),
        (problem) => ({ ...each, problems: [problem, ...each.problems] }),
      ),
    ),
  );
}

async function checkMixture(file: string, text: string, { fits, strict }: Checking): Promise<Checked> {
  const input = await withInteractions(file, text);
  const unreadable = new Map(input.unreadable.map((why) => [why.path, why]));
  const { mixture } = parseMixture(text, { fileName: file });
  const config = mixture.proxy?.config ?? null;
  const names = [...mixture.targets.map(({ file }) => file), ...(config === null ? [] : [config])];
  const targets = await readConfigs(
    nodePath.dirname(file),
    names.map(({ value }) => value),
    (path, message) => unreadable.set(path, { path, message, outside: false }),
  );
  const problems = validateMixture(text, {
    fileName: file,
    unreadable: (path) => unreadable.get(path) ?? null,
    targetText: (path) => targets.get(path) ?? null,
    analysis: await analyse(input, fits),
    strict,
  });
  return { file, text, format: 'climb', problems };
}

function printProblems({ file, text, problems }: Checked, print: (text: string) => void): void {
  const lines = new LineIndex(text);
  for (const { severity, code, message, range } of problems) {
    const { line, column } = lines.positionAt(range.start);
    print(onOneLine(`${file}:${line + 1}:${column + 1}: ${severity}: ${message} [${code}]`));
  }
}

function summary(checked: readonly Checked[]): string {
  const files = checked.filter((file) => !isOther(file)).length;
  return `${many(files, 'file')} checked: ${many(countOf(checked, 'error'), 'error')}, ${many(countOf(checked, 'warning'), 'warning')}`;
}

function countOf(checked: readonly Checked[], wanted: Severity): number {
  return checked.reduce(
    (sum, { problems }) => sum + problems.filter(({ severity }) => severity === wanted).length,
    0,
  );
}

const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const aboutRule = (code: string): RuleText => ({ helpUri: documentation(code), text: describeRule(code) });

function asJson({ file, text, format, problems, recognised, blendIn }: Checked): unknown {
  const lines = new LineIndex(text);
  const place = (offset: number): unknown => {
    const { line, column } = lines.positionAt(offset);
    return { line: line + 1, column: column + 1 };
  };
  return {
    file,
    format,
    ...(blendIn === undefined ? {} : { blendIn }),
    ...(recognised === undefined ? {} : sourcesRead(recognised, languageKnowledge)),
    problems: problems.map(({ code, severity, message, range, fixes }) => ({
      code,
      severity,
      message,
      range: { start: place(range.start), end: place(range.end) },
      fixes: (fixes ?? []).map(({ title }) => title),
    })),
  };
}
