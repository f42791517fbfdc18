import { vary } from '../../runs/budgets.ts';
import { trainingsIn, type RunSet } from '../../runs/runs.ts';
import type { FitEvidence, FitQuality } from '../model/model.ts';
import type { FittedTarget } from './choose.ts';
import { predictRows } from './fit-target.ts';
import { median, robustSpread } from '../dense/median.ts';
import { mean, r2, squaresAroundMean } from '../dense/statistics.ts';
import { risesWithShare, twoLevels } from './suspects.ts';
import { allRows, mixtureGroups, repeatGroups } from './target-data.ts';
import { largest, smallest } from '../../text/extremes.ts';

/** What the fit as a whole knows beside its targets. */
interface Facts {
  /** Effective parameters, one a target. */
  readonly parameters: readonly number[];
  readonly folds: number;
  readonly mixtures: number;
}

/** A held-out residual is bad beyond this many robust spreads, and beyond this much in log-loss; no more than a tenth of the rows are. */
const badSpreads = 6;
const badResidual = 0.03;
const mostBad = 0.1;
/**
 * Half or twice what the others predict is no scatter, however many rows are bad: such rows do not count towards that tenth. With them the
 * bad rows stay fewer than the second of two levels would have (suspects.ts).
 */
const absurdResidual = Math.log(2);
const mostWithAbsurd = 0.2;

/**
 * How well a fit predicts. R² and mean errors leave bad rows out, which are named instead: one absurd loss says nothing of how well the
 * others are predicted.
 *
 * @param rowOf which of the fitted (distinct) runs each listed one is
 */
export function qualityOf(
  listed: RunSet,
  rowOf: readonly number[],
  targets: readonly FittedTarget[],
  facts: Facts,
): FitQuality {
  const languages = targets.map(({ data }) => listed.languages[data.target]!);
  const rows = targets.map((fitted) => languageRows(listed, rowOf, fitted));
  type Rows = (typeof rows)[number];
  const each = <T>(value: (row: Rows, index: number) => T): Record<string, T> =>
    Object.fromEntries(rows.map((row, index) => [languages[index]!, value(row, index)]));
  const used = listed.runs.filter((run) => run.loss.some((loss) => loss !== null));
  const span = (values: readonly (number | null)[]): readonly [number, number] | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : [smallest(known), largest(known)];
  };
  const good = ({ good: kept }: Rows, values: readonly number[]): number[] => kept.map((i) => values[i]!);
  return {
    r2: each((row) => r2(good(row, row.observed), good(row, row.predicted)) ?? 0),
    mae: each((row) => meanAbsoluteError(good(row, row.observed), good(row, row.predicted))),
    cvR2: each((row) => r2(good(row, row.observed), good(row, row.unseen)) ?? 0),
    cvMae: each((row) => meanAbsoluteError(good(row, row.observed), good(row, row.unseen))),
    cvLogRmse: each((row) => Math.sqrt(mean(good(row, row.heldOut).map((value) => value ** 2)))),
    folds: facts.folds,
    runs: used.length,
    trainings: trainingsIn(used),
    setAside: listed.problems.reduce((sum, { rows = 1 }) => sum + rows, 0),
    converged: each((_, index) => targets[index]!.fit.converged),
    range: {
      tokens: span(used.map((run) => run.tokens)) ?? [1, 1],
      parameters: span(used.map((run) => run.parameters)),
      maxShare: listed.languages.map((_, s) => largest(used.map((run) => run.ratio[s]!))),
      minShare: listed.languages.map((_, s) => smallest(used.map((run) => run.ratio[s]!))),
    },
    residuals: each(({ observed, predicted }) => ({ observed, predicted })),
    evidence: evidenceOf(listed, languages, rows, facts),
  };
}

function evidenceOf(
  listed: RunSet,
  languages: readonly string[],
  rows: readonly ReturnType<typeof languageRows>[],
  { parameters, mixtures }: Facts,
): FitEvidence {
  const [mixture, repeat] = [mixtureGroups(listed), repeatGroups(listed)];
  const each = <T>(value: (row: (typeof rows)[number], index: number) => T): Record<string, T> =>
    Object.fromEntries(rows.map((row, index) => [languages[index]!, value(row, index)]));
  return {
    rows: listed.runs.map(({ id, file, line, ratio }, row) => {
      const whole = ratio.every((share) => share > 0);
      return { id, file, line, mixture: mixture[row]!, repeat: repeat[row]!, whole };
    }),
    mixtures,
    heldOut: each(({ row, heldOut }) => ({ row, residual: heldOut.map((x) => Number(x.toPrecision(6))) })),
    heldOutSpread: each(({ spread }) => spread),
    parameters: each((_, index) => parameters[index]!),
    seedSpread: each(({ row, distinct, observed }) => seedSpread(row, distinct, observed, repeat)),
    ...suspectsOf(listed, languages, rows),
    ...budgetsAlone(listed, languages, rows),
    badRows: rows.flatMap(({ bad, row, heldOut }, index) =>
      bad.map((i) => ({ row: row[i]!, language: languages[index]!, residual: heldOut[i]! })),
    ),
  };
}

/** Languages whose column seems to hold no loss, or losses of two kinds; nothing where none does. */
function suspectsOf(
  { languages: all, runs }: RunSet,
  languages: readonly string[],
  rows: readonly ReturnType<typeof languageRows>[],
): Pick<FitEvidence, 'rising' | 'levels'> {
  const rising = languages.filter((code, k) => {
    const { row, observed } = rows[k]!;
    const own = all.indexOf(code);
    return risesWithShare(
      row.map((index) => runs[index]!.ratio[own]!),
      observed,
    );
  });
  const levels = languages.flatMap((code, k) => {
    const factor = twoLevels(rows[k]!.good.map((i) => rows[k]!.heldOut[i]!));
    return factor === null ? [] : [[code, Number(factor.toPrecision(3))] as const];
  });
  return {
    ...(rising.length > 0 ? { rising } : {}),
    ...(levels.length > 0 ? { levels: Object.fromEntries(levels) } : {}),
  };
}

/** Where runs trained on one language alone, at several budgets, and measured it. */
function budgetsAlone(
  { languages: all, runs }: RunSet,
  languages: readonly string[],
  rows: readonly ReturnType<typeof languageRows>[],
): Pick<FitEvidence, 'alone'> {
  const alone = languages.flatMap((code, k) => {
    const own = all.indexOf(code);
    const budgets = rows[k]!.row.flatMap((index) => {
      const { ratio, tokens } = runs[index]!;
      return ratio[own]! > wholly && tokens !== null ? [tokens] : [];
    });
    return vary(budgets) ? [[code, [Math.min(...budgets), Math.max(...budgets)] as const] as const] : [];
  });
  return alone.length > 0 ? { alone: Object.fromEntries(alone) } : {};
}

/** A share above which a run was trained on one language alone: the rounding of a table. */
const wholly = 0.999;

/** The listed runs that measured one language, and what was predicted of them. */
function languageRows(listed: RunSet, rowOf: readonly number[], { data, fit, heldOut }: FittedTarget) {
  const place = new Map(Array.from(data.runs, (run, i) => [run, i]));
  const row = listed.runs.flatMap((_, index) => (place.has(rowOf[index]!) ? [index] : []));
  const distinct = row.map((index) => place.get(rowOf[index]!)!);
  const all = predictRows(data, fit, allRows(data));
  const spread = robustSpread(heldOut);
  const limit = Math.max(badSpreads * spread, badResidual);
  const residual = distinct.map((i) => heldOut[i]!);
  const observed = row.map((index) => listed.runs[index]!.loss[data.target]!);
  const unseen = distinct.map((i, k) => observed[k]! * Math.exp(heldOut[i]!));
  // Where a loss is expected to be k times the usual one it scatters k times as much (see `targetData`).
  const usual = median(Float64Array.from(observed));
  const size = residual.map((value, i) => Math.abs(value) * Math.min(1, usual / unseen[i]!));
  const beyond = size.flatMap((value, i) => (value > limit ? [i] : []));
  const scattered = beyond.filter((i) => size[i]! <= absurdResidual);
  const areFew =
    scattered.length <= mostBad * row.length &&
    (scattered.length === beyond.length || beyond.length < mostWithAbsurd * row.length);
  const bad = areFew ? beyond : [];
  return {
    row,
    distinct,
    observed,
    predicted: distinct.map((i) => all[i]!),
    unseen,
    heldOut: residual,
    spread,
    bad,
    good: row.flatMap((_, i) => (bad.includes(i) ? [] : [i])),
  };
}

/** Pooled standard deviation of log-loss between repeats of a mixture at one budget and size; a row listed twice is one. */
function seedSpread(
  row: readonly number[],
  distinct: readonly number[],
  observed: readonly number[],
  repeat: Int32Array,
): number | null {
  const groups = new Map<number, Map<number, number>>();
  row.forEach((index, i) => {
    const group = groups.get(repeat[index]!) ?? new Map<number, number>();
    groups.set(repeat[index]!, group.set(distinct[i]!, Math.log(observed[i]!)));
  });
  let square = 0;
  let freedom = 0;
  for (const group of groups.values()) {
    square += squaresAroundMean([...group.values()]);
    freedom += group.size - 1;
  }
  return freedom === 0 ? null : Math.sqrt(square / freedom);
}

function meanAbsoluteError(observed: readonly number[], predicted: readonly number[]): number {
  return mean(observed.map((value, i) => Math.abs(value - predicted[i]!)));
}
