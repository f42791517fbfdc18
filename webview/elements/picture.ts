import { svg } from './dom.ts';
import { elementAt } from '../../src/core/text/elements.ts';

/** The properties that carry a chart's look; written out so that the picture stands without the panel's style sheet. */
const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
] as const;

/** Charts in one picture, one under the other. */
export function below(width: number, gap: number, ...charts: readonly SVGSVGElement[]): SVGSVGElement {
  let y = 0;
  const root = svg('svg', { class: 'chart', width });
  for (const chart of charts) {
    root.append(svg('g', { transform: `translate(0 ${y})` }, ...Array.from(chart.childNodes)));
    y += chart.height.baseVal.value + gap;
  }
  root.setAttribute('height', String(y));
  return root;
}

/**
 * A copy of a chart with its colours and fonts as attributes and the panel's background behind it. The chart must be drawable
 * inside `place`, whose styles it takes.
 */
export function standalone(chart: SVGSVGElement, place: Element): SVGSVGElement {
  const attached = chart.isConnected;
  if (!attached) place.append(chart);
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = chart.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const style = getComputedStyle(elementAt(originals, i));
    for (const property of looks) element.setAttribute(property, style.getPropertyValue(property));
    for (const name of ['class', 'tabindex', 'role', 'aria-label', 'data-code'])
      element.removeAttribute(name);
  });
  const box = chart.getBoundingClientRect();
  const backdrop = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  backdrop.setAttribute('width', '100%');
  backdrop.setAttribute('height', '100%');
  backdrop.setAttribute('fill', getComputedStyle(place.closest('.page') ?? document.body).backgroundColor);
  copy.prepend(backdrop);
  copy.setAttribute('width', String(box.width));
  copy.setAttribute('height', String(box.height));
  copy.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  if (!attached) chart.remove();
  return copy;
}

/** The picture at twice its size, as base64 of a PNG file. `data:` is the only image source that the page's policy allows. */
export async function pngOf(picture: SVGSVGElement): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.width.baseVal.value * 2;
  canvas.height = picture.height.baseVal.value * 2;
  const brush = canvas.getContext('2d');
  if (brush === null) throw new Error('this browser cannot draw pictures');
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}
