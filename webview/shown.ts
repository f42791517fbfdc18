import { html } from './elements/dom.ts';
import { percent } from '../src/core/text/words.ts';
import { button } from './toolkit.ts';
import type { Context, View } from './view.ts';
import { elementAt } from '../src/core/text/elements.ts';

/** More languages than these are shown by those that change most, until somebody asks for all. */
const few = 20;
const movers = 12;

/** The languages that a section draws, and a line on those that it leaves out. */
export interface Shown {
  readonly order: readonly number[];
  /** null: none is left out, and none can be. */
  readonly rest: HTMLElement | null;
}

/** The languages that change most, in the order of the view; all of them where they are few, were found or asked for. */
export function shownOf(id: string, view: View, { arrangement, redraw }: Context): Shown {
  const { order, pair } = view;
  if (view.whole || order.length <= few) return { order, rest: null };
  const whole = arrangement.value.whole.includes(id);
  const toggle = button(whole ? 'Show the largest changes' : `Show all ${order.length} languages`, () => {
    arrangement.toggle('whole', id, !whole);
    redraw();
  });
  if (whole) return { order, rest: html('p', { class: 'rest' }, toggle) };
  const [from, to] = [pair.base?.allocation.ratio ?? null, pair.choice.allocation.ratio];
  const change = (i: number): number => Math.abs(elementAt(to, i) - (from?.[i] ?? 0));
  const kept = new Set([...order].sort((a, b) => change(b) - change(a)).slice(0, movers));
  const left = order.filter((i) => !kept.has(i));
  const sum = (ratio: readonly number[]): string =>
    percent(left.reduce((all, i) => all + elementAt(ratio, i), 0));
  const shares = from === null ? sum(to) : `${sum(from)} → ${sum(to)}`;
  return {
    order: order.filter((i) => kept.has(i)),
    rest: html('p', { class: 'rest' }, `${left.length} others, together ${shares} of the tokens. `, toggle),
  };
}

/** What a row stands under, where languages are shown by family. */
export const groupOf = (
  { family }: View['report']['languages'][number],
  { arrangement }: Context,
): { readonly group?: string } =>
  arrangement.value.sort === 'family' ? { group: family ?? 'Unknown family' } : {};
