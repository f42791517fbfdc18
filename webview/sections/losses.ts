import { list, nats, percent, points } from '../../src/core/report/format.ts';
import type { Prediction, Report, ReportStrategy } from '../../src/core/report/report.ts';
import { drawBars, linear, markRow, type BarRow } from '../charts/bars.ts';
import { drawPoints } from '../charts/points.ts';
import { html, svg } from '../elements/dom.ts';
import type { SectionParts } from './section.ts';
import { optimumOf } from '../view.ts';

const titles: Readonly<Record<string, string>> = {
  current: 'File',
  uniform: 'Uniform',
  natural: 'Natural',
  temperature: 'Temperature',
  unimax: 'UniMax',
  isolated: 'Isolated',
  msl: 'MSL (He et al.)',
  climb: 'Climb, two steps',
  joint: 'Climb, joint',
};

/** What other ways to mix would give, and what the optimum gives and takes language by language. */
export const losses: SectionParts = {
  id: 'losses',
  title: 'Losses',

  draw({ report, order }, width, { host }) {
    const ranked = rankedStrategies(report);
    const strategyChart = (): SVGSVGElement =>
      drawPoints(
        ranked.map((strategy) => {
          const { objective } = strategy.allocation!;
          return {
            name: titles[strategy.name] ?? strategy.name,
            strong: strategy.name === report.method || strategy.name === 'current',
            ...objective,
            text: value(objective),
            spoken: `${titles[strategy.name] ?? strategy.name}: ${spokenPrediction(objective)}`,
          };
        }),
        width,
      );
    const best = optimumOf(report);
    const changes = order.flatMap((i): BarRow[] => {
      const from = report.current?.loss[i]?.value ?? null;
      const to = best.loss[i]?.value ?? null;
      if (from === null || to === null || report.origin === 'prior') return [];
      const language = report.languages[i]!;
      return [
        {
          code: language.code,
          name: language.name,
          prior: language.origin === 'prior',
          now: null,
          optimum: { value: (to - from) / from, reach: null },
          limit: null,
          columns: [nats(from), nats(to)],
          spoken: `${language.name}: predicted loss ${nats(from)} now, ${nats(to)} at the optimum`,
        },
      ];
    });
    const changeChart = (): SVGSVGElement => {
      const values = changes.map((row) => row.optimum!.value);
      return drawBars(
        {
          rows: changes,
          columns: [
            { title: 'now', width: 48 },
            { title: 'optimum', width: 60 },
          ],
          baseline: 0,
          scale: linear(Math.min(-0.001, ...values), Math.max(0.001, ...values)),
          tick: (tick) => points(tick),
        },
        width,
        (code) => host.post({ type: 'reveal', code }),
      );
    };
    const strategies = strategyChart();
    const perLanguage = changes.length === 0 ? null : changeChart();
    perLanguage?.setAttribute(
      'aria-label',
      'Change of each predicted loss from the file to the optimum, per cent.',
    );
    const missing = report.strategies.filter(({ missing: why }) => why !== null);
    return {
      summary: summary(report, ranked),
      chart: html(
        'div',
        {},
        strategies,
        ...missing.map(({ name, missing: why }) =>
          html('p', { class: 'note' }, `${titles[name] ?? name}: ${why ?? ''}`),
        ),
        ...(perLanguage === null
          ? []
          : [
              html('h3', { class: 'under' }, 'Change of each loss, file to optimum (%)'),
              html('div', { class: changes.length > 40 ? 'scroller tall' : 'scroller' }, perLanguage),
            ]),
      ),
      picture: () => below(width, strategyChart(), ...(changes.length === 0 ? [] : [changeChart()])),
      highlight: (code) => {
        if (perLanguage !== null) markRow(perLanguage, code);
      },
    };
  },

  table: ({ report, order }) => {
    const ranked = rankedStrategies(report);
    return {
      header: ['Loss', ...ranked.map(({ name }) => titles[name] ?? name)],
      rows: [
        ['Objective', ...ranked.map(({ allocation }) => withInterval(allocation!.objective))],
        ...order.map((i) => [
          report.languages[i]!.code,
          ...ranked.map(({ allocation }) => withInterval(allocation!.loss[i]!)),
        ]),
      ],
    };
  },
};

/** Lowest predicted objective first. */
export const rankedStrategies = (report: Report): ReportStrategy[] =>
  report.strategies
    .filter(({ allocation }) => allocation !== null && allocation.objective.value !== null)
    .sort((a, b) => a.allocation!.objective.value! - b.allocation!.objective.value!);

const value = (prediction: Prediction): string =>
  prediction.value === null ? '–' : prediction.value.toFixed(4);

const withInterval = ({ value: middle, low, high }: Prediction): string =>
  middle === null
    ? '–'
    : low === null || high === null
      ? nats(middle)
      : `${nats(middle)} (${nats(low)}–${nats(high)})`;

const spokenPrediction = ({ value: middle, low, high }: Prediction): string =>
  middle === null
    ? 'nothing predicted'
    : low === null || high === null
      ? `${nats(middle)}, without an interval`
      : `${nats(middle)}, 90 % between ${nats(low)} and ${nats(high)}`;

function summary(report: Report, ranked: readonly ReportStrategy[]): string {
  if (report.origin === 'prior') {
    return 'A prior predicts no losses; the order of the strategies rests on relatedness alone.';
  }
  const [first] = ranked;
  if (first === undefined) return 'No strategy can be judged.';
  const lowest = first.allocation!.objective.value!;
  const close = ranked
    .slice(1)
    .filter(({ name, allocation }) => name !== 'current' && allocation!.objective.value! < lowest * 1.005)
    .map(({ name }) => titles[name] ?? name);
  const file = ranked.find(({ name }) => name === 'current')?.allocation?.objective.value ?? null;
  const behind = file === null ? '' : ` The file lies ${percent((file - lowest) / lowest, 1)} above it.`;
  const near = close.length === 0 ? '' : ` Within half a per cent: ${list(close)}.`;
  return `Lowest predicted objective: ${titles[first.name] ?? first.name}.${behind}${near}`;
}

/** Two charts in one picture, one under the other. */
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
