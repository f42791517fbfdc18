import {
  describePair,
  given,
  interactionsText,
  isSure,
  received,
} from '../../src/core/report/sections/interactions.ts';
import { fitCell } from '../charts/heatmap/cells.ts';
import { Heatmap } from '../charts/heatmap/heatmap.ts';
import { icon } from '../elements/icons.ts';
import { iconButton } from '../toolkit.ts';
import type { SectionParts } from '../view.ts';
import { elementAt } from '../../src/core/text/elements.ts';

const smallest = 2;
const largest = 64;

export const interactions: SectionParts = {
  ...interactionsText,

  controls: ({ arrangement, redraw }) => {
    const zoomBy = (factor: number) => (): void => {
      const from = arrangement.value.zoom ?? 28;
      arrangement.change({ zoom: Math.round(Math.max(smallest, Math.min(largest, from * factor))) });
      redraw();
    };
    return [
      iconButton(icon('minus'), 'Smaller cells', zoomBy(1 / 1.5)),
      iconButton(icon('plus'), 'Larger cells', zoomBy(1.5)),
      iconButton(icon('fit'), 'Fit cells to the width', () => {
        arrangement.change({ zoom: null });
        redraw();
      }),
    ];
  },

  draw(view, width, { host, arrangement }) {
    const { report, order } = view;
    const { net, origin } = report.interactions;
    const codes = order.map((i) => elementAt(report.languages, i).code);
    const heatmap = new Heatmap({
      cells: {
        codes,
        values: order.map((s) => order.map((t) => net[s]?.[t] ?? null)),
        origins: order.map((s) => order.map((t) => elementAt(elementAt(origin, s), t))),
        sure: order.map((s) => order.map((t) => isSure(report, s, t))),
        gives: order.map((s) => given(report, s)),
        receives: order.map((t) => received(report, t)),
      },
      cell: arrangement.value.zoom ?? fitCell(codes, width),
      width,
      summary: interactionsText.summary(view),
      describe: (s, t) => describePair(report, elementAt(order, s), elementAt(order, t)),
      act: (s) => host.post({ type: 'reveal', code: elementAt(codes, s) }),
    });
    return {
      chart: heatmap.element,
      picture: () => heatmap.picture(),
      highlight: (code) => heatmap.highlight(code),
      repaint: () => heatmap.repaint(),
    };
  },
};
