// The one module that knows the component library: whoever replaces it does so here.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDataGrid,
  vsCodeDataGridCell,
  vsCodeDataGridRow,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { html } from './elements/dom.ts';

/** Registers the components; call once, before any is made. The page needs `<meta property="csp-nonce">` for their styles. */
export function registerComponents(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDataGrid(),
    vsCodeDataGridCell(),
    vsCodeDataGridRow(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
  );
}

const component = (tag: string): HTMLElement => document.createElement(tag);

export interface ButtonOptions {
  readonly kind?: 'primary' | 'secondary';
  readonly title?: string;
  readonly disabled?: boolean;
}

export function button(
  text: string,
  act: () => void,
  { kind, title, disabled }: ButtonOptions = {},
): HTMLElement {
  const element = component('vscode-button');
  element.setAttribute('appearance', kind ?? 'secondary');
  if (title !== undefined) element.title = title;
  if (disabled === true) element.setAttribute('disabled', '');
  element.append(text);
  element.addEventListener('click', act);
  return element;
}

/** A button that is only an icon; `name` is what a screen reader says and the tooltip shows. */
export function iconButton(icon: Element, name: string, act: () => void): HTMLElement {
  const element = component('vscode-button');
  element.setAttribute('appearance', 'icon');
  element.setAttribute('aria-label', name);
  element.title = name;
  element.append(icon);
  element.addEventListener('click', act);
  return element;
}

export function dropdown<T extends string>(
  name: string,
  options: readonly (readonly [value: T, text: string])[],
  selected: T,
  change: (value: T) => void,
): HTMLElement {
  const element = component('vscode-dropdown') as HTMLElement & { value: string };
  element.setAttribute('aria-label', name);
  for (const [value, text] of options) {
    const option = component('vscode-option');
    option.setAttribute('value', value);
    if (value === selected) option.setAttribute('selected', '');
    option.append(text);
    element.append(option);
  }
  element.addEventListener('change', () => {
    const chosen = options.find(([value]) => value === element.value);
    if (chosen !== undefined) change(chosen[0]);
  });
  return element;
}

export function progressRing(name: string): HTMLElement {
  const element = component('vscode-progress-ring');
  element.setAttribute('aria-label', name);
  return element;
}

/** A table of text; the first column names the row. Every cell is reachable with the arrow keys. */
export function dataGrid(
  name: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  const grid = component('vscode-data-grid');
  grid.setAttribute('aria-label', name);
  grid.setAttribute('generate-header', 'none');
  grid.setAttribute(
    'grid-template-columns',
    header.map((_, i) => (i === 0 ? 'minmax(72px, 1.4fr)' : 'minmax(56px, 1fr)')).join(' '),
  );
  const line = (cells: readonly string[], isHeader: boolean): HTMLElement => {
    const row = component('vscode-data-grid-row');
    if (isHeader) row.setAttribute('row-type', 'sticky-header');
    cells.forEach((text, i) => {
      const cell = component('vscode-data-grid-cell');
      cell.setAttribute('grid-column', String(i + 1));
      if (isHeader) cell.setAttribute('cell-type', 'columnheader');
      else if (i === 0) cell.setAttribute('cell-type', 'rowheader');
      cell.append(text);
      row.append(cell);
    });
    return row;
  };
  grid.append(line(header, true), ...rows.map((cells) => line(cells, false)));
  return html('div', { class: 'table' }, grid);
}
