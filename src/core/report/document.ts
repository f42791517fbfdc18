import { strategyNames, type StrategyName } from '../climb/optimum/strategies.ts';
import { tooRough } from '../evidence/doubts.ts';
import type { VerdictKind } from '../evidence/verdict.ts';
import { count, intervalLevel, percent, significant } from '../text/words.ts';
import { strategyTitles } from './comparison.ts';
import { recommendedName, type Report } from './report.ts';
import { reportSections } from './sections/all-sections.ts';
import type { Told } from './sections/section.ts';
import type { Table } from './table.ts';

/** What the maker of a written report knows beside what was solved. */
export interface Made {
  /** When, as the reader shall see it. */
  readonly when: string;
  /** Programs and their versions: `Climb 0.1.0`. */
  readonly by: readonly string[];
  /** The newest commit of the mixture file; null: there is none. */
  readonly commit: string | null;
  /** Whether what was solved is what the commit holds. */
  readonly isCommitted: boolean;
}

/** A written report, whatever it is written as; texts are plain. */
export interface ReportDocument {
  readonly title: string;
  readonly headline: string;
  readonly advice: string;
  readonly caveats: readonly string[];
  readonly reasons: readonly string[];
  readonly certificate: string;
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly said: string;
    readonly table: Table;
  }[];
  /** What words and columns mean. */
  readonly legend: readonly (readonly [string, string])[];
  /** Where it all comes from: sources and settings. */
  readonly origin: readonly (readonly [string, string])[];
}

/** What may be said, in a phrase. */
export const verdictWords: Readonly<Record<VerdictKind, string>> = {
  gain: `a gain: the whole ${intervalLevel} interval of the gain is above 0`,
  none: 'nothing to gain that a training run could show',
  unsure: `uncertain: the ${intervalLevel} interval of the gain includes 0`,
  untold: 'no verdict: the runs do not support one',
  prior: 'prior: based on the relatedness of languages only, nothing was measured',
  infeasible: 'infeasible: no mixture satisfies all limits',
};

const titleAndMeaning = (name: StrategyName): readonly [string, string] => {
  const { name: title, meaning } = strategyTitles[name];
  return [title, `${meaning.charAt(0).toLowerCase()}${meaning.slice(1).replace(/\.$/, '')}`];
};

const legend: readonly (readonly [string, string])[] = [
  ...strategyNames.map(titleAndMeaning),
  ['Effective', 'a share that includes what other languages contribute'],
  [
    'As good',
    'shares that are as good as the optimum’s as far as a training run could show, with the other languages adapting',
  ],
  ['Points', 'percentage points of the training tokens'],
  [
    'Token equivalent',
    'how many tokens of this language alone would reach the same loss; known if runs trained on it alone',
  ],
  ['Epochs', 'how often the text of a language is read'],
  ['Benefit', 'loss saved per extra token, relative to the average language'],
  ['Leaning', 'of a transfer: the runs determine it in part, and the relatedness of the languages the rest'],
  ['Unmeasured', `of a transfer: ${tooRough('it')}, and its value has no meaning`],
  ['Prior', 'of a transfer: from the relatedness of the languages, not measured'],
  ['±', `half of the ${intervalLevel} interval of a prediction`],
  ['–', 'not known'],
];

/** What the marks of the pictures mean. */
const marks: readonly (readonly [string, string])[] = [
  ['Hollow', 'the file; of the history, by the runs at the time'],
  ['Filled', 'what is recommended; of the history, by today’s runs'],
  ['Diamond', 'the effective share, or the benefit per effective share; of Compare, another file or commit'],
  ['Thin line', 'shares that are as good, or the interval of a prediction'],
  ['Stroke', 'of losses, another strategy; of the history, the optimum at the time'],
  ['Dashed', 'a limit: the largest share, or the epochs that the text allows; of stages, one that is fixed'],
  ['Dotted', 'a prior, not measured'],
  ['Hatched', 'unmeasured'],
];

/** The words that a report explains: those of its marks too, where it has pictures. */
export const explained = (
  { legend: words }: ReportDocument,
  pictures: readonly unknown[],
): ReportDocument['legend'] => (pictures.length === 0 ? words : [...words, ...marks]);

/** All that a written report says. */
export function reportDocument(told: Told, made: Made): ReportDocument {
  const { report } = told;
  const { verdict } = report;
  return {
    title: report.fileName,
    headline: verdict.headline,
    advice: verdict.advice,
    caveats: verdict.caveats,
    reasons: verdict.reasons.filter((reason) => !verdict.headline.includes(reason)),
    certificate: verdict.certificate,
    // The history is there where somebody has asked for it.
    sections: reportSections
      .filter(
        ({ id, applies }) => applies?.(report) !== false && (id !== 'history' || told.history !== undefined),
      )
      .map(({ id, title, summary, table }) => ({
        id,
        title,
        said: summary(told),
        table: table(told),
      })),
    legend,
    origin: originOf(report, made),
  };
}

/** Whether the kind of a verdict rests on an interval, as its words say: a model that is given may have none. */
const hasInterval = ({ kind, gain }: Report['verdict']): boolean => kind !== 'gain' || gain?.low != null;

function originOf(report: Report, made: Made): readonly (readonly [string, string])[] {
  const { verdict, tokens, tokensAssumed, trust, recommended, loss, origin } = report;
  const budget =
    tokens === null
      ? 'none given: shares only'
      : `${count(tokens)} tokens${tokensAssumed ? ', from the runs, because the file gives none' : ''}`;
  const commit =
    made.commit === null
      ? 'not in a git repository, or never committed'
      : `${made.commit}${made.isCommitted ? '' : ', changed since'}`;
  const models = {
    fit: 'fitted to proxy runs',
    given: 'given in the file, not fitted here',
    prior: 'relatedness of languages; nothing was measured',
  };
  return [
    ['File', report.fileName],
    ['Commit of the file', commit],
    ['Verdict', hasInterval(verdict) ? verdictWords[verdict.kind] : 'a gain, with an unknown interval'],
    ['Budget', budget],
    ['Recommended', `${recommendedName(report)}${recommended === 'optimum' ? '' : ' (`solver.method`)'}`],
    ['Objective', `${loss === 'relative' ? 'relative' : 'absolute'} losses, weighted by importance`],
    ['Interactions', models[origin]],
    ...trust.read.map((sentence) => ['Runs', sentence] as const),
    ...(origin === 'fit' ? [['Poor fit', `R² below ${trust.minR2} in held-out runs`] as const] : []),
    ['Solver', `${verdict.status}, gap ${significant(trust.gap)}`],
    ['Created', `${made.when} with ${made.by.join(', ')}`],
    [
      'Numbers',
      `losses are predictions of the model, not measurements; intervals are meant to hold ${percent(0.9)} of them`,
    ],
  ];
}
