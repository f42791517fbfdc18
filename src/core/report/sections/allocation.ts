import { capital, count, epochs, list, percent, points, rangeWords } from '../../text/words.ts';
import { mixtureNames, type Report, type ReportAllocation } from '../report.ts';
import { pairOf, reservation, type SectionText, type Told } from './section.ts';
import { sameShown } from '../../evidence/thresholds.ts';
import { elementAt } from '../../text/elements.ts';

/** The file's shares and the optimal ones, with what each is worth once transfer is counted. */
export const allocationText: SectionText = {
  id: 'allocation',
  title: 'Allocation',

  summary(told) {
    const { languages } = told.report;
    const { base, choice } = pairOf(told);
    if (base === null) return 'The file gives no shares yet.';
    const [from, to] = [base.allocation.ratio, choice.allocation.ratio];
    const changes = languages.map(({ name }, i) => ({ name, was: elementAt(from, i), is: elementAt(to, i) }));
    const [largest] = changes.sort((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was));
    const worth = worthAlone(told);
    if (largest === undefined || Math.abs(largest.is - largest.was) < sameShown)
      return `${capital(choice.name)} and ${base.name} have the same shares.${worth}`;
    return `${reservation(told.report)}Largest change from ${base.name} to ${choice.name}: ${largest.name}, ${percent(largest.was, 1)} → ${percent(largest.is, 1)} of the tokens.${worth}`;
  },

  table(told) {
    const { report, order } = told;
    const { base, choice } = pairOf(told);
    const near = nearOf(told);
    const alone = [...(base === null ? [] : [base]), choice].filter(({ allocation }) =>
      tellsAlone(allocation),
    );
    return {
      header: [
        'Language',
        base?.title ?? 'file',
        'Effective',
        choice.title,
        `Effective, ${choice.title}`,
        'As good',
        'Change (points)',
        'Tokens',
        'Epochs',
        'Most epochs',
        ...alone.map(({ title }) => `Token equivalent, ${title}`),
      ].map(capital),
      rows: order.map((i) => {
        const language = elementAt(report.languages, i);
        const { ratio, effective, tokens, epochs: times } = choice.allocation;
        const now = base?.allocation.ratio[i] ?? null;
        const repeated = times[i] ?? null;
        const share = (value: number | null | undefined): string =>
          value === null || value === undefined ? '–' : percent(value, 2);
        return [
          named(language),
          share(now),
          share(base?.allocation.effective[i]),
          share(ratio[i]),
          share(effective[i]),
          near === null ? '–' : rangeWords(elementAt(near.range, i)),
          now === null ? '–' : points(elementAt(ratio, i) - now),
          tokens === null ? '–' : count(elementAt(tokens, i)),
          repeated === null ? '–' : epochs(repeated),
          language.maxEpochs === null ? '–' : String(language.maxEpochs),
          ...alone.map(({ allocation }) => aloneText(allocation, i) ?? '–'),
        ];
      }),
    };
  },
};

/** Runs tell what the mixture is worth to some language in tokens of it alone. */
export const tellsAlone = ({ tokenEquivalent }: ReportAllocation): boolean =>
  tokenEquivalent.some((tokens) => tokens !== null);

/** Tokens of language `i` alone that would reach its loss: `1.2 M`; null: not known. */
export function aloneText({ tokenEquivalent }: ReportAllocation, i: number): string | null {
  const tokens = tokenEquivalent[i] ?? null;
  return tokens === null ? null : count(tokens);
}

/** What the mixture that is looked at is worth to the languages of which runs tell it: of more than four, the first shown. */
function worthAlone(told: Told): string {
  const { choice } = pairOf(told);
  const worth = told.order.flatMap((i) => {
    const text = aloneText(choice.allocation, i);
    return text === null ? [] : [`${elementAt(told.report.languages, i).code} ${text}`];
  });
  const shown = worth.length > 4 ? [...worth.slice(0, 3), `${worth.length - 3} more in the table`] : worth;
  return shown.length === 0 ? '' : ` Token equivalents with ${choice.name}: ${list(shown)}.`;
}

/** The shares as good as the optimum's, where the optimum is what is looked at. */
export const nearOf = (told: Told): Report['near'] =>
  pairOf(told).choice.name === mixtureNames.optimum.name ? told.report.near : null;

/** Code and name, once where they are the same. */
export const named = ({ code, name }: { readonly code: string; readonly name: string }): string =>
  name === code ? code : `${code} ${name}`;
