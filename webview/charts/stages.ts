import { scaleLinear } from 'd3-scale';
import { list, percent } from '../../src/core/text/words.ts';
import { label, svg } from '../elements/dom.ts';
import { bandClass, bandsOf, middles, nameRoom, spread, type At, type Band } from './areas.ts';
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
  const bands = bandsOf(codes, all.map(atStage));
  const x = scaleLinear()
    .domain([0, 1])
    .range([0, right - 6]);
  rows.forEach(({ title, stages }, r) => {
    const top = r * (head + plot + gap) + head;
    const y = scaleLinear()
      .domain([0, 1])
      .range([top + plot, top]);
    root.append(label(0, top - 33, title, { class: 'stage-row' }));
    let from = 0;
    for (const stage of stages) {
      root.append(...drawStage(stage, bands, from, { x, y, top, width }));
      from += stage.weight;
    }
    root.append(...nameBands(stages.at(-1), bands, { x, y, top, right }));
  });
  const said = rows.flatMap(({ title, stages }) => stages.map((stage) => spoken(title, stage, bands)));
  root.setAttribute('aria-label', `Shares of the stages. ${said.join(' ')}`);
  return root;
}

/** Bands know budgets; stages have shares alone. */
const atStage = ({ ratio }: Pick<StageBand, 'ratio'>): At => ({ tokens: 0, ratio });

const sizeOf = ({ weight, fixed }: StageBand): string => `${percent(weight)}${fixed ? ', fixed' : ''}`;

interface RowPlane {
  readonly x: (part: number) => number;
  readonly y: (share: number) => number;
  readonly top: number;
}

/** @param from the part of the run that lies before it */
function drawStage(
  stage: StageBand,
  bands: readonly Band[],
  from: number,
  { x, y, top, width }: RowPlane & { readonly width: number },
): SVGElement[] {
  const { name, weight, fixed } = stage;
  const left = x(from);
  const own = Math.max(1, x(from + weight) - left - seam);
  let below = 0;
  const rects = bands.map((band, k) => {
    const share = band.share(atStage(stage));
    const [low, high] = [y(below), y(below + share)];
    below += share;
    return svg(
      'rect',
      { class: bandClass(k), x: left, y: high, width: own, height: Math.max(0, low - high) },
      svg('title', {}, `${name}: ${band.name} ${percent(share, 1)}`),
    );
  });
  // The last may reach over the names at the right; the others keep off their neighbour.
  const room = from + weight > 1 - 1e-9 ? width - left : own - apart;
  const words = textWidth('…') * 3 < room ? [name, sizeOf(stage)] : [];
  return [
    ...rects,
    ...words.map((text, i) => label(left, top - 18 + i * line, clip(text, room), { class: 'muted' })),
    ...(fixed
      ? [
          svg('rect', {
            class: 'stage-fixed',
            x: left + 1,
            y: top + 1,
            width: Math.max(0, own - 2),
            height: plot - 2,
          }),
        ]
      : []),
  ];
}

/** Every band by its name at the right, with a line from its place in the last stage. */
function nameBands(
  last: StageBand | undefined,
  bands: readonly Band[],
  { x, y, top, right }: RowPlane & { readonly right: number },
): SVGElement[] {
  const ends = middles(bands, atStage(last ?? { ratio: [] })).map(y);
  return spread(ends, line, top + 4, top + plot).flatMap((at, k) => [
    svg('path', { class: 'leader', d: `M${x(1)} ${ends[k] ?? 0}L${right - 2} ${at}` }),
    label(right, at + 4, bands[k]?.name ?? ''),
  ]);
}

/** What a screen reader says of a stage: its largest shares. */
function spoken(title: string, stage: StageBand, bands: readonly Band[]): string {
  const largest = bands
    .map((band) => ({ name: band.name, share: band.share(atStage(stage)) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, 3)
    .map((band) => `${band.name} ${percent(band.share)}`);
  return `${title}, ${stage.name} (${sizeOf(stage)}): ${list(largest)}.`;
}
