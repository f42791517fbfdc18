// Everything that takes text or messages from outside, as functions that throw where it misbehaves.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readProblem } from '../../src/core/analysis/problem-file.ts';
import { readInputFiles } from '../../src/core/analysis/input-files.ts';
import { readModel } from '../../src/core/climb/model/model-file.ts';
import { formatNames } from '../../src/core/formats/adapter.ts';
import { problemsOf, recognise } from '../../src/core/formats/check.ts';
import { convertConfig, exportMixture } from '../../src/core/formats/convert.ts';
import { shareHints } from '../../src/core/formats/share-hints.ts';
import { compareSteps } from '../../src/core/formats/targets.ts';
import { writeShares } from '../../src/core/formats/write.ts';
import { languageKnowledge } from '../../src/core/language/codes.ts';
import { applyRatios } from '../../src/core/edits/apply-ratios.ts';
import { completeMixture } from '../../src/core/editing/completion.ts';
import { hoverMixture } from '../../src/core/editing/hover.ts';
import { inlayHints } from '../../src/core/editing/inlay.ts';
import { lenses } from '../../src/core/editing/lens.ts';
import { documentSymbols, type DocumentSymbol } from '../../src/core/editing/symbols.ts';
import { fixSteps } from '../../src/core/checks/fix-all.ts';
import { readTokenCounts } from '../../src/core/edits/new-mixture.ts';
import { parseMixture } from '../../src/core/mixture/parse.ts';
import { parseQuantity } from '../../src/core/mixture/quantity.ts';
import { sharesOf } from '../../src/core/mixture/shares.ts';
import { checkMixture } from '../../src/core/checks/validate.ts';
import type { Problem } from '../../src/core/problem.ts';
import { allSteps } from '../../src/core/steps.ts';
import { splitCommand } from '../../src/core/text/command-line.ts';
import { progressInFile } from '../../src/core/proxy/progress.ts';
import {
  attemptRecord,
  endedRecord,
  isInside,
  jobRecord,
  measuredRecord,
  plannedRun,
  type Read,
} from '../../src/core/proxy/records.ts';
import { readLosses } from '../../src/core/proxy/result.ts';
import { toGithub } from '../../src/core/report/github.ts';
import { toSarif } from '../../src/core/report/sarif.ts';
import { readRuns } from '../../src/core/runs/read-runs.ts';
import { matchesGlob } from '../../src/core/text/glob.ts';
import { applyEdits, type TextRange } from '../../src/core/text/range.ts';
import { readFromPanel, readToPanel } from '../../src/protocol/panel.ts';
import { solveText } from '../solve-text.ts';
import { twoLanguages } from '../two-languages.ts';

/** Something was made of the input, or it was refused in words. A reader that does not say which has answered. */
export type Outcome = 'answered' | 'refused';

export interface Parser {
  readonly name: string;
  /** Well-formed and broken texts to start from. */
  readonly seeds: readonly string[];
  /** Throws where the parser does, or where its answer cannot be used: a place outside the text, an edit that does not apply. */
  readonly read: (text: string) => Outcome | undefined | Promise<Outcome | undefined>;
  /** Milliseconds of computing that one input may take; default `timeLimit`. */
  readonly limit?: number;
}

/** For texts of up to 100 kB. */
export const timeLimit = 1_500;

const root = process.env['CLIMB_ROOT'] ?? path.resolve(import.meta.dirname, '../..');

function texts(folder: string, pattern = /./): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .filter((text) => text.length < 20_000);
}

function head(file: string, lines: number): string {
  return readFileSync(path.join(root, file), 'utf8').split('\n').slice(0, lines).join('\n');
}

function inside(text: string, { start, end }: TextRange): void {
  if (!(0 <= start && start <= end && end <= text.length)) {
    throw new Error(`the range ${start} to ${end} is outside a text of ${text.length}`);
  }
}

function checkProblems(text: string, problems: readonly Problem[]): void {
  for (const { message, range, related = [], fixes = [] } of problems) {
    inside(text, range);
    if (/undefined|\[object/.test(message) && !/undefined|\[object/.test(text)) throw new Error(message);
    for (const place of related) if (place.range !== undefined) inside(text, place.range);
    for (const { edits } of fixes) {
      for (const edit of edits) inside(text, edit.range);
      applyEdits(text, edits);
    }
  }
  const file = { file: 'a b/ü.yaml', text, problems };
  JSON.stringify(toSarif([file], '1.0.0', (code) => ({ helpUri: code, text: null })));
  toGithub([file]);
}

const refusedIf = (refused: boolean): Outcome => (refused ? 'refused' : 'answered');

/** A file of a run folder: what is no such record is refused in words, never by an exception. */
function recordAs<T>(parse: (text: string) => Read<T>, use: (value: T) => void = () => undefined) {
  return (text: string): Outcome => {
    const record = parse(text);
    if ('error' in record) {
      if (record.error === '') throw new Error('refused without a word');
      return 'refused';
    }
    use(record.value);
    return 'answered';
  };
}

function readMixture(fileName: string) {
  return (text: string): Outcome => {
    const parsed = parseMixture(text, { fileName });
    const options = {
      fileName,
      targetText: () => 'train_weights: {en: 0.5, de: 0.5}\n',
      unreadable: (name: string) => (name.length > 20 ? { message: 'x', outside: true } : null),
    };
    const problems = checkMixture(parsed, options);
    checkProblems(text, problems);
    applyEdits(text, allSteps(fixSteps(parsed, options)));
    const { mixture } = parsed;
    sharesOf(mixture);
    applyEdits(
      text,
      applyRatios(
        parsed,
        mixture.languages.map(() => 1 / mixture.languages.length),
      ),
    );
    for (const { offset } of inlayHints(mixture)) inside(text, { start: offset, end: offset });
    for (const lens of lenses(mixture, { kind: 'unsolved' })) inside(text, lens.range);
    const visit = ({ range, selection, children }: DocumentSymbol): void => {
      inside(text, range);
      inside(range.end < selection.end ? '' : text, selection);
      children.forEach(visit);
    };
    documentSymbols(parsed).forEach(visit);
    const middle = problems[0]?.range.start ?? text.length >> 1;
    hoverMixture(parsed, middle);
    for (const { range } of completeMixture(parsed, middle, { entries: [], sources: [] }))
      inside(text, range);
    return refusedIf(problems.some(({ severity }) => severity === 'error'));
  };
}

function readConfig(text: string): Outcome {
  const recognised = recognise(text);
  if (recognised === null) return 'refused';
  checkProblems(text, problemsOf(recognised, languageKnowledge));
  const shares = new Map([
    ['en', 0.6],
    ['de', 0.4],
  ]);
  allSteps(compareSteps(recognised, shares, new Map(), languageKnowledge));
  applyEdits(text, writeShares(recognised, shares, { languages: languageKnowledge }).edits);
  shareHints(recognised.config);
  const converted = convertConfig(recognised, 'config.yaml', languageKnowledge);
  if (converted.text !== null) parseMixture(converted.text);
  return refusedIf(converted.text === null);
}

const runsAs =
  (path: string) =>
  (text: string): Outcome => {
    const { languages, runs } = readRuns([{ path, text }]);
    for (const { ratio, loss } of runs) {
      const sum = ratio.reduce((a, b) => a + b, 0);
      if (
        ratio.length !== languages.length ||
        loss.length !== languages.length ||
        !(Math.abs(sum - 1) < 1e-9)
      ) {
        throw new Error(`a run of ${ratio.length} shares that sum to ${sum}`);
      }
    }
    return refusedIf(runs.length === 0);
  };

/** The solver's whole work on a mixture and a table in one text, parted by a line of `====`. */
async function solveAll(text: string): Promise<undefined> {
  const [mixture = '', table = ''] = text.split('====\n');
  const outcome = await solveText(mixture, { 'runs.csv': table });
  // What it answers is sent to another thread.
  structuredClone(outcome);
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const csv = head('examples/six-languages/runs/six-languages.csv', 8);
const records = csv
  .trim()
  .split('\n')
  .map((line) => line.split(','));
const objects = records
  .slice(1)
  .map((row) => Object.fromEntries(row.map((cell, i) => [records[0]![i]!, Number(cell) || cell])));
const nested = objects.map((row) => ({
  run: row['run_id'],
  ratio: { en: 0.5, de: 0.5 },
  loss: { en: 2, de: 3 },
}));

const model = JSON.stringify({
  ...twoLanguages,
  scale: { tokens: 1e9, parameters: null },
  standardError: {
    transfer: [
      [0, 0.1],
      [0.1, 0],
    ],
    exponent: [0.01, 0.01],
  },
});

const fromPanel = [
  { type: 'ready' },
  { type: 'command', command: 'optimize' },
  { type: 'reveal', code: 'en' },
  { type: 'copy', text: 'a\tb' },
  { type: 'save', name: 'allocation.svg', format: 'svg', content: '<svg/>' },
  { type: 'apply-shares', version: 3, ratio: [0.5, 0.5] },
  { type: 'violation', directive: 'script-src', blocked: 'inline' },
].map((message) => JSON.stringify(message));

const toPanel = [
  { type: 'model', model: null },
  { type: 'result', report: null, problem: null, compared: [] },
  { type: 'status', fileName: 'a', state: { kind: 'solving', step: 'x', done: 0.5 } },
  { type: 'highlight', code: 'en' },
].map((message) => JSON.stringify(message));

const small = `climb: 1\nbudget: { tokens: 1M }\nlanguages: { en: 0.5, de: 0.3, fr: 0.2 }\ninteractions: { runs: runs.csv }\nobjective: { max_epochs: 4 }\n====\nrun_id,tokens,ratio_en,ratio_de,ratio_fr,loss_en,loss_de,loss_fr\n${Array.from(
  { length: 14 },
  (_, i) => {
    const [a, b, c] = [(i % 5) + 1, (i % 3) + 1, (i % 7) + 1];
    const share = (x: number): number => x / (a + b + c);
    const loss = (x: number): string => (2 * (share(x) + 0.05) ** -0.2).toFixed(5);
    return `r${i},1000000,${[a, b, c].map((x) => share(x).toFixed(6)).join()},${[a, b, c].map(loss).join()}`;
  },
).join('\n')}\n`;

const formatFolders = readdirSync(path.join(root, 'test/fixtures/formats'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

export const parsers: readonly Parser[] = [
  {
    name: 'mixture-yaml',
    seeds: [
      ...texts('test/fixtures/mixture', /ya?ml$/),
      ...texts('examples', /\.climb\.ya?ml$/),
      ...[
        ...readFileSync(path.join(root, 'docs/mixture-file.md'), 'utf8').matchAll(/```yaml\n([^]*?)```/g),
      ].map((match) => match[1]!),
    ],
    read: readMixture('a.climb.yaml'),
  },
  {
    name: 'mixture-json',
    seeds: [
      ...texts('test/fixtures/mixture', /json$/),
      '{"climb": 1, "languages": {"en": {"ratio": 0.5, "available": "1B"}, "de": 0.5}, "interactions": {"prior": "relatedness"}}',
    ],
    read: readMixture('a.climb.json'),
  },
  { name: 'runs-csv', seeds: [csv, head('test/fixtures/runs/regmix-1m.csv', 4)], read: runsAs('runs.csv') },
  {
    name: 'runs-tsv',
    seeds: [csv.replaceAll(',', '\t'), csv.replaceAll(',', ';')],
    read: runsAs('runs.tsv'),
  },
  {
    name: 'runs-json',
    seeds: [JSON.stringify(objects), JSON.stringify({ runs: nested }, null, 1)],
    read: runsAs('runs.json'),
  },
  {
    name: 'runs-jsonl',
    seeds: [objects, nested].map((rows) => rows.map((row) => JSON.stringify(row)).join('\n')),
    read: runsAs('runs.jsonl'),
  },
  { name: 'model', seeds: [model], read: (text) => refusedIf(readModel(text).model === null) },
  {
    name: 'problem',
    seeds: [
      '{"min": [0, 0.1], "max": [1, 1], "groups": [{"members": ["en", 1], "max": 0.9}], "maxEpochs": 4}',
    ],
    read: (text) => void readProblem(text, ['en', 'de'], 1e9),
  },
  ...formatFolders.map((name) => ({
    name: `format-${name}`,
    seeds: texts(`test/fixtures/formats/${name}`),
    read: readConfig,
  })),
  {
    name: 'quantity',
    seeds: ['1.2T', '12%', '1/3 - 0.2', '-(2 + 3) * 4k', '1e9', '0.5', '7B', '.5', '1_000', '0x10', '½'],
    read: (text) => {
      const result = parseQuantity(text);
      if ('value' in result && !Number.isFinite(result.value)) throw new Error(`${text} is not finite`);
      return refusedIf(!('value' in result));
    },
  },
  {
    name: 'counts',
    seeds: ['language,tokens\nen,1B\nde,640M\n', 'code\tcount\nen\t100\nde\t5\n'],
    read: (text) => refusedIf('reason' in readTokenCounts(text)),
  },
  {
    name: 'losses',
    seeds: [
      '{"losses": {"en": 2.1, "de": 3}}',
      '{"step": 1, "loss_en": 2}\n{"step": 2, "loss_en": 1.5, "loss_de": 2}\n',
      '{"log_history": [{"step": 1, "eval/en/loss": 2}]}',
      'step,loss_en,loss_de\n1,2,3\n2,1,2\n',
    ],
    read: (text) =>
      refusedIf('error' in readLosses(text, ['en', 'de', '__proto__'], new Map([['en', 'eval/en/loss']]))),
  },
  {
    name: 'record-run',
    seeds: [
      '{"climbRun": 1, "id": "p-001", "ratio": {"en": 0.5, "de": 0.5}, "tokens": 1e9, "parameters": null, "seed": 1}',
      '{"climbRun": 1, "id": "p-002", "mixture": "a.climb.yaml", "ratio": {"en": 1}, "tokens": 5, "parameters": 7, "seed": 2}',
    ],
    read: recordAs(plannedRun, ({ ratio }) => {
      for (const share of Object.values(ratio)) {
        if (!(share >= 0 && share <= 1)) throw new Error(`a share of ${share}`);
      }
    }),
  },
  {
    name: 'record-attempt',
    seeds: ['out/losses.json', 'a/../../b'].map((result) =>
      JSON.stringify({
        engine: 'local',
        mark: 'a-1',
        command: ['python', 'train.py'],
        result,
        recipe: 'r',
        launcher: { host: 'h', machine: 'm', pid: 2, started: '3' },
      }),
    ),
    read: recordAs(attemptRecord, ({ result, mark }) => {
      if (!isInside(result) || !/^[\w-]+$/.test(mark))
        throw new Error(`the result ${result}, the mark ${mark}`);
    }),
  },
  {
    name: 'record-ended',
    seeds: ['{"code": 0, "seconds": 4}', '{"code": null, "state": "failed", "reason": "x", "stopped": true}'],
    read: recordAs(endedRecord),
  },
  {
    name: 'record-measured',
    seeds: ['{"losses": {"en": 2.1, "de": null}, "missing": ["fr"], "keys": {"en": "eval/en/loss"}}'],
    read: recordAs(measuredRecord),
  },
  {
    name: 'record-job',
    seeds: ['123_0\n', '12 34_1', '--user=root'],
    read: recordAs(jobRecord, (job) => {
      if (/[^\d_]/.test(job)) throw new Error(`${job} would reach a command line`);
    }),
  },
  {
    name: 'progress',
    seeds: [
      '{"step": 1, "loss": 2}\n{"step": 2, "max_steps": 10, "tokens": 1e6}\n',
      '{"global_step": 3, "log_history": [{"step": 1, "loss": 2}]}',
    ],
    read: (text) => refusedIf(progressInFile(text) === null),
  },
  {
    name: 'command',
    seeds: ['python train.py --config {config} --seed={seed}', `torchrun "a b" 'c d' e\\ f --x="\${HOME}"`],
    read: (text) => void splitCommand(text),
  },
  {
    name: 'glob',
    seeds: ['runs/*.csv', 'runs/**/[a-z]?.{csv,tsv}', './a/{b,{c,d}}/**', '/*', '../x/*.jsonl'],
    read: (text) => {
      matchesGlob(text, 'runs/old/a.csv');
      // Everything in memory is at hand at once, so the walk ends within this turn.
      void readInputFiles(text.split('\n').slice(0, 3), {
        read: () => Promise.resolve(new Uint8Array()),
        list: () => Promise.resolve([{ name: 'a.csv', isFolder: false }]),
      });
    },
  },
  { name: 'from-panel', seeds: fromPanel, read: (text) => refusedIf(readFromPanel(fromText(text)) === null) },
  { name: 'to-panel', seeds: toPanel, read: (text) => refusedIf(readToPanel(fromText(text)) === null) },
  {
    name: 'export',
    seeds: ['en', 'de_Latn', '__proto__', 'a: b', '- x', '"', "'", '/d/en_text_document'],
    read: (text) => {
      const shares = new Map([
        [text, 0.6],
        ['de', 0.4],
      ]);
      for (const format of formatNames) exportMixture(shares, format);
    },
  },
  { name: 'solve', seeds: [small], read: solveAll, limit: 20_000 },
];
