import { count, epochs, percent, points, rangeWords } from '../../text/words.ts';
import { recommendedOf } from '../report.ts';
import type { SectionText } from './section.ts';

/** The file's shares and the optimal ones, with what each is worth once transfer is counted. */
export const allocationText: SectionText = {
  id: 'allocation',
  title: 'Allocation',

  summary({ report }) {
    const best = recommendedOf(report);
    const { languages, current } = report;
    if (current === null) return 'The file gives no shares yet.';
    const changes = languages.map((_, i) => best.ratio[i]! - current.ratio[i]!);
    const largest = changes.reduce(
      (at, change, i) => (Math.abs(change) > Math.abs(changes[at]!) ? i : at),
      0,
    );
    if (languages.length === 0 || Math.abs(changes[largest]!) < 5e-4)
      return 'The optimum is where the file is.';
    return `Largest change: ${languages[largest]!.name}, ${percent(current.ratio[largest]!, 1)} → ${percent(best.ratio[largest]!, 1)} of the tokens.`;
  },

  table: ({ report, order }) => ({
    header: [
      'Language',
      'Share',
      'Effective',
      'Optimum',
      'Optimum effective',
      'As good',
      'Change (points)',
      'Tokens',
      'Epochs',
      'Most epochs',
    ],
    rows: order.map((i) => {
      const language = report.languages[i]!;
      const best = recommendedOf(report);
      const now = report.current?.ratio[i] ?? null;
      const times = best.epochs[i] ?? null;
      const share = (value: number | null | undefined): string =>
        value === null || value === undefined ? '–' : percent(value, 2);
      return [
        named(language),
        share(now),
        share(report.current?.effective[i]),
        share(best.ratio[i]),
        share(best.effective[i]),
        report.near === null ? '–' : rangeWords(report.near.range[i]!),
        now === null ? '–' : points(best.ratio[i]! - now),
        best.tokens === null ? '–' : count(best.tokens[i]!),
        times === null ? '–' : epochs(times),
        language.maxEpochs === null ? '–' : String(language.maxEpochs),
      ];
    }),
  }),
};

/** Code and name, once where they are the same. */
export const named = ({ code, name }: { readonly code: string; readonly name: string }): string =>
  name === code ? code : `${code} ${name}`;
