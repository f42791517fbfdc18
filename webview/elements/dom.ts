/** Builds elements; the panel has no other way to make HTML or SVG, and none that parses text. */

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;
type Child = Node | string | null;

function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/** An HTML element; attributes that are null, undefined or false are left out, true is an empty attribute. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** A sentence, what stands between backticks as code. */
export const prose = (text: string): Child[] =>
  text.split('`').map((part, i) => (i % 2 === 1 ? html('code', {}, part) : part));

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** SVG text, the most frequent element of all. */
export const label = (x: number, y: number, text: string, attributes: Attributes = {}): SVGTextElement =>
  svg('text', { x, y, ...attributes }, text);
