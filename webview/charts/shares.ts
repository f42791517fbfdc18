import { percent } from '../../src/core/text/words.ts';
import { label, svg } from '../elements/dom.ts';
import { clip, nameWidth, textWidth } from './names.ts';
import { elementAt } from '../../src/core/text/elements.ts';

export interface ShareRow {
  readonly name: string;
  readonly strong: boolean;
  /** By language, in the order of `codes`. */
  readonly ratio: readonly number[];
}

const rowHeight = 20;
const narrowest = 26;
const shortestNames = 96;
const widest = 48;

/**
 * Mixtures as rows, languages as columns: each share as a number, and as the strength of the cell. Where not all languages
 * fit, those stay in which the mixtures differ most, and one column holds the others.
 */
export function drawShares(
  rows: readonly ShareRow[],
  codes: readonly string[],
  width: number,
): SVGSVGElement {
  const names = nameWidth(
    rows.map(({ name }) => name),
    width,
  );
  // Names give way a little, so that a language more is shown.
  const left = Math.max(shortestNames, Math.min(names, width - codes.length * narrowest));
  const room = Math.max(1, Math.floor((width - left) / narrowest));
  const shown = mostDifferent(rows, codes.length, room);
  const others = shown.length < codes.length;
  const columns = [...shown.map((i) => elementAt(codes, i)), ...(others ? ['other'] : [])];
  const cell = Math.min(widest, Math.floor((width - left) / columns.length));
  const longest = Math.max(...columns.map((code) => textWidth(code)));
  const upright = longest + 4 <= cell;
  const top = upright ? 18 : Math.min(84, longest + 8);
  const values = rows.map(({ ratio }) => {
    const of = shown.map((i) => elementAt(ratio, i));
    return others ? [...of, Math.max(0, 1 - of.reduce((sum, share) => sum + share, 0))] : of;
  });
  const most = Math.max(0.01, ...values.flat());
  const root = svg('svg', {
    class: 'chart',
    width,
    height: top + rows.length * rowHeight + 2,
    role: 'img',
    'aria-label': 'The shares of every mixture, in per cent; the table has them as text.',
  });
  columns.forEach((code, k) => {
    const x = left + (k + 0.5) * cell;
    root.append(
      upright
        ? label(x, 12, code, { class: 'muted middle' })
        : label(0, 4, clip(code, top - 6), {
            class: 'muted',
            transform: `translate(${x} ${top - 4}) rotate(-90)`,
          }),
    );
  });
  rows.forEach((row, i) => {
    const y = top + i * rowHeight;
    root.append(
      label(2, y + 14, clip(row.name, left - 6, row.strong), { class: row.strong ? 'strong' : '' }),
    );
    elementAt(values, i).forEach((share, k) => {
      const said = `${row.name}: ${elementAt(columns, k)} ${percent(share, 2)}`;
      root.append(...drawCell(share, most, left + k * cell, y, cell, said));
    });
  });
  return root;
}

/** Languages by their index, in their order: all, or those in which the mixtures differ most, with room for the others. */
function mostDifferent(rows: readonly ShareRow[], languages: number, room: number): number[] {
  const all = Array.from({ length: languages }, (_, i) => i);
  if (languages <= room) return all;
  const spread = (i: number): number => {
    const shares = rows.map(({ ratio }) => elementAt(ratio, i));
    return Math.max(...shares) - Math.min(...shares);
  };
  return all
    .sort((a, b) => spread(b) - spread(a))
    .slice(0, Math.max(1, room - 1))
    .sort((a, b) => a - b);
}

/** @param most the share that has the strongest colour */
function drawCell(
  share: number,
  most: number,
  x: number,
  y: number,
  cell: number,
  said: string,
): SVGElement[] {
  return [
    svg(
      'rect',
      {
        class: 'help',
        x,
        y,
        width: cell - 1,
        height: rowHeight - 1,
        'fill-opacity': share === 0 ? 0 : 0.08 + (0.47 * share) / most,
      },
      svg('title', {}, said),
    ),
    label(x + (cell - 1) / 2, y + 14, (share * 100).toFixed(cell >= 36 ? 1 : 0), { class: 'middle over' }),
  ];
}
