import { scaleLinear } from 'd3-scale';
import { list, percent } from '../../src/core/text/words.ts';
import { label, svg } from '../elements/dom.ts';
import { bandClass, bandsOf, nameRoom, spread } from './areas.ts';
import { clip, textWidth } from './names.ts';

/** One stage: how wide it is, and what it is trained on. */
export interface StageBand {
  readonly name: string;
  /** Its part of the budget. */
  readonly weight: number;
  readonly fixed: boolean;
  readonly ratio: readonly number[];
}

/** Stages from left to right under a name: `File`, `Optimum`. */
export interface StageRow {
  readonly title: string;
  readonly stages: readonly StageBand[];
}

export interface StageChart {
  readonly codes: readonly string[];
  readonly rows: readonly StageRow[];
}

const plot = 110;
/** A row's title, the names of its stages and their sizes. */
const head = 47;
const gap = 8;
/** Room behind each stage, so that equal shares are still seen to be of two. */
const seam = 3;
const line = 13;
/** What stands between the names of two stages, at least. */
const apart = 6;

/** Shares as bands over the run, a stage as wide as its tokens; one picture for the file, one for what is recommended. */
export function drawStages({ codes, rows }: StageChart, width: number): SVGSVGElement {
  const height = rows.length * (head + plot + gap);
  const root = svg('svg', { class: 'chart', width, height, role: 'img' });
  const right = width - nameRoom(codes, width);
  const all = rows.flatMap(({ stages }) => stages);
  const bands = bandsOf(
    codes,
    all.map(({ ratio }) => ({ tokens: 0, ratio })),
  );
  const x = scaleLinear()
    .domain([0, 1])
    .range([0, right - 6]);
  const spoken: string[] = [];
  rows.forEach(({ title, stages }, r) => {
    const top = r * (head + plot + gap) + head;
    const y = scaleLinear()
      .domain([0, 1])
      .range([top + plot, top]);
    root.append(label(0, top - 33, title, { class: 'stage-row' }));
    let from = 0;
    let last: readonly number[] = [];
    for (const { name, weight, fixed, ratio } of stages) {
      const left = x(from);
      const own = Math.max(1, x(from + weight) - left - seam);
      let below = 0;
      bands.forEach((band, k) => {
        const share = band.share({ tokens: 0, ratio });
        const rect = svg(
          'rect',
          {
            class: bandClass(k),
            x: left,
            y: y(below + share),
            width: own,
            height: Math.max(0, y(below) - y(below + share)),
          },
          svg('title', {}, `${name}: ${band.name} ${percent(share, 1)}`),
        );
        root.append(rect);
        below += share;
      });
      // The last may reach over the names at the right; the others keep off their neighbour.
      const room = from + weight > 1 - 1e-9 ? width - left : own - apart;
      if (textWidth('…') * 3 < room)
        [name, `${percent(weight)}${fixed ? ', fixed' : ''}`].forEach((words, i) =>
          root.append(label(left, top - 18 + i * line, clip(words, room), { class: 'muted' })),
        );
      if (fixed)
        root.append(
          svg('rect', {
            class: 'stage-fixed',
            x: left + 1,
            y: top + 1,
            width: Math.max(0, own - 2),
            height: plot - 2,
          }),
        );
      const largest = bands
        .map((band) => ({ name: band.name, share: band.share({ tokens: 0, ratio }) }))
        .sort((a, b) => b.share - a.share)
        .slice(0, 3)
        .map((band) => `${band.name} ${percent(band.share)}`);
      spoken.push(`${title}, ${name} (${percent(weight)}${fixed ? ', fixed' : ''}): ${list(largest)}.`);
      from += weight;
      last = ratio;
    }
    let sum = 0;
    const ends = bands.map((band) => {
      const share = band.share({ tokens: 0, ratio: last });
      sum += share;
      return y(sum - share / 2);
    });
    spread(ends, line, top + 4, top + plot).forEach((at, k) =>
      root.append(
        svg('path', { class: 'leader', d: `M${x(1)} ${ends[k] ?? 0}L${right - 2} ${at}` }),
        label(right, at + 4, bands[k]?.name ?? ''),
      ),
    );
  });
  root.setAttribute('aria-label', `Shares of the stages. ${spoken.join(' ')}`);
  return root;
}
