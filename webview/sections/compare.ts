import {
  rankMixtures,
  meaningsOf,
  unranked,
  withoutTwins,
  type RankedMixture,
} from '../../src/core/report/comparison.ts';
import { inUnit, intervalLevel } from '../../src/core/text/words.ts';
import { against, compareText } from '../../src/core/report/sections/compare.ts';
import { objectiveUnit } from '../../src/core/report/report.ts';
import { usualPair } from '../../src/core/report/sections/section.ts';
import { key } from '../charts/key.ts';
import { marksPicture, scrollingMarks, type Mark, type MarkChart } from '../charts/marks.ts';
import { drawShares } from '../charts/shares.ts';
import { html, prose } from '../elements/dom.ts';
import { below } from '../elements/picture.ts';
import { icon } from '../elements/icons.ts';
import { iconButton } from '../toolkit.ts';
import type { Context, SectionParts, View } from '../view.ts';
import { markOf, spokenPrediction } from './losses.ts';
import { elementAt } from '../../src/core/text/elements.ts';

const marks: Readonly<Record<RankedMixture['kind'], Mark['kind']>> = {
  file: 'now',
  recommended: 'optimum',
  strategy: 'plain',
  other: 'other',
};

export const compare: SectionParts = {
  ...compareText,

  controls: ({ host }) => [
    iconButton(icon('plus'), 'Compare with other files and revisions…', () =>
      host.post({ type: 'command', command: 'compare' }),
    ),
  ],

  draw(view, width, context) {
    const { report, order, compared, pair } = view;
    const { base } = pair;
    const ranked = withoutTwins(rankMixtures(report, compared));
    const prior = report.origin === 'prior';
    const wide = width >= 420;
    const strong = ({ kind }: RankedMixture): boolean => kind !== 'strategy';
    const objectives: MarkChart = {
      rows: ranked.map((mixture) => {
        const { name, kind, allocation } = mixture;
        const change = against(base?.allocation ?? null, allocation);
        return {
          code: null,
          name,
          strong: strong(mixture),
          marks: markOf(marks[kind], allocation.objective),
          columns: prior
            ? ['']
            : [
                ...(wide || base === null ? [allocation.objective.value?.toFixed(4) ?? '–'] : []),
                ...(base === null ? [] : [change ?? '–']),
              ],
          spoken: `${name}: ${prior ? 'no scale' : spokenPrediction(allocation.objective)}${prior || change === null || base === null ? '' : `, ${change} per cent against ${base.name}`}`,
        };
      }),
      columns: prior
        ? [{ title: '', width: 8 }]
        : [
            ...(wide || base === null ? [{ title: 'objective', width: 70 }] : []),
            ...(base === null ? [] : [{ title: `% to ${base.title}`, width: 66 }]),
          ],
      unit: prior ? null : (objectiveUnit(report) ?? ''),
      summary: compareText.summary(view),
    };
    const shares = (): SVGSVGElement =>
      drawShares(
        ranked.map((mixture) => ({
          name: mixture.name,
          strong: strong(mixture),
          ratio: order.map((i) => elementAt(mixture.allocation.ratio, i)),
        })),
        order.map((i) => elementAt(report.languages, i).code),
        width,
      );
    if (ranked.length === 0) return { chart: html('div', {}, ...notes(view, context)), picture: () => null };
    return {
      chart: html(
        'div',
        {},
        html('h3', { class: 'under' }, inUnit('Predicted objective', prior ? null : objectiveUnit(report))),
        scrollingMarks(objectives, width, () => undefined).element,
        key(
          ...(report.current === null ? [] : [['file-dot', 'file'] as const]),
          ['optimum-dot', usualPair(report).choice.title],
          ['plain-dot', 'strategy'],
          ...(compared.length > 0 ? [['effective', 'compared'] as const] : []),
          ...(ranked.some(({ allocation }) => allocation.objective.low !== null)
            ? [['interval', `${intervalLevel} interval`] as const]
            : []),
        ),
        html('h3', { class: 'under' }, 'Shares (%)'),
        shares(),
        meanings(report),
        ...notes(view, context),
      ),
      picture: () => below(width, 12, marksPicture(objectives, width), shares()),
    };
  },
};

/** What each strategy assumes, in a sentence. */
const meanings = (report: View['report']): HTMLElement =>
  html(
    'details',
    { class: 'note' },
    html('summary', {}, 'What the names mean'),
    html(
      'dl',
      {},
      ...meaningsOf(report).flatMap(({ name, meaning }) => [html('dt', {}, name), html('dd', {}, meaning)]),
    ),
  );

/** What was compared, what to know of it, and how to be rid of it; then the strategies that have nothing to say. */
function notes({ report, compared }: View, { host }: Context): HTMLElement[] {
  const others = compared.map(({ id, name, detail, missing, notes: doubts }) =>
    html(
      'li',
      {},
      html(
        'span',
        { class: 'text' },
        html('strong', {}, name),
        detail === '' ? null : ` ${detail}`,
        ...[...(missing === null ? [] : [missing]), ...doubts].map((text) =>
          html('span', { class: 'doubt' }, icon('warning'), ...prose(text)),
        ),
      ),
      iconButton(icon('close'), `Remove ${name} from the comparison`, () =>
        host.post({ type: 'uncompare', id }),
      ),
    ),
  );
  const silent = unranked(report, []).map(({ name, missing }) =>
    html('p', { class: 'note' }, ...prose(`${name}: ${missing}`)),
  );
  return [...(others.length === 0 ? [] : [html('ul', { class: 'compared' }, ...others)]), ...silent];
}
