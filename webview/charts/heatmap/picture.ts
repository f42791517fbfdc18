import { label, svg } from '../../elements/dom.ts';
import type { Appearance, Look } from './appearance.ts';
import type { Cells, Layout } from './cells.ts';

const swatch = { width: 46, height: 12 };

/** The whole matrix as SVG, with its legend. */
export function heatmapPicture(cells: Cells, layout: Layout, appearance: Appearance): SVGSVGElement {
  const { codes, values, origins, gives, receives } = cells;
  const { cell, tall, left, top, sums } = layout;
  const legend = heatmapLegend(cells, appearance);
  const root = svg('svg', {
    class: 'chart',
    width: Math.max(layout.fullWidth, legend.width.baseVal.value),
    height: layout.fullHeight + 8 + legend.height.baseVal.value,
  });
  const write = (text: string, x: number, y: number, look = ''): void =>
    root.append(label(left + x + cell / 2, top + y + tall / 2 + 4, text, { class: `middle ${look}` }));
  const columnName = (text: string, x: number): SVGTextElement =>
    layout.upright
      ? label(left + x + cell / 2, 13, text, { class: 'middle muted' })
      : label(0, 4, text, {
          class: 'muted',
          transform: `translate(${left + x + cell / 2} ${top - 5}) rotate(-90)`,
        });
  codes.forEach((code, s) => {
    root.append(label(2, top + (s + 0.5) * tall + 4, code, { class: 'muted' }), columnName(code, s * cell));
    codes.forEach((_, t) => {
      const [x, y] = [left + t * cell, top + s * tall];
      root.append(
        svg('rect', {
          class: lookClass(appearance.look(s, t)),
          x,
          y,
          width: cell - 1,
          height: Math.max(1, tall - 1),
          'fill-opacity': appearance.look(s, t).strength,
        }),
      );
      const origin = origins[s]?.[t];
      if (origin === 'unmeasured')
        root.append(svg('path', { class: 'axis', d: `M${x} ${y + tall}L${x + cell} ${y}` }));
      if (origin === 'prior') root.append(svg('circle', { class: 'dots', cx: x + 4, cy: y + 4, r: 1 }));
      if (appearance.beyond(s, t)) {
        const side = Math.min(7, cell / 2);
        root.append(svg('path', { class: 'corner', d: `M${x + cell - 1 - side} ${y}h${side}v${side}z` }));
      }
      if (appearance.dashed(s, t))
        root.append(svg('path', { class: 'dash', d: `M${x + cell * 0.3} ${y + tall / 2}h${cell * 0.4}` }));
      const text = appearance.text(s, t);
      if (text !== null && values[s]?.[t] != null)
        write(text, t * cell, s * tall, s === t || appearance.faded(s, t) ? 'muted' : '');
    });
  });
  if (sums !== null) {
    root.append(
      columnName('gives', sums.x),
      label(2, top + sums.y + tall / 2 + 4, 'gets', { class: 'muted' }),
    );
    gives.forEach((sum, k) => write(appearance.number(sum), sums.x, k * tall, 'muted'));
    receives.forEach((sum, k) => write(appearance.number(sum), k * cell, sums.y, 'muted'));
  }
  root.append(
    svg('g', { transform: `translate(0 ${layout.fullHeight + 8})` }, ...Array.from(legend.childNodes)),
  );
  return root;
}

const lookClass = ({ sign }: Look): string => (sign > 0 ? 'help' : sign < 0 ? 'harm' : 'own');

/** The scale of colours by its values, in hundredths of a point, and what the patterns mean. */
export function heatmapLegend({ values, origins }: Cells, appearance: Appearance): SVGSVGElement {
  const { largest } = appearance;
  const negative = values.some((row, s) => row.some((v, t) => s !== t && v !== null && v < 0));
  const steps = [...(negative ? [-1, -0.25] : []), 0, 0.25, 1];
  const root = svg('svg', { class: 'chart', 'aria-hidden': 'true' });
  let x = 0.5;
  for (const step of steps) {
    const look = appearance.lookOf(step * largest);
    root.append(
      svg('rect', {
        class: lookClass(look),
        x,
        y: 0.5,
        ...swatch,
        'fill-opacity': look.strength,
      }),
      svg('rect', { class: 'frame', x, y: 0.5, ...swatch }),
      label(x + swatch.width / 2, 26, signed(appearance.number(step * largest)), { class: 'middle muted' }),
    );
    x += swatch.width;
  }
  let y = 26;
  const patterns = [
    ['unmeasured', 'hatched: unmeasured'],
    ['prior', 'dotted: prior, not measured'],
  ] as const;
  const said = [
    'hundredths of a point',
    ...(appearance.ends ? ['cut corner: beyond the scale'] : []),
    ...(appearance.fades ? ['pale: within its uncertainty'] : []),
    ...patterns.flatMap(([origin, text]) => (origins.some((row) => row.includes(origin)) ? [text] : [])),
  ];
  for (const text of said) {
    y += 16;
    root.append(label(0, y, text, { class: 'muted' }));
  }
  root.setAttribute('width', String(Math.max(x + 8, 200)));
  root.setAttribute('height', String(y + 6));
  return root;
}

const signed = (text: string): string => (text === '0' || text.startsWith('\u2212') ? text : `+${text}`);
