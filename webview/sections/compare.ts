import { rankMixtures, unranked, type RankedMixture } from '../../src/core/report/comparison.ts';
import { compareText } from '../../src/core/report/sections/compare.ts';
import { key } from '../charts/key.ts';
import { drawMarks, type Mark } from '../charts/marks.ts';
import { drawShares } from '../charts/shares.ts';
import { html, svg } from '../elements/dom.ts';
import { icon } from '../elements/icons.ts';
import { iconButton } from '../toolkit.ts';
import type { Context, SectionParts, View } from '../view.ts';
import { markOf, spokenPrediction } from './losses.ts';

const marks: Readonly<Record<RankedMixture['kind'], Mark['kind']>> = {
  file: 'now',
  optimum: 'optimum',
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
    const { report, order, compared } = view;
    const ranked = rankMixtures(report, compared);
    const prior = report.origin === 'prior';
    const strong = ({ kind }: RankedMixture): boolean => kind !== 'strategy';
    const objectives = (): SVGSVGElement =>
      drawMarks(
        {
          rows: ranked.map((mixture) => {
            const { name, kind, allocation } = mixture;
            return {
              code: null,
              name,
              strong: strong(mixture),
              marks: markOf(marks[kind], allocation.objective),
              columns: [prior ? '' : (allocation.objective.value?.toFixed(4) ?? '–')],
              spoken: `${name}: ${prior ? 'no scale' : spokenPrediction(allocation.objective)}`,
            };
          }),
          columns: [{ title: '', width: prior ? 8 : 54 }],
          scaled: !prior,
          summary: compareText.summary(view),
        },
        width,
        () => undefined,
      );
    const shares = (): SVGSVGElement =>
      drawShares(
        ranked.map((mixture) => ({
          name: mixture.name,
          strong: strong(mixture),
          ratio: order.map((i) => mixture.allocation.ratio[i]!),
        })),
        order.map((i) => report.languages[i]!.code),
        width,
      );
    if (ranked.length === 0) return { chart: html('div', {}, ...notes(view, context)), picture: () => null };
    return {
      chart: html(
        'div',
        {},
        html('h3', { class: 'under' }, prior ? 'Predicted objective' : 'Predicted objective (nats)'),
        objectives(),
        key(
          ['file-dot', 'file'],
          ['optimum-dot', 'optimum'],
          ['plain-dot', 'strategy'],
          ...(compared.length > 0 ? [['effective', 'compared'] as const] : []),
          ...(ranked.some(({ allocation }) => allocation.objective.low !== null)
            ? [['interval', '90 % interval'] as const]
            : []),
        ),
        html('h3', { class: 'under' }, 'Shares (%)'),
        shares(),
        ...notes(view, context),
      ),
      picture: () => below(width, objectives(), shares()),
    };
  },
};

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
          html('span', { class: 'doubt' }, icon('warning'), text),
        ),
      ),
      iconButton(icon('close'), `Take ${name} out of the comparison`, () =>
        host.post({ type: 'uncompare', id }),
      ),
    ),
  );
  const silent = unranked(report, []).map(({ name, missing }) =>
    html('p', { class: 'note' }, `${name}: ${missing}`),
  );
  return [...(others.length === 0 ? [] : [html('ul', { class: 'compared' }, ...others)]), ...silent];
}

/** Charts in one picture, one under the other. */
function below(width: number, ...charts: readonly SVGSVGElement[]): SVGSVGElement {
  let y = 0;
  const root = svg('svg', { class: 'chart', width });
  for (const chart of charts) {
    root.append(svg('g', { transform: `translate(0 ${y})` }, ...Array.from(chart.childNodes)));
    y += chart.height.baseVal.value + 12;
  }
  root.setAttribute('height', String(y));
  return root;
}
