import { ofLanguage, type Model } from '../climb/model/model.ts';
import { list, percent, significant } from '../text/words.ts';
import { evaluatedOnly } from './evaluated-only.ts';
import { diverged, poorFit } from './thresholds.ts';
import { elementAt } from '../text/elements.ts';

/** What a reader must know of the runs and of the fit before trusting either, whatever mixture it is used for. */
export interface Doubt {
  /** `data`: the runs hold something that is probably wrong; `fit`: the fit knows less than it seems. */
  readonly about: 'data' | 'fit';
  /** One or two whole sentences. */
  readonly message: string;
  /** The row of a table that it is about; `line` is 0-based. Null: it is about all runs. */
  readonly row: { readonly file: string; readonly line: number } | null;
}

/** Bad rows named one by one; more are a matter for the whole table. */
const mostRows = 3;

/**
 * The doubts of a fitted model, those about the data first. Empty for a model given by hand and for a prior.
 *
 * @param minR2 of held-out runs, below which a fit is poor
 */
export function doubtsOf(model: Model, minR2 = poorFit): Doubt[] {
  if (model.origin !== 'fit') return [];
  const fit = [...qualityDoubts(model, minR2), ...transferDoubts(model)];
  return [
    ...badRows(model),
    ...wrongColumns(model),
    ...untrained(model),
    ...fit.map((message): Doubt => ({ about: 'fit', message, row: null })),
  ];
}

/** A run that no noise explains, by name and place. */
export interface BadRun {
  readonly id: string;
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  /** What is wrong with it: `the loss of ru is 1.57 times what the other runs predict (diverged?).` */
  readonly message: string;
}

/** Runs that no noise explains, in the order in which they were found; empty where nothing is known of single runs. */
export function badRuns({ quality }: Model): BadRun[] {
  const evidence = quality?.evidence;
  if (evidence === undefined) return [];
  const byRow = new Map<number, { language: string; residual: number }[]>();
  for (const { row, ...bad } of evidence.badRows) byRow.set(row, [...(byRow.get(row) ?? []), bad]);
  return [...byRow].flatMap(([row, bad]): BadRun[] => {
    const found = evidence.rows[row];
    if (found === undefined) return [];
    const worst = bad.reduce((a, b) => (Math.abs(b.residual) > Math.abs(a.residual) ? b : a));
    const factor = Math.exp(-worst.residual);
    const size =
      factor >= diverged
        ? `${significant(factor)} times what the other runs predict (diverged?)`
        : `${percent(Math.abs(factor - 1))} ${factor > 1 ? 'above' : 'below'} what the other runs predict`;
    const [losses, are] = bad.length === 1 ? ['the loss', 'is'] : ['the losses', 'are'];
    const { id, file, line } = found;
    const message = `${losses} of ${some(bad.map(({ language }) => language))} ${are} ${size}.`;
    return [{ id, file, line, message }];
  });
}

/** The first of them as doubts, the others as a count. */
function badRows(model: Model): Doubt[] {
  const all = badRuns(model);
  const named = all.slice(0, mostRows).map(({ id, file, line, message }): Doubt => {
    return {
      about: 'data',
      message: `Run ${id} (${file}, line ${line + 1}): ${message} Held-out errors are given without it.`,
      row: { file, line },
    };
  });
  const more = all.length - named.length;
  return more <= 0
    ? named
    : [
        ...named,
        { about: 'data', message: `${more} more such ${more === 1 ? 'row' : 'rows'} of runs.`, row: null },
      ];
}

/** Columns that hold no loss, or those of two kinds. */
function wrongColumns({ quality }: Model): Doubt[] {
  const rising = quality?.evidence?.rising ?? [];
  const levels = Object.entries(quality?.evidence?.levels ?? {});
  const doubts: Doubt[] = [];
  if (rising.length > 0)
    doubts.push({
      about: 'data',
      message: `The loss of ${some(rising)} rises with ${rising.length === 1 ? 'its' : 'their'} own share in most runs: is it an accuracy?`,
      row: null,
    });
  if (levels.length > 0) {
    const said = levels.map(([code, factor]) => `${code} (a factor of ${significant(factor)})`);
    doubts.push({
      about: 'data',
      message: `The losses of ${some(said)} form two separate groups: two tokenisers or two evaluation sets? Only losses of one kind can be fitted together.`,
      row: null,
    });
  }
  return doubts;
}

function untrained(model: Model): Doubt[] {
  const codes = evaluatedOnly(model).map((i) => elementAt(model.languages, i));
  if (codes.length === 0) return [];
  const [it, its] = codes.length === 1 ? ['it gets', 'its loss counts'] : ['they get', 'their losses count'];
  const message = `No run was trained on ${some(codes)}, only evaluated, so ${it} no share unless the file asks for one, and ${its}.`;
  return [{ about: 'fit', message, row: null }];
}

/** Languages that the fit predicts poorly in held-out runs, in the model's order. */
export const poorlyPredicted = ({ languages, quality }: Model, minR2: number): string[] =>
  languages.filter((code) => {
    const r2 = quality && ofLanguage(quality.cvR2, code);
    return r2 != null && !(r2 >= minR2);
  });

function qualityDoubts(model: Model, minR2: number): string[] {
  const { quality, languages } = model;
  if (quality === null)
    return ['The quality of the model is unknown: its file does not say how well it predicts.'];
  const unconverged = languages.filter((code) => ofLanguage(quality.converged, code) === false);
  const poor = poorlyPredicted(model, minR2);
  return [
    ...(unconverged.length > 0 ? [`The fit of ${some(unconverged)} has not converged.`] : []),
    ...(poor.length > 0
      ? [`The fit predicts ${some(poor)} poorly in held-out runs (R² below ${minR2}).`]
      : []),
  ];
}

function transferDoubts(model: Model): string[] {
  const doubts: string[] = [];
  const leaning = leaningPairs(model).length;
  if (leaning > 0)
    doubts.push(
      leaning === 1
        ? '1 transfer relies on relatedness: the runs alone do not determine it.'
        : `${leaning} transfers rely on relatedness: the runs alone do not determine them.`,
    );
  const n = unmeasuredPairs(model).length;
  if (n > 0) doubts.push(`${unmeasuredTransfers(n)}.`);
  return doubts;
}

/** `2 transfers are unmeasured`, and why: docs/model.md. */
export const unmeasuredTransfers = (n: number): string =>
  n === 1
    ? `1 transfer is unmeasured: ${tooRough('it')}`
    : `${n} transfers are unmeasured: ${tooRough('them')}`;

export const tooRough = (what: 'it' | 'them'): string =>
  `the runs determine ${what} only roughly or not at all`;

interface LanguagePair {
  readonly source: string;
  readonly target: string;
}

/** Pairs of languages whose transfer the runs cannot tell. */
export const unmeasuredPairs = (model: Model): LanguagePair[] =>
  pairsThat(model, (s, t) => isUnmeasured(model, s, t));

/** Pairs whose transfer the runs tell in part, and relatedness for the rest. */
export const leaningPairs = (model: Model): LanguagePair[] =>
  pairsThat(model, (s, t) => model.transferOrigin?.[s]?.[t] === 'leaning' && !isUnmeasured(model, s, t));

const isUnmeasured = ({ coefficient, identified }: Model, s: number, t: number): boolean =>
  coefficient[t] !== null && identified?.[s]?.[t] === false;

/** Pairs of languages that are in the runs; what is said of the others is a prior. */
function pairsThat(
  { languages, priorLanguages }: Model,
  holds: (s: number, t: number) => boolean,
): LanguagePair[] {
  const guessed = new Set(priorLanguages);
  return languages.flatMap((source, s) =>
    guessed.has(source)
      ? []
      : languages.flatMap((target, t) =>
          s !== t && !guessed.has(target) && holds(s, t) ? [{ source, target }] : [],
        ),
  );
}

/** Up to four by name, the rest as a count. */
export const some = (codes: readonly string[]): string =>
  list(codes.length <= 4 ? codes : [...codes.slice(0, 3), `${codes.length - 3} more`]);
