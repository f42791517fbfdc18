import { svg } from './dom.ts';

/** Icons drawn on a 16 × 16 grid in the text's colour. */
const paths = {
  table: 'M1.5 2.5h13v11h-13zM1.5 6h13M1.5 9.75h13M6 6v7.5',
  export: 'M8 1.5v8M5 6.8 8 9.8l3-3M2 11v3h12v-3',
  chevron: 'm3.5 6 4.5 4.5L12.5 6',
  warning: 'M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.4v1',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7v4.5M8 4.3v1.2',
  error: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  minus: 'M3 8h10',
  history: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.5V8l2.5 2',
  fit: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
} as const;

export type IconName = keyof typeof paths;

export const icon = (name: IconName): SVGSVGElement =>
  svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    svg('path', { d: paths[name] }),
  );
