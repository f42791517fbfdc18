import { sorted, type Sorted, type Table } from '../../src/core/report/table.ts';
import { html } from './dom.ts';

/**
 * A table that scrolls in its own box, its header and the names of its rows in view. The buttons in the header sort by a column:
 * largest first, then smallest first, then as it came.
 *
 * @param by what it is sorted by at first; null: as it came
 * @param chosen hears of every other choice
 */
export function drawTable(
  name: string,
  table: Table,
  by: Sorted | null,
  chosen: (by: Sorted | null) => void,
): HTMLElement {
  const box = html('div', { class: 'table', role: 'region', 'aria-label': name, tabindex: 0 });
  const draw = (now: Sorted | null): void => {
    const choose = (column: number): void => {
      const next =
        now?.column !== column
          ? { column, descending: true }
          : now.descending
            ? { column, descending: false }
            : null;
      chosen(next);
      draw(next);
      box.querySelectorAll<HTMLElement>('thead button')[column]?.focus();
    };
    const rows = sorted(table, now).map((cells) =>
      html(
        'tr',
        {},
        ...cells.map((text, i) => (i === 0 ? html('th', { scope: 'row' }, text) : html('td', {}, text))),
      ),
    );
    box.replaceChildren(
      html(
        'table',
        {},
        html('thead', {}, html('tr', {}, ...table.header.map((text, i) => headerCell(text, i, now, choose)))),
        html('tbody', {}, ...rows),
      ),
    );
  };
  draw(by);
  return box;
}

function headerCell(
  text: string,
  column: number,
  now: Sorted | null,
  choose: (column: number) => void,
): HTMLElement {
  const sign = now?.column !== column ? '' : now.descending ? '\u00a0↓' : '\u00a0↑';
  const sorter = html('button', { type: 'button', title: `Sort by ${text}` }, `${text}${sign}`);
  sorter.addEventListener('click', () => choose(column));
  return html(
    'th',
    {
      scope: 'col',
      'aria-sort': now?.column !== column ? null : now.descending ? 'descending' : 'ascending',
    },
    sorter,
  );
}
