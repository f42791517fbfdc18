import { capital, fixed, significant } from '../../text/words.ts';
import type { ReportAllocation } from '../report.ts';
import { named } from './allocation.ts';
import { pairOf, type SectionText, type Told } from './section.ts';
import { elementAt } from '../../text/elements.ts';

/** What one more token of each language saves over all languages, against the average: at the optimum all are one, but where a limit holds. */
export const benefitsText: SectionText = {
  id: 'benefits',
  title: 'Marginal benefits',

  summary(told) {
    const { base, choice } = pairOf(told);
    const meaning =
      'Loss saved over all languages per extra token of each, relative to the average language.';
    const said = [
      ...(base === null ? [] : spanOf(told, base.allocation, base.name)),
      ...spanOf(told, choice.allocation, choice.name),
    ];
    return said.length === 0 ? meaning : `${meaning} ${capital(said.join('; '))}.`;
  },

  table: (told) => {
    const { report, order } = told;
    const { base, choice } = pairOf(told);
    const file = base?.title ?? 'file';
    const effective = (title: string): string => `${title}, per effective share`;
    return {
      header: ['Language', file, choice.title, effective(file), effective(choice.title), 'Importance'].map(
        capital,
      ),
      rows: order.map((i) => {
        const language = elementAt(report.languages, i);
        return [
          named(language),
          multiple(base?.allocation.tokenBenefit[i]),
          multiple(choice.allocation.tokenBenefit[i]),
          multiple(base?.allocation.effectiveBenefit[i]),
          multiple(choice.allocation.effectiveBenefit[i]),
          significant(language.importance),
        ];
      }),
    };
  },
};

/** Benefits that differ by less than this part of the average are equal: their last shown digit. */
const equal = 0.005;

/** `with the file from 0.05 × (English) to 2.10 × (Ukrainian)`; none where fewer than two benefits are known. */
function spanOf({ report }: Told, { tokenBenefit }: ReportAllocation, name: string): string[] {
  const known = tokenBenefit.flatMap((value, i) => (value === null ? [] : [{ value, i }]));
  if (known.length < 2) return [];
  const least = known.reduce((a, b) => (b.value < a.value ? b : a));
  const most = known.reduce((a, b) => (b.value > a.value ? b : a));
  if (most.value - least.value < equal) return [`with ${name} all are equal`];
  const one = ({ value, i }: { value: number; i: number }): string =>
    `${multiple(value)} (${elementAt(report.languages, i).name})`;
  return [`with ${name} from ${one(least)} to ${one(most)}`];
}

/** A multiple of the average: `0.61 ×`, `−0.04 ×`, `20 ×`. */
export const multiple = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  const text = size >= 9.95 || (size > 0 && size < 0.005) ? significant(value) : fixed(value, 2);
  return `${text}\u00a0×`;
};
