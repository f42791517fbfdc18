import { html, svg } from '../elements/dom.ts';

const marks = {
  now: ['rect', { class: 'now', x: 1, y: 3, width: 12, height: 6 }],
  optimum: ['rect', { class: 'optimum', x: 1, y: 3, width: 12, height: 6 }],
  effective: ['path', { class: 'diamond', d: 'M3 6l4 -4l4 4l-4 4z' }],
  limit: ['path', { class: 'limit', d: 'M7 0V12' }],
  prior: ['circle', { class: 'dots', cx: 7, cy: 5, r: 2 }],
  'file-dot': ['circle', { class: 'now', cx: 7, cy: 6, r: 3.5 }],
  'optimum-dot': ['circle', { class: 'optimum', cx: 7, cy: 6, r: 3.5 }],
  'plain-dot': ['circle', { class: 'plain', cx: 7, cy: 6, r: 3 }],
  tick: ['path', { class: 'tick', d: 'M7 0V12' }],
  measured: ['path', { class: 'measured', d: 'M0 6H14' }],
  interval: ['path', { class: 'interval', d: 'M0 6H14' }],
} as const;

/** Says what the marks of a chart mean, and what no mark stands for (null). */
export const key = (
  ...entries: readonly (readonly [mark: keyof typeof marks | null, text: string])[]
): HTMLElement =>
  html(
    'div',
    { class: 'key' },
    ...entries.map(([mark, text]) =>
      html(
        'span',
        {},
        mark === null
          ? null
          : svg('svg', { width: 14, height: 12, 'aria-hidden': 'true' }, svg(marks[mark][0], marks[mark][1])),
        text,
      ),
    ),
  );
