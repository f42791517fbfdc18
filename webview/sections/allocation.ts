import { count, epochs, percent, points, rangeWords } from '../../src/core/text/words.ts';
import { allocationText, aloneText, nearOf, tellsAlone } from '../../src/core/report/sections/allocation.ts';
import { reachOf, upTo, type BarChart, type BarRow } from '../charts/bars.ts';
import { key } from '../charts/key.ts';
import { groupOf, shownOf } from '../shown.ts';
import { drawingOfBars } from './rows.ts';
import type { SectionParts, View } from '../view.ts';
import { elementAt } from '../../src/core/text/elements.ts';

export const allocation: SectionParts = {
  ...allocationText,

  draw(view, width, context) {
    const { report, pair } = view;
    const { base, choice } = pair;
    const { order, rest } = shownOf('allocation', view, context);
    const near = nearOf(view);
    const best = choice.allocation;
    const columns = [
      ...(base === null ? [] : [{ of: 'base', title: `${base.title} %`, width: 58 } as const]),
      { of: 'choice', title: choice.title, width: 64 },
      ...(width >= 420 && base !== null ? [{ of: 'change', title: 'change', width: 50 } as const] : []),
      ...(width >= 560 && best.tokens !== null
        ? [{ of: 'tokens', title: 'tokens', width: 60 } as const]
        : []),
      ...(width >= 560 && best.epochs.some((times) => times !== null)
        ? [{ of: 'epochs', title: 'epochs', width: 52 } as const]
        : []),
      ...(width >= 640 && tellsAlone(best) ? [{ of: 'alone', title: 'alone', width: 60 } as const] : []),
    ] as const;
    const rows = order.map((i): BarRow => {
      const language = elementAt(report.languages, i);
      const now = base?.allocation.ratio[i] ?? null;
      const share = elementAt(best.ratio, i);
      const times = best.epochs[i] ?? null;
      const tokens = best.tokens?.[i] ?? null;
      const texts = {
        base: now === null ? '–' : (now * 100).toFixed(1),
        choice: (share * 100).toFixed(1),
        change: now === null ? '–' : points(share - now),
        tokens: tokens === null ? '–' : count(tokens),
        epochs: times === null ? '–' : `${epochs(times)}${atEpochLimit(view, i) ? ' ┊' : ''}`,
        alone: aloneText(best, i) ?? '–',
      };
      return {
        code: language.code,
        name: language.name,
        ...groupOf(language, context),
        prior: language.origin === 'prior',
        now: now === null ? null : { value: now, reach: base?.allocation.effective[i] ?? null },
        optimum: { value: share, reach: best.effective[i] ?? null },
        band: near?.range[i] ?? null,
        limit: language.limitedBy === null ? null : language.maxShare,
        columns: columns.map(({ of }) => texts[of]),
        spoken: spokenRow(view, i),
      };
    });
    const reaches = rows.map(({ now, optimum, band }) =>
      Math.max(now?.value ?? 0, now?.reach ?? 0, optimum?.value ?? 0, optimum?.reach ?? 0, band?.[1] ?? 0),
    );
    const chart: BarChart = {
      rows,
      columns,
      baseline: 0,
      scale: upTo(reachOf(reaches)),
      tick: (value) => percent(value),
      summary: `${allocationText.summary(view)} Arrow keys move between languages, Enter shows the language in the file.`,
    };
    const shown = key(
      ...(base === null ? [] : [['now', base.title] as const]),
      ['optimum', choice.title],
      ['effective', 'effective: after help and competition'],
      ...(near === null ? [] : [['interval', `as good within ${percent(near.tolerance)}`] as const]),
      ...(rows.some((row) => row.limit !== null) ? [['limit', 'limit'] as const] : []),
      ...(columns.some(({ of }) => of === 'alone')
        ? [[null, 'alone: tokens of this language alone that would reach its loss'] as const]
        : []),
      ...(rows.some((row) => row.prior) ? [['prior', 'prior, not measured'] as const] : []),
    );
    return drawingOfBars(chart, width, { rest, key: shown }, context);
  },
};

function spokenRow(view: View, i: number): string {
  const { report, pair } = view;
  const { base, choice } = pair;
  const { name } = elementAt(report.languages, i);
  const best = choice.allocation;
  const near = nearOf(view);
  const effective = (value: number | null | undefined): string =>
    value == null ? '' : ` (effective ${percent(value, 1)})`;
  const now =
    base === null
      ? 'no share in the file'
      : `${percent(elementAt(base.allocation.ratio, i), 1)}${effective(base.allocation.effective[i])} with ${base.name}`;
  const times = best.epochs[i] ?? null;
  const tokens = best.tokens?.[i] ?? null;
  const alone = aloneText(best, i);
  return [
    `${name}: ${now}, ${percent(elementAt(best.ratio, i), 1)}${effective(best.effective[i])} with ${choice.name}`,
    ...(near === null ? [] : [`${rangeWords(elementAt(near.range, i))} would be as good`]),
    ...(tokens === null ? [] : [`${count(tokens)} tokens`]),
    ...(alone === null ? [] : [`worth ${alone} tokens of it alone`]),
    ...(times === null
      ? []
      : [`${epochs(times)} epochs${atEpochLimit(view, i) ? ', the maximum allowed' : ''}`]),
  ].join(', ');
}

/** The chosen mixture stands at the language's epoch limit. */
const atEpochLimit = ({ report, pair }: View, i: number): boolean => {
  const { limitedBy, maxShare } = elementAt(report.languages, i);
  return limitedBy === 'epochs' && elementAt(pair.choice.allocation.ratio, i) >= maxShare - 1e-6;
};
