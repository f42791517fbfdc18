import { tokenEquivalents } from '../../core/climb/model/equivalent.ts';
import { openProblem, type AllocationProblem, type Solution } from '../../core/climb/model/allocation.ts';
import { readProblem } from '../../core/analysis/problem-file.ts';
import { lossUnitOf, usualTokens, type Model } from '../../core/climb/model/model.ts';
import { withoutUntrained } from '../../core/evidence/evaluated-only.ts';
import { nearOptimal, type NearOptimal } from '../../core/evidence/near-optimal.ts';
import {
  carriesAdvice,
  isBetterAsItIs,
  judge,
  type Judgement,
  type VerdictKind,
} from '../../core/evidence/verdict.ts';
import { caveatsOf } from '../../core/report/caveats.ts';
import { verdictWords } from '../../core/report/document.ts';
import { trustOf } from '../../core/report/trust.ts';
import { certificateOf, headlineOf, unitOf } from '../../core/report/verdict.ts';
import type { ShareRange } from '../../core/climb/optimum/ranges.ts';
import { solve as solveModel } from '../../core/climb/optimum/solve.ts';
import { applyRatios } from '../../core/edits/apply-ratios.ts';
import { lossesText } from '../../core/report/sections/losses.ts';
import { recommendedInStage } from '../../core/report/stages.ts';
import { onOneLine } from '../../core/text/foreign.ts';
import { count, percent } from '../../core/text/words.ts';
import {
  mixtureNames,
  recommendedBy,
  recommendedName,
  recommendedTitle,
  type Report,
  type ReportStage,
} from '../../core/report/report.ts';
import { applyEdits } from '../../core/text/range.ts';
import {
  InputError,
  quantity,
  text as textOption,
  tokensHelp,
  tokensOption,
  UsageError,
  type Command,
} from '../command.ts';
import { readText, writeAtomically } from '../files.ts';
import { solveFile } from '../mixture.ts';
import { readModelFile } from '../model.ts';
import { hasErrors } from '../runs.ts';
import { table } from '../table.ts';

export const solve: Command = {
  name: 'solve',
  summary: 'print the optimum of a mixture, and the two steps',
  operands: ['FILE', '--model MODEL'],
  options: {
    apply: {
      takes: null,
      about:
        'write the recommended mixture into the file, unless it is predicted to be worse or no verdict is possible',
    },
    force: { takes: null, about: 'with --apply: write it even if no verdict is possible' },
    tokens: tokensHelp,
    'max-gap': {
      takes: 'G',
      about: 'exit with 1 if the certified gap of the optimum is above G, or if no verdict is possible',
    },
    model: { takes: 'MODEL', about: 'solve a fitted model (*.model.json) without a mixture file' },
    problem: {
      takes: 'BOUNDS',
      about:
        "with --model: a JSON file with any of min, max, importance, available, maxEpochs (arrays in the order of the model's languages) and groups (a list of {name, members, min, max})",
    },
  },
  async run({ positionals, values, json, print, tell }) {
    const tokens = tokensOption(values);
    const maxGap = quantity(values, 'max-gap');
    const modelFile = textOption(values, 'model');
    const problemFile = textOption(values, 'problem');
    if (values['force'] === true && values['apply'] !== true) throw new UsageError('--force needs --apply');
    if (modelFile !== null) {
      if (positionals.length > 0) throw new UsageError('--model takes the place of a mixture file');
      if (values['apply'] === true) throw new UsageError('--apply needs a mixture file');
      const model = await readModelFile(modelFile);
      const asked = await problemOf(problemFile, model, tokens ?? usualTokens(model));
      const problem = withoutUntrained(model, asked, () => false);
      const solution = solveModel(model, problem, { now: () => performance.now() });
      const judgement = judge(model, problem, solution);
      const headline = headlineOf(judgement, {
        unit: unitOf(model, problem),
        solution,
        recommended: recommendedBy(solution.method),
        from: null,
        to: solution.objective,
      });
      const told = { ...judgement, headline };
      const near = nearOptimal(model, problem, solution);
      const equivalent = tokenEquivalents(model, problem, solution.loss);
      print(
        json
          ? asJson(model, solution, near, verdictJson(told), equivalent)
          : [
              describeSolution(model, problem, solution, told, tokens === null),
              ...describeEquivalents(solution, equivalent),
            ].join('\n'),
      );
      return statusOf(solution, maxGap, judgement.kind);
    }
    if (problemFile !== null)
      throw new UsageError('--problem needs --model; a mixture file has its own bounds');
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('name one mixture file');
    const solved = await solveFile(file, tokens, tell).catch((error: unknown) => {
      // Machines are told in their own form that no verdict is possible, and why.
      if (json && error instanceof InputError)
        print(JSON.stringify({ verdict: unsolved(error.message) }, null, 2));
      throw error;
    });
    const { model, text, parsed, solution, near, report, runProblems } = solved;
    const equivalent = tokenEquivalents(model, solved.problem, solution.loss);
    print(
      json
        ? asJson(model, solution, near, verdictJson(report.verdict), equivalent, report.stages)
        : [
            describe(report, parsed.mixture.proxy !== null, values['apply'] === true),
            ...describeEquivalents(solution, equivalent),
          ].join('\n'),
    );
    const worse = isBetterAsItIs(report.verdict);
    const untold = report.verdict.kind === 'untold' && values['force'] !== true;
    if (values['apply'] === true && worse)
      tell(`${file} is predicted to be better as it is: nothing is written`);
    else if (values['apply'] === true && untold) {
      tell('no verdict is possible, so nothing is written; --force writes it anyway');
      return 1;
    } else if (values['apply'] === true && solution.status !== 'infeasible') {
      const edits = applyRatios(parsed, solution.ratio);
      if (edits.length > 0) await writeAtomically(file, applyEdits(text, edits), text);
      const { kind } = report.verdict;
      // Beside advice that is not sure, a bare "wrote" would sound as if it were.
      const how = kind === 'gain' ? '' : ` (${verdictWords[kind]})`;
      tell(
        edits.length === 0
          ? `${file} already has the shares of ${recommendedName(report)}`
          : `wrote ${file}${how}`,
      );
      if (parsed.mixture.targets.length > 0)
        tell(`next: climb apply ${file} writes its shares into the training configs it names`);
    }
    return hasErrors(runProblems) ? 1 : statusOf(solution, maxGap, report.verdict.kind);
  },
};

async function problemOf(
  file: string | null,
  { languages }: Model,
  tokens: number,
): Promise<AllocationProblem> {
  if (file === null) return openProblem(languages, tokens);
  const { problem, fault } = readProblem(await readText(file), languages, tokens);
  if (problem === null) throw new InputError(`${file}: ${fault}`);
  return problem;
}

/** A judgement and its sentence. */
type Told = Judgement & { readonly headline: string };

/** What may be said, for machines: docs/command-line.md. */
const verdictJson = ({ kind, headline, reasons, gain, over }: Told): object => ({
  kind,
  headline,
  reasons,
  gain,
  over,
});

/** The verdict where there is no solution at all. */
const unsolved = (reason: string): object => ({
  kind: 'untold',
  headline: reason,
  reasons: [reason],
  gain: null,
  over: null,
});

function asJson(
  model: Model,
  solution: Solution,
  near: NearOptimal | null,
  verdict: object,
  tokenEquivalent: readonly (number | null)[],
  stages: readonly ReportStage[] = [],
): string {
  const recommended = recommendedBy(solution.method);
  return JSON.stringify(
    {
      ...solution,
      recommended,
      range: near?.range ?? null,
      rangeTolerance: near?.tolerance ?? null,
      lossUnit: lossUnitOf(model),
      tokenEquivalent,
      verdict,
      ...(stages.length === 0
        ? {}
        : {
            stages: stages.map((stage) => ({
              name: stage.name,
              tokens: stage.tokens,
              weight: stage.weight,
              fixed: stage.fixed,
              file: stage.current,
              ratio: recommendedInStage(stage, recommended),
            })),
          }),
    },
    null,
    2,
  );
}

/** A wanted certificate is missing where no verdict is possible, too. */
function statusOf({ status, joint }: Solution, maxGap: number | null, kind: VerdictKind): number {
  return status === 'infeasible' || (maxGap !== null && (!(joint.gap <= maxGap) || kind === 'untold'))
    ? 1
    : 0;
}

/** A line each. */
const sentences = (texts: readonly string[]): string => texts.map(onOneLine).join('\n');

const share = (value: number | null | undefined): string => (value == null ? '-' : value.toFixed(4));

function describeSolution(
  model: Model,
  problem: AllocationProblem,
  solution: Solution,
  { kind, headline, reasons }: Told,
  tokensAssumed: boolean,
): string {
  const { status, languages, twoSteps, joint, ratio } = solution;
  const asked = { ratios: [ratio], asker: 'command line', tokensAssumed } as const;
  const caveats = caveatsOf({ model, problem }, asked);
  if (status === 'infeasible') return sentences([headline, ...caveats]);
  return [
    sentences([
      headline,
      ...reasons.slice(kind === 'untold' ? 1 : 0),
      ...(carriesAdvice({ kind }) ? [certificateOf(solution, unitOf(model, problem))] : []),
      ...caveats,
      `Trust: ${trustOf({ model, solution, fitMilliseconds: null }).summary}`,
    ]),
    '',
    `objective ${joint.objective.toFixed(6)} at the optimum, ${twoSteps.objective.toFixed(6)} by the two steps`,
    '',
    table([
      ['language', 'optimum', 'effective', 'loss', 'two steps'],
      ...languages.map((code, t) => [
        code,
        share(joint.ratio[t]),
        share(joint.effective[t]),
        share(joint.loss[t]),
        share(twoSteps.ratio[t]),
      ]),
    ]),
  ].join('\n');
}

/** What the recommended mixture is worth to each language in tokens of it alone; nothing where no run tells. */
function describeEquivalents(
  { languages, method }: Solution,
  equivalent: readonly (number | null)[],
): string[] {
  const told = languages.flatMap((code, t) => {
    const tokens = equivalent[t] ?? null;
    return tokens === null ? [] : [`${code} ${count(tokens)}`];
  });
  return told.length === 0
    ? []
    : [
        '',
        onOneLine(
          `Token equivalents: alone, each language would reach its loss at ${mixtureNames[recommendedBy(method)].name} with ${told.join(', ')}.`,
        ),
      ];
}

const rangeText = (range: ShareRange | undefined): string =>
  range === undefined ? '-' : `${share(range[0])} to ${share(range[1])}`;

function describe(report: Report, hasProxy: boolean, isApplied: boolean): string {
  const { verdict, languages, current, optimum, twoSteps, near } = report;
  if (verdict.status === 'infeasible') return sentences([verdict.headline, ...verdict.caveats]);
  const isAdvised = carriesAdvice(verdict);
  return [
    sentences([
      verdict.headline,
      ...(verdict.advice === '' ? [] : [verdict.advice]),
      ...verdict.reasons.slice(verdict.kind === 'untold' ? 1 : 0),
      ...(verdict.certificate === '' ? [] : [verdict.certificate]),
      ...verdict.caveats,
      ...(current === null || !isAdvised ? [] : [lossesText.summary({ report, order: [], compared: [] })]),
      `Trust: ${report.trust.summary}`,
      ...(!isAdvised
        ? [
            hasProxy
              ? `Next: climb plan ${report.fileName} --write plans proxy runs that would tell more.`
              : `Next: climb plan ${report.fileName} says what to add to the file, so that proxy runs can tell more.`,
          ]
        : []),
      ...(verdict.kind === 'gain' && !isApplied
        ? [`Next: climb solve ${report.fileName} --apply writes ${recommendedName(report)} into the file.`]
        : []),
    ]),
    '',
    table([
      [
        'language',
        'file',
        'effective, file',
        'optimum',
        'effective, optimum',
        near === null ? 'as good' : `as good within ${percent(near.tolerance)}`,
        'two steps',
      ],
      ...languages.map(({ code }, index) => [
        code,
        share(current?.ratio[index]),
        share(current?.effective[index]),
        share(optimum.ratio[index]),
        share(optimum.effective[index]),
        rangeText(near?.range[index]),
        share(twoSteps.ratio[index]),
      ]),
    ]),
    ...describeStages(report),
  ].join('\n');
}

/** Each stage's shares, by the file and recommended, in per cent of its tokens. */
function describeStages(report: Report): string[] {
  const { stages, languages, recommended } = report;
  if (stages.length === 0) return [];
  return [
    '',
    'Over all stages above; the shares of each stage below (their order is not modelled):',
    '',
    table([
      ['stage', 'tokens', '', ...languages.map(({ code }) => code)],
      ...stages.flatMap((stage) => {
        const tokens = stage.tokens === null ? percent(stage.weight) : count(stage.tokens);
        const best = recommendedInStage(stage, recommended).map(share);
        const file = languages.map((_, i) => share(stage.current?.[i]));
        return stage.fixed
          ? [[stage.name, tokens, 'fixed', ...best]]
          : [
              [stage.name, tokens, 'file', ...file],
              ['', '', recommendedTitle(report), ...best],
            ];
      }),
    ]),
  ];
}
