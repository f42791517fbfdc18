import { scaleLinear } from 'd3-scale';
import { benefitsText, multiple } from '../../src/core/report/sections/benefits.ts';
import { reachOf, type BarChart, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { groupOf, shownOf } from '../shown.ts';
import { drawingOfBars } from './rows.ts';
import type { SectionParts } from '../view.ts';
import { elementAt } from '../../src/core/text/elements.ts';

export const benefits: SectionParts = {
  ...benefitsText,

  draw(view, width, context) {
    const { report, pair } = view;
    const { base, choice } = pair;
    const { order, rest } = shownOf('benefits', view, context);
    const [now, best] = [base?.allocation ?? null, choice.allocation];
    const file = base?.title ?? 'file';
    const values = order
      .flatMap((i) => [now?.tokenBenefit[i], best.tokenBenefit[i]])
      .filter((value): value is number => typeof value === 'number');
    const columns = [
      ...(base === null ? [] : [{ of: (i: number) => now?.tokenBenefit[i], title: file, width: 56 }]),
      { of: (i: number) => best.tokenBenefit[i], title: choice.title, width: 64 },
      // What the two steps make equal, beside what the optimum does.
      ...(width >= 560
        ? [
            ...(base === null
              ? []
              : [{ of: (i: number) => now?.effectiveBenefit[i], title: `◇ ${file}`, width: 62 }]),
            { of: (i: number) => best.effectiveBenefit[i], title: `◇ ${choice.title}`, width: 80 },
          ]
        : []),
    ];
    const rows = order.map((i): BarRow => {
      const language = elementAt(report.languages, i);
      const bar = (value: number | null | undefined): BarRow['now'] =>
        value == null ? null : { value, reach: null };
      return {
        code: language.code,
        name: language.name,
        ...groupOf(language, context),
        prior: language.origin === 'prior',
        now: bar(now?.tokenBenefit[i]),
        optimum: bar(best.tokenBenefit[i]),
        band: null,
        limit: null,
        columns: columns.map(({ of }) => multiple(of(i))),
        spoken: `${language.name}: marginal benefit ${multiple(now?.tokenBenefit[i])} the average with ${base?.name ?? 'the file'}, ${multiple(best.tokenBenefit[i])} with ${choice.name}`,
      };
    });
    const chart: BarChart = {
      rows,
      columns,
      baseline: 0,
      // The average is in view, and so is what hinders others more than it gains.
      scale: scaleLinear().domain([Math.min(0, ...values), Math.max(1.2, reachOf(values))]),
      tick: (value) => `${value}\u00a0×`.replace('-', '\u2212'),
      summary: `${benefitsText.summary(view)} Arrow keys move between languages.`,
    };
    const shown = key(
      ...(base === null ? [] : [['now', file] as const]),
      ['optimum', choice.title],
      ...(width >= 560 ? [['effective', 'per effective share, for the language itself'] as const] : []),
      ...(rows.some((row) => row.prior) ? [['prior', 'prior, not measured'] as const] : []),
    );
    return drawingOfBars(chart, width, { rest, key: shown }, context);
  },
};
