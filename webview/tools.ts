import { html } from './elements/dom.ts';
import { sortings, type Arrangement, type Sorting } from './arranged.ts';
import { dropdown } from './toolkit.ts';

const sortNames: Readonly<Record<Sorting, string>> = {
  file: 'File order',
  share: 'By share',
  change: 'By change',
  name: 'By name',
  family: 'By family',
};

/** So many languages are seen at once. */
const surveyed = 8;

/** Which languages all sections show, and in which order. */
export function tools(
  arrangement: Arrangement,
  { sort, find }: { readonly sort: () => void; readonly find: (text: string) => void },
): { readonly element: HTMLElement; readonly update: (all: number, found: number) => void } {
  const input = html('input', {
    type: 'search',
    class: 'find',
    placeholder: 'Find languages',
    'aria-label': 'Find languages by code, name or family',
    title: 'By code, name or family',
  });
  input.addEventListener('input', () => find(input.value));
  const count = html('span', { class: 'note', role: 'status' });
  const element = html(
    'div',
    { class: 'tools', hidden: true },
    dropdown(
      'Sort languages',
      sortings.map((value) => [value, sortNames[value]] as const),
      arrangement.value.sort,
      (value) => {
        arrangement.change({ sort: value });
        sort();
      },
    ),
    input,
    count,
  );
  return {
    element,
    update: (all, found) => {
      // A search that goes on keeps its field, however few languages another file has.
      input.hidden = all <= surveyed && input.value === '';
      count.textContent = input.value.trim() === '' ? '' : `${found} of ${all}`;
    },
  };
}
